"""Small maps: every row of a window written out as one stretch, channels last.

The idea. Where maps are small a layer's time goes into steps and not into numbers, so that the fewest steps
win. In memory all channels of a position stand side by side, and so a row of a window, all its columns and
channels, is one stretch that is copied at once::

    a b c        . . . .         . .   . .   . .     ┐ the first rows of the 2×2 windows
    d e f    →   . a b c    →    . a   a b   b c   ┐ │
    g h i        . d e f         . d   d e   e f   │ ┘      y = first rows · W₀ + second rows · W₁
                 . g h i         . g   g h   h i   ┘ their second rows
    each letter: all channels of a position

Second rows of windows are first rows of windows further down: the same matrix, read from there on, so that
nothing is copied twice. Every row of the kernel has its product with what it sees, and these are added.

Backward is the same with dY, padded so that every input gets as many windows as it took part in, and the
kernels turned by half a turn. The rows of dY that give dX also give dW: each times the input it lies on.
"""

from collections.abc import Iterator
from functools import reduce
from math import prod
from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.correlation.layout import View
from core.ops.correlation.seen import Seen
from core.ops.correlation.sliding import SMALL_PRODUCT, Sliding, add_bias, from_last, positions
from core.shapes import Axis, Shape

# So many numbers of rows are made at a time; they stay close to the processor until they are multiplied.
_NUMBERS_AT_ONCE = 1 << 17
# OpenBLAS is slow with products of more rows than these; shorter ones than those are not worth their call.
_LONGEST_STRETCH = 256
_SHORTEST_STRETCH = 32


class Patches(Sliding):
    """Sliding at stride 1, without groups."""

    def __init__(
        self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape, *, filters: int, channels: int
    ) -> None:
        super().__init__(axes, groups, sizes, outs)
        self.memory_order = (*range(2, 2 + len(axes)), 1, 0)
        self._turned_order = (*range(2, 2 + len(axes)), 0, 1)
        self._from_last = from_last(len(axes))
        self._turn = (slice(None, None, -1),) * len(axes)
        work = prod(self.kernel[1:]) * channels * filters
        self._seen = _Rows(axes, sizes, outs, [axis.before for axis in axes], work)
        before = [axis.extent - 1 - axis.before for axis in axes]
        self._gradient = _Rows(axes, outs, sizes, before, work)

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        y = np.empty((len(x), *self._seen.stretches, len(weight)), x.dtype)
        kernel_rows = self._by_row(weight.transpose(self.memory_order))
        for pictures, rows in self._seen.written_out(x):
            _sum_of_products(rows, kernel_rows, y[pictures])
        return self._as_maps(y, self.outs, bias), x

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        d_x, kernel_rows = self._nothing_yet(d_y, weight), self._turned(weight)
        for pictures, rows in self._gradient.written_out(d_y):
            _sum_of_products(rows, kernel_rows, d_x[pictures])
        return self._as_maps(d_x, self.sizes, bias), d_y

    def weight_gradient(self, of_d_y: Array, of_x: Array) -> Array:
        x, parts = self._in_stretches(of_x), self._gradient.written_out(of_d_y)
        return self._turned_back(reduce(np.add, (_met(rows, x[pictures]) for pictures, rows in parts)))

    def gradients(self, d_y: Array, weight: Array, of_x: Array) -> tuple[Array, Array]:
        # `backward` and `weight_gradient` in one, so that the same rows serve both.
        d_y, x = d_y.astype(of_x.dtype, copy=False), self._in_stretches(of_x)
        d_x, kernel_rows, met = self._nothing_yet(d_y, weight), self._turned(weight), []
        for pictures, rows in self._gradient.written_out(d_y):
            _sum_of_products(rows, kernel_rows, d_x[pictures])
            met.append(_met(rows, x[pictures]))
        return _laid_out_like(of_x, self._as_maps(d_x, self.sizes)), self._turned_back(reduce(np.add, met))

    def _nothing_yet(self, d_y: Array, weight: Array) -> Array:
        return np.empty((len(d_y), *self._gradient.stretches, weight.shape[1]), d_y.dtype)

    def _as_maps(self, values: Array, sizes: Shape, bias: Array | None = None) -> Array:
        """N × stretches × places × channels as N×C×sizes, plus a number a channel; no copy."""
        if bias is not None:
            add_bias(values, bias, sizes[-1])
        return values.reshape(len(values), *sizes, values.shape[-1]).transpose(self._from_last)

    def _in_stretches(self, x: Array) -> Array:
        """The input as N × stretches × places × C, as the rows of dY lie on it."""
        return positions(x).reshape(len(x), *self._gradient.stretches, x.shape[1])

    def _by_row(self, cells: Array) -> Array:
        """Kernel × channels × filters as a matrix (columns, channels) × filters a row of the kernel."""
        return cells.reshape(self.kernel[0], 1, 1, -1, cells.shape[-1])

    def _turned(self, weight: Array) -> Array:
        """The same with filters for channels and channels for filters, the cells in reverse order."""
        return self._by_row(weight.transpose(self._turned_order)[self._turn])

    def _turned_back(self, met: Array) -> Array:
        """The transpose of `_turned`."""
        cells = met.reshape(*self.kernel, -1, met.shape[-1])[self._turn]
        return cells.transpose(-2, -1, *range(len(self.kernel)))


class _Rows:
    """What each row of windows sees, also below the last window's first row.

    `work`: multiply-accumulates that a row of a window takes part in.
    """

    def __init__(
        self, axes: tuple[Axis, ...], sizes: Shape, windows: Shape, before: list[int], work: int
    ) -> None:
        self._axes, self._windows = axes, windows
        self._height = windows[0] + axes[0].extent - 1
        self._seen = Seen((Axis(1), *axes[1:]), sizes, (self._height, *windows[1:]), before)
        self._latest: tuple[Shape, np.dtype[Any], list[tuple[slice, View]]] | None = None
        length = _stretch(prod(windows), work)
        self.stretches = prod(windows) // length, length  # how many, and of how many places each

    def written_out(self, maps: Array) -> Iterator[tuple[slice, Array]]:
        """A few pictures at a time; for each row of the kernel what it sees.

        Kernel rows × N × stretches × places × (columns, C).
        """
        latest = self._latest
        if latest is None or latest[0] != maps.shape or latest[1] != maps.dtype:
            parts = list(self._parts(maps.shape[0], maps.shape[1], maps.dtype))
            self._latest = latest = maps.shape, maps.dtype, parts
        seen = self._seen(maps)
        for pictures, rows in latest[2]:
            yield pictures, rows.of(seen[pictures].copy())

    def _parts(self, n: int, channels: int, dtype: np.dtype[Any]) -> Iterator[tuple[slice, View]]:
        """So many pictures at a time, and how a copy of what they show is read row of the kernel by row."""
        along = prod(self._windows[1:])
        width = prod(axis.window for axis in self._axes[1:]) * channels
        size = dtype.itemsize * width
        row, picture = self._axes[0].dilation * along * size, self._height * along * size
        at_once = max(1, _NUMBERS_AT_ONCE // (self._height * along * width))
        for start in range(0, n, at_once):
            stop = min(n, start + at_once)
            shape = self._axes[0].window, stop - start, *self.stretches, width
            strides = row, picture, self.stretches[1] * size, size, dtype.itemsize
            yield slice(start, stop), View(dtype, shape, 0, strides)


def _stretch(places: int, work: int) -> int:
    """Of how many places stretches are so that OpenBLAS need not pack their products; all, if none fits."""
    longest = min(places, _LONGEST_STRETCH, SMALL_PRODUCT // work)
    fitting = (length for length in range(longest, _SHORTEST_STRETCH - 1, -1) if places % length == 0)
    return next(fitting, places)


def _sum_of_products(rows: Array, kernel_rows: Array, out: Array) -> None:
    """Every row of the kernel times what it sees, added up."""
    if len(rows) == 1:
        np.matmul(rows[0], kernel_rows[0], out=out)
        return
    products = rows @ kernel_rows
    np.add(products[0], products[1], out=out)
    for product in products[2:]:
        out += product


def _met(rows: Array, x: Array) -> Array:
    """What rows of dY add up to with the input: kernel row × (columns, filter) × channel."""
    met = rows.swapaxes(3, 4) @ x
    return met[:, 0, 0] if met.shape[1] == met.shape[2] == 1 else np.add.reduce(met, axis=(1, 2))


def _laid_out_like(other: Array, values: Array) -> Array:
    """Values N×C×…, channel by channel in memory where another array is so: both are soon read together."""
    if other.strides[1] < other.strides[-1] or other.shape[1] == 1:
        return values
    return np.ascontiguousarray(values.swapaxes(0, 1)).swapaxes(0, 1)
