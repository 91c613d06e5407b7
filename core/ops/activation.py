"""Activations: a function of each value alone. Each needs only its output for its derivative."""

from abc import abstractmethod
from typing import Any

import numpy as np

from core.errors import HyperparameterError
from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape


class _Activation(Operation):
    """y = f(x), value by value; dL/dx = dL/dy · f'(x), with f' written in terms of y."""

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        output = self.apply(x)
        return Result(output, output)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        return Gradients((d_output * self.slope_at(saved),))

    @abstractmethod
    def apply(self, x: Array) -> Array:
        """f(x)."""

    @abstractmethod
    def slope_at(self, y: Array) -> Array:
        """f'(x) at the x that gave y."""


class ReLU(_Activation):
    """max(0, x); the derivative at 0 is taken as 0."""

    kind = "relu"

    def apply(self, x: Array) -> Array:
        # With an array of zeros NumPy runs its vector kernel, with the number 0 a five times slower one.
        return np.maximum(x, np.zeros_like(x))

    def slope_at(self, y: Array) -> Array:
        return y > 0


class LeakyReLU(_Activation):
    """x where positive, slope·x elsewhere (0 < slope ≤ 1); the derivative at 0 is the slope."""

    kind = "leaky_relu"

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__()
        if not 0 < slope <= 1:
            raise HyperparameterError(f"The slope of a leaky ReLU lies between 0 and 1, and not at {slope}.")
        self.slope = slope

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"slope": self.slope}

    def apply(self, x: Array) -> Array:
        return np.maximum(x, x * x.dtype.type(self.slope))

    def slope_at(self, y: Array) -> Array:
        return np.where(y > 0, y.dtype.type(1), y.dtype.type(self.slope))


class Sigmoid(_Activation):
    """1 / (1 + e^−x)."""

    kind = "sigmoid"

    def apply(self, x: Array) -> Array:
        # e^−|x| never overflows; the two branches of the usual stable form share it.
        small = np.exp(-np.abs(x))
        return np.where(x >= 0, 1, small) / (1 + small)

    def slope_at(self, y: Array) -> Array:
        return y * (1 - y)


class Tanh(_Activation):
    """(e^x − e^−x) / (e^x + e^−x)."""

    kind = "tanh"

    def apply(self, x: Array) -> Array:
        return np.tanh(x)

    def slope_at(self, y: Array) -> Array:
        return 1 - y * y


class Softmax(Operation):
    """e^x_k / Σ e^x_j over the channels (or the values of a vector)."""

    kind = "softmax"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        powers = np.exp(x - x.max(axis=1, keepdims=True))
        output = powers / powers.sum(axis=1, keepdims=True)
        return Result(output, output)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        mean = (d_output * saved).sum(axis=1, keepdims=True)
        return Gradients((saved * (d_output - mean),))
