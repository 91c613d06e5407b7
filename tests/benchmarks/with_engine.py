"""What is timed, done by this engine."""

import numpy as np

from core.network import Network
from core.optimizers import Momentum
from core.parallel import SharedGradients
from core.training import Trainer
from tests.benchmarks.interleaved import Work


def works(network: Network, batch: int, processes: SharedGradients) -> dict[str, Work]:
    """Forward with all activations kept, forward with every gradient, and a training step of a batch."""
    rng = np.random.default_rng(0)
    picture = rng.standard_normal((1, *network.input_shape), np.float32)
    pictures = rng.standard_normal((batch, *network.input_shape), np.float32)
    targets = rng.integers(0, 10, batch)
    trainer = Trainer(network, Momentum(1e-4), gradients=processes)

    def forward_and_gradients() -> object:
        _, steps = network.run(picture).finish().answer_for(3)
        return list(steps)

    return {
        "forward": lambda: network.run(picture).finish(),
        "forward + gradients": forward_and_gradients,
        f"training step of {batch}": lambda: trainer.step(pictures, targets),
    }
