"""How wrong a classifier is: the value, and dL/d(logits). Logits are N×K, targets N class indices."""

from collections.abc import Iterable, Mapping
from math import prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import TargetsError
from core.ops.base import Array


class Loss(Protocol):
    """A loss over a batch: the mean over its examples, and the gradient of that mean, N×K."""

    def __call__(self, logits: Array, targets: NDArray[Any]) -> tuple[float, Array]: ...


def class_scores(output: Array) -> Array:
    """A classifier's scores N×K from N×K; from maps N×K×… the mean of each map over all its places."""
    if output.ndim == 2:
        return output
    maps = output.reshape(*output.shape[:2], -1)
    return np.asarray(maps[..., 0] if maps.shape[2] == 1 else maps.mean(axis=2))


def score_gradients(d_scores: Array, output: Array) -> Array:
    """The transpose of `class_scores`: dL/d(scores) N×K as dL/d(output), shaped as the output."""
    if output.ndim == 2:
        return d_scores
    shared = d_scores.reshape(*d_scores.shape, *(1,) * (output.ndim - 2))
    places = output.dtype.type(prod(output.shape[2:]))
    return np.broadcast_to(shared / places, output.shape).copy()


def check_targets(targets: NDArray[Any], examples: int, classes: int) -> None:
    """TargetsError unless there is the index of a class for each example."""
    whole = np.issubdtype(np.asarray(targets).dtype, np.integer)
    if np.shape(targets) != (examples,) or not whole:
        raise TargetsError(
            f"Targets of shape {np.shape(targets)} and type {np.asarray(targets).dtype} are no classes of "
            f"{examples} examples. Give the index of each one's class: {examples} whole numbers."
        )
    if examples and not 0 <= np.min(targets) <= np.max(targets) < classes:
        raise TargetsError(
            f"Targets go from {np.min(targets)} to {np.max(targets)}, and the network has {classes} scores. "
            f"Number the classes from 0 to {classes - 1}, or give the last layer a unit for each of them."
        )


def softmax(logits: Array) -> Array:
    """The shares e^s_k / Σ e^s_j of each row, N×K."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def cross_entropy(logits: Array, targets: NDArray[Any]) -> tuple[float, Array]:
    """−log(e^s_y / Σ e^s_j), the mean over the batch; its gradient is (p − y)/N."""
    rows = np.arange(len(logits))
    shifted = logits - np.maximum.reduce(logits, axis=1, keepdims=True)
    d_logits = np.exp(shifted)
    total = np.add.reduce(d_logits, axis=1, keepdims=True)
    losses = np.log(total[:, 0]) - shifted[rows, targets]
    d_logits /= total
    d_logits[rows, targets] -= 1
    d_logits /= len(logits)
    return float(np.add.reduce(losses) / len(losses)), d_logits


def hinge(logits: Array, targets: NDArray[Any]) -> tuple[float, Array]:
    """Σ_{j≠y} max(0, s_j − s_y + 1), the mean over the batch."""
    rows = np.arange(len(logits))
    margins = logits - logits[rows, targets][:, None] + logits.dtype.type(1)
    margins[rows, targets] = 0
    d_logits = (margins > 0).astype(logits.dtype)
    d_logits[rows, targets] = -d_logits.sum(axis=1)
    return float(np.maximum(margins, 0).sum(axis=1).mean()), d_logits / logits.dtype.type(len(logits))


def logit(logits: Array, targets: NDArray[Any]) -> tuple[float, Array]:
    """The target's score itself, the mean over the batch: no loss, but what a class's share grows with."""
    rows = np.arange(len(logits))
    d_logits = np.zeros_like(logits)
    d_logits[rows, targets] = 1
    return float(logits[rows, targets].mean()), d_logits / logits.dtype.type(len(logits))


LOSSES: Mapping[str, Loss] = {"cross_entropy": cross_entropy, "logit": logit, "hinge": hinge}
"""By the names that a run, and the wire, know them by."""


def l2_term(weights: Iterable[Array], strength: float) -> float:
    """R(W) = λ·Σ w²; its gradient is 2λ·w."""
    return strength * float(sum(np.sum(np.square(weight, dtype=np.float64)) for weight in weights))


def l2_gradient(weight: Array, strength: float) -> Array:
    """dR/dw = 2λ·w, shaped as the weight."""
    return weight * weight.dtype.type(2 * strength)
