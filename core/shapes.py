"""Output-size rules, and the errors that explain them. Shapes are given without the batch axis."""

from dataclasses import dataclass
from typing import Literal

from core.errors import ShapeError

Shape = tuple[int, ...]
Pair = tuple[int, int]
Sides = tuple[int, int, int, int]
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

    def overlap(self, cell: int, size: int, out: int) -> tuple[slice, slice]:
        """The outputs whose window has an input, and not padding, in this cell; and those inputs."""
        offset = cell * self.dilation - self.before
        first = max(0, -(offset // self.stride))
        last = min(out - 1, (size - 1 - offset) // self.stride)
        if last < first:
            return slice(0, 0), slice(0, 0)
        start = first * self.stride + offset
        return slice(first, last + 1), slice(start, last * self.stride + offset + 1, self.stride)


def axes(kernel: Pair, stride: Pair, padding: Sides, dilation: Pair = (1, 1)) -> tuple[Axis, Axis]:
    """The vertical and the horizontal axis of a window; padding is (top, left, bottom, right).

    ShapeError where a number is too small to move a window.
    """
    if min(*kernel, *stride, *dilation) < 1 or min(padding) < 0:
        raise ShapeError(
            f"{{layer}}: kernel {list(kernel)}, stride {list(stride)}, dilation {list(dilation)} and padding "
            f"{list(padding)} make no window. Padding is at least 0, and everything else at least 1."
        )
    top, left, bottom, right = padding
    return (
        Axis(kernel[0], stride[0], top, bottom, dilation[0]),
        Axis(kernel[1], stride[1], left, right, dilation[1]),
    )


def windowed(shape: Shape, along: tuple[Axis, Axis], rounding: Rounding = "floor") -> Pair:
    """Output height and width of a window over a C×H×W input; ShapeError where it does not fit."""
    _, height, width = shape
    rows, columns = along
    output = rows.output_size(height, rounding), columns.output_size(width, rounding)
    if min(output) < 1:
        raise ShapeError(_does_not_fit(height, width, rows, columns))
    return output


def _does_not_fit(height: int, width: int, rows: Axis, columns: Axis) -> str:
    window = _times(rows.extent, columns.extent)
    padded = height + rows.before + rows.after, width + columns.before + columns.after
    into = f"{height}×{width}"
    if padded != (height, width):
        into += f", padded to {padded[0]}×{padded[1]}"
    return (
        f"{{layer}}: window {window} does not fit into {into}. "
        f"The input needs at least {rows.extent}×{columns.extent} with its padding: "
        "use a smaller window, more padding, or fewer layers that shrink the maps before it."
    )


def _times(height: int, width: int) -> str:
    return str(height) if height == width else f"{height}×{width}"


def expect_maps(shape: Shape) -> None:
    """Feature maps (C×H×W) are wanted; ShapeError for anything else."""
    if len(shape) != 3:
        raise ShapeError(
            f"{{layer}} expects feature maps (channels×height×width) and gets {describe(shape)}. "
            "Put it before the flatten layer."
        )


def expect_channels(shape: Shape, channels: int) -> None:
    """Feature maps with so many channels are wanted; ShapeError for anything else."""
    expect_maps(shape)
    if shape[0] != channels:
        raise ShapeError(
            f"{{layer}} expects {channels} input channels and gets {shape[0]}. "
            f"Make the layer before it give {channels} channels, or build this one for {shape[0]}."
        )


def describe(shape: Shape) -> str:
    """A shape in words: 16×32×32, or 10 values."""
    return "×".join(map(str, shape)) if len(shape) > 1 else f"{shape[0]} values"


def pair(value: int | Pair) -> Pair:
    """A value for each axis: 3 means (3, 3)."""
    return (value, value) if isinstance(value, int) else value


def sides(value: int | Pair | Sides) -> Sides:
    """Padding (top, left, bottom, right) from one number, from (vertical, horizontal), or as it is."""
    if isinstance(value, int):
        return (value, value, value, value)
    return (value[0], value[1], value[0], value[1]) if len(value) == 2 else value
