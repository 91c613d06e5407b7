"""The networks that are timed, by name; all have random weights."""

from collections.abc import Callable

from core.network import Network
from core.ops import Add, Conv2d, Flatten, GlobalAvgPool, MaxPool2d, ReLU, ReLU6
from core.zoo import digits, photos
from core.zoo.architectures.builder import Builder

# Expansion, filters, how often, stride and kernel of each stage (Tan and Le 2019, table 1; Liu 2020: "lite"
# leaves squeeze-and-excitation out and clips at 6).
_STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)


def tiny_vgg() -> Network:
    """Two blocks of two valid 3×3 convolutions of ten filters, and ten classes."""
    net = Builder(3, 64, 64)
    for block in (1, 2):
        for number in (1, 2):
            net.conv(f"conv{block}.{number}", 10, 3)
            net.add(f"relu{block}.{number}", ReLU())
        net.add(f"pool{block}", MaxPool2d(2))
    net.add("flatten", Flatten())
    net.dense("scores", 10)
    return net.network()


def large_layer() -> Network:
    """One 3×3 convolution of 64 filters on 64 maps of 224×224."""
    return Network.chain((64, 224, 224), [("conv", Conv2d(64, 64, 3, padding=1))])


def efficientnet_lite0() -> Network:
    """EfficientNet-Lite0 as it is trained, with its batch norms: 4,652,008 parameters."""
    net = Builder(3, 224, 224)
    net.normed_conv("stem", 32, 3, ReLU6(), stride=2)
    for stage, (expansion, filters, times, stride, kernel) in enumerate(_STAGES, 1):
        for number in range(times):
            name, before = f"block{stage}.{number}", net.last
            wide = net.shape()[0] * expansion
            if expansion > 1:
                net.normed_conv(f"{name}.expand", wide, 1, ReLU6())
            step = 1 if number else stride
            net.normed_conv(f"{name}.depthwise", wide, kernel, ReLU6(), stride=step, groups=wide)
            last = net.normed_conv(f"{name}.project", filters, 1)
            if number:
                net.add(f"{name}.add", Add(), (last, before))
    net.normed_conv("head", 1280, 1, ReLU6())
    net.add("average", GlobalAvgPool())
    net.add("flatten", Flatten())
    net.dense("scores", 1000)
    return net.network()


NETWORKS: dict[str, Callable[[], Network]] = {
    "TinyVGG": tiny_vgg,
    "digits": digits.build,
    "photos": photos.build,
    "large layer": large_layer,
    "EfficientNet-Lite0": efficientnet_lite0,
}
