"""Small maps: every window written out as a row of a matrix, channels last (im2col).

The idea. Where maps are small a layer's time goes into steps and not into numbers, so that the fewest steps
win: one copy, one matrix product. In memory all channels of a position stand side by side, and so a row of a
window, all its columns and channels, is one stretch that is copied at once::

    a b c        . . . . .        a 2×2 window         . .  . a
    d e f    →   . a b c .    →   a row, its       →   . .  a b    · W  =  y
    g h i        . d e f .        cells one            …
                 . g h i .        after the other      h i  . .        positions × filters
                 . . . . .
    each letter: all channels of a position

Backward is the same with dY, padded so that every input gets as many windows as it took part in, and the
kernels turned by half a turn. The rows of dY that give dX also give dW: each times the input it lies on.
"""

from collections.abc import Iterator
from functools import reduce
from math import prod

import numpy as np

from core.ops.base import Array
from core.ops.correlation.seen import Seen
from core.ops.correlation.sliding import Sliding, multiplied
from core.shapes import Axis, Shape

# So many numbers of rows are made at a time; they stay close to the processor until they are multiplied.
_ROWS_AT_ONCE = 1 << 17


class Patches(Sliding):
    """Sliding at stride 1, without groups."""

    def __init__(self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape) -> None:
        super().__init__(axes, groups, sizes, outs)
        self.memory_order = (*range(2, 2 + len(axes)), 1, 0)
        self._turn = (slice(None, None, -1),) * len(axes)
        self._seen = Seen(axes, sizes, outs, [axis.before for axis in axes])
        self._gradient = Seen(axes, outs, sizes, [axis.extent - 1 - axis.before for axis in axes])

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        y = np.empty((len(x), prod(self.outs), len(weight)), x.dtype)
        matrix = weight.transpose(self.memory_order).reshape(-1, len(weight))
        for pictures, rows in self._written_out(self._seen, x):
            multiplied(rows, matrix, y[pictures].reshape(len(rows), -1))
        return _as_maps(y, self.outs, bias), x

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        d_x, matrix = self._nothing_yet(d_y, weight), self._turned(weight)
        for pictures, rows in self._written_out(self._gradient, d_y):
            multiplied(rows, matrix, d_x[pictures].reshape(len(rows), -1))
        return _as_maps(d_x, self.sizes, bias), d_y

    def weight_gradient(self, of_d_y: Array, of_x: Array) -> Array:
        met = (self._met(rows, of_x[at]) for at, rows in self._written_out(self._gradient, of_d_y))
        return self._turned_back(reduce(np.add, met))

    def gradients(self, d_y: Array, weight: Array, of_x: Array) -> tuple[Array, Array]:
        # `backward` and `weight_gradient` in one, so that the same rows serve both.
        d_y = d_y.astype(of_x.dtype, copy=False)
        d_x, matrix, met = self._nothing_yet(d_y, weight), self._turned(weight), []
        for pictures, rows in self._written_out(self._gradient, d_y):
            multiplied(rows, matrix, d_x[pictures].reshape(len(rows), -1))
            met.append(self._met(rows, of_x[pictures]))
        return _laid_out_like(of_x, _as_maps(d_x, self.sizes, None)), self._turned_back(reduce(np.add, met))

    def _written_out(self, windows: Seen, maps: Array) -> Iterator[tuple[slice, Array]]:
        """A few pictures at a time, and every window on them as a row: kernel cells × channels."""
        there = windows(maps)
        positions, width = prod(windows.windows), prod(self.kernel) * maps.shape[1]
        at_once = max(1, _ROWS_AT_ONCE // (positions * width))
        for start in range(0, len(maps), at_once):
            pictures = slice(start, start + at_once)
            yield pictures, there[pictures].copy().reshape(-1, width)

    def _met(self, rows: Array, x: Array) -> Array:
        """What rows of dY add up to with the input: kernel row × (cells, filter) × channel."""
        by_kernel_row = rows.reshape(len(rows), self.kernel[0], -1).transpose(1, 2, 0)
        return np.asarray(by_kernel_row @ x.transpose(0, *range(2, x.ndim), 1).reshape(len(rows), -1))

    def _nothing_yet(self, d_y: Array, weight: Array) -> Array:
        return np.empty((len(d_y), prod(self.sizes), weight.shape[1]), d_y.dtype)

    def _turned(self, weight: Array) -> Array:
        """A matrix (cells, filter) × channel, the cells in reverse order."""
        cells = weight.transpose(*range(2, weight.ndim), 0, 1)
        return cells[self._turn].reshape(-1, weight.shape[1])

    def _turned_back(self, met: Array) -> Array:
        """The transpose of `_turned`."""
        cells = met.reshape(*self.kernel, -1, met.shape[-1])[self._turn]
        return cells.transpose(-2, -1, *range(len(self.kernel)))


def _as_maps(values: Array, sizes: Shape, bias: Array | None) -> Array:
    """N × positions × channels as N×C×sizes, plus a number a channel; no copy."""
    if bias is not None:
        values += bias
    return values.reshape(len(values), *sizes, -1).transpose(0, -1, *range(1, 1 + len(sizes)))


def _laid_out_like(other: Array, values: Array) -> Array:
    """Values N×C×…, channel by channel in memory where another array is so: both are soon read together."""
    if other.strides[1] < other.strides[-1] or other.shape[1] == 1:
        return values
    return np.ascontiguousarray(values.swapaxes(0, 1)).swapaxes(0, 1)
