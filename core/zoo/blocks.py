"""What the networks that are trained with batch norms have in common."""

from typing import TypeAlias

from core.ops import (
    BatchNorm,
    Conv1d,
    Conv2d,
    Conv3d,
    Dense,
    Flatten,
    GlobalAvgPool,
    Operation,
    ReLU,
    Softmax,
)

Operations: TypeAlias = list[tuple[str, Operation]]


def convolved(
    name: str, number: int, convolution: Conv1d | Conv2d | Conv3d, *, batchnorm: bool
) -> Operations:
    """A convolution, its batch norm (or not: shipped networks have theirs folded away), and a ReLU."""
    norm = [(f"norm{number}", BatchNorm(convolution.filters))] if batchnorm else []
    return [(name, convolution), *norm, (f"relu{number}", ReLU())]


def classified(channels: int, classes: int) -> Operations:
    """The mean of every map, and a score a class from these."""
    return [
        ("average", GlobalAvgPool()),
        ("flatten", Flatten()),
        ("scores", Dense(channels, classes)),
        ("softmax", Softmax()),
    ]
