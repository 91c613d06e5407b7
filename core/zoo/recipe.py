"""How a network of the zoo is trained, from nothing to the weights that ship."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Dataset, Examples, unit_range
from core.network import Network
from core.optimizers import Momentum
from core.parallel import SharedGradients
from core.training import Trainer, one_cycle, shuffled_batches
from core.zoo.model import Preprocessing

# Not one a core: batch norms take their statistics from a process's share of the batch, so that the number
# of processes is a part of the recipe.
PROCESSES = 2


@dataclass(frozen=True)
class Recipe:
    """All that is chosen for a training run; the same recipe and seed give the same weights."""

    build: Callable[[], Network]
    finish: Callable[[Network], Network]
    load_data: Callable[[], Dataset]
    augment: Callable[[NDArray[Any], np.random.Generator], NDArray[Any]]
    preprocessing: Preprocessing
    classes: tuple[str, ...]
    epochs: int
    batch: int
    peak_rate: float
    decay: float
    seed: int = 1
    frozen: tuple[str, ...] = ()  # layers that training leaves as they are

    def ship(self) -> Network:
        """The network as it ships, without its weights."""
        return self.finish(self.build())


@dataclass(frozen=True)
class Progress:
    """Where a training run stands, after each batch: means over the epoch so far."""

    epoch: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    seconds: float


def train(
    recipe: Recipe, network: Network, data: Examples, *, epochs: int, processes: int = PROCESSES
) -> Iterator[Progress]:
    """Train a network in place from random weights, yielding after every batch."""
    rng = np.random.default_rng(recipe.seed)
    network.initialize(recipe.seed, keep=recipe.frozen)
    batches = len(data) // recipe.batch
    started = perf_counter()
    with SharedGradients(network, processes) as gradients:
        optimizer = Momentum(recipe.peak_rate, nesterov=True)
        trainer = Trainer(network, optimizer, decay=recipe.decay, frozen=recipe.frozen, gradients=gradients)
        for epoch in range(epochs):
            loss, correct = 0.0, 0
            for number, chosen in enumerate(shuffled_batches(len(data), recipe.batch, rng)):
                optimizer.rate = one_cycle((epoch * batches + number) / (epochs * batches), recipe.peak_rate)
                pixels = unit_range(recipe.augment(data.pixels[chosen], rng))
                found = trainer.step(recipe.preprocessing.tensor(pixels), data.targets[chosen])
                loss, correct = loss + found.loss, correct + found.correct
                seen = (number + 1) * recipe.batch
                yield Progress(
                    epoch, number + 1, batches, loss / (number + 1), correct / seen, perf_counter() - started
                )
