"""GoogLeNet (Inception v1): windows of several sizes side by side, each behind a 1×1 that narrows its input.

Szegedy et al., "Going Deeper with Convolutions", CVPR 2015, arXiv:1409.4842, Table 1, as it runs after
training: without the two auxiliary classifiers. 6,998,552 parameters and 1,582,671,872 multiply-
accumulates. Torchvision's differs: batch norms, and 3×3 windows where the paper has 5×5, give 6,624,904
parameters, or 13,004,888 with the auxiliary classifiers. The paper's table does not follow from its own
widths in three places: the first convolution (2.7 K weights and 34 M operations; they are 9 K and 118 M),
and blocks 4c and 5a.
"""

from core.network import Network
from core.ops import LRN, AvgPool2d, Concat, Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.architectures.builder import Builder

# Of each block: 1×1 · 1×1 before 3×3, 3×3 · 1×1 before 5×5, 5×5 · 1×1 behind the pool
_STAGES = (
    ("3", {"a": (64, 96, 128, 16, 32, 32), "b": (128, 128, 192, 32, 96, 64)}),
    (
        "4",
        {
            "a": (192, 96, 208, 16, 48, 64),
            "b": (160, 112, 224, 24, 64, 64),
            "c": (128, 128, 256, 24, 64, 64),
            "d": (112, 144, 288, 32, 64, 64),
            "e": (256, 160, 320, 32, 128, 128),
        },
    ),
    ("5", {"a": (256, 160, 320, 32, 128, 128), "b": (384, 192, 384, 48, 128, 128)}),
)


def build() -> Network:
    """3×224×224 to 1,000 classes; pools' last windows may hang over the edge, so that sizes halve."""
    net = Builder(3, 224, 224)
    _conv(net, "conv1", 64, 7, stride=2)
    net.add("pool1", _pool())
    net.add("norm1", _norm())
    _conv(net, "conv2/3x3_reduce", 64, 1)
    _conv(net, "conv2/3x3", 192, 3)
    net.add("norm2", _norm())
    net.add("pool2", _pool())
    for stage, blocks in _STAGES:
        for block, widths in blocks.items():
            _inception(net, f"{stage}{block}", *widths)
        if stage != "5":
            net.add(f"pool{stage}", _pool())
    net.add("average", AvgPool2d(7))
    net.add("flatten", Flatten())
    net.add("dropout", Dropout(0.4))
    net.dense("classifier", 1000)
    net.add("softmax", Softmax())
    return net.network()


def _inception(
    net: Builder, name: str, one: int, before_three: int, three: int, before_five: int, five: int, pooled: int
) -> None:
    """Four branches from one input, their channels put together."""
    source = net.last
    branches = [_conv(net, f"{name}/1x1", one, 1)]
    _conv(net, f"{name}/3x3_reduce", before_three, 1, after=source)
    branches.append(_conv(net, f"{name}/3x3", three, 3))
    _conv(net, f"{name}/5x5_reduce", before_five, 1, after=source)
    branches.append(_conv(net, f"{name}/5x5", five, 5))
    net.add(f"{name}/pool", MaxPool2d(3, stride=1, padding=1), source)
    branches.append(_conv(net, f"{name}/pool_proj", pooled, 1))
    net.add(f"{name}/output", Concat(), branches)


def _conv(
    net: Builder, name: str, filters: int, kernel: int, *, stride: int = 1, after: str | None = None
) -> str:
    net.conv(name, filters, kernel, stride=stride, padding=kernel // 2, after=after)
    return net.add(f"{name}/relu", ReLU())


def _pool() -> MaxPool2d:
    return MaxPool2d(3, stride=2, ceil_mode=True)


def _norm() -> LRN:
    return LRN(5, alpha=1e-4, beta=0.75, bias=1)
