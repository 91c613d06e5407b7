"""What the ways to slide filters share: their interface, and the order of the weights."""

from abc import ABC, abstractmethod
from math import prod
from typing import Any

import numpy as np

from core.ops.base import Array
from core.shapes import Axis, Shape

# OpenBLAS multiplies matrices with so many multiply-accumulates at most without packing them first, which is
# faster where they are not too short.
SMALL_PRODUCT = 1_000_000
_FEWEST_ROWS = 32


class Sliding(ABC):
    """Filters of `axes`, in groups, over an input of these sizes, giving an output of those.

    `forward` and `backward` are each other's transpose. Both return beside their result what they made of
    what they were given; `weight_gradient` needs the two of them.
    """

    def __init__(self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape) -> None:
        self.axes, self.groups, self.sizes, self.outs = axes, groups, sizes, outs
        self.kernel = tuple(axis.window for axis in axes)
        self._rows = prod(self.kernel[:-1])
        self._order = self.memory_order = weight_order(len(axes))
        self._back = tuple(self._order.index(axis) for axis in range(2 + len(axes)))

    def in_order(self, weight: Array) -> Array:
        """The same weight, laid out in memory as the matrix products here read it: by `memory_order`."""
        if self.groups > 1:
            return weight  # a view cannot take its groups apart and have another order within them
        order = self.memory_order
        return np.ascontiguousarray(weight.transpose(order)).transpose(np.argsort(order))

    @abstractmethod
    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Any]:
        """From x N×C×sizes to y N×F×outs; `bias` is one a filter."""

    @abstractmethod
    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Any]:
        """From d_y N×F×outs to d_x N×C×sizes; `bias` is one a channel."""

    @abstractmethod
    def weight_gradient(self, of_d_y: Any, of_x: Any) -> Array:
        """What all windows add up to in every weight, shaped as the weight."""

    def gradients(self, d_y: Array, weight: Array, of_x: Any) -> tuple[Array, Array]:
        """d_x and the weight's gradient."""
        d_x, of_d_y = self.backward(d_y, weight)
        return d_x, self.weight_gradient(of_d_y, of_x)

    def gradient_of_weight(self, d_y: Array, weight: Array, of_x: Any) -> Array:
        """The weight's gradient alone."""
        return self.gradients(d_y, weight, of_x)[1]

    def matrix(self, weight: Array) -> Array:
        """A matrix a group: (kernel row, filter) × (kernel column, channel)."""
        if self.groups == 1:
            return weight.transpose(self._order).reshape(1, self._rows * len(weight), -1)
        split = weight.reshape(self.groups, -1, *weight.shape[1:])
        ordered = split.transpose(0, *(1 + axis for axis in self._order))
        return ordered.reshape(self.groups, self._rows * split.shape[1], -1)

    def unordered(self, product: Array) -> Array:
        """The transpose of `matrix`: a matrix a group as a weight."""
        kernel = self.kernel
        channels = product.shape[2] // kernel[-1]
        filters = product.shape[1] // self._rows
        split = product.reshape(self.groups, *kernel[:-1], filters, kernel[-1], channels)
        back = split.transpose(0, *(1 + axis for axis in self._back))
        return back.reshape(self.groups * filters, channels, *kernel)


def weight_order(dimensions: int) -> tuple[int, ...]:
    """A weight's axes (filter, channel, kernel …) as the matrix products read them: kernel rows first."""
    *rows, column = range(2, 2 + dimensions)
    return (*rows, 0, column, 1)


def from_last(dimensions: int) -> tuple[int, ...]:
    """How N×…×C, channels last, is transposed to N×C×…."""
    return (0, 1 + dimensions, *range(1, 1 + dimensions))


def unpacked(length: int, work: int) -> tuple[int, int]:
    """Into how many pieces a product is cut that OpenBLAS need not pack, and how long each is but the last.

    `work`: multiply-accumulates for each of so many rows, columns or terms of a sum.
    """
    count = -(-length * work // SMALL_PRODUCT)
    return count, -(-length // count)


def multiplied(left: Array, right: Array, out: Array) -> None:
    """The product of two matrices, of a part of the left one's rows at a time where that is faster.

    OpenBLAS then does without packing them. `out` may be transposed, and both others with it.
    """
    count, each = unpacked(len(left), right.size)
    if count == 1 or each < _FEWEST_ROWS:
        np.matmul(left, right, out=out)
        return
    rest = (count - 1) * each
    parts = left[:rest].reshape(-1, each, left.shape[1])
    np.matmul(parts, right, out=out[:rest].reshape(-1, each, out.shape[1]))
    np.matmul(left[rest:], right, out=out[rest:])


def multiplied_over_many(left: Array, right: Array) -> Array:
    """The product of two matrices where it is the sums that are long, as a sum of such products."""
    rows, length = left.shape
    count, each = unpacked(length, rows * right.shape[1])
    if count == 1:
        return np.asarray(left @ right)
    rest = length // each * each
    lefts = left[:, :rest].reshape(rows, -1, each).swapaxes(0, 1)
    total = np.add.reduce(lefts @ right[:rest].reshape(-1, each, right.shape[1]), axis=0)
    if rest < length:
        total += left[:, rest:] @ right[rest:]
    return np.asarray(total)


def by_channel(x: Array) -> Array:
    """N×C×… as a matrix, a row a channel: a view where memory lies channel by channel, or channels last."""
    if x.strides[1] < x.strides[-1]:
        return positions(x).reshape(-1, x.shape[1]).T
    return x.swapaxes(0, 1).reshape(x.shape[1], -1)


def positions(x: Array) -> Array:
    """N×C×… as N × positions × C: a view where memory lies channels last."""
    n, channels = x.shape[:2]
    return x.reshape(n, channels, -1).swapaxes(1, 2)


def add_bias(values: Array, bias: Array, times: int) -> None:
    """Add a number a channel to values …×C, to so many places at once: NumPy is slow with few numbers."""
    rows = values.reshape(-1, times * len(bias))
    rows += bias[None].repeat(times, 0).ravel()


def split_groups(x: Array, groups: int) -> Array:
    """N×C×… as groups × channels × N×…: a view where memory lies channel by channel."""
    n, channels, *sizes = x.shape
    return x.swapaxes(0, 1).reshape(groups, channels // groups, n, *sizes)


def merge_groups(x: Array) -> Array:
    """Groups × channels × N×… as N×C×…, a view."""
    groups, channels, *rest = x.shape
    return x.reshape(groups * channels, *rest).swapaxes(0, 1)


def per_channel(bias: Array, like: Array) -> Array:
    """A number a channel, shaped to be added to groups × channels × N×…."""
    return bias.reshape(*like.shape[:2], *(1,) * (like.ndim - 2))
