"""ResNet-18 and ResNet-50: blocks that compute what to add to their input, which so finds a way past them.

He, Zhang, Ren and Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, arXiv:1512.03385, Table
1, with projections where a shortcut changes size (option B). 11,689,512 and 25,557,032 parameters.

As in the paper the first 1×1 of a bottleneck has the stride: 3,857,973,248 multiply-accumulates, and a
receptive field of 483 pixels. Torchvision's ResNet-50 ("v1.5") has it in the 3×3: the same parameters,
4,089,184,256 multiply-accumulates, 427 pixels.
"""

from collections.abc import Callable

from core.network import Network
from core.ops import Add, Flatten, GlobalAvgPool, MaxPool2d, ReLU, Softmax
from core.zoo.architectures.builder import Builder

# Name, width, stride: adds the layers of a block, and gives the one that the shortcut is added to.
_Block = Callable[[Builder, str, int, int], str]


def build_18() -> Network:
    """3×224×224 to 1,000 classes through 2 + 2 + 2 + 2 basic blocks."""
    return _build(_basic, (2, 2, 2, 2))


def build_50() -> Network:
    """3×224×224 to 1,000 classes through 3 + 4 + 6 + 3 bottlenecks."""
    return _build(_bottleneck, (3, 4, 6, 3))


def _build(block: _Block, repeats: tuple[int, ...]) -> Network:
    net = Builder(3, 224, 224)
    net.normed_conv("conv1", 64, 7, ReLU(), stride=2)
    net.add("pool1", MaxPool2d(3, stride=2, padding=1))
    for stage, count in enumerate(repeats):
        for number in range(1, count + 1):
            stride = 2 if stage > 0 and number == 1 else 1
            _residual(net, f"conv{stage + 2}_{number}", block, 64 * 2**stage, stride)
    net.add("average", GlobalAvgPool())
    net.add("flatten", Flatten())
    net.dense("fc", 1000)
    net.add("softmax", Softmax())
    return net.network()


def _residual(net: Builder, name: str, block: _Block, width: int, stride: int) -> None:
    """relu(block(x) + x), with a 1×1 on the shortcut where the block changes the shape."""
    shortcut = source = net.last
    added = block(net, name, width, stride)
    if net.shape(source) != net.shape(added):
        shortcut = net.normed_conv(f"{name}/shortcut", net.shape(added)[0], 1, stride=stride, after=source)
    net.add(f"{name}/add", Add(), (added, shortcut))
    net.add(f"{name}/relu", ReLU())


def _basic(net: Builder, name: str, width: int, stride: int) -> str:
    net.normed_conv(f"{name}/conv1", width, 3, ReLU(), stride=stride)
    return net.normed_conv(f"{name}/conv2", width, 3)


def _bottleneck(net: Builder, name: str, width: int, stride: int) -> str:
    net.normed_conv(f"{name}/conv1", width, 1, ReLU(), stride=stride)
    net.normed_conv(f"{name}/conv2", width, 3, ReLU())
    return net.normed_conv(f"{name}/conv3", 4 * width, 1)
