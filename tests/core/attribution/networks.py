"""Small networks in float64, with branches, and pictures for them."""

import numpy as np

from core.network import INPUT, Layer, Network
from core.ops import Add, Concat, Conv1d, Conv2d, Dense, Flatten, GlobalAvgPool, MaxPool2d, ReLU, Softmax
from core.ops.base import Array


def in_double(network: Network, seed: int = 0) -> Network:
    """The network with random weights, and computing in float64."""
    network.initialize(seed)
    for name, value in network.parameters.items():
        network.set_parameter(name, value.astype(np.float64))
    return network


def branched() -> Network:
    """A residual connection and a concatenation, on 2×7×6, three classes and a softmax."""
    return in_double(
        Network(
            (2, 7, 6),
            [
                Layer("conv1", Conv2d(2, 4, 3, padding=1), (INPUT,)),
                Layer("relu1", ReLU(), ("conv1",)),
                Layer("conv2", Conv2d(4, 4, 3, padding=1), ("relu1",)),
                Layer("add", Add(), ("conv2", "relu1")),
                Layer("relu2", ReLU(), ("add",)),
                Layer("side", Conv2d(2, 3, 1), (INPUT,)),
                Layer("concat", Concat(), ("relu2", "side")),
                Layer("pool", MaxPool2d(2), ("concat",)),
                Layer("flatten", Flatten(), ("pool",)),
                Layer("scores", Dense(7 * 3 * 3, 3), ("flatten",)),
                Layer("softmax", Softmax(), ("scores",)),
            ],
        )
    )


def linear() -> Network:
    """One filter and a mean: what it computes is linear in the picture."""
    return in_double(
        Network.chain(
            (2, 5, 4), [("conv", Conv2d(2, 3, 2)), ("mean", GlobalAvgPool()), ("flatten", Flatten())]
        )
    )


def of_signals() -> Network:
    """One axis instead of two."""
    return in_double(
        Network.chain(
            (2, 12),
            [
                ("conv", Conv1d(2, 3, 3, padding=1)),
                ("relu", ReLU()),
                ("flatten", Flatten()),
                ("scores", Dense(36, 2)),
            ],
        )
    )


def picture(network: Network, seed: int = 1) -> Array:
    """A batch of one."""
    return np.random.default_rng(seed).standard_normal((1, *network.input_shape))
