"""Which of a run's numbers go on the wire, and in which form."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from app import wire
from app.wire import Array, Tensor
from core.network import INPUT, Network

Tensors: TypeAlias = Literal["exact", "preview", "none"]
Encoding: TypeAlias = Literal["base64", "list"]


@dataclass(frozen=True)
class Selection:
    """Which layers' events carry tensors (None: all), in which form (None: no tensors at all), and of each
    tensor how many maps and places (None: all).
    """

    form: wire.Form | None
    layers: frozenset[str] | None = None
    maps: int | None = None
    side: int | None = None

    @property
    def whole(self) -> bool:
        """Whether tensors come with all of their numbers."""
        return self.maps is None and self.side is None

    def covers(self, layer: str) -> bool:
        """Whether a layer's events carry tensors."""
        return self.form is not None and (self.layers is None or layer in self.layers)

    def tensors(self, layer: str, arrays: dict[str, Array]) -> dict[str, Tensor]:
        """Those of a layer's arrays that go on the wire, as much of each as is asked for; too large ones
        do not.
        """
        return self.whole_tensors(layer, {name: self._part(array) for name, array in arrays.items()})

    def whole_tensors(self, layer: str, arrays: dict[str, Array]) -> dict[str, Tensor]:
        """The same, but all of each, however much is asked for."""
        form = self.form
        if form is None or not self.covers(layer):
            return {}
        return {
            name: wire.encode(array, form) for name, array in arrays.items() if array.size <= wire.MOST_VALUES
        }

    def picture(self, array: Array) -> dict[str, Tensor]:
        """The network's input: exact and whole, whatever the layers get."""
        form: wire.Form = "list" if self.form == "list" else "exact"
        return {} if self.form is None else {"input": wire.encode(array, form)}

    def _part(self, array: Array) -> Array:
        """The first maps of C×…×H×W, and of their rows and columns every so many."""
        part = array[: self.maps]
        if self.side is None:
            return part
        lengths = part.shape[1:][-2:]
        strides: Any = (..., *(slice(None, None, _stride(each, self.side)) for each in lengths))
        thinned: Array = part[strides]
        return thinned


def select(
    network: Network,
    tensors: Tensors,
    encoding: Encoding,
    layers: str | None,
    maps: int | None = None,
    side: int | None = None,
) -> Selection:
    """Read the query's wishes; UnknownLayer where a name is not one of the network's layers."""
    names = None if layers is None else frozenset(layers.split(","))
    _refuse_unknown(network, names or ())
    if tensors == "none":
        return Selection(None, names)
    return Selection("list" if encoding == "list" else tensors, names, maps, side)


def _refuse_unknown(network: Network, names: Iterable[str]) -> None:
    for name in sorted(names):
        if name != INPUT:
            network.layer(name)


def _stride(length: int, most: int) -> int:
    """The least stride that leaves at most so many."""
    return -(-length // most)
