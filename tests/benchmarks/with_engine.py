"""What is timed, done by this engine."""

import tracemalloc

import numpy as np

from core.network import Network
from core.optimizers import Momentum
from core.parallel import SharedGradients
from core.training import Trainer
from tests.benchmarks.interleaved import Work


def forward(network: Network) -> Work:
    """Forward of one picture, all activations kept."""
    picture = _pictures(network, 1)
    return lambda: network.run(picture).finish()


def forward_and_gradients(network: Network) -> Work:
    """Forward of one picture, and the gradients of all activations and weights."""
    picture = _pictures(network, 1)

    def work() -> object:
        _, steps = network.run(picture).finish().answer_for(3)
        return list(steps)

    return work


def training_step(network: Network, batch: int, processes: SharedGradients) -> Work:
    """One step of a batch, shared out to processes."""
    pictures = _pictures(network, batch)
    targets = np.random.default_rng(0).integers(0, 10, batch)
    trainer = Trainer(network, Momentum(1e-4), gradients=processes)
    return lambda: trainer.step(pictures, targets)


def extra_megabytes(network: Network) -> float:
    """The most memory that a forward pass takes beside its input and its activations, in MB (10⁶ bytes)."""
    picture = _pictures(network, 1)
    tracemalloc.start()
    run = network.run(picture).finish(keep=False)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return (peak - sum(each.nbytes for name, each in run.activations.items() if name != "input")) / 1e6


def _pictures(network: Network, count: int) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((count, *network.input_shape), np.float32)
