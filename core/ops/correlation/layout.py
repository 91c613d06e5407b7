"""Where everything lies on the lines of line.py: its arithmetic of positions, done once for a batch size.

A window's position is that of its first cell, and the first window's is 0. Along a line, `rows` are the
shifts of the kernel's rows (a pitch apart, in 3D also a whole frame), `columns` those of its columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod
from typing import Any

import numpy as np

from core.ops.base import Array
from core.shapes import Axis, Shape

# How many positions a piece has: its stack and its planes then stay in a core's own cache, and OpenBLAS
# multiplies what is no longer than this fastest. With many channels fewer fit.
_LONGEST_PIECE = 1200
_PIECE_NUMBERS = 1 << 17
_SHORTEST_PIECE = 256

# Pieces so many times as long as windows are high each compute on their own what they share with their
# neighbours; shorter ones would compute too much twice, and add to their neighbours instead.
_LONG_FOR_ITS_WINDOWS = 6

# So many multiply-accumulates take less time than to fill with zeros what they would give.
_FEW_PRODUCTS = 200_000

# OpenBLAS computes so many columns at a time; it is slow with what is left.
_COLUMNS_AT_ONCE = 16

# From so many multiply-accumulates on a layer is worth two threads.
_WORK_OF_TWO = 200_000_000

_Steps = Sequence[tuple[int, int]]  # how many shifts, and how far each


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a memory: shape, and first element and strides in bytes."""

    dtype: np.dtype[Any]
    shape: Shape
    first: int
    strides: Shape

    def of(self, memory: Array) -> Array:
        """The array that a contiguous memory holds there; no copy."""
        return np.ndarray(self.shape, self.dtype, memory, self.first, self.strides)


@dataclass(frozen=True, slots=True)
class Lines:
    """A memory of lines, one a channel, and where the values N×… lie on them."""

    shape: Shape
    values: View


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a pass, which gives the positions `out` of the result.

    A stack of the source's shifts, times the weights, fills a part of the planes; all else of them is zeros.
    """

    out: slice
    stack: View  # on the source's lines: groups × shifts × channels × positions
    stack_shape: Shape  # the same as a matrix a group
    planes_shape: Shape  # a matrix a group
    before: int  # positions of the planes that come before those that the stack gives
    behind: int  # and the first one behind them
    terms: tuple[slice, ...]  # stretches of a group's planes as one line; all are added to the first
    sum: View  # where the sums stand then: groups × channels × positions


@dataclass(frozen=True, slots=True)
class BackwardPiece(Piece):
    """A piece of the way back, and what it adds to the weights' gradient.

    `new` are the stack's positions that no piece before this one had and that windows read; `met` is what
    they meet, on the input's lines.
    """

    new: slice
    met: View
    met_shape: Shape


@dataclass(frozen=True, slots=True)
class Strip:
    """One of several pieces of a forward pass: positions of the input, whose planes are added to the output.

    `adds` says for each plane which of its positions are added to which of the output's. The first plane
    comes before all others there, so that it need not be added to anything.
    """

    stack: View
    stack_shape: Shape
    adds: tuple[tuple[slice, slice], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the output: its strips in order, and where no first plane gets to."""

    strips: tuple[Strip, ...]
    blank: tuple[slice, slice]


class Layout:
    """All views of one pass of `n` pictures, forward and backward.

    A forward pass is cut into the pieces `forward` or, where windows are high for that, into `parts`, for a
    thread each.
    """

    def __init__(
        self,
        axes: Sequence[Axis],
        sizes: Shape,
        outs: Shape,
        *,
        groups: int,
        channels: int,
        filters: int,
        n: int,
        dtype: np.dtype[Any],
    ) -> None:
        self._groups, self._n, self._dtype = groups, n, dtype
        self._channels, self._filters = channels // groups, filters // groups
        # How long each axis is on the line: room for the input, and for the last window to see zeros only.
        lengths = [
            max(axis.before + size, out - 1 + axis.extent - axis.before, out)
            for axis, size, out in zip(axes, sizes, outs, strict=True)
        ]
        self._pitches = [prod(lengths[number + 1 :]) for number in range(len(axes))]
        self._picture = prod(lengths)
        steps = [
            (axis.window, axis.dilation * pitch) for axis, pitch in zip(axes, self._pitches, strict=True)
        ]
        self._rows, self._columns = steps[:-1], steps[-1:]
        heights = _number(self._rows) * self._filters, _number(self._columns) * self._channels
        self._weights = prod(heights)

        # The input's values lie behind the padding; shifted by columns they are not zeros from begin to end.
        first = sum(axis.before * pitch for axis, pitch in zip(axes, self._pitches, strict=True))
        begin, end = first - _reach(self._columns), first + self._count(sizes)
        count = self._count(outs)
        self.outputs, self.inputs = count, end - first  # positions from the first to the last value
        left, above = max(0, -begin), max(0, _reach(self._rows) - begin)
        self._input_origin, self._output_origin = left, above
        past = max(end, count + _reach(self._rows))
        self.input = self._lines(channels, left + past + _reach(self._columns), left + first, sizes)
        self.output = self._lines(filters, above + max(end, count) + _COLUMNS_AT_ONCE, above, outs)
        # The positions that windows read and that are more than zeros.
        self._read = max(begin, 0), max(begin, 0, min(end, count + _reach(self._rows)))

        pieces = _pieces(0, count, max(heights))
        self.forward: list[Piece] = []
        self.parts: list[Part] = []
        if len(pieces) == 1 or count >= _LONG_FOR_ITS_WINDOWS * len(pieces) * _reach(self._rows):
            self.forward = [self._forward_piece(*each) for each in pieces]
        else:
            threads = 2 if count * self._weights * groups >= _WORK_OF_TWO else 1
            self.parts = [self._part(*each, max(heights)) for each in _parts(0, count, threads)]
        self.backward = [
            self._backward_piece(first, start, stop) for start, stop in _pieces(first, end, max(heights))
        ]
        self.outs = self._values_in(self._result(self.forward, self._filters, self.outputs), outs)
        self.ins = self._values_in(self._result(self.backward, self._channels, self.inputs), sizes)

    def _forward_piece(self, start: int, stop: int) -> Piece:
        """Positions start … stop of the output, from the input's columns, summed over the kernel's rows."""
        past = stop + _reach(self._rows)
        low = max(start, min(self._read[0], past))
        high = max(low, min(past, self._read[1]))
        if (past - start - high + low) * self._weights < _FEW_PRODUCTS:
            low, high = start, past
        high = min(past, low + _rounded(high - low))
        stack, stack_shape = self._input_shifts(low, high)
        planes = self._groups, _number(self._rows) * self._filters, past - start
        return Piece(
            out=slice(start, stop),
            stack=stack,
            stack_shape=stack_shape,
            planes_shape=planes,
            before=low - start,
            behind=high - start,
            terms=_terms(planes, self._rows, 0),
            sum=self._lines_in(planes, self._filters, 0, stop - start),
        )

    def _part(self, start: int, stop: int, rows: int) -> Part:
        """Positions start … stop of the output, strip by strip of what windows there read."""
        low = min(max(start, self._read[0]), stop)
        high = max(low, min(stop + _reach(self._rows), self._read[1]))
        strips = tuple(self._strip(*each, start, stop) for each in _pieces(low, high, rows))
        return Part(strips, (slice(start, low), slice(min(high, stop), stop)))

    def _strip(self, low: int, high: int, start: int, stop: int) -> Strip:
        adds = []
        for shift in _shifts_of(self._rows):
            first, last = max(low - shift, start), min(high - shift, stop)
            last = max(first, last)
            adds.append((slice(first + shift - low, last + shift - low), slice(first, last)))
        return Strip(*self._input_shifts(low, high), tuple(adds))

    def _backward_piece(self, first: int, start: int, stop: int) -> BackwardPiece:
        """Positions start … stop of the input, from the output's rows, summed over the kernel's columns."""
        reach = _reach(self._columns)
        begin = start - reach
        length = _rounded(stop - begin)
        stack, stack_shape = self._output_shifts(begin, begin + length)
        planes = self._groups, _number(self._columns) * self._channels, length
        turned = [(count, -step) for count, step in self._columns]
        low = max(begin if start == first else start, self._read[0])
        high = max(low, min(stop, self._read[1]))
        met, met_shape = self._input_shifts(low, high)
        return BackwardPiece(
            out=slice(start - first, stop - first),
            stack=stack,
            stack_shape=stack_shape,
            planes_shape=planes,
            before=0,
            behind=length,
            terms=_terms(planes, turned, reach),
            sum=self._lines_in(planes, self._channels, reach, stop - start),
            new=slice(low - begin, high - begin),
            met=met,
            met_shape=met_shape,
        )

    def _input_shifts(self, low: int, high: int) -> tuple[View, Shape]:
        return self._shifts(self.input, self._input_origin + low, high - low, self._columns)

    def _output_shifts(self, low: int, high: int) -> tuple[View, Shape]:
        turned = [(count, -step) for count, step in self._rows]
        return self._shifts(self.output, self._output_origin + low, high - low, turned)

    def _shifts(self, lines: Lines, first: int, length: int, steps: _Steps) -> tuple[View, Shape]:
        """So many positions of each line from `first` on, shifted by the steps; and as matrices."""
        channels, line = lines.shape[0] // self._groups, lines.shape[1]
        shape = (self._groups, *(count for count, _ in steps), channels, length)
        strides = (channels * line, *(step for _, step in steps), line, 1)
        return self._view(shape, first, strides), (self._groups, _number(steps) * channels, length)

    def _result(self, pieces: Sequence[Piece], channels: int, length: int) -> View:
        """Where the result stands as groups × channels × positions: of a single piece in its planes."""
        if len(pieces) == 1:
            return pieces[0].sum
        return self._lines_in((self._groups, channels, length), channels, 0, length)

    def _lines_in(self, memory: Shape, channels: int, first: int, length: int) -> View:
        """So many positions, from `first` on, of the first channels of each group's matrix."""
        _, rows, line = memory
        return self._view((self._groups, channels, length), first, (rows * line, line, 1))

    def _values_in(self, lines: View, sizes: Shape) -> View:
        """The values groups × channels × N × sizes that lie on lines from their first positions on."""
        groups, channels, _ = lines.strides
        size = self._dtype.itemsize
        steps = (groups, channels, self._picture * size, *(pitch * size for pitch in self._pitches))
        return View(self._dtype, (*lines.shape[:2], self._n, *sizes), lines.first, steps)

    def _lines(self, channels: int, length: int, first: int, sizes: Shape) -> Lines:
        return Lines((channels, length), self._values(channels, length, first, sizes))

    def _values(self, channels: int, length: int, first: int, sizes: Shape) -> View:
        """The values channels × N × sizes on lines of a length."""
        return self._view((channels, self._n, *sizes), first, (length, self._picture, *self._pitches))

    def _view(self, shape: Sequence[int], first: int, strides: Sequence[int]) -> View:
        size = self._dtype.itemsize
        return View(self._dtype, tuple(shape), first * size, tuple(each * size for each in strides))

    def _count(self, sizes: Shape) -> int:
        """From the first to the last of the positions of maps of these sizes."""
        last = sum((size - 1) * pitch for size, pitch in zip(sizes, self._pitches, strict=True))
        return (self._n - 1) * self._picture + last + 1


def _pieces(start: int, stop: int, rows: int) -> list[tuple[int, int]]:
    """Consecutive pieces of a range of positions, for matrices of so many rows."""
    length = max(_SHORTEST_PIECE, min(_LONGEST_PIECE, _PIECE_NUMBERS // rows))
    return _parts(start, stop, -(-(stop - start) // length)) if stop > start else []


def _rounded(length: int) -> int:
    return -(-length // _COLUMNS_AT_ONCE) * _COLUMNS_AT_ONCE


def _parts(start: int, stop: int, count: int) -> list[tuple[int, int]]:
    """A range of positions in so many parts."""
    return list(pairwise(start + (stop - start) * number // count for number in range(count + 1)))


def _terms(planes: Shape, steps: _Steps, first: int) -> tuple[slice, ...]:
    """What a group's planes add up from, where they are one line: each from `first` plus its step on.

    At the ends of the channels' lines what is added is of two channels; nothing there is a value.
    """
    _, rows, line = planes
    starts = [first + shift for shift in _shifts_of(steps)]
    plane = rows // len(starts) * line
    length = plane - max(starts)
    return tuple(
        slice(number * plane + start, number * plane + start + length) for number, start in enumerate(starts)
    )


def _shifts_of(steps: _Steps) -> list[int]:
    """Every shift, cell by cell of the kernel in raster order."""
    along = ([number * step for number in range(count)] for count, step in steps)
    return [sum(each) for each in product(*along)]


def _number(steps: _Steps) -> int:
    return prod(count for count, _ in steps)


def _reach(steps: _Steps) -> int:
    """The furthest shift."""
    return sum((count - 1) * step for count, step in steps)
