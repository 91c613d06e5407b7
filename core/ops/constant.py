"""A layer that reads nothing and always gives the same."""

import numpy as np
from numpy.typing import ArrayLike

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape


class Constant(Operation):
    """The array `value` (its shape without the batch), as a batch of one that every sample shares."""

    kind, takes = "constant", None

    def __init__(self, value: ArrayLike) -> None:
        super().__init__()
        self.parameters = {"value": np.array(value, np.float32)}

    def output_shape(self, *inputs: Shape) -> Shape:
        if inputs:
            raise ShapeError("{layer} always gives the same and reads no layer. Take its inputs away.")
        return self.parameters["value"].shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        return Result(self.parameters["value"][None])

    def backward(self, saved: None, d_output: Array) -> Gradients:
        return Gradients((), {"value": d_output[0]})
