"""Windows side by side: all positions on one line, cut into pieces that fit the processor's cache.

The idea. Write each channel's rows, of all pictures, one after the other, with zeros between them for the
padding. A step to the next column is then a step of one along the line, a step to the next row one of a whole
pitch, and no window ever needs to know where a row ends::

    a b c             . a b c . d e f . g h i .         pitch 4: three columns and a zero,
    d e f      →      └──────┘                          which is the end of one row's padding
    g h i             a row   └──────┘ the next         and the beginning of the next one's

A convolution stacks the kernel's *column* shifts only (three copies for a 3×3 kernel, made in one go, where
the textbook's im2col makes nine). One matrix product with the weights gives a plane for each kernel *row*.
A plane, all its channels one behind the other, is again one line: it is added onto the first one, in place,
from where its row's pitch moves it to::

    plane 0    p q r s t u v w . .            y = p    q    r    s …
    plane 1    . . . . p'q'r's't' …             + p'   q'   r'   s' …      a pitch further along
    plane 2    . . . . . . . . p"q" …           + p"   q"   r"   s" …      two pitches

Backward is the same the other way round: the rows' shifts of dY are stacked, the weights' transpose gives a
plane for each kernel column, and those are added. The same stack times the forward pass's is the gradient of
the weights.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial, reduce
from typing import Any

import numpy as np

from core.numerics import shorten_buffers
from core.ops.base import Array
from core.ops.correlation.layout import BackwardPiece, Layout, Lines, Part, Piece, Strip, View
from core.ops.correlation.sliding import SMALL_PRODUCT, Sliding, unpacked
from core.shapes import Axis, Shape

_SHORTEST_PRODUCT = 256  # of those that a product is cut into


@dataclass(slots=True)
class Laid:
    """One side of a pass on its lines."""

    layout: Layout
    lines: Array


class Line(Sliding):
    """Sliding at stride 1."""

    def __init__(self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape) -> None:
        super().__init__(axes, groups, sizes, outs)
        self._latest: tuple[int, np.dtype[Any], Layout] | None = None

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Any]:
        layout, matrix = self.layout(x, weight), self.matrix(weight)
        lines = on_lines(layout.input, x)
        if layout.parts:
            y = np.empty((self.groups, len(weight) // self.groups, layout.outputs), x.dtype)
            _side_by_side(partial(_fill_part, matrix, lines, y), layout.parts)
        else:
            stacks = (_stacked(piece, lines) for piece in layout.forward)
            y = _joined(layout.forward, matrix, stacks, layout.outputs)
        return _picked(layout.outs, y, bias), Laid(layout, lines)

    def backward(self, d_y: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Laid]:
        layout, matrix = self.layout(d_y, weight), self.matrix(weight).swapaxes(1, 2)
        lines = on_lines(layout.output, d_y)
        stacks = (_stacked(piece, lines) for piece in layout.backward)
        d_x = _joined(layout.backward, matrix, stacks, layout.inputs)
        return _picked(layout.ins, d_x, bias), Laid(layout, lines)

    def weight_gradient(self, of_d_y: Laid, of_x: Any) -> Array:
        products = (_meet(piece, _stacked(piece, of_d_y.lines), of_x) for piece in of_d_y.layout.backward)
        return self.unordered(reduce(np.add, products))

    def gradients(self, d_y: Array, weight: Array, of_x: Any) -> tuple[Array, Array]:
        # `backward` and `weight_gradient` in one, so that a piece's stack serves both.
        layout, matrix = of_x.layout, self.matrix(weight).swapaxes(1, 2)
        lines = on_lines(layout.output, d_y)
        products = []

        def stacked(piece: BackwardPiece) -> Array:
            stack = _stacked(piece, lines)
            products.append(_meet(piece, stack, of_x))
            return stack

        d_x = _joined(layout.backward, matrix, map(stacked, layout.backward), layout.inputs)
        return _picked(layout.ins, d_x, None), self.unordered(reduce(np.add, products))

    def gradient_of_weight(self, d_y: Array, weight: Array, of_x: Any) -> Array:
        return self.weight_gradient(Laid(of_x.layout, on_lines(of_x.layout.output, d_y)), of_x)

    def layout(self, values: Array, weight: Array) -> Layout:
        """The layout for so many pictures; the latest is kept, for that number seldom changes."""
        latest = self._latest
        if latest is None or latest[0] != len(values) or latest[1] != values.dtype:
            layout = Layout(
                self.axes,
                self.sizes,
                self.outs,
                groups=self.groups,
                channels=weight.shape[1] * self.groups,
                filters=len(weight),
                n=len(values),
                dtype=values.dtype,
            )
            self._latest = latest = len(values), values.dtype, layout
        return latest[2]


def on_lines(lines: Lines, values: Array) -> Array:
    """Values N×C×… laid onto new lines, zeros around them."""
    memory = np.zeros(lines.shape, lines.values.dtype)
    lines.values.of(memory)[...] = values.swapaxes(0, 1)
    return memory


def _stacked(piece: Piece | Strip, lines: Array) -> Array:
    """A piece's shifts of what lies on lines, as a matrix a group."""
    return piece.stack.of(lines).copy().reshape(piece.stack_shape)


def _added_up(piece: Piece, matrix: Array, stack: Array) -> Array:
    """A piece's planes, all by one product; what they add up to stands in them at `piece.sum`."""
    planes = np.empty(piece.planes_shape, stack.dtype)
    if piece.before:
        planes[..., : piece.before] = 0
    if piece.behind < piece.planes_shape[2]:
        planes[..., piece.behind :] = 0
    _multiply(matrix, stack, planes[..., piece.before : piece.behind])
    line = planes.reshape(len(planes), -1)
    first, *others = piece.terms
    total = line[:, first]
    for other in others:
        total += line[:, other]
    return planes


def _multiply(matrix: Array, stack: Array, out: Array) -> None:
    """The product, as several products where that lets OpenBLAS do without packing them."""
    length = stack.shape[2]
    count, each = unpacked(length, matrix.shape[1] * matrix.shape[2])
    if count == 1 or each < _SHORTEST_PRODUCT:
        np.matmul(matrix, stack, out=out)
        return
    rest = (count - 1) * each
    np.matmul(matrix[:, None], _cut(stack, rest, each), out=_cut(out, rest, each))
    np.matmul(matrix, stack[..., rest:], out=out[..., rest:])


def _cut(lines: Array, stop: int, length: int) -> Array:
    """Groups × rows × positions as groups × stretches × rows × positions, a view."""
    return lines[..., :stop].reshape(*lines.shape[:2], -1, length).swapaxes(1, 2)


def _joined(pieces: Sequence[Piece], matrix: Array, stacks: Iterable[Array], length: int) -> Array:
    """The result's lines from all pieces; of a single one, its planes, where they stand already."""
    sums = (_added_up(piece, matrix, stack) for piece, stack in zip(pieces, stacks, strict=True))
    if len(pieces) == 1:
        return next(sums)
    joined: Any = None
    for piece, planes in zip(pieces, sums, strict=True):
        values = piece.sum.of(planes)
        if joined is None:
            joined = np.empty((*values.shape[:2], length), values.dtype)
        joined[..., piece.out] = values
    return np.asarray(joined)


def _fill_part(matrix: Array, lines: Array, y: Array, part: Part) -> None:
    """Strip by strip the planes are computed and added to where windows have them in their rows."""
    for blank in part.blank:
        y[..., blank] = 0
    for strip in part.strips:
        planes = matrix @ _stacked(strip, lines)
        planes = planes.reshape(len(planes), len(strip.adds), -1, planes.shape[2])
        (taken, to), *others = strip.adds
        y[..., to] = planes[:, 0, :, taken]
        for row, (taken, to) in enumerate(others, 1):
            y[..., to] += planes[:, row, :, taken]


def _side_by_side(work: Callable[[Part], None], parts: list[Part]) -> None:
    """Do all parts, each in a thread if there are several; matrix products let go of Python's lock."""
    if len(parts) == 1:
        work(parts[0])
    else:
        list(_threads().map(work, parts))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="convolution", initializer=shorten_buffers)


def _meet(piece: BackwardPiece, stack: Array, of_x: Laid) -> Array:
    """What a piece adds to the weights' gradient, as a matrix a group."""
    sent, met = stack[..., piece.new], piece.met.of(of_x.lines)
    groups, columns, channels, length = met.shape
    each = sent.shape[1] * channels * length
    if each <= SMALL_PRODUCT < each * columns:
        # A product for each of the kernel's columns, straight from the line: small ones need no packing.
        apart = sent[:, None] @ met.swapaxes(2, 3)
        return apart.swapaxes(1, 2).reshape(groups, -1, columns * channels)
    return np.asarray(sent @ met.copy().reshape(piece.met_shape).swapaxes(1, 2))


def _picked(view: View, lines: Array, bias: Array | None) -> Array:
    """The values on lines as N×C×…, without the gaps between them, plus a number a channel."""
    values = view.of(lines).copy()
    groups, channels, *rest = values.shape
    picked = values.reshape(groups * channels, *rest)
    if bias is not None:
        by_channel = picked.reshape(groups * channels, -1)
        by_channel += bias[:, None]
    return picked.swapaxes(0, 1)
