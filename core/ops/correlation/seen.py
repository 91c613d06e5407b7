"""What windows side by side (stride 1) see: a view of maps with zeros around them, in which they overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.correlation.layout import View
from core.shapes import Axis, Shape


@dataclass(frozen=True, slots=True)
class _Room:
    """Zeros with a place for maps, and the windows on them; all worked out once for a batch size."""

    zeros: Shape
    order: tuple[int, ...]  # of the maps' axes N×C×… in the room
    place: tuple[slice, ...]
    taken: tuple[slice, ...]  # what of the maps, in the room's order, windows see
    windows: View

    def seen(self, maps: Array) -> Array:
        room = np.zeros(self.zeros, maps.dtype)
        room[self.place] = maps.transpose(self.order)[self.taken]
        return self.windows.of(room)


class Seen:
    """So many windows on maps of these sizes, the first one beginning so far before them along each axis.

    They are seen as N × windows × kernel × C or, with the channels first, as kernel × C × N × windows.
    """

    def __init__(
        self,
        axes: Sequence[Axis],
        sizes: Shape,
        windows: Shape,
        before: Sequence[int],
        *,
        channels_first: bool = False,
    ) -> None:
        self.axes, self.windows, self._first = axes, windows, channels_first
        self._lengths = tuple(count + axis.extent - 1 for axis, count in zip(axes, windows, strict=True))
        self._place, self._taken = [], []
        for length, size, gap in zip(self._lengths, sizes, before, strict=True):
            start = max(0, gap)
            stop = max(start, min(length, gap + size))
            self._place.append(slice(start, stop))
            self._taken.append(slice(start - gap, stop - gap))
        self._latest: tuple[Shape, np.dtype[Any], _Room] | None = None

    def __call__(self, maps: Array) -> Array:
        """The windows on maps N×C×…, on a copy of them."""
        latest = self._latest
        if latest is None or latest[0] != maps.shape or latest[1] != maps.dtype:
            room = self._room(maps.shape[0], maps.shape[1], maps.dtype)
            self._latest = latest = maps.shape, maps.dtype, room
        return latest[2].seen(maps)

    def _room(self, n: int, channels: int, dtype: np.dtype[Any]) -> _Room:
        whole, dimensions = slice(None), len(self.axes)
        along = range(2, 2 + dimensions)
        order = (1, 0, *along) if self._first else (0, *along, 1)
        sizes = (n, channels, *self._lengths)
        zeros = tuple(sizes[axis] for axis in order)
        step = dict(zip(order, _strides(zeros, dtype), strict=True))
        kernel = tuple(axis.window for axis in self.axes)
        cells = tuple(axis.dilation * step[place] for axis, place in zip(self.axes, along, strict=True))
        starts = tuple(step[place] for place in along)
        if self._first:
            shape = (*kernel, channels, n, *self.windows)
            strides = (*cells, step[1], step[0], *starts)
            around: tuple[tuple[slice, ...], tuple[slice, ...]] = ((whole, whole), ())
        else:
            shape = (n, *self.windows, *kernel, channels)
            strides = (step[0], *starts, *cells, step[1])
            around = ((whole,), (whole,))
        return _Room(
            zeros,
            order,
            (*around[0], *self._place, *around[1]),
            (*around[0], *self._taken, *around[1]),
            View(dtype, shape, 0, strides),
        )


def _strides(shape: Shape, dtype: np.dtype[Any]) -> Shape:
    """How far apart in bytes the elements of a contiguous array are, axis by axis."""
    strides = [dtype.itemsize]
    for size in shape[:0:-1]:
        strides.insert(0, strides[0] * size)
    return tuple(strides)
