"""Normalization: x̂ = (x − μ)/√(σ² + ε), y = γ·x̂ + β. The kinds differ in which values share μ and σ²::

    batch norm      a channel of the whole batch         (in use: running averages)
    layer norm      a sample, from one axis on
    group norm      a group of channels of a sample
    instance norm   a channel of a sample

All see their input as rows, one for each μ and σ² (rows.py).
"""

from abc import abstractmethod
from math import prod
from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, Whole, unset
from core.ops.rows import Rows, normalize, scale_of
from core.shapes import Shape, Span, counts, describe, expect_channels


def _expect_channels(shape: Shape, channels: int) -> None:
    """A normalization by channel takes maps of any dimension, and vectors (a value a channel) too."""
    expect_channels((*shape, 1) if len(shape) == 1 else shape, channels)


class BatchNorm(Operation):
    """Training takes μ and σ² from the batch and keeps running averages; inference takes those.

    weight (γ) and bias (β): one a channel. Statistics: running_mean, running_var (the unbiased variance,
    as PyTorch keeps it). `momentum` is the share of the newest batch in the running averages.
    """

    kind = "batchnorm"
    looks_at_batches = True

    def __init__(self, channels: int, *, epsilon: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        (self.channels,) = counts(channels=channels)
        self.epsilon, self.momentum = float(epsilon), momentum
        self.parameters = {"weight": unset((channels,), 1), "bias": unset((channels,))}
        self.statistics = {"running_mean": unset((channels,)), "running_var": unset((channels,), 1)}

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"epsilon": self.epsilon}

    def initialize(self, rng: np.random.Generator) -> None:
        """γ = 1 and β = 0, and as if there had been no batch yet."""
        zeros, ones = np.zeros(self.channels, np.float32), np.ones(self.channels, np.float32)
        self.parameters = {"weight": ones, "bias": zeros}
        self.statistics = {"running_mean": zeros.copy(), "running_var": ones.copy()}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        _expect_channels(shape, self.channels)
        return shape

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(output)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        by_channel = x.swapaxes(0, 1)
        rows = by_channel.reshape(len(by_channel), -1)
        saved = self._of_batch(rows) if training else self._of_past(rows)
        output = saved.output(self.parameters["weight"][:, None], self.parameters["bias"][:, None])
        return Result(output.reshape(by_channel.shape).swapaxes(0, 1), saved)

    def backward(self, saved: Rows, d_output: Array) -> Gradients:
        by_channel = d_output.swapaxes(0, 1)
        d_rows = by_channel.reshape(len(by_channel), -1)
        d_input, products, sums = saved.backward(d_rows, self.parameters["weight"][:, None])
        return Gradients(
            (d_input.reshape(by_channel.shape).swapaxes(0, 1),),
            {"weight": products[:, 0], "bias": sums[:, 0]},
        )

    def _of_past(self, rows: Array) -> Rows:
        centred = rows - self.statistics["running_mean"][:, None]
        return Rows(centred, scale_of(self.statistics["running_var"][:, None], self.epsilon), of_input=False)

    def _of_batch(self, rows: Array) -> Rows:
        """The rows normalized by themselves; the running averages move on."""
        result, mean, variance = normalize(rows, self.epsilon)
        count = rows.shape[1]
        self._remember("running_mean", mean[:, 0])
        self._remember("running_var", variance[:, 0] * (count / max(count - 1, 1)))
        return result

    def _remember(self, name: str, newest: Array) -> None:
        old = self.statistics[name]
        self.statistics[name] = ((1 - self.momentum) * old + self.momentum * newest).astype(old.dtype)


class _SampleNorm(Operation):
    """Each sample is normalized by itself, in training as in use. weight (γ) and bias (β) of one shape."""

    def __init__(self, parameters: Shape, epsilon: float) -> None:
        super().__init__()
        self.epsilon = float(epsilon)
        self.parameters = {"weight": unset(parameters, 1), "bias": unset(parameters)}

    def initialize(self, rng: np.random.Generator) -> None:
        """γ = 1 and β = 0."""
        shape = self.parameters["weight"].shape
        self.parameters = {"weight": np.ones(shape, np.float32), "bias": np.zeros(shape, np.float32)}

    def reach(self, *inputs: Shape) -> Reach:
        return (Whole(),) * (len(inputs[0]) - 1)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(output)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        rows, _, _ = normalize(x.reshape(self.row_count(x.shape), -1), self.epsilon)
        normalized = (rows.centred * rows.scale).reshape(x.shape)
        output = normalized * self._spread("weight", x.ndim) + self._spread("bias", x.ndim)
        return Result(output, (rows, normalized))

    def backward(self, saved: tuple[Rows, Array], d_output: Array) -> Gradients:
        rows, normalized = saved
        d_normalized = (d_output * self._spread("weight", d_output.ndim)).reshape(rows.centred.shape)
        d_input, _, _ = rows.backward(d_normalized)
        own = self.parameter_axes(d_output.ndim)
        others = tuple(axis for axis in range(d_output.ndim) if axis not in own)
        return Gradients(
            (d_input.reshape(d_output.shape),),
            {"weight": (d_output * normalized).sum(axis=others), "bias": d_output.sum(axis=others)},
        )

    @abstractmethod
    def row_count(self, shape: Shape) -> int:
        """How many rows a batch of this shape (with the batch axis) makes."""

    @abstractmethod
    def parameter_axes(self, rank: int) -> range:
        """The axes that γ and β have, of the `rank` axes of a batch."""

    def _spread(self, name: str, rank: int) -> Array:
        """γ or β so that it repeats along the axes it does not have."""
        parameter = self.parameters[name]
        return parameter.reshape(*parameter.shape, *[1] * (rank - self.parameter_axes(rank).stop))


class LayerNorm(_SampleNorm):
    """All values of a sample from `axis` on share μ and σ²; weight and bias have a value for each of them.

    shape: the input's from `axis` on. axis: counts without the batch, 0 is the channels.
    """

    kind = "layernorm"

    def __init__(self, shape: int | Shape, *, axis: int = 0, epsilon: float = 1e-5) -> None:
        self.shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self.axis = axis
        super().__init__(self.shape, epsilon)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"axis": self.axis, "epsilon": self.epsilon}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if shape[self.axis :] != self.shape or self.axis < 0:
            raise ShapeError(
                f"{{layer}} normalizes {describe(self.shape)} from axis {self.axis} on and gets "
                f"{describe(shape)}. Build it for the shape that its input has from that axis on."
            )
        return shape

    def reach(self, *inputs: Shape) -> Reach:
        return tuple(Span(1) if axis < self.axis else Whole() for axis in range(1, len(inputs[0])))

    def row_count(self, shape: Shape) -> int:
        return prod(shape[: 1 + self.axis])

    def parameter_axes(self, rank: int) -> range:
        return range(1 + self.axis, rank)


class GroupNorm(_SampleNorm):
    """The channels of a group, at all their positions, share μ and σ². weight and bias: one a channel."""

    kind = "groupnorm"

    def __init__(self, channels: int, groups: int, *, epsilon: float = 1e-5) -> None:
        super().__init__((channels,), epsilon)
        if groups < 1 or channels % groups:
            raise ShapeError(
                f"{{layer}}: {channels} channels do not divide into {groups} groups. "
                "The channels must be a multiple of the number of groups."
            )
        self.channels, self.groups = channels, groups

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"groups": self.groups, "epsilon": self.epsilon}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        _expect_channels(shape, self.channels)
        return shape

    def row_count(self, shape: Shape) -> int:
        return shape[0] * self.groups

    def parameter_axes(self, rank: int) -> range:
        return range(1, 2)


class InstanceNorm(GroupNorm):
    """Every channel of a sample has its own μ and σ²: group norm with a group for each channel."""

    kind = "instancenorm"

    def __init__(self, channels: int, *, epsilon: float = 1e-5) -> None:
        super().__init__(channels, channels, epsilon=epsilon)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"epsilon": self.epsilon}
