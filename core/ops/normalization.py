"""Batch normalization: x̂ = (x − μ)/√(σ² + ε), y = γ·x̂ + β, a channel at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape, expect_channels


@dataclass(frozen=True)
class _Saved:
    normalized: Array  # C × the rest
    scale: Array  # 1/√(σ² + ε), C × 1
    of_batch: bool


class BatchNorm(Operation):
    """Training takes μ and σ² from the batch and keeps running averages; inference takes those.

    weight (γ) and bias (β): one a channel. Statistics: running_mean, running_var (the unbiased variance,
    as PyTorch keeps it). `momentum` is the share of the newest batch in the running averages.
    """

    kind = "batchnorm"

    def __init__(self, channels: int, *, epsilon: float = 1e-5, momentum: float = 0.1) -> None:
        super().__init__()
        self.channels, self.epsilon, self.momentum = channels, epsilon, momentum
        self.parameters = {"weight": np.ones(channels, np.float32), "bias": np.zeros(channels, np.float32)}
        self.statistics = {
            "running_mean": np.zeros(channels, np.float32),
            "running_var": np.ones(channels, np.float32),
        }

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"epsilon": self.epsilon}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        expect_channels(shape, self.channels)
        return shape

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return int(np.prod(output))

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        rows = _channel_rows(x)
        mean, variance = self._statistics(rows, training)
        scale = 1 / np.sqrt(variance + rows.dtype.type(self.epsilon))
        normalized = (rows - mean) * scale
        output = normalized * self.parameters["weight"][:, None] + self.parameters["bias"][:, None]
        return Result(_from_rows(output, x.shape), _Saved(normalized, scale, training))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        d_rows = _channel_rows(d_output)
        d_bias = d_rows.sum(axis=1)
        d_weight = np.einsum("ci,ci->c", d_rows, saved.normalized)
        d_input = d_rows
        if saved.of_batch:
            # μ and σ² depend on every x of the channel, so each x also answers for those.
            count = d_rows.dtype.type(d_rows.shape[1])
            d_input = d_rows - (saved.normalized * (d_weight / count)[:, None] + (d_bias / count)[:, None])
        d_input = d_input * (saved.scale * self.parameters["weight"][:, None])
        return Gradients((_from_rows(d_input, d_output.shape),), {"weight": d_weight, "bias": d_bias})

    def _statistics(self, rows: Array, training: bool) -> tuple[Array, Array]:
        """μ and σ², each C × 1; in training also moves the running averages on."""
        if not training:
            return self.statistics["running_mean"][:, None], self.statistics["running_var"][:, None]
        mean, variance = rows.mean(axis=1), rows.var(axis=1)
        count = rows.shape[1]
        self._remember("running_mean", mean)
        self._remember("running_var", variance * count / max(count - 1, 1))
        return mean[:, None], variance[:, None]

    def _remember(self, name: str, newest: Array) -> None:
        old = self.statistics[name]
        self.statistics[name] = ((1 - self.momentum) * old + self.momentum * newest).astype(old.dtype)


def _channel_rows(x: Array) -> Array:
    """N×C×H×W as C × (N·H·W)."""
    return x.transpose(1, 0, 2, 3).reshape(x.shape[1], -1)


def _from_rows(rows: Array, shape: Shape) -> Array:
    n, channels, height, width = shape
    return rows.reshape(channels, n, height, width).transpose(1, 0, 2, 3)
