"""Small networks of every form, for the tests of what holds for any network."""

from core.network import Layer, Network
from core.ops import (
    Add,
    AvgPool2d,
    BatchNorm,
    Concat,
    Conv2d,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    L2Pool2d,
    LeakyReLU,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Softmax,
    Tanh,
)


def chain() -> Network:
    """A classifier in a row that ends in a softmax."""
    return Network.chain(
        (2, 7, 6),
        [
            ("conv1", Conv2d(2, 3, 3, padding=1)),
            ("leaky1", LeakyReLU(0.1)),
            ("pool1", MaxPool2d(2, ceil_mode=True)),
            ("conv2", Conv2d(3, 4, 2)),
            ("norm", BatchNorm(4)),
            ("tanh", Tanh()),
            ("flatten", Flatten()),
            ("scores", Dense(24, 3)),
            ("softmax", Softmax()),
        ],
    )


def without_softmax() -> Network:
    """A classifier whose last layer gives the scores, as maps of one pixel."""
    return Network.chain(
        (1, 5, 5), [("conv1", Conv2d(1, 4, 3)), ("sigmoid", Sigmoid()), ("average", GlobalAvgPool())]
    )


def residual() -> Network:
    """An addition whose one branch is its input."""
    return Network(
        (2, 6, 5),
        [
            Layer("conv1", Conv2d(2, 4, 3, padding=1), ("input",)),
            Layer("relu", ReLU(), ("conv1",)),
            Layer("conv2", Conv2d(4, 4, 3, padding=1, groups=2), ("relu",)),
            Layer("sum", Add(), ("conv2", "conv1")),
            Layer("average", GlobalAvgPool(), ("sum",)),
            Layer("softmax", Softmax(), ("average",)),
        ],
    )


def inception() -> Network:
    """Four branches from one input, joined by a concat."""
    return Network(
        (2, 6, 7),
        [
            Layer("point", Conv2d(2, 2, 1), ("input",)),
            Layer("wide", Conv2d(2, 3, 3, padding=2, dilation=2), ("input",)),
            Layer("mean", AvgPool2d(3, stride=1, padding=1), ("input",)),
            Layer("length", L2Pool2d(3, stride=1, padding=1), ("point",)),
            Layer("joined", Concat(), ("wide", "point", "mean", "length")),
            Layer("dropout", Dropout(0.5), ("joined",)),
            Layer("flatten", Flatten(), ("dropout",)),
            Layer("scores", Dense(9 * 42, 4), ("flatten",)),
        ],
    )


def one_input_twice() -> Network:
    """An addition of a layer to itself, and of the input to its own copy."""
    return Network(
        (1, 3, 4),
        [
            Layer("doubled", Add(), ("input", "input")),
            Layer("conv", Conv2d(1, 2, 2), ("doubled",)),
            Layer("again", Add(), ("conv", "conv")),
            Layer("flatten", Flatten(), ("again",)),
            Layer("scores", Dense(12, 3), ("flatten",)),
            Layer("softmax", Softmax(), ("scores",)),
        ],
    )


ALL = (chain, without_softmax, residual, inception, one_input_twice)
