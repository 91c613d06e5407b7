"""The same numbers in another order or under other axes: reshape, flatten, squeeze, unsqueeze, transpose.

Axes count without the batch, which stays as it is: 0 stands for the channels.
"""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from itertools import takewhile
from math import prod
from typing import Any

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Pointwise, Reach, Result
from core.shapes import Shape, Span, describe


def _kept(stay: Iterable[bool]) -> Reach:
    """The reach of a layer that keeps axes apart, told of each from the last one, as long as they stay."""
    return tuple(Span(1) for _ in takewhile(bool, stay))


class _Regrouped(Operation):
    """The values in the order they had (the last axis fastest), under other axes."""

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return self.regrouped(shape)

    def reach(self, *inputs: Shape) -> Reach:
        (old,) = inputs
        new = self.regrouped(old)
        if len(new) == 1:
            return Pointwise()  # a row of the same units
        return _kept(a == b for a, b in zip(old[:0:-1], new[:0:-1], strict=False))

    @abstractmethod
    def regrouped(self, shape: Shape) -> Shape:
        """The sample's new shape; ShapeError where its values do not fill it."""

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x.reshape(len(x), *self.regrouped(x.shape[1:])), x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        return Gradients((d_output.reshape(saved),))


class Flatten(_Regrouped):
    """Every value in one row, channel by channel, each in raster order: k = (c·H + y)·W + x."""

    kind = "flatten"

    def regrouped(self, shape: Shape) -> Shape:
        return (prod(shape),)


class Reshape(_Regrouped):
    """The values under the axes of `shape`: 0 copies the input's size there, one −1 takes what is left."""

    kind = "reshape"

    def __init__(self, shape: Iterable[int]) -> None:
        super().__init__()
        self.shape = tuple(shape)
        if self.shape.count(-1) > 1 or min(self.shape, default=0) < -1:
            raise HyperparameterError(
                f"A layer cannot reshape to {list(self.shape)}. Give sizes, 0 for a size that stays, "
                "and −1 at most once."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"shape": list(self.shape)}

    def regrouped(self, shape: Shape) -> Shape:
        copied = [
            shape[axis] if size == 0 and axis < len(shape) else size for axis, size in enumerate(self.shape)
        ]
        known = prod(size for size in copied if size != -1)
        left = prod(shape) // known if known else 0
        wanted = tuple(left if size == -1 else size for size in copied)
        if prod(wanted) != prod(shape):
            raise ShapeError(
                f"{{layer}} reshapes to {list(self.shape)} and gets {describe(shape)}: these do not fit. "
                f"Choose sizes whose product is {prod(shape)}, or leave one of them to be found with −1."
            )
        return wanted


class Squeeze(_Regrouped):
    """Without the `axes`, each of size 1 (None: all of size 1)."""

    kind = "squeeze"

    def __init__(self, axes: Iterable[int] | None = None) -> None:
        super().__init__()
        self.axes = None if axes is None else tuple(axes)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {} if self.axes is None else {"axes": list(self.axes)}

    def regrouped(self, shape: Shape) -> Shape:
        ones = {axis for axis, size in enumerate(shape) if size == 1}
        dropped = ones if self.axes is None else set(self.axes)
        if not dropped <= ones:
            raise ShapeError(
                f"{{layer}} drops axes {sorted(dropped)} and gets {describe(shape)}. "
                f"Only axes of size 1 can be dropped: {sorted(ones) or 'none'}, counted without the batch."
            )
        return tuple(size for axis, size in enumerate(shape) if axis not in dropped)


class Unsqueeze(_Regrouped):
    """With new axes of size 1, so that they stand at `axes` of the result."""

    kind = "unsqueeze"

    def __init__(self, axes: Iterable[int]) -> None:
        super().__init__()
        self.axes = tuple(axes)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"axes": list(self.axes)}

    def regrouped(self, shape: Shape) -> Shape:
        rank = len(shape) + len(self.axes)
        if len(set(self.axes)) != len(self.axes) or not set(self.axes) <= set(range(rank)):
            raise ShapeError(
                f"{{layer}} adds axes {list(self.axes)} to {describe(shape)}. "
                f"Choose different ones among 0 to {rank - 1}, counted without the batch."
            )
        sizes = iter(shape)
        return tuple(1 if axis in self.axes else next(sizes) for axis in range(rank))


class Transpose(Operation):
    """The sample's axes in another order: axis i of the result is axis permutation[i] of the input."""

    kind = "transpose"

    def __init__(self, permutation: Sequence[int]) -> None:
        super().__init__()
        self.permutation = tuple(permutation)
        if sorted(self.permutation) != list(range(len(self.permutation))):
            raise HyperparameterError(
                f"{list(self.permutation)} is no order of axes. "
                f"Name each of 0 to {len(self.permutation) - 1} once."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"permutation": list(self.permutation)}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != len(self.permutation):
            raise ShapeError(
                f"{{layer}} orders {len(self.permutation)} axes and gets {describe(shape)}. "
                "Name as many as the input has, without the batch."
            )
        return tuple(shape[axis] for axis in self.permutation)

    def reach(self, *inputs: Shape) -> Reach:
        places = range(len(self.permutation))
        return _kept(self.permutation[axis] == axis for axis in places[:0:-1])

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x.transpose(0, *(axis + 1 for axis in self.permutation)))

    def backward(self, saved: None, d_output: Array) -> Gradients:
        return Gradients((d_output.transpose(0, *(np.argsort(self.permutation) + 1)),))
