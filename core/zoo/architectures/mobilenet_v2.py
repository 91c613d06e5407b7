"""MobileNet v2: blocks that widen, look, and narrow again, with shortcuts between their narrow ends.

Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018, arXiv:1801.04381,
Table 2, width 1, resolution 224. 3,504,872 parameters (the paper rounds to 3.4 M) and 300,774,272
multiply-accumulates. Windows of stride 2 have a padding of 1 on every side, as in torchvision.
"""

from core.network import Network
from core.ops import Add, Dropout, Flatten, GlobalAvgPool, ReLU6, Softmax
from core.zoo.architectures.builder import Builder

_STAGES = (  # expansion t, channels c, repeats n, stride s of the first
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)


def build() -> Network:
    """3×224×224 to 1,000 classes."""
    net = Builder(3, 224, 224)
    net.normed_conv("conv1", 32, 3, ReLU6(), stride=2)
    for stage, (expansion, channels, repeats, stride) in enumerate(_STAGES, 1):
        for number in range(1, repeats + 1):
            _block(net, f"block{stage}_{number}", expansion, channels, stride if number == 1 else 1)
    net.normed_conv("conv2", 1280, 1, ReLU6())
    net.add("average", GlobalAvgPool())
    net.add("flatten", Flatten())
    net.add("dropout", Dropout(0.2))
    net.dense("fc", 1000)
    net.add("softmax", Softmax())
    return net.network()


def _block(net: Builder, name: str, expansion: int, channels: int, stride: int) -> None:
    """An inverted residual: no activation behind the last 1×1, and a shortcut where the shape stays."""
    source = net.last
    wide = expansion * net.shape()[0]
    if expansion > 1:
        net.normed_conv(f"{name}/expand", wide, 1, ReLU6())
    net.normed_conv(f"{name}/depthwise", wide, 3, ReLU6(), stride=stride, groups=wide)
    narrow = net.normed_conv(f"{name}/project", channels, 1)
    if net.shape(source) == net.shape(narrow):
        net.add(f"{name}/add", Add(), (source, narrow))
