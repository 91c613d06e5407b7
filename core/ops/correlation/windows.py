"""Windows further apart than one: a copy of the input for every cell of the kernel (im2col).

::

    x                 a 2×2 kernel at stride 2: copies         y
    a b c d           a c   b d   e g   f h
    e f g h     →     i k   j l   m o   n p      →     W · copies
    i j k l
    m n o p

Each copy holds only what its cell sees, so that nothing is computed for places where no window starts.
Backward, the copies' gradients are added back to where they came from.
"""

from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.correlation.sliding import Sliding, merge_groups, per_channel, split_groups
from core.shapes import Axis, Shape

_Index = tuple[Any, ...]  # of an array's last axes


class Windows(Sliding):
    """Sliding by a copy a cell."""

    def __init__(self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape) -> None:
        super().__init__(axes, groups, sizes, outs)
        self.memory_order = cell_order(len(axes))
        self._overlaps = [self._overlap(cells) for cells in np.ndindex(*self.kernel)]

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        source = split_groups(x, self.groups)
        copies = np.zeros((self.groups, len(self._overlaps), *source.shape[1:3], *self.outs), x.dtype)
        for number, (to, where) in enumerate(self._overlaps):
            copies[:, number][to] = source[where]
        columns = _as_columns(copies)
        y = self._by_cell(weight) @ columns
        y = y.reshape(*y.shape[:2], len(x), *self.outs)
        if bias is not None:
            y += per_channel(bias, y)
        return merge_groups(y), columns

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        rows = split_groups(d_y, self.groups)
        rows = rows.reshape(*rows.shape[:2], -1)
        d_copies = self._by_cell(weight).swapaxes(1, 2) @ rows
        d_copies = d_copies.reshape(self.groups, len(self._overlaps), -1, len(d_y), *self.outs)
        d_x = np.zeros((self.groups, d_copies.shape[2], len(d_y), *self.sizes), d_y.dtype)
        if bias is not None:
            d_x += per_channel(bias, d_x)
        for number, (to, where) in enumerate(self._overlaps):
            d_x[where] += d_copies[:, number][to]
        return merge_groups(d_x), rows

    def weight_gradient(self, of_d_y: Array, of_x: Array) -> Array:
        product = of_d_y @ of_x.swapaxes(1, 2)
        cells = product.reshape(-1, len(self._overlaps), product.shape[2] // len(self._overlaps))
        return cells.swapaxes(1, 2).reshape(len(cells), -1, *self.kernel)

    def _by_cell(self, weight: Array) -> Array:
        """A matrix a group: filter × (kernel cell, channel)."""
        cells = weight.transpose(cell_order(len(self.axes)))
        return cells.reshape(self.groups, len(weight) // self.groups, -1)

    def _overlap(self, cells: Shape) -> tuple[_Index, _Index]:
        """Outputs whose window has an input, and not padding, in a cell of the kernel; and those inputs."""
        pairs = [
            axis.overlap(cell, size, out)
            for axis, cell, size, out in zip(self.axes, cells, self.sizes, self.outs, strict=True)
        ]
        return (..., *(to for to, _ in pairs)), (..., *(where for _, where in pairs))


def cell_order(dimensions: int) -> tuple[int, ...]:
    """A weight's axes (filter, channel, kernel …) as the matrix product reads them: channels last."""
    return (0, *range(2, 2 + dimensions), 1)


def _as_columns(copies: Array) -> Array:
    groups, cells, channels = copies.shape[:3]
    return copies.reshape(groups, cells * channels, -1)
