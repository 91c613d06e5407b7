"""Softmax and its logarithm: values of one axis become shares of a whole."""

from abc import abstractmethod
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, whole_along
from core.shapes import Shape, describe


class _AlongAxis(Operation):
    """`axis` counts without the batch: 0 is the channels (or the values of a vector)."""

    def __init__(self, axis: int = 0) -> None:
        super().__init__()
        self.axis = axis

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"axis": self.axis}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if not 0 <= self.axis < len(shape):
            raise ShapeError(
                f"{{layer}} works along axis {self.axis} and gets {describe(shape)}. "
                f"Choose an axis from 0 to {len(shape) - 1}."
            )
        return shape

    def reach(self, *inputs: Shape) -> Reach:
        return whole_along((self.axis,), len(inputs[0]))

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        axis = self.axis + 1
        output = self.apply(x - np.maximum.reduce(x, axis=axis, keepdims=True), axis)
        return Result(output, output)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        return Gradients((self.d_input(saved, d_output, self.axis + 1),))

    @abstractmethod
    def apply(self, x: Array, axis: int) -> Array:
        """The output for an input whose largest value along the axis is 0."""

    @abstractmethod
    def d_input(self, y: Array, d_output: Array, axis: int) -> Array:
        """dL/dx from the output and dL/dy."""


class Softmax(_AlongAxis):
    """e^x_k / Σ e^x_j along an axis."""

    kind = "softmax"

    def apply(self, x: Array, axis: int) -> Array:
        powers = np.exp(x)
        powers /= np.add.reduce(powers, axis=axis, keepdims=True)
        return powers

    def d_input(self, y: Array, d_output: Array, axis: int) -> Array:
        return y * (d_output - (d_output * y).sum(axis=axis, keepdims=True))


class LogSoftmax(_AlongAxis):
    """x_k − ln Σ e^x_j along an axis: the logarithm of the softmax."""

    kind = "logsoftmax"

    def apply(self, x: Array, axis: int) -> Array:
        return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))

    def d_input(self, y: Array, d_output: Array, axis: int) -> Array:
        return d_output - np.exp(y) * d_output.sum(axis=axis, keepdims=True)
