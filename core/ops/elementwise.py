"""Functions of each value alone: what they share, and the plain mathematics that exported networks contain.

A function is two lines: f(x), and f'(x) written in x or in y = f(x), whichever is shorter. Activations are
the same (`activation.py`, `smooth.py`).
"""

from abc import abstractmethod
from math import pi
from typing import Any

import numpy as np

from core.ops.base import Array, Gradients, Operation, Result
from core.ops.error_function import erf
from core.shapes import Shape


class Elementwise(Operation):
    """y = f(x), value by value, in any shape; dL/dx = dL/dy · f'(x)."""

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        y = self.apply(x)
        return Result(y, (x, y))

    def backward(self, saved: tuple[Array, Array], d_output: Array) -> Gradients:
        return Gradients((d_output * self.slope_at(*saved),))

    @property
    def corners(self) -> tuple[float, ...]:
        """Where the slope jumps, from the least on."""
        return ()

    def sides(self, saved: tuple[Array, Array]) -> Array | None:
        return np.digitize(saved[0], self.corners) if self.corners else None

    @abstractmethod
    def apply(self, x: Array) -> Array:
        """f(x)."""

    @abstractmethod
    def slope_at(self, x: Array, y: Array) -> Array:
        """f'(x), where y = f(x)."""


class _Partial(Elementwise):
    """A function that is not finite everywhere: there it gives inf or nan, as IEEE and ONNX have it."""

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        with np.errstate(all="ignore"):
            return super().forward(*inputs, training=training)

    def backward(self, saved: tuple[Array, Array], d_output: Array) -> Gradients:
        with np.errstate(all="ignore"):
            return super().backward(saved, d_output)


class Exp(_Partial):
    """e^x."""

    kind = "exp"

    def apply(self, x: Array) -> Array:
        return np.exp(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return y


class Log(_Partial):
    """The natural logarithm."""

    kind = "log"

    def apply(self, x: Array) -> Array:
        return np.log(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return 1 / x


class Sqrt(_Partial):
    """√x."""

    kind = "sqrt"

    def apply(self, x: Array) -> Array:
        return np.sqrt(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return 0.5 / y


class Reciprocal(_Partial):
    """1/x."""

    kind = "reciprocal"

    def apply(self, x: Array) -> Array:
        return 1 / x

    def slope_at(self, x: Array, y: Array) -> Array:
        return -y * y


class Pow(_Partial):
    """x^p for one number p; of a negative x only where p is whole."""

    kind = "pow"

    def __init__(self, exponent: float) -> None:
        super().__init__()
        self.exponent = float(exponent)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"exponent": self.exponent}

    def apply(self, x: Array) -> Array:
        return x**self.exponent

    def slope_at(self, x: Array, y: Array) -> Array:
        # x⁰ is 1 everywhere, at 0 too, where 0·x⁻¹ would be no number.
        return self.exponent * x ** (self.exponent - 1) if self.exponent else np.zeros_like(x)


class Abs(Elementwise):
    """|x|; the derivative at 0 is taken as 0."""

    kind = "abs"
    corners = (0,)

    def apply(self, x: Array) -> Array:
        return np.abs(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.sign(x)


class Neg(Elementwise):
    """−x."""

    kind = "neg"

    def apply(self, x: Array) -> Array:
        return -x

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.full_like(x, -1)


class Erf(Elementwise):
    """The error function 2/√π · ∫₀ˣ e^−t² dt."""

    kind = "erf"

    def apply(self, x: Array) -> Array:
        return erf(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        # Beyond ±30 the slope is 0 in every number type; x² could overflow.
        return 2 / pi**0.5 * np.exp(-np.square(np.clip(x, -30, 30)))


class Sin(Elementwise):
    """The sine of an angle in radians."""

    kind = "sin"

    def apply(self, x: Array) -> Array:
        return np.sin(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.cos(x)


class Cos(Elementwise):
    """The cosine of an angle in radians."""

    kind = "cos"

    def apply(self, x: Array) -> Array:
        return np.cos(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return -np.sin(x)


class Floor(Elementwise):
    """The largest whole number that is not above x; steps have no slope, so no gradient passes."""

    kind = "floor"

    def sides(self, saved: tuple[Array, Array]) -> Array | None:
        return saved[1]  # it jumps at every whole number

    def apply(self, x: Array) -> Array:
        return np.floor(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.zeros_like(x)
