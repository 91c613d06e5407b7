"""The networks that are timed, by name; all have random weights."""

from collections.abc import Callable

from core.network import Layer, Network
from core.ops import Add, BatchNorm, Conv2d, Dense, Flatten, GlobalAvgPool, MaxPool2d, Operation, ReLU, ReLU6
from core.zoo import digits, photos

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
    operations: list[tuple[str, Operation]] = []
    channels = 3
    for block in (1, 2):
        for number in (1, 2):
            operations.append((f"conv{block}.{number}", Conv2d(channels, 10, 3)))
            operations.append((f"relu{block}.{number}", ReLU()))
            channels = 10
        operations.append((f"pool{block}", MaxPool2d(2)))
    operations += [("flatten", Flatten()), ("scores", Dense(1690, 10))]
    return Network.chain((3, 64, 64), operations)


def large_layer() -> Network:
    """One 3×3 convolution of 64 filters on 64 maps of 224×224."""
    return Network.chain((64, 224, 224), [("conv", Conv2d(64, 64, 3, padding=1))])


def efficientnet_lite0() -> Network:
    """EfficientNet-Lite0 as it is trained, with its batch norms: 4,652,008 parameters."""
    layers: list[Layer] = []

    def add(name: str, operation: Operation, *inputs: str) -> str:
        before = layers[-1].name if layers else "input"
        layers.append(Layer(name, operation, inputs or (before,)))
        return name

    def convolve(name: str, channels: int, filters: int, kernel: int, clipped: bool, **chosen: int) -> str:
        padding = kernel // 2
        add(f"{name}.conv", Conv2d(channels, filters, kernel, padding=padding, bias=False, **chosen))
        last = add(f"{name}.norm", BatchNorm(filters))
        return add(f"{name}.clip", ReLU6()) if clipped else last

    before, channels = convolve("stem", 3, 32, 3, True, stride=2), 32
    for stage, (expansion, filters, times, stride, kernel) in enumerate(_STAGES, 1):
        for number in range(times):
            name, wide = f"block{stage}.{number}", channels * expansion
            if expansion > 1:
                convolve(f"{name}.expand", channels, wide, 1, True)
            step = stride if number == 0 else 1
            convolve(f"{name}.depthwise", wide, wide, kernel, True, stride=step, groups=wide)
            last = convolve(f"{name}.project", wide, filters, 1, False)
            before = add(f"{name}.add", Add(), last, before) if number else last
            channels = filters
    convolve("head", channels, 1280, 1, True)
    add("average", GlobalAvgPool())
    add("flatten", Flatten())
    add("scores", Dense(1280, 1000))
    return Network((3, 224, 224), layers)


NETWORKS: dict[str, Callable[[], Network]] = {
    "TinyVGG": tiny_vgg,
    "digits": digits.build,
    "photos": photos.build,
    "large layer": large_layer,
    "EfficientNet-Lite0": efficientnet_lite0,
}
