"""Few channels, such as a picture's, or few positions: copies that line.py spares cost less than its planes.

The idea. What the kernel's every cell sees is copied, a row of the matrix for each cell and channel (im2col);
with three channels and nine cells these are 27. One product then gives the output as it is wanted, with no
gaps and no sums::

    a b c       the cells of a 2×2 kernel       a b d e
    d e f   →   see, at every position:    →    b c e f        W (filters × rows) · rows  =  y
    g h i                                       d e g h
                                                e f h i

Backward a product gives what every cell sends, a row each again, and the rows are added to where they were
copied from (col2im). With dY laid on a line that has the room of x and its padding, a cell's row goes there
as one stretch: a step to the right is one further along the line, a step down one row's pitch. The weights'
gradient is a product of dY with the rows of the way forward.
"""

from math import prod
from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.correlation.seen import Seen
from core.ops.correlation.sliding import (
    Sliding,
    add_bias,
    by_channel,
    from_last,
    multiplied,
    multiplied_over_many,
)
from core.ops.correlation.windows import cell_order
from core.shapes import Axis, Shape


class Few(Sliding):
    """Sliding at stride 1 over few channels, without groups."""

    def __init__(
        self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape, *, channels_last: bool = False
    ) -> None:
        super().__init__(axes, groups, sizes, outs)
        self._channels_last = channels_last  # how the output lies: as whoever reads it wants it
        self.memory_order = cell_order(len(axes))
        self._seen = Seen(axes, sizes, outs, [axis.before for axis in axes], channels_first=True)
        self._lengths = tuple(out + axis.extent - 1 for axis, out in zip(axes, outs, strict=True))
        self._cells = tuple(range(len(axes)))
        # By how many cells, and how far along the line, a step along each of the kernel's axes goes.
        self._steps = [
            (prod(self.kernel[number + 1 :]), axis.dilation * prod(self._lengths[number + 1 :]))
            for number, axis in enumerate(axes)
        ]
        self._from_last = from_last(len(axes))
        self._outs: tuple[Any, ...] = (..., *(slice(out) for out in outs))
        self._inside: tuple[Any, ...] = (
            ...,
            *(slice(axis.before, axis.before + size) for axis, size in zip(axes, sizes, strict=True)),
        )

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        cells = self._by_cell(weight)
        rows = self._seen(x).copy().reshape(cells.shape[1], -1)
        y = np.empty((rows.shape[1], len(cells)), x.dtype, order="C" if self._channels_last else "F")
        multiplied(rows.T, cells.T, y)
        if bias is not None:
            add_bias(y, bias, self.outs[-1] if self._channels_last else 1)
        return y.T.reshape(-1, len(x), *self.outs).swapaxes(0, 1), rows

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        cells, line = self._by_cell(weight), self._on_line(d_y)
        sent = np.empty((cells.shape[1], len(line)), d_y.dtype)
        multiplied(line, cells, sent.T)
        d_x = np.add.reduce(self._shifted(sent), axis=self._cells)
        d_x = d_x.reshape(-1, len(d_y), *self._lengths)[self._inside].copy()
        if bias is not None:
            d_x += bias.reshape(-1, *(1,) * (1 + len(self.sizes)))
        return d_x.swapaxes(0, 1), d_y

    def weight_gradient(self, of_d_y: Array, of_x: Array) -> Array:
        filters = of_d_y.shape[1]
        cells = multiplied_over_many(of_x, by_channel(of_d_y).T).reshape(*self.kernel, -1, filters)
        return cells.transpose(-1, -2, *range(len(self.kernel)))

    def gradients(self, d_y: Array, weight: Array, of_x: Array) -> tuple[Array, Array]:
        return super().gradients(d_y.astype(of_x.dtype, copy=False), weight, of_x)

    def gradient_of_weight(self, d_y: Array, weight: Array, of_x: Array) -> Array:
        return self.weight_gradient(d_y, of_x)

    def _by_cell(self, weight: Array) -> Array:
        """Filter × (kernel cell, channel)."""
        return weight.transpose(self.memory_order).reshape(len(weight), -1)

    def _on_line(self, d_y: Array) -> Array:
        """Lay dY, positions × filters, with zeros around it on a line with room for all that windows see."""
        n, filters = d_y.shape[:2]
        if self._channels_last:
            room = np.zeros((n, *self._lengths, filters), d_y.dtype)
            room.transpose(self._from_last)[self._outs] = d_y
            return room.reshape(-1, filters)
        room = np.zeros((filters, n, *self._lengths), d_y.dtype)
        room.swapaxes(0, 1)[self._outs] = d_y
        return room.reshape(filters, -1).T

    def _shifted(self, sent: Array) -> Array:
        """What every cell sends, kernel × line, each as far along the line as the cell lies behind the first.

        All channels are one line, and all cells one behind the other: what a shift takes from the end of a
        channel, or of the cell before, is zeros.
        """
        size, line = sent.itemsize, sent.size // prod(self.kernel)
        strides = [(cells * line - shift) * size for cells, shift in self._steps]
        return np.ndarray((*self.kernel, line), sent.dtype, sent, 0, (*strides, size))
