"""A batch's gradients shared out to several processes: threads gain little where every step holds the GIL.

What is large passes through memory that both sides see; a pipe carries the pictures, and says when::

    this process      weights   →   shared memory   →   a helper
                      pictures  →   pipe            →
    computes its share                                  computes its share
                      gradients ←   shared memory   ←
                      loss      ←   pipe            ←
"""

import signal
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.errors import TrainingError
from core.losses import Loss, cross_entropy
from core.network import Network
from core.ops.base import Array
from core.training import BatchGradients, batch_gradients, combined


class SharedGradients:
    """Computes `batch_gradients` in parts, one a process (this one is the first), and puts them together.

    Each process normalizes its own part where the network has batch norms; their running statistics are
    averaged into the network here. TrainingError where a process has ended.
    """

    def __init__(self, network: Network, processes: int, loss: Loss = cross_entropy) -> None:
        self._network, self._loss = network, loss
        self._helpers = [_Helper(network, loss) for _ in range(processes - 1)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for helper in self._helpers:
            helper.stop()

    def __call__(self, x: Array, targets: NDArray[Any]) -> BatchGradients:
        count = min(len(self._helpers) + 1, len(x))  # a share without pictures has no mean
        own, *shares = zip(np.array_split(x, count), np.array_split(targets, count), strict=True)
        busy = self._helpers[: len(shares)]
        for helper, share in zip(busy, shares, strict=True):
            helper.begin(self._network, *share)
        try:
            first = batch_gradients(self._network, *own, self._loss)
        finally:
            # Also where this share went wrong: an answer left in a pipe would be taken for the next one.
            others = [helper.answer() for helper in busy]
        found = [(first, _statistics(self._network)), *others]
        for name in found[0][1]:
            mean = np.mean([statistics[name] for _, statistics in found], axis=0)
            self._network.set_parameter(name, mean)
        return combined([part for part, _ in found])


class _Helper:
    """Another process that computes a share, and what it has in common with this one."""

    def __init__(self, network: Network, loss: Loss) -> None:
        spawn = get_context("spawn")
        memories = [
            spawn.RawArray("b", sum(each.nbytes for each in arrays.values()))
            for arrays in (network.state, network.parameters)
        ]
        self._state, self._gradients = (
            _views(memories[0], network.state),
            _views(memories[1], network.parameters),
        )
        self._pipe, far_end = spawn.Pipe()
        self._process = spawn.Process(
            target=_serve, args=(far_end, network, loss, *memories), daemon=True, name="gradients"
        )
        self._process.start()
        far_end.close()

    def begin(self, network: Network, x: Array, targets: NDArray[Any]) -> None:
        """Let it compute a share with the weights that the network has now."""
        for name, value in network.state.items():
            self._state[name][...] = value
        try:
            self._pipe.send((x, targets))
        except OSError:
            raise self._ended() from None

    def answer(self) -> tuple[BatchGradients, dict[str, Array]]:
        """What it found, and its running statistics. Its gradients hold until the next share begins."""
        try:
            found = self._pipe.recv()
        except (EOFError, OSError):
            raise self._ended() from None
        if isinstance(found, Exception):
            raise found
        gradients, statistics = found
        return replace(gradients, parameters=self._gradients), statistics

    def stop(self) -> None:
        self._pipe.close()
        self._process.join()

    def _ended(self) -> TrainingError:
        self._process.join()
        return TrainingError(
            f"A process that computed gradients has ended with exit code {self._process.exitcode}. "
            "Start the training again, with fewer processes if the memory was used up."
        )


def _serve(pipe: Connection, network: Network, loss: Loss, *memories: Any) -> None:
    """What a helper does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    state, gradients = _views(memories[0], network.state), _views(memories[1], network.parameters)
    while True:
        try:
            x, targets = pipe.recv()
        except EOFError:
            return
        try:
            network.load(state)
            found = batch_gradients(network, x, targets, loss)
            for name, gradient in found.parameters.items():
                gradients[name][...] = gradient
            pipe.send((replace(found, parameters={}), _statistics(network)))
        except Exception as error:  # told where it can be acted on
            pipe.send(error)


def _views(memory: Any, like: Mapping[str, Array]) -> dict[str, Array]:
    """Arrays shaped as those given, one behind the other in a memory."""
    views, start = {}, 0
    for name, each in like.items():
        views[name] = np.ndarray(each.shape, each.dtype, memory, start)
        start += each.nbytes
    return views


def _statistics(network: Network) -> dict[str, Array]:
    parameters = network.parameters
    return {name: value for name, value in network.state.items() if name not in parameters}
