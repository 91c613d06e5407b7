"""Two or more layers, or a layer and a constant, met value by value: add, sub, mul, div, maximum, minimum.

Different shapes are broadcast (`core.ops.broadcasting`).
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.errors import ShapeError
from core.ops.base import Array, Everything, Gradients, Operation, Pointwise, Reach, Result, Whole
from core.ops.broadcasting import broadcast_shape, lined_up, summed_to
from core.shapes import Shape, Span


@dataclass(frozen=True)
class _Saved:
    shapes: tuple[Shape, ...]  # of the inputs as they came, batch included
    operands: tuple[Array, ...]  # the inputs lined up, and the constant in its place
    output: Array


class _Arithmetic(Operation):
    """y = f(a, b, …), value by value.

    With `constant` (a number or an array, its shape without the batch) the layer reads one input, and the
    constant is its second operand, or the first with `constant_first`; it is a parameter of that name.
    """

    takes = None
    operands: int | None = 2  # None: any number

    def __init__(self, constant: ArrayLike | None = None, *, constant_first: bool = False) -> None:
        super().__init__()
        self.constant_first = constant_first
        if constant is not None:
            self.parameters = {"constant": np.array(constant, np.float32)}

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"constant_first": self.constant_first} if self.parameters else {}

    def output_shape(self, *inputs: Shape) -> Shape:
        count = len(inputs) + len(self.parameters)
        if self.operands not in (count, None) or (self.parameters and len(inputs) != 1):
            wanted = "one input beside its constant" if self.parameters else f"{self.operands} inputs"
            raise ShapeError(f"{{layer}} takes {wanted} and gets {len(inputs)}. Connect as many.")
        return broadcast_shape(*inputs, *(each.shape for each in self.parameters.values()))

    def reach(self, *inputs: Shape) -> Reach:
        output = self.output_shape(*inputs)
        if any(len(shape) != len(output) for shape in inputs):
            return Everything()
        if all(shape[1:] == output[1:] for shape in inputs):
            return Pointwise()
        # Where a place is repeated along an axis, all units there depend on it.
        sizes = zip(output[1:], *(shape[1:] for shape in inputs), strict=True)
        return tuple(Span(1) if len(set(each)) == 1 else Whole() for each in sizes)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        operands = self._lined_up(inputs)
        output = self.combine(operands)
        return Result(output, _Saved(tuple(x.shape for x in inputs), operands, output))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        gradients = [
            summed_to(each, operand.shape)
            for each, operand in zip(self.shares(saved, d_output), saved.operands, strict=True)
        ]
        parameters = {}
        if self.parameters:
            parameters["constant"] = gradients.pop(0 if self.constant_first else 1)
        inputs = (each.reshape(shape) for each, shape in zip(gradients, saved.shapes, strict=True))
        return Gradients(tuple(inputs), parameters)

    def _lined_up(self, inputs: tuple[Array, ...]) -> tuple[Array, ...]:
        constants = tuple(self.parameters.values())
        rank = max(*(x.ndim - 1 for x in inputs), *(each.ndim for each in constants), 0)
        samples = tuple(lined_up(x, rank) for x in inputs)
        return constants + samples if self.constant_first else samples + constants

    @abstractmethod
    def combine(self, operands: tuple[Array, ...]) -> Array:
        """All of them taken together, in the order given."""

    @abstractmethod
    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        """dL/d(operand) of each, in the shape of the output."""


class Add(_Arithmetic):
    """The sum of its inputs (any number), place by place; every input gets the whole gradient."""

    kind = "add"
    operands = None  # any number

    def combine(self, operands: tuple[Array, ...]) -> Array:
        return np.asarray(sum(operands[1:], start=operands[0]))

    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        return (d_output,) * len(saved.operands)


class Sub(_Arithmetic):
    """a − b."""

    kind = "sub"

    def combine(self, operands: tuple[Array, ...]) -> Array:
        a, b = operands
        return a - b

    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        return d_output, -d_output


class Mul(_Arithmetic):
    """a · b; each gets the gradient times the other."""

    kind = "mul"

    def combine(self, operands: tuple[Array, ...]) -> Array:
        a, b = operands
        return a * b

    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        a, b = saved.operands
        return d_output * b, d_output * a


class Div(_Arithmetic):
    """a / b; dL/da = dL/dy / b, dL/db = −dL/dy · y / b."""

    kind = "div"

    def combine(self, operands: tuple[Array, ...]) -> Array:
        a, b = operands
        return a / b

    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        _, b = saved.operands
        quotient = d_output / b
        return quotient, -quotient * saved.output


class _Extreme(_Arithmetic):
    """The most extreme of any number of inputs, place by place; the first of equals gets the gradient."""

    operands = None  # any number
    pick: np.ufunc

    def combine(self, operands: tuple[Array, ...]) -> Array:
        return np.asarray(reduce(self.pick, operands))

    def sides(self, saved: _Saved) -> Array | None:
        wins = [np.broadcast_to(each == saved.output, saved.output.shape) for each in saved.operands]
        return np.argmax(wins, axis=0)

    def shares(self, saved: _Saved, d_output: Array) -> Sequence[Array]:
        nobody_yet = np.ones(saved.output.shape, bool)
        shares = []
        for operand in saved.operands:
            wins = (operand == saved.output) & nobody_yet
            nobody_yet &= ~wins
            shares.append(d_output * wins)
        return shares


class Maximum(_Extreme):
    """The greatest of its inputs, place by place."""

    kind = "maximum"
    pick = np.maximum


class Minimum(_Extreme):
    """The least of its inputs, place by place."""

    kind = "minimum"
    pick = np.minimum
