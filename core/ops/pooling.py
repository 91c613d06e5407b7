"""Pooling: a window walks over each map alone and leaves one number behind.

All kinds share the walk: the padded input is read through one strided view per cell of the window, so that
`views[k][…, y, x]` is the k-th value in the window of output (y, x). A kind says what it makes of them.
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result
from core.shapes import Axis, Shape, Span, axes, expect_maps, per_axis, sides, windowed


@dataclass(frozen=True)
class _Saved:
    padded: Array
    input_shape: Shape
    output: Array


class _Pool2d(Operation):
    """A window over every map. padding as in Conv2d; with ceil_mode a last window may hang over the edge."""

    fill: float = 0.0

    def __init__(
        self,
        kernel: int | Shape,
        *,
        stride: int | Shape | None = None,
        padding: int | Shape = 0,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel = per_axis(kernel, 2)
        self.stride = self.kernel if stride is None else per_axis(stride, 2)
        self.padding = sides(padding, 2)
        self.ceil_mode = ceil_mode
        self.axes = axes(self.kernel, self.stride, self.padding)
        if any(max(axis.before, axis.after) >= axis.window for axis in self.axes):
            raise ShapeError(
                f"{{layer}}: padding {list(self.padding)} is as large as the window {list(self.kernel)}, "
                "so that a window could lie in the padding alone. Padding must be smaller than the window."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "padding": list(self.padding),
            "ceil_mode": self.ceil_mode,
        }

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_maps(shape, 2)
        return (shape[0], *windowed(shape, self.axes, "ceil" if self.ceil_mode else "floor"))

    def reach(self, *inputs: Shape) -> Reach:
        return tuple(axis.span for axis in self.axes)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        _, height, width = self.output_shape(x.shape[1:])
        out_size = height, width
        padded = self._pad(x, out_size)
        output = self.reduce(padded, out_size, x.shape)
        return Result(output, _Saved(padded, x.shape, output))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        d_padded = np.zeros(saved.padded.shape, d_output.dtype)
        out_size = saved.output.shape[2:]
        for view, share in zip(self._views(d_padded, out_size), self.shares(saved, d_output), strict=True):
            view += share
        rows, columns = self.axes
        _, _, height, width = saved.input_shape
        d_input = d_padded[:, :, rows.before : rows.before + height, columns.before : columns.before + width]
        return Gradients((d_input,))

    @abstractmethod
    def reduce(self, padded: Array, out_size: Shape, input_shape: Shape) -> Array:
        """The output (N×C×h×w) from the padded input."""

    @abstractmethod
    def shares(self, saved: _Saved, d_output: Array) -> Iterator[Array]:
        """What each cell of the window gets of dL/d(output), cell by cell in raster order."""

    def _pad(self, x: Array, out_size: Shape) -> Array:
        """The input with `fill` around it, as far as the last window reaches."""
        sizes = [
            _reached(axis, size, out)
            for axis, size, out in zip(self.axes, x.shape[2:], out_size, strict=True)
        ]
        if tuple(sizes) == x.shape[2:]:
            return x
        rows, columns = self.axes
        n, channels, height, width = x.shape
        padded = np.full((channels, n, *sizes), self.fill, x.dtype).transpose(1, 0, 2, 3)
        padded[:, :, rows.before : rows.before + height, columns.before : columns.before + width] = x
        return padded

    def _views(self, padded: Array, out_size: Shape) -> Iterator[Array]:
        """For each cell of the window in raster order: its value under every output, N×C×h×w."""
        rows, columns = self.axes
        for row in range(rows.window):
            for column in range(columns.window):
                yield padded[:, :, _under(rows, row, out_size[0]), _under(columns, column, out_size[1])]


def _reached(axis: Axis, size: int, out: int) -> int:
    """The padded size: at least the input with its padding before, as far as the last window reaches."""
    return max(axis.before + size, (out - 1) * axis.stride + axis.window)


def _under(axis: Axis, cell: int, out: int) -> slice:
    return slice(cell, cell + (out - 1) * axis.stride + 1, axis.stride)


class MaxPool2d(_Pool2d):
    """The largest value of the window; of equals the first in raster order wins, and takes the gradient."""

    kind = "maxpool2d"
    fill = -np.inf

    def reduce(self, padded: Array, out_size: Shape, input_shape: Shape) -> Array:
        views = self._views(padded, out_size)
        output = next(views).copy(order="K")
        for view in views:
            np.maximum(output, view, out=output)
        return output

    def shares(self, saved: _Saved, d_output: Array) -> Iterator[Array]:
        nothing_yet = np.ones(saved.output.shape, bool)
        for view in self._views(saved.padded, saved.output.shape[2:]):
            wins = (view == saved.output) & nothing_yet
            nothing_yet &= ~wins
            yield d_output * wins

    def show(self, saved: _Saved) -> dict[str, Array]:
        cells = np.stack(list(self._views(saved.padded, saved.output.shape[2:])))
        return {"winners": cells.argmax(axis=0)}


class AvgPool2d(_Pool2d):
    """The mean of the window; cells in the padding do not count (as in ONNX)."""

    kind = "avgpool2d"

    def reduce(self, padded: Array, out_size: Shape, input_shape: Shape) -> Array:
        return np.asarray(
            sum(self._views(padded, out_size)) / self._counts(input_shape, out_size, padded.dtype)
        )

    def shares(self, saved: _Saved, d_output: Array) -> Iterator[Array]:
        out_size = saved.output.shape[2:]
        share = d_output / self._counts(saved.input_shape, out_size, d_output.dtype)
        return (share for _ in self._views(saved.padded, out_size))

    def _counts(self, input_shape: Shape, out_size: Shape, dtype: Any) -> Array:
        """How many cells of each window lie in the picture, h×w."""
        inside = self._pad(np.ones((1, 1, *input_shape[2:]), dtype), out_size)
        return np.asarray(sum(self._views(inside, out_size)))[0, 0]


class L2Pool2d(_Pool2d):
    """The length of the window taken as a vector: √(Σ x²). Where it is 0 the gradient is taken as 0."""

    kind = "l2pool2d"

    def reduce(self, padded: Array, out_size: Shape, input_shape: Shape) -> Array:
        return np.sqrt(np.asarray(sum(view * view for view in self._views(padded, out_size))))

    def shares(self, saved: _Saved, d_output: Array) -> Iterator[Array]:
        length = saved.output
        scaled = np.divide(d_output, length, out=np.zeros_like(d_output), where=length > 0)
        return (view * scaled for view in self._views(saved.padded, length.shape[2:]))


class GlobalAvgPool(Operation):
    """The mean of each whole map: C×H×W becomes C×1×1."""

    kind = "globalavgpool"

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_maps(shape, 2)
        return (shape[0], 1, 1)

    def reach(self, *inputs: Shape) -> Reach:
        _, height, width = inputs[0]
        return Span(height, height), Span(width, width)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x.mean(axis=(2, 3), keepdims=True), x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        share = d_output / d_output.dtype.type(saved[2] * saved[3])
        return Gradients((np.broadcast_to(share, saved).copy(),))
