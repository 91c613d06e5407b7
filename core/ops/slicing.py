"""A part of the input: slice. A split is one of them for each of its outputs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, Whole
from core.shapes import Shape, Span, describe

# Files say "to the end" with the greatest number there is, which JavaScript's numbers do not hold.
_FAR = 2**31 - 1


class Slice(Operation):
    """From `starts` up to, and without, `ends` in `steps`, along `axes`; other axes stay whole.

    As in Python: negative places count from the end, places beyond it mean the end, a negative step goes
    backwards. Axes count without the batch (None: the first ones); steps are 1 where they are left out.
    """

    kind = "slice"

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        steps: Sequence[int] | None = None,
        axes: Sequence[int] | None = None,
    ) -> None:
        super().__init__()
        self.starts, self.ends = _bounded(starts), _bounded(ends)
        self.steps = (1,) * len(self.starts) if steps is None else tuple(steps)
        self.axes = tuple(range(len(self.starts))) if axes is None else tuple(axes)
        counts = {len(each) for each in (self.starts, self.ends, self.steps, self.axes)}
        if len(counts) != 1 or 0 in self.steps or len(set(self.axes)) != len(self.axes):
            raise HyperparameterError(
                f"Starts {list(self.starts)}, ends {list(self.ends)} and steps {list(self.steps)} along axes "
                f"{list(self.axes)} are no slice. Give one of each for every axis, with no step of 0."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {
            "starts": list(self.starts),
            "ends": list(self.ends),
            "steps": list(self.steps),
            "axes": list(self.axes),
        }

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if not set(self.axes) <= set(range(len(shape))):
            raise ShapeError(
                f"{{layer}} slices axes {list(self.axes)} and gets {describe(shape)}. "
                f"Choose among axes 0 to {len(shape) - 1}, counted without the batch."
            )
        kept = tuple(
            len(range(size)[part]) for size, part in zip(shape, self._parts(len(shape)), strict=True)
        )
        if 0 in kept:
            raise ShapeError(
                f"{{layer}} leaves nothing of {describe(shape)}: starts {list(self.starts)}, "
                f"ends {list(self.ends)}, steps {list(self.steps)}. Let every start lie before its end."
            )
        return kept

    def reach(self, *inputs: Shape) -> Reach:
        (shape,) = inputs
        along = [part.indices(size) for part, size in zip(self._parts(len(shape)), shape, strict=True)]
        return tuple(Span(1, step, start) if step > 0 else Whole() for start, _, step in along[1:])

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x[:, *self._parts(x.ndim - 1)], x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        d_x = np.zeros(saved, d_output.dtype)
        d_x[:, *self._parts(len(saved) - 1)] = d_output
        return Gradients((d_x,))

    def _parts(self, rank: int) -> tuple[slice, ...]:
        parts = [slice(None)] * rank
        for axis, *numbers in zip(self.axes, self.starts, self.ends, self.steps, strict=True):
            parts[axis] = slice(*numbers)
        return tuple(parts)


def _bounded(places: Sequence[int]) -> tuple[int, ...]:
    return tuple(max(-_FAR, min(place, _FAR)) for place in places)
