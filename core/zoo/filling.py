"""Random weights for a network that nobody has trained, with which its activations still look alive."""

from itertools import chain

import numpy as np

from core.network import INPUT, Network
from core.ops import BatchNorm
from core.ops.base import Array
from core.shapes import Shape

_SEED = 1
_PICTURES = 4
_CELLS = (1, 4, 16, 64, 256)  # of each picture's noise, along an axis


def fill(network: Network) -> Network:
    """Give all weights values, in place and always the same: activations neither explode nor vanish.

    Weights are drawn as He et al. (2015) do. A batch norm gets as running statistics those of its input for
    a few pictures of noise: what it would remember if such pictures were all it ever saw.
    """
    network.initialize(_SEED)
    if any(isinstance(layer.operation, BatchNorm) for layer in network.layers):
        _measure_statistics(network, _pictures(network.input_shape))
    return network


def _pictures(shape: Shape) -> Array:
    """A few pictures of noise that is as strong coarse as fine, because so are the things in photos."""
    rng = np.random.default_rng(_SEED)
    layers = [
        _spread(rng.standard_normal((_PICTURES, shape[0], *(cells,) * (len(shape) - 1)), np.float32), shape)
        for cells in _CELLS
    ]
    return np.asarray(sum(layers) / np.float32(len(layers) ** 0.5))


def _spread(coarse: Array, shape: Shape) -> Array:
    """Each cell repeated until the shape is filled."""
    for axis, size in enumerate(shape[1:], 2):
        coarse = coarse.take(np.arange(size) * coarse.shape[axis] // size, axis)
    return coarse


def _measure_statistics(network: Network, x: Array) -> None:
    """Set the batch norms' statistics one after the other, each when all before it have theirs."""
    norms = [layer for layer in network.layers if isinstance(layer.operation, BatchNorm)]
    steps = network.run(x).forward(keep=False)
    for name, output in chain([(INPUT, x)], ((step.layer.name, step.output) for step in steps)):
        for norm in norms:
            if norm.inputs == (name,):
                over = (0, *range(2, output.ndim))
                norm.operation.statistics["running_mean"] = output.mean(over)
                norm.operation.statistics["running_var"] = output.var(over)
