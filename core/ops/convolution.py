"""Convolution (cross-correlation, as in every deep-learning library) and its transpose, in 1, 2 and 3D.

How they are computed is in correlation/; that the two are each other's backward pass is said here.
"""

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any, ClassVar

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, he_normal, unset
from core.ops.correlation import Sliding, sliding
from core.ops.correlation.sliding import by_channel
from core.shapes import Shape, Span, axes, connections, counts, expect_channels, per_axis, sides, windowed


@dataclass(slots=True)
class _Saved:
    sliding: Sliding
    of_input: Any  # what the sliding made of the input: half of the weight's gradient


class _Filters(Operation):
    """What all of them have: weights in filters, and a bias a filter unless `bias` is False."""

    dimensions: ClassVar[int]

    def __init__(
        self,
        channels: int,
        filters: int,
        kernel: int | Shape,
        *,
        stride: int | Shape = 1,
        padding: int | Shape = 0,
        dilation: int | Shape = 1,
        groups: int = 1,
        bias: bool = True,
    ) -> None:
        super().__init__()
        channels, filters, groups = counts(channels=channels, filters=filters, groups=groups)
        if channels % groups or filters % groups:
            raise ShapeError(
                f"{{layer}}: {channels} channels and {filters} filters do not divide into {groups} groups. "
                "Both must be multiples of the number of groups."
            )
        self.channels, self.filters, self.groups = channels, filters, groups
        self.kernel = per_axis(kernel, self.dimensions)
        self.stride = per_axis(stride, self.dimensions)
        self.dilation = per_axis(dilation, self.dimensions)
        self.padding = sides(padding, self.dimensions)
        self.axes = axes(self.kernel, self.stride, self.padding, self.dilation)
        self._latest: tuple[Shape, Sliding] | None = None
        self._shape: Shape | None = None  # of the input, where it is known: how weights lie depends on it
        self.parameters["weight"] = unset(self.weight_shape)
        if bias:
            self.parameters["bias"] = unset((filters,))

    @property
    def bias(self) -> bool:
        """Whether each filter adds a bias."""
        return "bias" in self.parameters

    @property
    def weight_shape(self) -> Shape:
        """Filters × (channels / groups) × kernel."""
        return (self.filters, self.channels // self.groups, *self.kernel)

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
        self.parameters["weight"] = self.laid_out("weight", he_normal(rng, self.weight_shape))
        if "bias" in self.parameters:
            self.parameters["bias"] = np.zeros(self.filters, np.float32)

    def laid_out(self, name: str, value: Array) -> Array:
        if name != "weight" or self._shape is None or not any(value.strides):
            return value
        return self._slide(self._shape).in_order(value)

    def _slide(self, shape: Shape) -> Sliding:
        """The sliding for an input's shape; the latest is kept, as a network's shapes stay the same."""
        latest = self._latest
        if latest is None or latest[0] != shape:
            self._latest = latest = shape, self._sliding(shape[1:], self.output_shape(shape)[1:])
        return latest[1]

    @abstractmethod
    def _sliding(self, sizes: Shape, outs: Shape) -> Sliding:
        """How filters slide between an input and an output of these sizes."""

    def _of_parameters(self, d_weight: Array, d_output: Array) -> dict[str, Array]:
        parameters = {"weight": d_weight}
        if "bias" in self.parameters:
            by_filter = by_channel(d_output)
            parameters["bias"] = by_filter @ _ones(by_filter.shape[1], by_filter.dtype)
        return parameters


@lru_cache(maxsize=128)
def _ones(count: int, dtype: np.dtype[Any]) -> Array:
    """So many: a product with them is the fastest sum there is."""
    ones = np.ones(count, dtype)
    ones.flags.writeable = False  # they are kept for the next call
    return ones


class _Convolution(_Filters):
    """Filters slide over feature maps.

    weight: filters × (channels / groups) × kernel; bias: filters.
    padding: a number, one an axis, or all before and then all after: (top, left, bottom, right).
    """

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        self._shape = shape
        expect_channels(shape, self.channels, self.dimensions)
        return (self.filters, *windowed(shape, self.axes))

    def reach(self, *inputs: Shape) -> Reach:
        return tuple(axis.span for axis in self.axes)

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        return connections(self.axes, inputs[0], self.output_shape(*inputs))

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(output) * self.channels // self.groups * prod(self.kernel)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        slide = self._slide(x.shape[1:])
        output, of_input = slide.forward(x, self.parameters["weight"], self.parameters.get("bias"))
        return Result(output, _Saved(slide, of_input))

    def _sliding(self, sizes: Shape, outs: Shape) -> Sliding:
        return sliding(self.axes, self.groups, sizes, outs, self.weight_shape)

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        weight = self.parameters["weight"]
        d_input, d_weight = saved.sliding.gradients(d_output, weight, saved.of_input)
        return Gradients((d_input,), self._of_parameters(d_weight, d_output))

    def backward_to_inputs(self, saved: _Saved, d_output: Array) -> Gradients:
        d_input, _ = saved.sliding.backward(d_output, self.parameters["weight"])
        return Gradients((d_input,), {})

    def backward_to_parameters(self, saved: _Saved, d_output: Array) -> Gradients:
        d_weight = saved.sliding.gradient_of_weight(d_output, self.parameters["weight"], saved.of_input)
        return Gradients((), self._of_parameters(d_weight, d_output))


class _TransposedConvolution(_Filters):
    """Each input value lays its filter, times itself, onto the output; what overlaps is added.

    It is the backward pass of a convolution that has the same window: strides space the inputs out, so that
    the output is larger. Size: (W − 1)·S + K − P + `output_padding`, with K the extent.
    weight: channels × (filters / groups) × kernel, as in PyTorch and ONNX; bias: filters.
    """

    def __init__(
        self,
        channels: int,
        filters: int,
        kernel: int | Shape,
        *,
        output_padding: int | Shape = 0,
        **chosen: Any,
    ) -> None:
        super().__init__(channels, filters, kernel, **chosen)
        self.output_padding = per_axis(output_padding, self.dimensions)
        if min(self.output_padding) < 0:
            raise ShapeError(
                f"{{layer}}: output padding {list(self.output_padding)} is less than 0. Use 0 or more."
            )

    @property
    def weight_shape(self) -> Shape:
        """Channels × (filters / groups) × kernel."""
        return (self.channels, self.filters // self.groups, *self.kernel)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return super().hyperparameters | {"output_padding": list(self.output_padding)}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        self._shape = shape
        expect_channels(shape, self.channels, self.dimensions)
        sizes = tuple(
            (size - 1) * axis.stride + axis.extent - axis.before - axis.after + more
            for size, axis, more in zip(shape[1:], self.axes, self.output_padding, strict=True)
        )
        if min(sizes) < 1:
            raise ShapeError(
                f"{{layer}}: padding {list(self.padding)} cuts away all of the output ({list(sizes)}). "
                "Use less padding or a larger window."
            )
        return (self.filters, *sizes)

    def reach(self, *inputs: Shape) -> Reach:
        # Output o gets input i through kernel cell o + before − i·stride, which runs from 0 to extent − 1.
        return tuple(
            Span(
                -(-axis.extent // axis.stride),
                Fraction(1, axis.stride),
                Fraction(axis.before - axis.extent + axis.stride, axis.stride),
            )
            for axis in self.axes
        )

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        there = connections(self.axes, self.output_shape(*inputs), inputs[0])
        return tuple(each.T for each in there)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(inputs[0]) * self.filters // self.groups * prod(self.kernel)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        slide = self._slide(x.shape[1:])
        output, of_input = slide.backward(x, self.parameters["weight"], self.parameters.get("bias"))
        return Result(output, _Saved(slide, of_input))

    def _sliding(self, sizes: Shape, outs: Shape) -> Sliding:
        return sliding(self.axes, self.groups, outs, sizes, self.weight_shape)

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        d_input, of_d_output = saved.sliding.forward(d_output, self.parameters["weight"])
        d_weight = saved.sliding.weight_gradient(saved.of_input, of_d_output)
        return Gradients((d_input,), self._of_parameters(d_weight, d_output))


class Conv1d(_Convolution):
    """Convolution along a sequence, channels×length."""

    kind, dimensions = "conv1d", 1


class Conv2d(_Convolution):
    """Convolution over feature maps, channels×height×width."""

    kind, dimensions = "conv2d", 2


class Conv3d(_Convolution):
    """Convolution through a clip, channels×frames×height×width."""

    kind, dimensions = "conv3d", 3


class ConvTranspose1d(_TransposedConvolution):
    """Transposed convolution along a sequence, channels×length."""

    kind, dimensions = "convtranspose1d", 1


class ConvTranspose2d(_TransposedConvolution):
    """Transposed convolution over feature maps, channels×height×width."""

    kind, dimensions = "convtranspose2d", 2


class ConvTranspose3d(_TransposedConvolution):
    """Transposed convolution through a clip, channels×frames×height×width."""

    kind, dimensions = "convtranspose3d", 3
