"""A frame of further values around the maps: pad."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, Whole
from core.shapes import Shape, Span, describe

PadMode = Literal["constant", "reflect", "edge", "wrap"]


class Pad(Operation):
    """So many values before and after each axis: `padding` holds all that comes before, then all after.

    A number for each spatial axis, or for each axis of the sample, the channels first. `mode`: "constant"
    sets `value` there; "reflect" mirrors the map at its border value, "edge" repeats that, and "wrap" goes
    on at the other side.

    A unit of the frame counts as one that sees padding, also where it repeats or mirrors a place of the map.
    """

    kind = "pad"

    def __init__(self, padding: Sequence[int], mode: PadMode = "constant", value: float = 0.0) -> None:
        super().__init__()
        self.padding, self.mode, self.value = tuple(padding), mode, float(value)
        if len(self.padding) % 2 or min(self.padding, default=0) < 0:
            raise HyperparameterError(
                f"{list(self.padding)} is no padding. Give numbers of at least 0, all before and then all "
                "after; to cut values off use a slice layer."
            )
        if mode not in ("constant", "reflect", "edge", "wrap"):
            raise HyperparameterError(
                f"There is no padding mode {mode!r}. Choose one of: constant, reflect, edge, wrap."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        chosen = {"padding": list(self.padding), "mode": self.mode}
        return chosen | {"value": self.value} if self.mode == "constant" else chosen

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        axes = len(self.padding) // 2
        if axes not in (len(shape) - 1, len(shape)):
            raise ShapeError(
                f"{{layer}} pads {axes} axes and gets {describe(shape)}. "
                f"Give padding for its {len(shape) - 1} spatial axes, or for all {len(shape)}."
            )
        sides = self._sides(len(shape))
        return tuple(size + before + after for size, (before, after) in zip(shape, sides, strict=True))

    def reach(self, *inputs: Shape) -> Reach:
        (shape,) = inputs
        if self.mode == "wrap":
            return tuple(Whole() if any(sides) else Span(1) for sides in self._sides(len(shape))[1:])
        return tuple(Span(1, 1, -before) for before, _ in self._sides(len(shape))[1:])

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        (shape,) = inputs
        frames = zip(shape[1:], self._sides(len(shape))[1:], strict=True)
        return tuple(self._shown(size, sides) for size, sides in frames)

    def _shown(self, size: int, sides: tuple[int, int]) -> Array:
        """Which place is shown where along an axis; padding of a constant value shows none."""
        inside = np.eye(size, dtype=bool)
        if self.mode == "constant":
            return np.pad(inside, (sides, (0, 0)))
        return inside[np.pad(np.arange(size), sides, self.mode)]

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        sides = [(0, 0), *self._sides(x.ndim - 1)]
        if self.mode == "constant":
            padded = np.pad(x, sides, constant_values=x.dtype.type(self.value))
        else:
            padded = np.pad(x, sides, self.mode)
        return Result(padded, x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        d_x = d_output
        for axis, (before, after) in enumerate(self._sides(len(saved) - 1), start=1):
            if before or after:
                d_x = self._folded(d_x, axis, saved[axis], before)
        return Gradients((d_x,))

    def _folded(self, d_output: Array, axis: int, size: int, before: int) -> Array:
        """The gradient inside, and on it, along one axis, what the values shown in the frame send back."""
        rows = np.moveaxis(d_output, axis, 0)
        inside = rows[before : before + size].copy()
        if self.mode != "constant":
            sources = np.pad(np.arange(size), (before, len(rows) - before - size), self.mode)
            for place in (*range(before), *range(before + size, len(rows))):
                inside[sources[place]] += rows[place]
        return np.moveaxis(inside, 0, axis)

    def _sides(self, rank: int) -> list[tuple[int, int]]:
        """(before, after) of every axis of a sample."""
        axes = len(self.padding) // 2
        sides = list(zip(self.padding[:axes], self.padding[axes:], strict=True))
        return [(0, 0)] * (rank - axes) + sides
