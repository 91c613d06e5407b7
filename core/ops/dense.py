"""The fully connected layer, and the flattening before it."""

from math import prod
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Everything, Gradients, Operation, Reach, Result, he_normal, unset
from core.shapes import Shape, describe


class Flatten(Operation):
    """Every value in one row, channel by channel, each in raster order: k = (c·H + y)·W + x."""

    kind = "flatten"

    def output_shape(self, *inputs: Shape) -> Shape:
        return (prod(inputs[0]),)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x.reshape(len(x), -1), x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        return Gradients((d_output.reshape(saved),))


class Dense(Operation):
    """Every output a weighted sum of all inputs: y = W·x + b. weight: units × inputs; bias: units."""

    kind = "dense"

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.inputs, self.units = inputs, units
        self.parameters = {
            "weight": unset((units, inputs)),
            "bias": unset((units,)),
        }

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"units": self.units}

    def initialize(self, rng: np.random.Generator) -> None:
        self.parameters["weight"] = he_normal(rng, (self.units, self.inputs))
        self.parameters["bias"] = np.zeros(self.units, np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError(
                f"{{layer}} expects a row of values and gets feature maps {describe(shape)}. "
                "Put a flatten layer before it."
            )
        if shape[0] != self.inputs:
            raise ShapeError(
                f"{{layer}} expects {self.inputs} inputs and gets {shape[0]}. Build it for {shape[0]} inputs."
            )
        return (self.units,)

    def reach(self, *inputs: Shape) -> Reach:
        return Everything()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.inputs * self.units

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x @ self.parameters["weight"].T + self.parameters["bias"], x)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        parameters = {"weight": d_output.T @ saved, "bias": d_output.sum(axis=0)}
        return Gradients((d_output @ self.parameters["weight"],), parameters)
