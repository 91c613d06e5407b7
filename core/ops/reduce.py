"""Axes taken together to one value each: reduce_mean, reduce_sum, reduce_max."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, whole_along
from core.shapes import Shape, Span, describe


@dataclass(frozen=True)
class _Saved:
    x: Array
    along: tuple[int, ...]  # the reduced axes, batch counted


class _Reduce(Operation):
    """One value for all those along `axes` (0: channels; None: all axes of the sample).

    With `keepdims` they stay, of size 1.
    """

    def __init__(self, axes: Iterable[int] | None = None, *, keepdims: bool = True) -> None:
        super().__init__()
        self.axes = None if axes is None else tuple(sorted(set(axes)))
        self.keepdims = bool(keepdims)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        chosen = {} if self.axes is None else {"axes": list(self.axes)}
        return chosen | {"keepdims": self.keepdims}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        axes = self._axes_of(len(shape))
        if axes and not 0 <= min(axes) <= max(axes) < len(shape):
            raise ShapeError(
                f"{{layer}} reduces axes {list(axes)} and gets {describe(shape)}. "
                f"Choose among axes 0 to {len(shape) - 1}, counted without the batch."
            )
        if self.keepdims:
            return tuple(1 if axis in axes else size for axis, size in enumerate(shape))
        return tuple(size for axis, size in enumerate(shape) if axis not in axes)

    def reach(self, *inputs: Shape) -> Reach:
        rank = len(inputs[0])
        axes = self._axes_of(rank)
        if self.keepdims or not axes:
            return whole_along(axes, rank)
        # Only axes behind all that vanish keep their place; of what is left the first holds the channels.
        kept = min(rank - 1 - max(axes), rank - len(axes) - 1)
        return (Span(1),) * kept

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        along = tuple(axis + 1 for axis in self._axes_of(x.ndim - 1))
        return Result(np.asarray(self.reduced(x, along, self.keepdims)), _Saved(x, along))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        kept = tuple(1 if axis in saved.along else size for axis, size in enumerate(saved.x.shape))
        return Gradients((self.spread(saved, d_output.reshape(kept)),))

    def _axes_of(self, rank: int) -> tuple[int, ...]:
        return tuple(range(rank)) if self.axes is None else self.axes

    @abstractmethod
    def reduced(self, x: Array, along: tuple[int, ...], keepdims: bool) -> Array:
        """One value for all those along these axes."""

    @abstractmethod
    def spread(self, saved: _Saved, d_output: Array) -> Array:
        """dL/dx, from dL/dy with the reduced axes of size 1."""


class ReduceSum(_Reduce):
    """The sum; every value gets its sum's gradient."""

    kind = "reduce_sum"

    def reduced(self, x: Array, along: tuple[int, ...], keepdims: bool) -> Array:
        return x.sum(axis=along, keepdims=keepdims)

    def spread(self, saved: _Saved, d_output: Array) -> Array:
        return np.broadcast_to(d_output, saved.x.shape).copy()


class ReduceMean(_Reduce):
    """The mean; every value gets its share of the mean's gradient."""

    kind = "reduce_mean"

    def reduced(self, x: Array, along: tuple[int, ...], keepdims: bool) -> Array:
        return x.mean(axis=along, keepdims=keepdims)

    def spread(self, saved: _Saved, d_output: Array) -> Array:
        count = prod(saved.x.shape[axis] for axis in saved.along)
        return np.broadcast_to(d_output / d_output.dtype.type(count), saved.x.shape).copy()


class ReduceMax(_Reduce):
    """The greatest value; the first of equals (in raster order) gets the gradient."""

    kind = "reduce_max"

    def reduced(self, x: Array, along: tuple[int, ...], keepdims: bool) -> Array:
        return x.max(axis=along, keepdims=keepdims)

    def sides(self, saved: _Saved) -> Array | None:
        return saved.x == self.reduced(saved.x, saved.along, keepdims=True)

    def spread(self, saved: _Saved, d_output: Array) -> Array:
        if not saved.along:
            return d_output
        d_x = np.zeros(saved.x.shape, d_output.dtype)
        # The reduced axes last and as one row, so that its first greatest value is the winner.
        last = tuple(range(-len(saved.along), 0))
        rows = np.moveaxis(saved.x, saved.along, last)
        kept = rows.shape[: rows.ndim - len(saved.along)]
        winners = rows.reshape(*kept, -1).argmax(axis=-1)
        places = np.unravel_index(winners, rows.shape[len(kept) :])
        np.moveaxis(d_x, saved.along, last)[*np.indices(kept, sparse=True), *places] = d_output.reshape(kept)
        return d_x
