"""Kernels of one cell: a matrix product of the weights with all positions, which need not be moved.

::

    y (filters × positions) = W (filters × channels) · x (channels × positions)

With a stride only every so many positions take part.
"""

import numpy as np

from core.ops.base import Array
from core.ops.correlation.sliding import Sliding, merge_groups, per_channel, split_groups


class Product(Sliding):
    """Sliding of kernels of one cell without padding."""

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        read = x[self._taken]
        return self._product(self.matrix(weight), read, self.outs, bias), read

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        if self.sizes == self.outs:
            return self._product(self.matrix(weight).swapaxes(1, 2), d_y, self.sizes, bias), d_y
        taken = self._product(self.matrix(weight).swapaxes(1, 2), d_y, self.outs, None)
        d_x = np.zeros((taken.shape[1], len(d_y), *self.sizes), d_y.dtype).swapaxes(0, 1)
        d_x[self._taken] = taken
        if bias is not None:
            d_x += bias.reshape(-1, *(1,) * len(self.sizes))
        return d_x, d_y

    def weight_gradient(self, of_d_y: Array, of_x: Array) -> Array:
        left, right = (
            each.reshape(*each.shape[:2], -1)
            for each in (split_groups(of_d_y, self.groups), split_groups(of_x, self.groups))
        )
        return self.unordered(left @ right.swapaxes(1, 2))

    @property
    def _taken(self) -> tuple[slice, ...]:
        steps = (
            slice(0, (out - 1) * axis.stride + 1, axis.stride)
            for axis, out in zip(self.axes, self.outs, strict=True)
        )
        return (slice(None), slice(None), *steps)

    def _product(self, matrix: Array, x: Array, sizes: tuple[int, ...], bias: Array | None) -> Array:
        source = split_groups(x, self.groups)
        y = matrix @ source.reshape(*source.shape[:2], -1)
        y = y.reshape(*y.shape[:2], len(x), *sizes)
        if bias is not None:
            y += per_channel(bias, y)
        return merge_groups(y)
