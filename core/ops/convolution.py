"""Two-dimensional convolution (cross-correlation, as in every deep-learning library).

The idea. A convolution is a matrix product of the weights with a stack of shifted copies of the input. The
textbook stacks kh·kw copies (im2col). Here only the kw *column* shifts are stacked; the product gives one
plane for each kernel *row*, and the planes are added, each moved up by its row::

    x (padded)        stack: kw copies         planes: kh products        y = plane 0
    a b c d           a b c   b c d            W[row 0] · stack             + plane 1, one row further down
    e f g h    →      e f g   f g h      →     W[row 1] · stack      →      (rows that hang over are dropped)
    i j k l           i j k   j k l

A third of the copying for a 3×3 kernel, and one matrix product for everything. Backward runs the same three
steps the other way round: spread dY to the planes, one product gives dW, one the stack's gradient, and its kw
copies are added back into place.

In memory activations lie channel by channel (C, N, H, W), so that the product spans the whole batch; from
outside they are N×C×H×W views of that.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, he_normal
from core.shapes import Pair, Shape, Sides, axes, expect_channels, pair, sides, windowed


@dataclass(frozen=True)
class _Saved:
    stack: Array  # groups × kw × channels × N × padded height × output width
    input_shape: Shape


class Conv2d(Operation):
    """Filters slide over feature maps.

    weight: filters × (channels / groups) × kh × kw; bias: filters.
    padding: a number, (vertical, horizontal), or (top, left, bottom, right).
    """

    kind = "conv2d"

    def __init__(
        self,
        channels: int,
        filters: int,
        kernel: int | Pair,
        *,
        stride: int | Pair = 1,
        padding: int | Pair | Sides = 0,
        dilation: int | Pair = 1,
        groups: int = 1,
    ) -> None:
        super().__init__()
        if channels % groups or filters % groups:
            raise ShapeError(
                f"{{layer}}: {channels} channels and {filters} filters do not divide into {groups} groups. "
                "Both must be multiples of the number of groups."
            )
        self.channels, self.filters, self.groups = channels, filters, groups
        self.kernel, self.stride, self.dilation = pair(kernel), pair(stride), pair(dilation)
        self.padding = sides(padding)
        self.axes = axes(self.kernel, self.stride, self.padding, self.dilation)
        self.parameters = {
            "weight": np.zeros((filters, channels // groups, *self.kernel), np.float32),
            "bias": np.zeros(filters, np.float32),
        }

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {
            "filters": self.filters,
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "padding": list(self.padding),
            "dilation": list(self.dilation),
            "groups": self.groups,
        }

    def initialize(self, rng: np.random.Generator) -> None:
        self.parameters["weight"] = he_normal(rng, self.parameters["weight"].shape)
        self.parameters["bias"] = np.zeros(self.filters, np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_channels(shape, self.channels)
        return (self.filters, *windowed(shape, self.axes))

    def reach(self, *inputs: Shape) -> Reach:
        return self.axes

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        filters, height, width = output
        kh, kw = self.kernel
        return filters * height * width * (self.channels // self.groups) * kh * kw

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        rows, _ = self.axes
        _, out_height, out_width = self.output_shape(x.shape[1:])
        stack = self._stack(x, out_width)
        planes = self._row_weights() @ stack.reshape(self.groups, -1, stack[0, 0, 0].size)
        planes = planes.reshape(self.groups, rows.window, -1, len(x), *stack.shape[-2:])
        bias = self.parameters["bias"].reshape(self.groups, -1, 1, 1, 1)
        output = np.add(planes[:, 0, :, :, self._plane_rows(0, out_height)], bias)
        for row in range(1, rows.window):
            output += planes[:, row, :, :, self._plane_rows(row, out_height)]
        output = output.reshape(self.filters, len(x), out_height, out_width).transpose(1, 0, 2, 3)
        return Result(output, _Saved(stack, x.shape))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        rows, columns = self.axes
        stack = saved.stack
        flat_stack = stack.reshape(self.groups, -1, stack[0, 0, 0].size)
        d_planes = self._spread(d_output, stack.shape[-2]).reshape(self.groups, -1, flat_stack.shape[-1])

        d_weight = d_planes @ flat_stack.transpose(0, 2, 1)
        d_weight = d_weight.reshape(
            self.groups, rows.window, -1, columns.window, self.channels // self.groups
        )
        d_weight = d_weight.transpose(0, 2, 4, 1, 3).reshape(self.parameters["weight"].shape)

        d_stack = (self._row_weights().transpose(0, 2, 1) @ d_planes).reshape(stack.shape)
        d_input = self._unstack(d_stack, saved.input_shape)
        return Gradients((d_input,), {"weight": d_weight, "bias": d_output.sum(axis=(0, 2, 3))})

    def _row_weights(self) -> Array:
        """The weights as a matrix a group: (kernel row, filter) × (kernel column, channel)."""
        kh, kw = self.kernel
        per_group = self.parameters["weight"].reshape(self.groups, -1, self.channels // self.groups, kh, kw)
        ordered = per_group.transpose(0, 3, 1, 4, 2)
        return np.ascontiguousarray(ordered).reshape(self.groups, -1, kw * self.channels // self.groups)

    def _stack(self, x: Array, out_width: int) -> Array:
        """The kw column shifts of the padded input, at the columns where a window starts."""
        rows, columns = self.axes
        n, channels, height, width = x.shape
        padded_height = height + rows.before + rows.after
        shape = (self.groups, columns.window, channels // self.groups, n, padded_height, out_width)
        exact = not any(self.padding)
        stack = np.empty(shape, x.dtype) if exact else np.zeros(shape, x.dtype)
        source = x.transpose(1, 0, 2, 3).reshape(self.groups, -1, n, height, width)
        for column in range(columns.window):
            to, where = self._column_overlap(column, width, out_width)
            stack[:, column, :, :, rows.before : rows.before + height, to] = source[..., where]
        return stack

    def _unstack(self, d_stack: Array, input_shape: Shape) -> Array:
        """The transpose of `_stack`: every copy's gradient added back to where the copy came from."""
        rows, columns = self.axes
        n, channels, height, width = input_shape
        d_input = np.zeros((self.groups, channels // self.groups, n, height, width), d_stack.dtype)
        for column in range(columns.window):
            to, where = self._column_overlap(column, width, d_stack.shape[-1])
            d_input[..., where] += d_stack[:, column, :, :, rows.before : rows.before + height, to]
        return d_input.reshape(channels, n, height, width).transpose(1, 0, 2, 3)

    def _spread(self, d_output: Array, padded_height: int) -> Array:
        """DY in the plane of each kernel row, moved down by that row; zeros where nothing was read."""
        rows, _ = self.axes
        n, filters, height, width = d_output.shape
        shape = (self.groups, rows.window, filters // self.groups, n, padded_height, width)
        planes = np.zeros(shape, d_output.dtype)
        source = d_output.transpose(1, 0, 2, 3).reshape(self.groups, -1, n, height, width)
        for row in range(rows.window):
            planes[:, row, :, :, self._plane_rows(row, height)] = source
        return planes

    def _plane_rows(self, row: int, out_height: int) -> slice:
        """The rows of a plane that belong to the outputs' rows, for one kernel row."""
        axis = self.axes[0]
        first = row * axis.dilation
        return slice(first, first + (out_height - 1) * axis.stride + 1, axis.stride)

    def _column_overlap(self, column: int, width: int, out_width: int) -> tuple[slice, slice]:
        """Which output columns read a real input column for this kernel column, and which they read."""
        axis = self.axes[1]
        offset = column * axis.dilation - axis.before
        first = max(0, -(offset // axis.stride))
        last = min(out_width - 1, (width - 1 - offset) // axis.stride)
        if last < first:
            return slice(0, 0), slice(0, 0)
        start = first * axis.stride + offset
        return slice(first, last + 1), slice(start, last * axis.stride + offset + 1, axis.stride)
