"""Pooling: a window walks over each map alone and leaves one number behind. How it walks: walk.py."""

from itertools import product
from typing import Any, ClassVar

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result
from core.ops.walk import Walk, counts, gathered, spread, to_winners, walks
from core.shapes import Rounding, Shape, axes, connections, describe, expect_maps, per_axis, sides, windowed


class _Pool(Operation):
    """A window over every map, 1, 2 or 3D.

    kernel, stride (the kernel unless given), dilation: one number, or one an axis. padding: the same, or all
    before and then all after. With ceil_mode a last window may hang over the end.
    """

    dimensions: ClassVar[int]

    def __init__(
        self,
        kernel: int | Shape,
        *,
        stride: int | Shape | None = None,
        padding: int | Shape = 0,
        dilation: int | Shape = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel = per_axis(kernel, self.dimensions)
        self.stride = self.kernel if stride is None else per_axis(stride, self.dimensions)
        self.padding = sides(padding, self.dimensions)
        self.dilation = per_axis(dilation, self.dimensions)
        self.ceil_mode = ceil_mode
        self.rounding: Rounding = "ceil" if ceil_mode else "floor"
        self.axes = axes(self.kernel, self.stride, self.padding, self.dilation)
        if any(max(axis.before, axis.after) >= axis.extent for axis in self.axes):
            raise ShapeError(
                f"{{layer}}: padding {list(self.padding)} is as large as the window {list(self.kernel)}, "
                "so that a window could lie in the padding alone. Padding must be smaller than the window."
            )
        self._latest: tuple[Shape, tuple[Walk, ...]] = (), ()

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "padding": list(self.padding),
            "dilation": list(self.dilation),
            "ceil_mode": self.ceil_mode,
        }

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_maps(shape, self.dimensions)
        for axis, size in zip(self.axes, shape[1:], strict=True):
            if axis.window > 1 and axis.dilation > size:
                raise ShapeError(
                    f"{{layer}}: an input of {describe(shape)} could lie between two cells of a window with "
                    f"dilation {list(self.dilation)}. A dilation must not be larger than the input."
                )
        return (shape[0], *windowed(shape, self.axes, self.rounding))

    def reach(self, *inputs: Shape) -> Reach:
        return tuple(axis.span for axis in self.axes)

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        return connections(self.axes, inputs[0], self.output_shape(*inputs))

    def walks(self, sizes: Shape) -> tuple[Walk, ...]:
        """How the window goes over maps of these sizes, axis by axis.

        The latest are kept, as a network's shapes stay the same.
        """
        latest = self._latest
        if latest[0] != sizes:
            self._latest = latest = sizes, walks(self.axes, sizes, self.rounding)
        return latest[1]


class _MaxPool(_Pool):
    """The largest value of the window; of equals the first in raster order wins, and takes the gradient."""

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        stages = [x]
        for walk in reversed(self.walks(x.shape[2:])):
            x = gathered(x, walk, np.maximum, -np.inf)
            stages.append(x)
        return Result(x, stages)

    def backward(self, saved: list[Array], d_output: Array) -> Gradients:
        d_stage, stages = d_output, saved[::-1]
        for walk, y, x in zip(self.walks(saved[0].shape[2:]), stages, stages[1:], strict=False):
            d_stage = to_winners(d_stage, x, y, walk)
        return Gradients((d_stage,))

    def sides(self, saved: list[Array]) -> Array | None:
        return self.show(saved)["winners"]

    def show(self, saved: list[Array]) -> dict[str, Array]:
        """Winners: for each output the flat index in its window of the value that won."""
        x, y = saved[0], saved[-1]
        winners = np.zeros(y.shape, np.intp)
        along = [
            [(cell, *axis.overlap(cell, size, out)) for cell in axis.cells(size, out)]
            for axis, size, out in zip(self.axes, x.shape[2:], y.shape[2:], strict=True)
        ]
        for place in reversed(list(product(*along))):
            cells, to, where = zip(*place, strict=True)
            number = np.ravel_multi_index(cells, self.kernel)
            np.copyto(winners[..., *to], number, where=x[..., *where] == y[..., *to])
        return {"winners": winners}


class _AvgPool(_Pool):
    """The mean of the window. Cells in the padding count, as zeros, only with `count_padding`."""

    def __init__(self, kernel: int | Shape, *, count_padding: bool = False, **chosen: Any) -> None:
        super().__init__(kernel, **chosen)
        self.count_padding = count_padding

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {**super().hyperparameters, "count_padding": self.count_padding}

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        total = x
        for walk in reversed(self.walks(x.shape[2:])):
            total = gathered(total, walk, np.add, 0)
        return Result(total / self._counts(x), x)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        d_stage = d_output / self._counts(saved)
        for walk in self.walks(saved.shape[2:]):
            d_stage = spread(d_stage, walk)
        return Gradients((d_stage,))

    def _counts(self, x: Array) -> Array:
        """By how many each window's sum is divided, shaped as the output's last axes."""
        return counts(self.axes, x.shape[2:], self.rounding, self.count_padding).astype(x.dtype)


class _L2Pool(_Pool):
    """The length of the window taken as a vector: √(Σ x²). Where it is 0 the gradient is taken as 0."""

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        total = x * x
        for walk in reversed(self.walks(x.shape[2:])):
            total = gathered(total, walk, np.add, 0)
        length = np.sqrt(total)
        return Result(length, (x, length))

    def backward(self, saved: tuple[Array, Array], d_output: Array) -> Gradients:
        x, length = saved
        d_stage = np.divide(d_output, length, out=np.zeros_like(d_output), where=length > 0)
        for walk in self.walks(x.shape[2:]):
            d_stage = spread(d_stage, walk)
        return Gradients((x * d_stage,))


class MaxPool1d(_MaxPool):
    """The largest value of a window over sequences C×L."""

    kind = "maxpool1d"
    dimensions = 1


class MaxPool2d(_MaxPool):
    """The largest value of a window over maps C×H×W."""

    kind = "maxpool2d"
    dimensions = 2


class MaxPool3d(_MaxPool):
    """The largest value of a window over clips C×T×H×W."""

    kind = "maxpool3d"
    dimensions = 3


class AvgPool1d(_AvgPool):
    """The mean of a window over sequences C×L."""

    kind = "avgpool1d"
    dimensions = 1


class AvgPool2d(_AvgPool):
    """The mean of a window over maps C×H×W."""

    kind = "avgpool2d"
    dimensions = 2


class AvgPool3d(_AvgPool):
    """The mean of a window over clips C×T×H×W."""

    kind = "avgpool3d"
    dimensions = 3


class L2Pool1d(_L2Pool):
    """The length √(Σ x²) of a window over sequences C×L."""

    kind = "l2pool1d"
    dimensions = 1


class L2Pool2d(_L2Pool):
    """The length √(Σ x²) of a window over maps C×H×W."""

    kind = "l2pool2d"
    dimensions = 2


class L2Pool3d(_L2Pool):
    """The length √(Σ x²) of a window over clips C×T×H×W."""

    kind = "l2pool3d"
    dimensions = 3
