"""Training, a step a batch: forward, loss, backward, and the optimizer's step."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, prod
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.errors import WeightsError
from core.losses import Loss, check_targets, class_scores, cross_entropy, l2_gradient, score_gradients
from core.network import Network
from core.ops.base import Array
from core.optimizers import Optimizer

# Activations of so many numbers (4 MB) stay close to the processor on their way forward and back.
_CACHED_VALUES = 1 << 20


@dataclass(frozen=True)
class BatchGradients:
    """What a batch says: its mean loss, how many it got right, and dL/d(parameter) by "layer.parameter"."""

    loss: float
    correct: int
    size: int
    parameters: dict[str, Array]


class GradientSource(Protocol):
    """Anything that computes the gradients of a batch: in this process, or shared out to several."""

    def __call__(self, x: Array, targets: NDArray[Any]) -> BatchGradients: ...


def batch_gradients(
    network: Network, x: Array, targets: NDArray[Any], loss: Loss = cross_entropy
) -> BatchGradients:
    """Forward and backward of a batch N×C×… with N class indices, in training mode.

    A few examples at a time, whose activations stay in the processor's cache; all at once where a layer, such
    as batch norm, looks at the whole batch.
    """
    check_targets(targets, len(x), network.shapes[network.logits][0])
    most = len(x) if _looks_at_batches(network) else _CACHED_VALUES // _values(network)
    # As few parts as that allows, equal where they can be: how a batch is computed is worked out anew when
    # its size changes.
    parts = max(1, ceil(len(x) / max(1, most)))
    at_once = max(1, ceil(len(x) / parts))
    starts = range(0, len(x), at_once) or [0]
    return combined([_gradients(network, x[i : i + at_once], targets[i : i + at_once], loss) for i in starts])


def combined(parts: Sequence[BatchGradients]) -> BatchGradients:
    """A batch from its parts, as if it had been computed in one: means weighted by the size of each part."""
    if len(parts) == 1:
        return parts[0]
    size = sum(part.size for part in parts)
    return BatchGradients(
        loss=sum(part.loss * part.size for part in parts) / size,
        correct=sum(part.correct for part in parts),
        size=size,
        parameters={
            name: _weighted([(part.parameters[name], part.size / size) for part in parts])
            for name in parts[0].parameters
        },
    )


def _weighted(shares: Sequence[tuple[Array, float]]) -> Array:
    """The sum of arrays, each times its weight."""
    (first, weight), *others = shares
    total = np.asarray(first * weight)
    for each, weight in others:
        total += each * weight
    return total


def _looks_at_batches(network: Network) -> bool:
    return any(layer.operation.looks_at_batches for layer in network.layers)


def _values(network: Network) -> int:
    """How many numbers one example's activations are."""
    return sum(prod(shape) for shape in network.shapes.values())


def _gradients(network: Network, x: Array, targets: NDArray[Any], loss: Loss) -> BatchGradients:
    run = network.run(x, training=True).finish()
    output = run.activations[network.logits]
    scores = class_scores(output)
    value, d_scores = loss(scores, targets)
    parameters = {
        f"{step.layer.name}.{name}": gradient
        for step in run.backward({network.logits: score_gradients(d_scores, output)}, to_input=False)
        for name, gradient in step.d_parameters.items()
    }
    correct = int((scores.argmax(axis=1) == targets).sum())
    return BatchGradients(value, correct, len(x), parameters)


class Trainer:
    """Moves a network's parameters, one batch at a time.

    `decay` is the λ of the L2 term λ·Σ w²; as is usual it holds for weights of two and more axes, not for
    biases and batch norms. `frozen` layers stay as they are. `gradients` computes a batch's gradients
    (default: here, by `batch_gradients`).
    """

    def __init__(
        self,
        network: Network,
        optimizer: Optimizer,
        *,
        loss: Loss = cross_entropy,
        decay: float = 0.0,
        frozen: Collection[str] = (),
        gradients: GradientSource | None = None,
    ) -> None:
        if unset := network.without_weights:
            raise WeightsError(
                f"These layers have no weights yet: {', '.join(unset)}. Call network.initialize(seed) first: "
                "where all weights are 0, nothing is learned."
            )
        self.network, self.optimizer, self.decay = network, optimizer, decay
        self._frozen = frozenset(frozen)
        self._gradients = gradients or (lambda x, targets: batch_gradients(network, x, targets, loss))

    def step(self, x: Array, targets: NDArray[Any]) -> BatchGradients:
        """Train on one batch; returns what the batch said before the step."""
        found = self._gradients(x, targets)
        for name, parameter in self.network.parameters.items():
            if name.rpartition(".")[0] in self._frozen:
                continue
            gradient = found.parameters[name]
            if self.decay and parameter.ndim > 1:
                gradient = gradient + l2_gradient(parameter, self.decay)
            self.network.set_parameter(name, self.optimizer.update(name, parameter, gradient))
        return found


def shuffled_batches(count: int, size: int, rng: np.random.Generator) -> Iterator[NDArray[np.intp]]:
    """The indices 0…count−1 once each in random order, `size` at a time; a smaller rest is left out."""
    order = rng.permutation(count)
    for start in range(0, count - size + 1, size):
        yield order[start : start + size]


def one_cycle(progress: float, peak: float, *, warm_up: float = 0.25) -> float:
    """The learning rate at progress 0…1: up in a straight line to the peak, then down to 0 along a cosine."""
    if progress < warm_up:
        return peak * (0.04 + 0.96 * progress / warm_up)
    return peak * 0.5 * (1 + float(np.cos(np.pi * (progress - warm_up) / (1 - warm_up))))
