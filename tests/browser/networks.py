"""Small networks with branches, and a large one, for tests of how they are shown; `python -m` serves them."""

import sys
from collections.abc import Mapping

import numpy as np
import uvicorn

from app.server import create_app
from app.settings import Settings
from core import ops
from core.network import INPUT, Layer, Network
from core.ops.base import Operation
from core.shapes import Shape
from core.zoo import catalogue
from core.zoo.model import Model

_CLASSES = ("cat", "dog", "frog", "ship")


class _Graph:
    """Layers as they are added; each `add` gives the layer's name for others to read."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []

    def add(self, name: str, operation: Operation, *inputs: str) -> str:
        self.layers.append(Layer(name, operation, inputs))
        return name

    def conv(self, name: str, channels: int, filters: int, source: str, kernel: int = 3, **more: int) -> str:
        conv = self.add(name, ops.Conv2d(channels, filters, kernel, padding=kernel // 2, **more), source)
        return self.add(f"{name}/relu", ops.ReLU(), conv)

    def network(self, size: int) -> Network:
        return self.taking((3, size, size))

    def taking(self, shape: Shape) -> Network:
        network = Network(shape, self.layers)
        network.initialize(seed=7)
        return network

    def classify(self, channels: int, source: str) -> None:
        pooled = self.add("average", ops.GlobalAvgPool(), source)
        flat = self.add("flatten", ops.Flatten(), pooled)
        self.add("scores", ops.Dense(channels, len(_CLASSES)), flat)


def residual() -> Network:
    """Two blocks: one with a plain skip, one with a projection beside it."""
    graph = _Graph()
    stem = graph.conv("stem", 3, 6, INPUT)
    body = graph.conv("block1/b", 6, 6, graph.conv("block1/a", 6, 6, stem))
    first = graph.add("block1/sum", ops.Add(), body, stem)
    body = graph.conv("block2/b", 8, 8, graph.conv("block2/a", 6, 8, first, stride=2))
    short = graph.add("block2/short", ops.Conv2d(6, 8, 1, stride=2), first)
    graph.classify(8, graph.add("block2/sum", ops.Add(), body, short))
    return graph.network(16)


def inception() -> Network:
    """A module of three branches, and what follows it."""
    graph = _Graph()
    stem = graph.conv("stem", 3, 6, INPUT)
    wide = graph.conv("wide", 4, 6, graph.conv("reduce", 6, 4, stem, 1))
    narrow = graph.conv("narrow", 6, 4, stem, 1)
    pool = graph.conv("after-pool", 6, 2, graph.add("pool", ops.MaxPool2d(3, stride=1, padding=1), stem), 1)
    graph.classify(12, graph.add("join", ops.Concat(), narrow, wide, pool))
    return graph.network(16)


def u_shape() -> Network:
    """Down twice and up again, with a skip across at both sizes: a map of scores for each class."""
    graph = _Graph()
    one = graph.conv("down1", 3, 4, INPUT)
    two = graph.conv("down2", 4, 6, graph.add("pool1", ops.MaxPool2d(2), one))
    deep = graph.conv("bottom", 6, 8, graph.add("pool2", ops.MaxPool2d(2), two))
    up = graph.add("up2", ops.ConvTranspose2d(8, 6, 2, stride=2), deep)
    two = graph.conv("back2", 12, 6, graph.add("join2", ops.Concat(), up, two))
    up = graph.add("up1", ops.ConvTranspose2d(6, 4, 2, stride=2), two)
    one = graph.conv("back1", 8, 4, graph.add("join1", ops.Concat(), up, one))
    graph.add("mask", ops.Conv2d(4, len(_CLASSES), 1), one)
    return graph.network(16)


def large() -> Network:
    """More maps than can be drawn, more numbers than are sent at once: depthwise convolutions in a row."""
    graph = _Graph()
    channels = 320
    last = graph.conv("stem", 3, channels, INPUT, 1)
    for i in range(1, 13):
        last = graph.conv(f"depthwise{i}", channels, channels, last, groups=channels)
    graph.classify(16, graph.conv("project", channels, 16, last, 1))
    return graph.network(32)


def flattened() -> Network:
    """Two dense layers behind maps that are no squares: the first one's inputs are cells of six 5×7 maps."""
    graph = _Graph()
    maps = graph.add("pool", ops.MaxPool2d(2), graph.conv("conv", 3, 6, INPUT))
    flat = graph.add("flatten", ops.Flatten(), graph.add("drop", ops.Dropout(0.5), maps))
    hidden = graph.add("hidden/relu", ops.ReLU(), graph.add("hidden", ops.Dense(6 * 5 * 7, 24), flat))
    graph.add("softmax", ops.Softmax(), graph.add("scores", ops.Dense(24, len(_CLASSES)), hidden))
    return graph.taking((3, 10, 14))


def heard() -> Network:
    """A signal's maps, flattened into a dense layer."""
    graph = _Graph()
    maps = graph.add("relu", ops.ReLU(), graph.add("conv", ops.Conv1d(1, 5, 9, stride=4), INPUT))
    flat = graph.add("flatten", ops.Flatten(), maps)
    graph.add("scores", ops.Dense(5 * 30, len(_CLASSES)), flat)
    return graph.taking((1, 128))


def windows() -> Network:
    """A chain of convolutions, each with one odd hyperparameter; its layers are called by it."""
    graph = _Graph()
    last = graph.add("remainder", ops.Conv2d(3, 4, 3, stride=2), INPUT)
    last = graph.add("dilated", ops.Conv2d(4, 4, 3, padding=2, dilation=2), last)
    last = graph.add("grouped", ops.Conv2d(4, 8, 3, padding=1, groups=2), last)
    last = graph.add("depthwise", ops.Conv2d(8, 8, 3, padding=1, groups=8), last)
    last = graph.add("pointwise", ops.Conv2d(8, 6, 1), last)
    last = graph.add("skipping", ops.Conv2d(6, 6, 1, stride=2, bias=False), last)
    last = graph.add("transposed", ops.ConvTranspose2d(6, 5, 3, stride=2, padding=1, output_padding=1), last)
    last = graph.add("lopsided", ops.Conv2d(5, 4, (2, 5), stride=(1, 2), padding=(0, 1, 1, 3)), last)
    graph.classify(4, last)
    return graph.network(16)


def along_a_signal() -> Network:
    """Convolutions over time, with strides, dilation and groups, and a transposed one."""
    graph = _Graph()
    last = graph.add("strided", ops.Conv1d(1, 4, 5, stride=3, padding=1), INPUT)
    last = graph.add("dilated", ops.Conv1d(4, 6, 3, dilation=4, groups=2), last)
    last = graph.add("transposed", ops.ConvTranspose1d(6, 3, 4, stride=2, padding=1), last)
    graph.classify(3, last)
    return graph.taking((1, 128))


def through_a_clip() -> Network:
    """Convolutions over space and time: strides, a kernel through time alone, a transposed one."""
    graph = _Graph()
    last = graph.add("strided", ops.Conv3d(1, 4, 3, stride=(1, 2, 2), padding=(1, 0, 0)), INPUT)
    last = graph.add("in-time", ops.Conv3d(4, 4, (5, 1, 1), padding=(2, 0, 0), groups=2), last)
    last = graph.add("transposed", ops.ConvTranspose3d(4, 2, 2, stride=2), last)
    graph.classify(2, last)
    return graph.taking((1, 8, 16, 16))


def meeting() -> Network:
    """Every way in which maps meet: a gate of one value a map, a constant, differences and extremes."""
    graph = _Graph()
    stem = graph.conv("stem", 3, 6, INPUT)
    squeeze = graph.add("squeeze", ops.GlobalAvgPool(), stem)
    gate = graph.add("gate", ops.Sigmoid(), graph.add("excite", ops.Conv2d(6, 6, 1), squeeze))
    gated = graph.add("gated", ops.Mul(), stem, gate)
    other = graph.conv("other", 6, 6, stem)
    less = graph.add("less", ops.Sub(), gated, other)
    larger = graph.add("larger", ops.Maximum(), less, stem)
    smaller = graph.add("smaller", ops.Minimum(), larger, other)
    shifted = graph.add("shifted", ops.Add(0.25), smaller)
    beside = graph.add("beside", ops.Concat(axis=2), shifted, other)
    graph.classify(6, beside)
    return graph.network(12)


def pools() -> Network:
    """Pools of every kind: one leaves an edge, some overlap, one hangs over, one has a single value."""
    graph = _Graph()
    last = graph.add("conv", ops.Conv2d(3, 4, 2), INPUT)
    last = graph.add("edge", ops.MaxPool2d(2), last)
    last = graph.add("overlapping", ops.MaxPool2d(3, stride=1, padding=1), last)
    last = graph.add("mean", ops.AvgPool2d(3, stride=2, padding=1), last)
    last = graph.add("mean-with-zeros", ops.AvgPool2d(3, stride=1, padding=1, count_padding=True), last)
    last = graph.add("length", ops.L2Pool2d(2, stride=1), last)
    last = graph.add("hanging", ops.MaxPool2d(2, ceil_mode=True), last)
    last = graph.add("one", ops.AvgPool2d(2), last)
    graph.classify(4, last)
    return graph.network(16)


def activations() -> Network:
    """Every activation, each on the same maps; some with settings of their own."""
    graph = _Graph()
    stem = graph.add("stem", ops.Conv2d(3, 2, 3, padding=1), INPUT)
    kinds: list[Operation] = [
        ops.ReLU(),
        ops.LeakyReLU(0.2),
        ops.PReLU(2),
        ops.ELU(0.7),
        ops.SELU(),
        ops.GELU(),
        ops.GELU("tanh"),
        ops.SiLU(),
        ops.Sigmoid(),
        ops.Tanh(),
        ops.HardSigmoid(0.3, 0.4),
        ops.HardSwish(),
        ops.Softplus(),
        ops.Softsign(),
        ops.Mish(),
        ops.Clip(-0.5, 0.8),
        ops.ReLU6(),
    ]
    ends = [graph.add(f"{operation.kind}{i}", operation, stem) for i, operation in enumerate(kinds)]
    graph.classify(2 * len(ends), graph.add("join", ops.Concat(), *ends))
    return graph.network(16)


def norms() -> Network:
    """A normalization of every kind."""
    graph = _Graph()
    last = graph.add("conv", ops.Conv2d(3, 6, 3, padding=1), INPUT)
    batch = ops.BatchNorm(6)
    last = graph.add("batch", batch, last)
    last = graph.add("group", ops.GroupNorm(6, 2), last)
    last = graph.add("instance", ops.InstanceNorm(6), last)
    last = graph.add("layer", ops.LayerNorm((6, 8, 8)), last)
    graph.classify(6, graph.add("response", ops.LRN(3, alpha=0.5), last))
    network = graph.network(8)
    spread = np.linspace(0.5, 2, 6, dtype=np.float32)
    batch.parameters = {"weight": spread, "bias": -spread}
    batch.statistics = {"running_mean": spread / 4, "running_var": spread**2}
    return network


def degenerate() -> Network:
    """Maps that are all zero, constant, without a finite number, or a single value."""
    graph = _Graph()
    blank = ops.Conv2d(3, 1, 1)
    zero = graph.add("zero", blank, INPUT)
    ends = [
        graph.add("zero/pool", ops.MaxPool2d(2), graph.add("zero/relu", ops.ReLU(), zero)),
        graph.add("constant/pool", ops.AvgPool2d(2), graph.add("constant/sigmoid", ops.Sigmoid(), zero)),
        graph.add("endless/pool", ops.MaxPool2d(2), graph.add("endless", ops.Reciprocal(), zero)),
        graph.add(
            "none/pool", ops.L2Pool2d(2), graph.add("none", ops.Log(), graph.add("neg", ops.Neg(), INPUT))
        ),
    ]
    joined = graph.add("join", ops.Concat(), *ends)
    graph.classify(
        6, graph.add("one-pixel/relu", ops.ReLU(), graph.add("one-pixel", ops.MaxPool2d(2), joined))
    )
    network = graph.network(4)
    blank.parameters = {name: np.zeros_like(values) for name, values in blank.parameters.items()}
    return network


def models() -> Mapping[str, Model]:
    """The networks by id, beside those that ship: their samples are what these run on."""
    shipped = catalogue()
    built = {
        "residual": residual(),
        "inception": inception(),
        "u-shape": u_shape(),
        "large": large(),
        "flattened": flattened(),
        "windows": windows(),
        "heard": heard(),
        "along-a-signal": along_a_signal(),
        "through-a-clip": through_a_clip(),
        "meeting": meeting(),
        "pools": pools(),
        "activations": activations(),
        "norms": norms(),
        "degenerate": degenerate(),
    }
    like = {"heard": "signals", "along-a-signal": "signals", "through-a-clip": "clips-3d"}
    return dict(shipped) | {
        name: Model(
            name,
            name,
            "",
            network,
            _CLASSES,
            shipped[like.get(name, "photos")].preprocessing,
            (),
            weights="random",
        )
        for name, network in built.items()
    }


if __name__ == "__main__":
    uvicorn.run(create_app(Settings(), models), port=int(sys.argv[sys.argv.index("--port") + 1]))
