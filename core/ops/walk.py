"""A window's walk along one axis, and what pooling does on the way.

The idea. The largest value of a window is the largest of its rows' largest values, and its sum the sum of its
rows' sums. So a window of any dimension is walked one axis after the other, the last one first, and no step
ever looks at more than one axis::

    x  1 5 2 0      along the rows      5 2      down the columns      5 4
       3 0 4 1           →              3 4             →              7 2
       0 7 1 1                          7 1
       2 2 0 2                          2 2

A step reads its input through one strided view for each cell of the window: kh + kw views, and not kh·kw.
Backward goes the same way back. Where values are equal the first along an axis wins, and columns are decided
before rows: that is the first of the whole window in raster order.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import pairwise
from typing import Any

import numpy as np

from core.ops.base import Array
from core.shapes import Axis, Rounding, Shape, windowed

_Index = tuple[Any, ...]  # of an array's last axes


@dataclass(frozen=True, slots=True)
class Walk:
    """Along one axis, for each cell of the window: the outputs that have an input there, and those inputs."""

    cells: tuple[tuple[_Index, _Index], ...]
    position: int  # of the axis, in an array N×C×…
    size: int
    out: int
    inside: bool  # every window lies in the input with all its cells
    apart: bool  # no input is in two windows


def walks(axes: tuple[Axis, ...], sizes: Shape, rounding: Rounding = "floor") -> tuple[Walk, ...]:
    """The walks along all axes of an input of these sizes."""
    outs = windowed((1, *sizes), axes, rounding)
    return tuple(_walk(*each, len(axes)) for each in zip(axes, sizes, outs, range(len(axes)), strict=True))


@lru_cache(maxsize=128)
def counts(axes: tuple[Axis, ...], sizes: Shape, rounding: Rounding, count_padding: bool) -> Array:
    """How many cells of each window lie in the input, or in the input with its padding."""
    along = []
    for axis, size, walk in zip(axes, sizes, walks(axes, sizes, rounding), strict=True):
        if count_padding:
            axis, size = replace(axis, before=0, after=0), axis.before + size + axis.after
        along.append(_counts(axis, size, walk.out))
    found = reduce(np.multiply.outer, along)
    found.flags.writeable = False  # it is kept for the next call
    return found


def _counts(axis: Axis, size: int, out: int) -> Array:
    found = np.zeros(out, np.intp)
    for cell in axis.cells(size, out):
        found[axis.overlap(cell, size, out)[0]] += 1
    return found


def _walk(axis: Axis, size: int, out: int, number: int, dimensions: int) -> Walk:
    overlaps = [axis.overlap(cell, size, out) for cell in axis.cells(size, out)]
    behind = (slice(None),) * (dimensions - number - 1)
    return Walk(
        cells=tuple(((..., to, *behind), (..., where, *behind)) for to, where in overlaps),
        position=2 + number,
        size=size,
        out=out,
        inside=axis.window == len(overlaps) and all(to == slice(0, out) for to, _ in overlaps),
        apart=axis.stride >= axis.extent,
    )


def gathered(x: Array, walk: Walk, combine: np.ufunc, nothing: float) -> Array:
    """Each window's values combined (maximum, add) into one; combining `nothing` changes nothing."""
    if walk.inside:
        views = [x[where] for _, where in walk.cells]
        y = combine(views[0], views[1]) if len(views) > 1 else views[0]
        for view in views[2:]:
            combine(y, view, out=y)
        return y
    y = _filled(x, walk.position, walk.out, nothing)
    for to, where in walk.cells:
        combine(y[to], x[where], out=y[to])
    return y


def spread(d_y: Array, walk: Walk) -> Array:
    """The transpose of a sum: every value of a window gets the window's gradient."""
    d_x = _filled(d_y, walk.position, walk.size, 0)
    for to, where in walk.cells:
        if walk.apart:
            d_x[where] = d_y[to]
        else:
            d_x[where] += d_y[to]
    return d_x


def to_winners(d_y: Array, x: Array, y: Array, walk: Walk) -> Array:
    """The transpose of a maximum y: the first value of a window that equals it gets the whole gradient."""
    if walk.inside and walk.apart and len(walk.cells) > 1:
        return _to_winners_apart(d_y, x, y, walk)
    d_x = np.zeros_like(x)
    left = d_y.copy(order="K")
    for to, where in walk.cells:
        share = _won(left[to], x[where], y[to])
        left[to] -= share
        d_x[where] += share
    return d_x


def _to_winners_apart(d_y: Array, x: Array, y: Array, walk: Walk) -> Array:
    """The same where shares can be put into place, for they do not meet; the last cell gets what is left."""
    covered = walk.size == walk.out * len(walk.cells)
    d_x = np.empty_like(x) if covered else np.zeros_like(x)
    left = d_y
    for (_, where), (_, following) in pairwise(walk.cells):
        share = _won(left, x[where], y)
        left = np.subtract(left, share, out=d_x[following])
        d_x[where] = share
    return d_x


def _won(left: Array, x: Array, y: Array) -> Array:
    """What is left, where x equals y, and 0 elsewhere."""
    share = x.copy(order="K")  # NumPy compares values that lie apart one by one, but copies them fast.
    np.equal(share, y, out=share)
    share *= left
    return share


def _filled(like: Array, position: int, size: int, value: float) -> Array:
    """An array that lies in memory as another does, but for the size of one axis."""
    shape = list(like.shape)
    shape[position] = size
    return np.full_like(like, value, shape=shape)
