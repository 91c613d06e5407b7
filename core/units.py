"""One unit of a layer, and whether a layer has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import UnknownUnit
from core.shapes import Shape


@dataclass(frozen=True)
class Unit:
    """One unit: its layer, and its index in the layer's output C×…."""

    layer: str
    index: tuple[int, ...]

    @property
    def in_batch(self) -> tuple[Any, ...]:
        """Its index in N×C×…, for every picture."""
        return (slice(None), *self.index)


def checked_index(name: str, index: Sequence[int], sizes: Shape) -> tuple[int, ...]:
    """An index into an array of these sizes; UnknownUnit, told of `name`, where it leads out of it."""
    if len(index) != len(sizes) or not all(0 <= i < size for i, size in zip(index, sizes, strict=True)):
        raise UnknownUnit(name, index, sizes)
    return tuple(index)
