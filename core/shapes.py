"""Output-size rules, and the errors that explain them. Shapes are given without the batch axis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from operator import index
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import HyperparameterError, ShapeError

Shape = tuple[int, ...]
Rounding = Literal["floor", "ceil"]


@dataclass(frozen=True)
class Axis:
    """How a window moves along one axis: all in elements."""

    window: int
    stride: int = 1
    before: int = 0
    after: int = 0
    dilation: int = 1

    @property
    def extent(self) -> int:
        """What the window spans, holes of the dilation included."""
        return self.dilation * (self.window - 1) + 1

    @property
    def span(self) -> "Span":
        """What an output of the window depends on."""
        return Span(self.extent, self.stride, -self.before)

    def output_size(self, size: int, rounding: Rounding = "floor") -> int:
        """⌊(W − K + P)/S⌋ + 1, with K the extent and P the padding of both ends; 0 or less: does not fit.

        With `ceil` a last window may hang over the end, if it starts inside the input or the padding
        before it (as PyTorch and ONNX do).
        """
        room = size + self.before + self.after - self.extent
        if room < 0:
            return 0
        if rounding == "floor":
            return room // self.stride + 1
        steps = -(-room // self.stride)
        starts_inside = steps * self.stride < size + self.before
        return steps + 1 if starts_inside else steps

    def cells(self, size: int, out: int) -> Sequence[int]:
        """The cells of the window, in order, without those that never have an input but always padding."""
        if self.window <= size:
            return range(self.window)
        found: set[int] = set()
        for start in range(-self.before, out * self.stride - self.before, self.stride):
            first, last = -(start // self.dilation), (size - 1 - start) // self.dilation
            found.update(range(max(0, first), min(self.window, last + 1)))
        return sorted(found)

    def overlap(self, cell: int, size: int, out: int) -> tuple[slice, slice]:
        """The outputs whose window has an input, and not padding, in this cell; and those inputs."""
        offset = cell * self.dilation - self.before
        first = max(0, -(offset // self.stride))
        last = min(out - 1, (size - 1 - offset) // self.stride)
        if last < first:
            return slice(0, 0), slice(0, 0)
        start = first * self.stride + offset
        return slice(first, last + 1), slice(start, last * self.stride + offset + 1, self.stride)

    def connections(self, size: int, out: int) -> NDArray[np.bool_]:
        """Which of its inputs each output reads, outputs×inputs: not those in the holes of the dilation."""
        found = np.zeros((out, size), bool)
        for cell in self.cells(size, out):
            to, where = self.overlap(cell, size, out)
            found[range(out)[to], range(size)[where]] = True
        return found


@dataclass(frozen=True)
class Span:
    """What an output depends on along an axis: unit i on `extent` inputs from ⌊offset + i·stride⌋ on.

    A fractional stride is that of a layer that enlarges: 1/2 where two units share an input.
    """

    extent: int
    stride: int | Fraction = 1
    offset: int | Fraction = 0

    def read_by(self, unit: int) -> tuple[int, int]:
        """The first and the last place that a unit reads; beyond the input's ends lies the padding."""
        first = floor(self.offset + unit * self.stride)
        return first, first + self.extent - 1

    def connections(self, size: int, out: int) -> NDArray[np.bool_]:
        """Which inputs each output reads, outputs×inputs."""
        first = np.array([self.read_by(unit)[0] for unit in range(out)])[:, None]
        places = np.arange(size)
        return (places >= first) & (places < first + self.extent)


def axes(kernel: Shape, stride: Shape, padding: Shape, dilation: Shape | None = None) -> tuple[Axis, ...]:
    """The axes of a window, outermost first; padding holds all that is before, then all that is after.

    ShapeError where a number is too small to move a window, or there is not one for every axis.
    """
    dilation = dilation or (1,) * len(kernel)
    if not len(kernel) == len(stride) == len(dilation) == len(padding) / 2:
        raise ShapeError(
            f"{{layer}}: kernel {list(kernel)}, stride {list(stride)}, dilation {list(dilation)} and padding "
            f"{list(padding)} are of different dimensions. Give a number an axis, and for padding two."
        )
    if min(*kernel, *stride, *dilation) < 1 or min(padding) < 0:
        raise ShapeError(
            f"{{layer}}: kernel {list(kernel)}, stride {list(stride)}, dilation {list(dilation)} and padding "
            f"{list(padding)} make no window. Padding is at least 0, and everything else at least 1."
        )
    before, after = padding[: len(kernel)], padding[len(kernel) :]
    return tuple(Axis(*numbers) for numbers in zip(kernel, stride, before, after, dilation, strict=True))


def windowed(shape: Shape, along: tuple[Axis, ...], rounding: Rounding = "floor") -> Shape:
    """Output sizes of a window over a C×… input; ShapeError where it does not fit."""
    sizes = tuple(axis.output_size(size, rounding) for axis, size in zip(along, shape[1:], strict=True))
    if min(sizes) < 1:
        raise ShapeError(_does_not_fit(shape[1:], along))
    return sizes


def connections(along: tuple[Axis, ...], shape: Shape, output: Shape) -> tuple[NDArray[np.bool_], ...]:
    """Along every axis which inputs each output of a window reads; shapes with the channels in front."""
    sizes = zip(along, shape[1:], output[1:], strict=True)
    return tuple(axis.connections(size, out) for axis, size, out in sizes)


def _does_not_fit(sizes: Shape, along: tuple[Axis, ...]) -> str:
    padded = tuple(size + axis.before + axis.after for size, axis in zip(sizes, along, strict=True))
    into = _times(sizes)
    if padded != sizes:
        into += f", padded to {_times(padded)}"
    extents = tuple(axis.extent for axis in along)
    window = str(extents[0]) if len(set(extents)) == 1 else _times(extents)
    return (
        f"{{layer}}: window {window} does not fit into {into}. "
        f"The input needs at least {_times(extents)} with its padding: "
        "use a smaller window, more padding, or fewer layers that shrink the maps before it."
    )


def _times(sizes: Shape) -> str:
    return "×".join(map(str, sizes))


_AXES_IN_WORDS = {
    1: "a sequence (channels×length)",
    2: "feature maps (channels×height×width)",
    3: "a clip (channels×frames×height×width)",
}


def expect_maps(shape: Shape, dimensions: int | None = None) -> None:
    """Channels with so many axes (None: at least one) are wanted; ShapeError for anything else."""
    if len(shape) - 1 == dimensions or (dimensions is None and len(shape) > 1):
        return
    wanted = _AXES_IN_WORDS[dimensions or 2]
    remedy = "Put it before the flatten layer." if len(shape) == 1 else "Use the layer of that dimension."
    raise ShapeError(f"{{layer}} expects {wanted} and gets {describe(shape)}. {remedy}")


def expect_channels(shape: Shape, channels: int, dimensions: int | None = None) -> None:
    """Maps with so many channels are wanted; ShapeError for anything else."""
    expect_maps(shape, dimensions)
    if shape[0] != channels:
        raise ShapeError(
            f"{{layer}} expects {channels} input channels and gets {shape[0]}. "
            f"Make the layer before it give {channels} channels, or build this one for {shape[0]}."
        )


def describe(shape: Shape) -> str:
    """A shape in words: 16×32×32, 10 values, or a single value."""
    if len(shape) > 1:
        return _times(shape)
    return f"{shape[0]} values" if shape else "a single value"


def whole(value: object) -> Shape:
    """Whole numbers: one of them, or a sequence, as a tuple; HyperparameterError for anything else."""
    try:
        many: Iterable[Any] = value if isinstance(value, Iterable) else (value,)
        return tuple(map(index, many))
    except TypeError:
        raise HyperparameterError(
            f"{value!r} was given where a whole number is wanted, or one for each axis. Round it."
        ) from None


def counts(**numbers: int) -> Shape:
    """Numbers of things that there is at least one of; HyperparameterError, by their names, otherwise."""
    found = whole(numbers.values())
    if min(found) < 1:
        told = " and ".join(f"{number} {name}" for name, number in numbers.items())
        raise HyperparameterError(f"A layer cannot be built for {told}. Give at least 1 of each.")
    return found


def per_axis(value: int | Shape, dimensions: int) -> Shape:
    """A value for each axis: 3 means (3, 3)."""
    return whole(value) if isinstance(value, Iterable) else whole(value) * dimensions


def sides(value: int | Shape, dimensions: int) -> Shape:
    """Padding, all before and then all after, from one number, from one an axis, or as it is."""
    if not isinstance(value, Iterable):
        return whole(value) * (2 * dimensions)
    return whole(value) * 2 if len(value) == dimensions else whole(value)
