"""Random weights for a network that nobody has trained, with which its activations still look alive."""

from itertools import chain

import numpy as np

from core.network import INPUT, Network
from core.ops import BatchNorm
from core.ops.base import Array

_SEED = 1


def fill(network: Network) -> Network:
    """Give all weights values, in place and always the same: activations neither explode nor vanish.

    Weights are drawn as He et al. (2015) do. A batch norm gets as running statistics those of its input for
    a picture of noise: what it would remember if such pictures were all it ever saw.
    """
    network.initialize(_SEED)
    noise = np.random.default_rng(_SEED).standard_normal((1, *network.input_shape), np.float32)
    _measure_statistics(network, noise)
    return network


def _measure_statistics(network: Network, x: Array) -> None:
    """Set the batch norms' statistics one after the other, each when all before it have theirs."""
    norms = [layer for layer in network.layers if isinstance(layer.operation, BatchNorm)]
    if not norms:
        return
    steps = network.run(x).forward(keep=False)
    for name, output in chain([(INPUT, x)], ((step.layer.name, step.output) for step in steps)):
        for norm in norms:
            if norm.inputs == (name,):
                over = (0, *range(2, output.ndim))
                norm.operation.statistics["running_mean"] = output.mean(over)
                norm.operation.statistics["running_var"] = output.var(over)
