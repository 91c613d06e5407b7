"""One unit of a layer, and whether a layer has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from core.errors import UnknownUnit
from core.ops.base import Array
from core.shapes import Shape

if TYPE_CHECKING:
    from core.network import Network


@dataclass(frozen=True)
class Unit:
    """One unit: its layer, and its index in the layer's output C×…."""

    layer: str
    index: tuple[int, ...]

    @property
    def in_batch(self) -> tuple[Any, ...]:
        """Its index in N×C×…, for every picture."""
        return (slice(None), *self.index)

    def check(self, network: "Network") -> None:
        """UnknownLayer or UnknownUnit, where a network has no such unit."""
        checked_index(self.layer, self.index, network.shapes[network.layer(self.layer).name])

    def seeds(self, output: Array) -> dict[str, Array]:
        """The gradient of its value by its layer's output N×C×…: 1 at the unit, 0 elsewhere."""
        seed = np.zeros_like(output)
        seed[self.in_batch] = 1
        return {self.layer: seed}


Target: TypeAlias = int | Unit
"""The index of a class, which stands for its score before softmax; or a unit."""


def checked_index(name: str, index: Sequence[int], sizes: Shape) -> tuple[int, ...]:
    """An index into an array of these sizes; UnknownUnit, told of `name`, where it leads out of it."""
    if len(index) != len(sizes) or not all(0 <= i < size for i, size in zip(index, sizes, strict=True)):
        raise UnknownUnit(name, index, sizes)
    return tuple(index)
