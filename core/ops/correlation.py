"""The sliding of filters in any number of dimensions: what convolution and its transpose have in common.

The idea. A convolution is a matrix product of the weights with a stack of shifted copies of the input. The
textbook stacks a copy for every cell of the kernel (im2col). Here only the shifts along the *last* axis are
stacked; the product gives one plane a kernel *row*, and the planes are added, each moved up by its row::

    x                 stack: kw copies         planes: kh products     y = plane 0
    a b c d           a b c   b c d            W[row 0] · stack          + plane 1, from a row further down
    e f g h    →      e f g   f g h      →     W[row 1] · stack    →     (where no row is, nothing is added)
    i j k l           i j k   j k l

A third of the copying for a 3×3 kernel, and one matrix product for everything. In three dimensions there is a
plane for each frame and row of the kernel, in one dimension a single one. Where windows are further apart
than one, planes would be computed for rows that no window starts at; such axes are stacked too.

Both halves are copies and sums of shifted pieces, so that backward is the same two steps the other way round:
spread dY to the planes, one product gives dW, one the stack's gradient, and its copies are added back into
place.

In memory activations lie channel by channel (C, N, …), so that the product spans the whole batch; from
outside they are N×C×… views of that. Weights are filters × (channels / groups) × kernel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from core.ops.base import Array
from core.shapes import Axis, Shape

_Index = tuple[Any, ...]  # of an array's last axes


@dataclass(frozen=True)
class _Places:
    """Where the shifted copies of one side (a) lie in the other (b), copy by copy; sizes of both."""

    pairs: tuple[tuple[_Index, _Index], ...]
    a: Shape
    b: Shape


@dataclass(frozen=True)
class Sliding:
    """Filters of `axes`, in groups, over an input of these sizes, giving an output of those."""

    axes: tuple[Axis, ...]
    groups: int
    sizes: Shape
    outs: Shape

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        """From x N×C×sizes to y N×F×outs; and the stack that `weight_gradient` wants."""
        stacked, rows = _places(self)
        stack = _spread(_split(x, self.groups), stacked)
        planes = _as_matrix(weight, self) @ _matrices(stack)
        planes = planes.reshape(self.groups, len(rows.pairs), -1, len(x), *rows.a)
        return _merge(_gathered(planes, rows, bias)), stack

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Array]:
        """The transpose of `forward`: from d_y to d_x; and the planes that `weight_gradient` wants."""
        stacked, rows = _places(self)
        d_planes = _spread(_split(d_y, self.groups), rows)
        d_stack = _as_matrix(weight, self).swapaxes(1, 2) @ _matrices(d_planes)
        d_stack = d_stack.reshape(self.groups, len(stacked.pairs), -1, len(d_y), *stacked.a)
        return _merge(_gathered(d_stack, stacked, bias)), d_planes

    def weight_gradient(self, d_planes: Array, stack: Array) -> Array:
        """What all windows add up to in every weight, shaped as the weight."""
        product = _matrices(d_planes) @ _matrices(stack).swapaxes(1, 2)
        kernel, lead = _kernel(self.axes), leading(self.axes)
        product = product.reshape(self.groups, *kernel[:lead], -1, *kernel[lead:], stack.shape[2])
        filters, channels = 1 + lead, product.ndim - 1
        ordered = product.transpose(
            0, filters, channels, *range(1, 1 + lead), *range(2 + lead, 2 + len(kernel))
        )
        return ordered.reshape(-1, stack.shape[2], *kernel)


def leading(axes: Sequence[Axis]) -> int:
    """How many of the first axes are summed by planes; all others are stacked."""
    for number, axis in enumerate(axes[:-1]):
        if axis.stride > 1:
            return number
    return len(axes) - 1


def weight_in_order(weight: Array, axes: Sequence[Axis]) -> Array:
    """The same weight (one group), laid out in memory as the matrix products read it."""
    lead = leading(axes)
    order = (*range(2, 2 + lead), 0, *range(2 + lead, weight.ndim), 1)
    return np.ascontiguousarray(weight.transpose(order)).transpose(np.argsort(order))


def _as_matrix(weight: Array, sliding: Sliding) -> Array:
    """A matrix a group: (kernel row, filter) × (kernel column, channel)."""
    kernel, groups, lead = weight.shape[2:], sliding.groups, leading(sliding.axes)
    split = weight.reshape(groups, -1, weight.shape[1], *kernel)
    ordered = split.transpose(0, *range(3, 3 + lead), 1, *range(3 + lead, split.ndim), 2)
    rows = prod(kernel[:lead]) * split.shape[1]
    return ordered.reshape(groups, rows, -1)


@lru_cache(maxsize=1024)
def _places(sliding: Sliding) -> tuple[_Places, _Places]:
    """Where the stack's copies lie in the input, and the planes in the output."""
    lead = leading(sliding.axes)
    axes, sizes, outs = sliding.axes, sliding.sizes, sliding.outs
    everything = (slice(None),)
    stacked = [
        (everything * lead + to, everything * lead + where)
        for to, where in _overlaps(axes[lead:], sizes[lead:], outs[lead:])
    ]
    rows = [
        (where + everything * (len(axes) - lead), to + everything * (len(axes) - lead))
        for to, where in _overlaps(axes[:lead], sizes[:lead], outs[:lead])
    ]
    between = sizes[:lead] + outs[lead:]
    return _Places(_whole(stacked), between, sizes), _Places(_whole(rows), between, outs)


def _overlaps(axes: Sequence[Axis], sizes: Shape, outs: Shape) -> list[tuple[_Index, _Index]]:
    """For each cell of a kernel: the outputs whose window has an input there, and those inputs."""
    found: list[tuple[_Index, _Index]] = []
    for cells in np.ndindex(*_kernel(axes)):
        pairs = [
            axis.overlap(cell, size, out)
            for axis, cell, size, out in zip(axes, cells, sizes, outs, strict=True)
        ]
        found.append((tuple(to for to, _ in pairs), tuple(where for _, where in pairs)))
    return found


def _whole(pairs: list[tuple[_Index, _Index]]) -> tuple[tuple[_Index, _Index], ...]:
    return tuple(((..., *to), (..., *where)) for to, where in pairs)


def _kernel(axes: Sequence[Axis]) -> Shape:
    return tuple(axis.window for axis in axes)


def _spread(source: Array, places: _Places) -> Array:
    """The shifted copies (a) of a source (b), groups × copies × channels × N × a; zeros where nothing is."""
    groups, channels, n = source.shape[:3]
    copies = np.zeros((groups, len(places.pairs), channels, n, *places.a), source.dtype)
    for number, (to, where) in enumerate(places.pairs):
        copies[:, number][to] = source[where]
    return copies


def _gathered(pieces: Array, places: _Places, bias: Array | None) -> Array:
    """The transpose of `_spread`: the pieces (a) added, each where it came from (b); and a bias a channel."""
    groups, _, channels, n = pieces.shape[:4]
    total = np.zeros((groups, channels, n, *places.b), pieces.dtype)
    if bias is not None:
        total += bias.reshape(groups, channels, *(1,) * (total.ndim - 2))
    for number, (where, to) in enumerate(places.pairs):
        total[to] += pieces[:, number][where]
    return total


def _split(x: Array, groups: int) -> Array:
    """N×C×… as groups × channels × N×…: a view where memory lies channel by channel."""
    n, channels, *sizes = x.shape
    return x.swapaxes(0, 1).reshape(groups, channels // groups, n, *sizes)


def _merge(x: Array) -> Array:
    """Groups × channels × N×… as N×C×…, a view."""
    groups, channels, *rest = x.shape
    return x.reshape(groups * channels, *rest).swapaxes(0, 1)


def _matrices(x: Array) -> Array:
    """The two axes behind the groups as rows of a matrix a group, all others as its columns."""
    groups, copies, channels = x.shape[:3]
    return x.reshape(groups, copies * channels, -1)
