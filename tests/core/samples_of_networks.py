"""Small networks of every form, for the tests of what holds for any network."""

import numpy as np

from core.network import Layer, Network
from core.ops import (
    GRU,
    LSTM,
    RNN,
    Add,
    AvgPool2d,
    BatchNorm,
    Concat,
    Constant,
    Conv1d,
    Conv2d,
    Conv3d,
    Dense,
    Dropout,
    Flatten,
    GlobalAvgPool,
    L2Pool2d,
    LeakyReLU,
    MatMul,
    MaxPool2d,
    Mul,
    Pad,
    ReduceMax,
    ReduceMean,
    ReLU,
    Reshape,
    Resize,
    Sigmoid,
    Slice,
    Softmax,
    Tanh,
    TemporalShift,
    Transpose,
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


def u_shaped() -> Network:
    """Down, up again, and beside what was there before, with a part of it cut off; it ends in maps."""
    return Network(
        (2, 7, 6),
        [
            Layer("padded", Pad((1, 0, 0, 1), "reflect"), ("input",)),
            Layer("conv1", Conv2d(2, 3, 3, padding=1), ("padded",)),
            Layer("tanh", Tanh(), ("conv1",)),
            Layer("pool", MaxPool2d(2), ("tanh",)),
            Layer("up", Resize(scale=(2, 2), mode="linear"), ("pool",)),
            Layer("skip", Slice([0, 0], [8, 6], axes=[1, 2]), ("tanh",)),
            Layer("joined", Concat(), ("skip", "up")),
            Layer("maps", Conv2d(6, 3, 1), ("joined",)),
        ],
    )


def gated() -> Network:
    """Channels scaled by a gate, shuffled, and places weighed against each other; a constant is added."""
    return Network(
        (2, 4, 3),
        [
            Layer("conv", Conv2d(2, 4, 1), ("input",)),
            Layer("squeezed", ReduceMean([1, 2]), ("conv",)),
            Layer("gate", Sigmoid(), ("squeezed",)),
            Layer("gated", Mul(), ("conv", "gate")),
            Layer("groups", Reshape((2, 2, 4, 3)), ("gated",)),
            Layer("swapped", Transpose((1, 0, 2, 3)), ("groups",)),
            Layer("shuffled", Reshape((4, -1)), ("swapped",)),
            Layer("position", Constant(np.zeros((4, 12))), ()),
            Layer("placed", Add(), ("shuffled", "position")),
            Layer("values", Transpose((1, 0)), ("placed",)),
            Layer("alike", MatMul(), ("values", "placed")),
            Layer("shares", Softmax(1), ("alike",)),
            Layer("mixed", MatMul(), ("shares", "values")),
            Layer("most", ReduceMax([0], keepdims=False), ("mixed",)),
            Layer("scores", MatMul(np.zeros((4, 3))), ("most",)),
        ],
    )


def through_time() -> Network:
    """Frames that exchange channels, and what was in them told as a story, there and back."""
    return Network(
        (4, 5, 3, 4),
        [
            Layer("shift", TemporalShift(0.25), ("input",)),
            Layer("space", Conv3d(4, 3, (1, 3, 3)), ("shift",)),
            Layer("frames", ReduceMean([2, 3], keepdims=False), ("space",)),
            Layer("smooth", Conv1d(3, 3, 3, padding=1), ("frames",)),
            Layer("there", GRU(3, 2), ("smooth",)),
            Layer("back", RNN(3, 2, reverse=True), ("smooth",)),
            Layer("both", Concat(), ("there", "back")),
            Layer("end", LSTM(4, 3, last=True), ("both",)),
            Layer("scores", Dense(3, 4), ("end",)),
        ],
    )


ALL = (chain, without_softmax, residual, inception, one_input_twice, u_shaped, gated, through_time)


def picture(network: Network, count: int = 1) -> np.ndarray:
    """So many inputs for a network, at random, the same every time."""
    return np.random.default_rng(7).standard_normal((count, *network.input_shape))


def scores_only(logits: list[float], number: type, *, softmax: bool = True) -> tuple[Network, np.ndarray]:
    """A network whose scores are its input, and the input with these scores."""
    last = [("softmax", Softmax())] if softmax else []
    network = Network.chain((len(logits), 1, 1), [("scores", Flatten()), *last])
    return network, np.array(logits, number).reshape(1, -1, 1, 1)
