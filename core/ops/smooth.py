"""Activations without a kink (ELU has one where its alpha is not 1)."""

from math import pi, sqrt
from typing import Any, Literal, get_args

import numpy as np

from core.errors import HyperparameterError
from core.ops.base import Array
from core.ops.elementwise import Elementwise
from core.ops.error_function import erf

Approximation = Literal["none", "tanh"]


def sigmoid(x: Array) -> Array:
    """1 / (1 + e^−x), written so that no power is above 1: e^x / (1 + e^x) where x is negative."""
    return np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))


def softplus(x: Array) -> Array:
    """ln(1 + e^x), written so that no power is above 1."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


class Sigmoid(Elementwise):
    """1 / (1 + e^−x)."""

    kind = "sigmoid"

    def apply(self, x: Array) -> Array:
        return sigmoid(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return y * (1 - y)


class Tanh(Elementwise):
    """(e^x − e^−x) / (e^x + e^−x)."""

    kind = "tanh"

    def apply(self, x: Array) -> Array:
        return np.tanh(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return 1 - y * y


class ELU(Elementwise):
    """x where positive, alpha·(e^x − 1) elsewhere; the derivative at 0 is alpha."""

    kind = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = float(alpha)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"alpha": self.alpha}

    @property
    def corners(self) -> tuple[float, ...]:
        return () if self.alpha == 1 else (0,)

    def apply(self, x: Array) -> Array:
        return np.maximum(x, 0) + self.alpha * np.expm1(np.minimum(x, 0))

    def slope_at(self, x: Array, y: Array) -> Array:
        return np.where(x > 0, x.dtype.type(1), self.alpha * np.exp(np.minimum(x, 0)))


class SELU(ELU):
    """gamma · ELU(x), with constants that keep mean 0 and variance 1 from layer to layer.

    Klambauer et al., "Self-normalizing neural networks" (2017).
    """

    kind = "selu"

    def __init__(self, alpha: float = 1.6732632423543772, gamma: float = 1.0507009873554805) -> None:
        super().__init__(alpha)
        self.gamma = float(gamma)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"alpha": self.alpha, "gamma": self.gamma}

    def apply(self, x: Array) -> Array:
        return self.gamma * super().apply(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return self.gamma * super().slope_at(x, y)


class GELU(Elementwise):
    """x·Φ(x), with Φ(x) = (1 + erf(x/√2))/2, the share of a normal distribution below x.

    approximate "tanh": Φ(x) ≈ (1 + tanh(√(2/π)·(x + 0.044715·x³)))/2. Hendrycks and Gimpel (2016).
    """

    kind = "gelu"

    def __init__(self, approximate: Approximation = "none") -> None:
        super().__init__()
        if approximate not in get_args(Approximation):
            raise HyperparameterError(
                f'A GELU is approximated by "none" or "tanh", and not by {approximate!r}.'
            )
        self.approximate = approximate

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"approximate": self.approximate}

    def apply(self, x: Array) -> Array:
        return x * self._share_below(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return self._share_below(x) + x * self._density(x)

    def _share_below(self, x: Array) -> Array:
        """Φ(x)."""
        return 0.5 * (1 + (np.tanh(_bent(x)) if self.approximate == "tanh" else erf(x * sqrt(0.5))))

    def _density(self, x: Array) -> Array:
        """Φ'(x)."""
        x = _bounded(x)
        if self.approximate == "tanh":
            return 0.5 * (1 - np.square(np.tanh(_bent(x)))) * sqrt(2 / pi) * (1 + 3 * 0.044715 * x * x)
        return np.exp(-0.5 * x * x) / sqrt(2 * pi)


def _bent(x: Array) -> Array:
    x = _bounded(x)
    return sqrt(2 / pi) * (x + 0.044715 * x * x * x)


def _bounded(x: Array) -> Array:
    """Kept within ±40: beyond, Φ is 0 or 1 in every number type, and powers of x could overflow."""
    return np.clip(x, -40, 40)


class SiLU(Elementwise):
    """x · sigmoid(x), also called swish."""

    kind = "silu"

    def apply(self, x: Array) -> Array:
        return x * sigmoid(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        share = sigmoid(x)
        return share + y * (1 - share)


class Softplus(Elementwise):
    """ln(1 + e^x)."""

    kind = "softplus"

    def apply(self, x: Array) -> Array:
        return softplus(x)

    def slope_at(self, x: Array, y: Array) -> Array:
        return sigmoid(x)


class Mish(Elementwise):
    """x · tanh(ln(1 + e^x))."""

    kind = "mish"

    def apply(self, x: Array) -> Array:
        return x * np.tanh(softplus(x))

    def slope_at(self, x: Array, y: Array) -> Array:
        share = np.tanh(softplus(x))
        return share + x * (1 - share * share) * sigmoid(x)


class Softsign(Elementwise):
    """x / (1 + |x|)."""

    kind = "softsign"

    def apply(self, x: Array) -> Array:
        return x / (1 + np.abs(x))

    def slope_at(self, x: Array, y: Array) -> Array:
        return 1 / np.square(1 + np.minimum(np.abs(x), 1e18))
