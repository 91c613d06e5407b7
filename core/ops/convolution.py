"""Two-dimensional convolution (cross-correlation, as in every deep-learning library).

The idea. A convolution is a matrix product of the weights with a stack of shifted copies of the input. The
textbook stacks kh·kw copies (im2col). Here only the kw *column* shifts are stacked; the product gives one
plane for each kernel *row*, and the planes are added, each moved up by its row::

    x                 stack: kw copies         planes: kh products     y = plane 0
    a b c d           a b c   b c d            W[row 0] · stack          + plane 1, from a row further down
    e f g h    →      e f g   f g h      →     W[row 1] · stack    →     (where no row is, nothing is added)
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
    stack: Array  # groups × kw × channels × N × input height × output width
    row_weights: Array  # as `_row_weights` orders them
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
        if groups < 1 or channels % groups or filters % groups:
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
        _, out_height, out_width = self.output_shape(x.shape[1:])
        stack = self._stack(x, out_width)
        row_weights = self._row_weights()
        planes = row_weights @ _as_matrices(stack)
        planes = planes.reshape(self.groups, self.kernel[0], -1, len(x), *stack.shape[-2:])
        output = np.empty((self.groups, *planes.shape[2:4], out_height, out_width), planes.dtype)
        output[...] = self.parameters["bias"].reshape(self.groups, -1, 1, 1, 1)
        for row in range(self.kernel[0]):
            to, where = self.axes[0].overlap(row, x.shape[2], out_height)
            output[..., to, :] += planes[:, row, :, :, where]
        return Result(_merge_groups(output), _Saved(stack, row_weights, x.shape))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        kh, kw = self.kernel
        d_planes = _as_matrices(self._spread(d_output, saved.input_shape[2]))

        d_weight = d_planes @ _as_matrices(saved.stack).transpose(0, 2, 1)
        d_weight = d_weight.reshape(self.groups, kh, -1, kw, self.channels // self.groups)
        d_weight = d_weight.transpose(0, 2, 4, 1, 3).reshape(self.parameters["weight"].shape)

        d_stack = (saved.row_weights.transpose(0, 2, 1) @ d_planes).reshape(saved.stack.shape)
        d_input = self._unstack(d_stack, saved.input_shape[3])
        return Gradients((d_input,), {"weight": d_weight, "bias": d_output.sum(axis=(0, 2, 3))})

    def _row_weights(self) -> Array:
        """The weights as a matrix a group: (kernel row, filter) × (kernel column, channel)."""
        kh, kw = self.kernel
        per_group = self.parameters["weight"].reshape(self.groups, -1, self.channels // self.groups, kh, kw)
        ordered = per_group.transpose(0, 3, 1, 4, 2)
        return np.ascontiguousarray(ordered).reshape(self.groups, -1, kw * self.channels // self.groups)

    def _stack(self, x: Array, out_width: int) -> Array:
        """The kw column shifts of the input, at the columns where a window starts; zeros in the padding."""
        source = _split_groups(x, self.groups)
        stack = np.empty((self.groups, self.kernel[1], *source.shape[1:-1], out_width), x.dtype)
        for column in range(self.kernel[1]):
            to, where = self.axes[1].overlap(column, x.shape[3], out_width)
            stack[:, column, ..., to] = source[..., where]
            stack[:, column, ..., : to.start] = 0
            stack[:, column, ..., to.stop :] = 0
        return stack

    def _unstack(self, d_stack: Array, width: int) -> Array:
        """The transpose of `_stack`: every copy's gradient added back to where the copy came from."""
        groups, kw, *rest, out_width = d_stack.shape
        d_input = np.zeros((groups, *rest, width), d_stack.dtype)
        for column in range(kw):
            to, where = self.axes[1].overlap(column, width, out_width)
            d_input[..., where] += d_stack[:, column, ..., to]
        return _merge_groups(d_input)

    def _spread(self, d_output: Array, height: int) -> Array:
        """The gradient of each kernel row's plane: dY at the input rows it was read from, zeros elsewhere."""
        source = _split_groups(d_output, self.groups)
        groups, filters, n, out_height, width = source.shape
        planes = np.zeros((groups, self.kernel[0], filters, n, height, width), d_output.dtype)
        for row in range(self.kernel[0]):
            to, where = self.axes[0].overlap(row, height, out_height)
            planes[:, row, :, :, where] = source[..., to, :]
        return planes


def _split_groups(x: Array, groups: int) -> Array:
    """N×C×H×W as groups × channels × N×H×W: a view where memory lies channel by channel."""
    n, channels, height, width = x.shape
    return x.transpose(1, 0, 2, 3).reshape(groups, channels // groups, n, height, width)


def _merge_groups(x: Array) -> Array:
    """Groups × channels × N×H×W as N×C×H×W, a view."""
    groups, channels, *rest = x.shape
    return x.reshape(groups * channels, *rest).transpose(1, 0, 2, 3)


def _as_matrices(x: Array) -> Array:
    """The two axes behind the groups as rows of a matrix a group, all others as its columns."""
    groups, shifts, channels = x.shape[:3]
    return x.reshape(groups, shifts * channels, -1)
