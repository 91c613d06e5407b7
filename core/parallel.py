"""A batch's gradients shared out to several processes: threads gain little where every step holds the GIL."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.losses import Loss, cross_entropy
from core.network import Network
from core.ops.base import Array
from core.training import BatchGradients, batch_gradients, combined

_network: Network
_loss: Loss


class SharedGradients:
    """Computes `batch_gradients` in parts, one a process, and puts them together.

    Each process normalizes its own part where the network has batch norms; their running statistics are
    averaged into the network here.
    """

    def __init__(self, network: Network, processes: int, loss: Loss = cross_entropy) -> None:
        self._network, self._processes = network, processes
        self._pool = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_adopt, initargs=(network, loss)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def __call__(self, x: Array, targets: NDArray[Any]) -> BatchGradients:
        state = self._network.state
        count = min(self._processes, len(x))  # a share without pictures has no mean
        shares = zip(np.array_split(x, count), np.array_split(targets, count), strict=True)
        waiting = [self._pool.submit(_compute, state, *share) for share in shares]
        parts, statistics = zip(*(each.result() for each in waiting), strict=True)
        for name in statistics[0]:
            self._network.set_parameter(name, np.mean([each[name] for each in statistics], axis=0))
        return combined(parts)


def _adopt(network: Network, loss: Loss) -> None:
    global _network, _loss  # a process computes for one network all its life
    _network, _loss = network, loss


def _compute(
    state: dict[str, Array], x: Array, targets: NDArray[Any]
) -> tuple[BatchGradients, dict[str, Array]]:
    _network.load(state)
    found = batch_gradients(_network, x, targets, _loss)
    return found, {name: value for name, value in _network.state.items() if name not in _network.parameters}
