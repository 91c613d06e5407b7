"""A network known by its definition only: described without weights, and run with random ones."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from weakref import WeakValueDictionary

from core.network import Network
from core.zoo.filling import fill
from core.zoo.model import Model, Weights


class _Filled:
    """Filled networks by id. The one asked for last is kept, others live as long as somebody runs them.

    Safe for threads. One network is filled at a time, because that takes as much memory as running it.
    """

    def __init__(self) -> None:
        self._alive: WeakValueDictionary[str, Network] = WeakValueDictionary()
        self._latest: Network | None = None
        self._lock = Lock()

    def get(self, model_id: str, build: Callable[[], Network]) -> Network:
        """The network of that id, built and filled unless it is alive."""
        with self._lock:
            network = self._alive.get(model_id)
            if network is None:
                self._latest = None  # makes room for the next
                network = self._alive[model_id] = fill(build())
            self._latest = network
            return network


_filled = _Filled()


@dataclass(frozen=True)
class Definition(Model):
    """A model whose weights are drawn when it is run, the same ones each time. `build` makes the network."""

    weights: Weights = "random"
    build: Callable[[], Network] = field(kw_only=True)

    def runnable(self) -> Network:
        """The network with random weights; only those of the definition asked for last stay in memory."""
        return _filled.get(self.id, self.build)

    def fresh(self) -> Network:
        """A network of the caller's own, with the same random weights."""
        return fill(self.build())
