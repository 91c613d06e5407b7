"""Activations made of straight pieces; at a kink the derivative is the one to its left, or 0 at a bound."""

from math import inf
from typing import Any

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Result, unset
from core.ops.elementwise import Elementwise
from core.shapes import Shape, describe


class ReLU(Elementwise):
    """max(0, x); the derivative at 0 is taken as 0."""

    kind = "relu"
    corners = (0,)

    def apply(self, x: Array) -> Array:
        return np.maximum(x, 0)

    def backward(self, saved: tuple[Array, Array], d_output: Array) -> Gradients:
        # In place, and the slopes as floats from the start: a quarter faster, in the most frequent of all.
        d_input = self.slope_at(*saved)
        d_input *= d_output
        return Gradients((d_input,))

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.greater(y, 0).astype(y.dtype)


class LeakyReLU(Elementwise):
    """x where positive, slope·x elsewhere (0 < slope ≤ 1); the derivative at 0 is the slope."""

    kind = "leakyrelu"
    corners = (0,)

    def __init__(self, slope: float = 0.01) -> None:
        super().__init__()
        if not 0 < slope <= 1:
            raise HyperparameterError(f"The slope of a leaky ReLU lies between 0 and 1, and not at {slope}.")
        self.slope = float(slope)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"slope": self.slope}

    def apply(self, x: Array) -> Array:
        return np.maximum(x, x * self.slope)

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.where(x > 0, x.dtype.type(1), x.dtype.type(self.slope))


class PReLU(Operation):
    """x where positive, weight·x elsewhere, with learned slopes; the derivative at 0 is the slope.

    weight: one slope a channel (or one for all: `channels` 1); given a shape instead of a number, that is
    repeated over the input's from the last axis on, as ONNX does.
    """

    kind = "prelu"

    def __init__(self, channels: int | Shape) -> None:
        super().__init__()
        self.channels = channels
        shape = (channels,) if isinstance(channels, int) else tuple(channels)
        self.parameters = {"weight": unset(shape, 0.25)}

    def initialize(self, rng: np.random.Generator) -> None:
        self.parameters["weight"] = np.full(self.parameters["weight"].shape, 0.25, np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        slopes = self._slopes(len(shape)).shape
        if len(slopes) > len(shape) or any(
            size not in (1, wanted) for size, wanted in zip(slopes[::-1], shape[::-1], strict=False)
        ):
            raise ShapeError(
                f"{{layer}} has slopes {describe(self.parameters['weight'].shape)} and gets "
                f"{describe(shape)}. Give it one slope a channel, or a single one for all."
            )
        return shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(np.maximum(x, 0) + self._slopes(x.ndim - 1) * np.minimum(x, 0), x)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        slopes = self._slopes(saved.ndim - 1)
        d_input = d_output * np.where(saved > 0, slopes.dtype.type(1), slopes)
        lead = saved.ndim - slopes.ndim
        repeated = [axis for axis in range(saved.ndim) if axis < lead or slopes.shape[axis - lead] == 1]
        d_slopes = (d_output * np.minimum(saved, 0)).sum(axis=tuple(repeated))
        return Gradients((d_input,), {"weight": d_slopes.reshape(self.parameters["weight"].shape)})

    def sides(self, saved: Array) -> Array | None:
        return saved > 0

    def _slopes(self, rank: int) -> Array:
        """The weight so that it repeats over an input of that many axes, the batch not counted."""
        weight = self.parameters["weight"]
        return weight.reshape(-1, *[1] * (rank - 1)) if isinstance(self.channels, int) else weight


class Clip(Elementwise):
    """x, but not below `low` and not above `high`; no gradient passes at a bound or outside."""

    kind = "clip"

    def __init__(self, low: float | None = None, high: float | None = None) -> None:
        super().__init__()
        self.low, self.high = -inf if low is None else float(low), inf if high is None else float(high)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        bounds = {"low": self.low, "high": self.high}
        return {name: bound for name, bound in bounds.items() if abs(bound) != inf}

    @property
    def corners(self) -> tuple[float, ...]:
        return tuple(bound for bound in (self.low, self.high) if abs(bound) != inf)

    def apply(self, x: Array) -> Array:
        return x.clip(self.low, self.high)

    def slope_at(self, x: Array, y: Array) -> Array:
        return (x > self.low) & (x < self.high)


class ReLU6(Clip):
    """min(max(0, x), 6)."""

    kind = "relu6"

    def __init__(self) -> None:
        super().__init__(0, 6)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {}


class HardSigmoid(Elementwise):
    """alpha·x + beta, kept between 0 and 1."""

    kind = "hardsigmoid"

    def __init__(self, alpha: float = 0.2, beta: float = 0.5) -> None:
        super().__init__()
        self.alpha, self.beta = float(alpha), float(beta)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"alpha": self.alpha, "beta": self.beta}

    @property
    def corners(self) -> tuple[float, ...]:
        ends = ((end - self.beta) / self.alpha for end in (0, 1)) if self.alpha else ()
        return tuple(sorted(ends))

    def apply(self, x: Array) -> Array:
        return (self.alpha * x + self.beta).clip(0, 1)

    def slope_at(self, x: Array, y: Array) -> Array:
        return self.alpha * ((y > 0) & (y < 1)).astype(x.dtype)


class HardSwish(Elementwise):
    """x · min(max(0, x + 3), 6) / 6."""

    kind = "hardswish"
    corners = (-3, 3)

    def apply(self, x: Array) -> Array:
        return x * (x / 6 + 0.5).clip(0, 1)

    def slope_at(self, x: Array, y: Array) -> Array:
        inside = (x > -3) & (x < 3)
        return np.where(inside, x.clip(-3, 3) / 3 + x.dtype.type(0.5), x >= 3)
