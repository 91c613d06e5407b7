"""Rows of values, each normalized by its own μ and σ²: what all normalizations come down to."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.ops.base import Array

# Rows are taken in portions of about as many values as stay in a processor's cache from step to step: a large
# batch would otherwise go to memory and back for every one of them.
_PORTION = 1 << 16


@dataclass(frozen=True)
class Rows:
    """Normalized rows, as a backward pass needs them: x̂ = centred · scale."""

    centred: Array  # x − μ, rows × values
    scale: Array  # 1/√(σ² + ε), rows × 1
    of_input: bool = True  # whether μ and σ² were taken from these rows

    def output(self, gain: Array, shift: Array) -> Array:
        """A gain for each row times x̂, plus a shift for each."""
        y, slope = np.empty_like(self.centred), gain * self.scale
        for rows in _portions(y):
            np.multiply(self.centred[rows], slope[rows], out=y[rows])
            y[rows] += shift[rows]
        return y

    def backward(self, d_y: Array, gain: Array | float = 1.0) -> tuple[Array, Array, Array]:
        """dL/dx where y = gain · x̂; and of each row Σ dL/dy · x̂ and Σ dL/dy.

        μ and σ² depend on every x of the row, so each x answers for those too.
        """
        d_x, slope, scale = np.empty_like(d_y), gain * self.scale, self.scale
        products, sums = np.empty_like(scale), np.empty_like(scale)
        for rows in _portions(d_y):
            sums[rows] = _sums(d_y[rows])
            products[rows] = _products(d_y[rows], self.centred[rows]) * scale[rows]
            part = np.multiply(d_y[rows], slope[rows], out=d_x[rows])
            if self.of_input:
                mean_slope = slope[rows] / d_y.shape[1]
                part -= self.centred[rows] * (mean_slope * scale[rows] * products[rows])
                part -= mean_slope * sums[rows]
        return d_x, products, sums


def normalize(x: Array, epsilon: float) -> tuple[Rows, Array, Array]:
    """Rows normalized by themselves; their μ and σ²."""
    centred, count = np.empty_like(x), x.shape[1]
    mean, variance = np.empty_like(x[:, :1]), np.empty_like(x[:, :1])
    for rows in _portions(x):
        mean[rows] = _sums(x[rows]) / count
        part = np.subtract(x[rows], mean[rows], out=centred[rows])
        variance[rows] = _products(part, part) / count
    return Rows(centred, scale_of(variance, epsilon)), mean, variance


def _portions(rows: Array) -> Iterator[slice]:
    at_once = max(1, _PORTION // rows.shape[1])
    return (slice(first, first + at_once) for first in range(0, len(rows), at_once))


def _sums(rows: Array) -> Array:
    """Each row's sum, rows × 1. A product with a vector adds up faster than sum() does."""
    return (rows @ np.ones(rows.shape[1], rows.dtype))[:, None]


def _products(a: Array, b: Array) -> Array:
    """Each row of one times the same row of the other, rows × 1."""
    return np.einsum("ri,ri->r", a, b)[:, None]


def scale_of(variance: Array, epsilon: float) -> Array:
    return 1 / np.sqrt(variance + epsilon)
