"""How much the server computes at once: worker threads, and a bounded queue before them."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, Event, to_thread

from app.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")

RETRY_AFTER_SECONDS = 1


class _NothingLeft:
    """What stands for the end of an iterator: StopIteration cannot travel from a thread to a coroutine."""


_NOTHING_LEFT = _NothingLeft()


class Capacity:
    """Room for `workers` computations at once, and for `queue` more runs that wait for their turn.

    A run has its place from its first computation to its last byte, and a thread only while it computes:
    a client that reads slowly keeps nobody else from computing. All runs together hold about `most_bytes`.
    """

    def __init__(self, workers: int, queue: int, most_bytes: int = 1 << 31) -> None:
        self.places = workers + queue
        self.taken = 0
        self.held = 0  # bytes
        self._most_bytes = most_bytes
        self._waiting: list[Event] = []
        self._threads = CapacityLimiter(workers)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place for a run; a 503 problem where all are taken."""
        if self.taken >= self.places:
            raise Problem(
                503,
                f"The server is busy: all {self.places} places for runs are taken. "
                f"Try again in {RETRY_AFTER_SECONDS} second.",
                {"Retry-After": str(RETRY_AFTER_SECONDS)},
            )
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1

    @asynccontextmanager
    async def memory(self, size: int) -> AsyncIterator[None]:
        """Hold so many bytes, when runs that began before have let go of enough; at most all there are."""
        size = min(size, self._most_bytes)
        while self.held + size > self._most_bytes:
            freed = Event()
            self._waiting.append(freed)
            await freed.wait()
        self.held += size
        try:
            yield
        finally:
            self.held -= size
            waiting, self._waiting = self._waiting, []
            for each in waiting:
                each.set()

    async def compute(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call a function in a worker thread, after those that came before."""
        return await to_thread.run_sync(partial(function, *args, **kwargs), limiter=self._threads)

    async def iterate(self, steps: Iterator[T]) -> AsyncIterator[T]:
        """Take each step of an iterator in a worker thread; others may compute between two steps."""
        while not isinstance(step := await self.compute(_next, steps), _NothingLeft):
            yield step


def _next(steps: Iterator[T]) -> T | _NothingLeft:
    return next(steps, _NOTHING_LEFT)
