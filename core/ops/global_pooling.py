"""Global pooling: one number is left of each whole map, C×1×…×1 of C×H×W or any other rank."""

from dataclasses import dataclass
from math import prod

import numpy as np

from core.ops.base import Array, Gradients, Operation, Reach, Result, Whole
from core.shapes import Shape, expect_maps


class _GlobalPool(Operation):
    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_maps(shape)
        return (shape[0], *[1] * (len(shape) - 1))

    def reach(self, *inputs: Shape) -> Reach:
        return (Whole(),) * (len(inputs[0]) - 1)


class GlobalAvgPool(_GlobalPool):
    """The mean of each whole map."""

    kind = "globalavgpool"

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        means = np.add.reduce(x.reshape(*x.shape[:2], -1), axis=2)
        means /= prod(x.shape[2:])
        return Result(means.reshape(*means.shape, *[1] * (x.ndim - 2)), x)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        d_input = np.empty_like(saved, d_output.dtype)
        d_input[...] = d_output / prod(saved.shape[2:])
        return Gradients((d_input,))


@dataclass(frozen=True)
class _Winners:
    places: Array  # flat index in the map, N × C × 1
    input_shape: Shape


class GlobalMaxPool(_GlobalPool):
    """The largest value of each whole map; of equals the first in raster order takes the gradient."""

    kind = "globalmaxpool"

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        flat = x.reshape(*x.shape[:2], -1)
        places = flat.argmax(axis=2, keepdims=True)
        largest = np.take_along_axis(flat, places, axis=2)
        return Result(largest.reshape(*x.shape[:2], *[1] * (x.ndim - 2)), _Winners(places, x.shape))

    def backward(self, saved: _Winners, d_output: Array) -> Gradients:
        n, channels, *sizes = saved.input_shape
        d_flat = np.zeros((n, channels, prod(sizes)), d_output.dtype)
        np.put_along_axis(d_flat, saved.places, d_output.reshape(n, channels, 1), axis=2)
        return Gradients((d_flat.reshape(saved.input_shape),))

    def sides(self, saved: _Winners) -> Array | None:
        return saved.places

    def show(self, saved: _Winners) -> dict[str, Array]:
        """Winners: for each map the flat index of the value that won."""
        return {"winners": saved.places.reshape(*saved.input_shape[:2], *[1] * (len(saved.input_shape) - 2))}
