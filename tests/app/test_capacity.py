"""How much is computed at once, and what those hear who come too late."""

import threading
import time
from collections.abc import Iterator

import anyio
import pytest

from app.capacity import Capacity
from app.problems import Problem


def test_places_are_those_of_the_threads_and_of_the_queue_and_the_next_is_told_to_retry() -> None:
    capacity = Capacity(workers=1, queue=1)
    with capacity.place(), capacity.place():
        with pytest.raises(Problem, match="busy") as refused, capacity.place():
            pytest.fail("admitted")
        assert refused.value.status == 503
        assert refused.value.headers == {"Retry-After": "1"}
    assert capacity.taken == 0


def test_a_place_is_given_back_when_a_run_breaks() -> None:
    capacity = Capacity(workers=1, queue=0)
    with pytest.raises(RuntimeError), capacity.place():
        raise RuntimeError
    assert capacity.taken == 0


def test_a_run_waits_until_those_before_it_have_let_go_of_enough_memory() -> None:
    capacity = Capacity(workers=4, queue=4, most_bytes=10)
    happened: list[str] = []

    async def run(name: str, size: int, until: anyio.Event) -> None:
        async with capacity.memory(size):
            happened.append(f"{name} begins")
            await until.wait()
        happened.append(f"{name} ends")

    async def crowd() -> None:
        first, second = anyio.Event(), anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(run, "large", 8, first)
            await anyio.wait_all_tasks_blocked()
            tasks.start_soon(run, "too large", 99, second)
            tasks.start_soon(run, "small", 2, second)
            await anyio.wait_all_tasks_blocked()
            assert happened == ["large begins", "small begins"]
            assert capacity.held == 10
            first.set()
            await anyio.wait_all_tasks_blocked()
            assert happened[2:] == ["large ends"]
            second.set()

    anyio.run(crowd)
    assert happened[3:] == ["small ends", "too large begins", "too large ends"]
    assert capacity.held == 0


def test_memory_is_let_go_of_when_a_run_breaks_or_is_given_up_while_it_waits() -> None:
    capacity = Capacity(workers=1, queue=1, most_bytes=10)

    async def broken() -> None:
        async with capacity.memory(10):
            with anyio.move_on_after(0.01):
                async with capacity.memory(1):
                    pytest.fail("admitted")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        anyio.run(broken)
    assert capacity.held == 0


def test_no_more_than_the_workers_compute_at_once_and_not_on_the_event_loop() -> None:
    capacity = Capacity(workers=2, queue=8)
    running: list[int] = []
    most = 0

    def work() -> None:
        nonlocal most
        assert threading.current_thread() is not threading.main_thread()
        running.append(1)
        most = max(most, len(running))
        time.sleep(0.01)
        running.pop()

    async def crowd() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(8):
                tasks.start_soon(capacity.compute, work)

    anyio.run(crowd)
    assert most == 2


def test_steps_of_two_runs_take_turns_on_one_thread() -> None:
    capacity = Capacity(workers=1, queue=1)
    order: list[str] = []

    def steps(name: str) -> Iterator[None]:
        for _ in range(3):
            time.sleep(0.01)
            yield order.append(name)

    async def follow(name: str) -> None:
        async for _ in capacity.iterate(steps(name)):
            pass

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(follow, "a")
            tasks.start_soon(follow, "b")

    anyio.run(both)
    assert order == ["a", "b", "a", "b", "a", "b"]


def test_an_error_in_a_step_reaches_the_one_who_iterates() -> None:
    def steps() -> Iterator[int]:
        yield 1
        raise RuntimeError("broken")

    async def follow() -> list[int]:
        return [step async for step in Capacity(1, 0).iterate(steps())]

    with pytest.raises(RuntimeError, match="broken"):
        anyio.run(follow)
