"""U-Net: down to what is there, up again to where it is, with shortcuts that bring the detail across.

Ronneberger, Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image Segmentation", MICCAI
2015, arXiv:1505.04597, Figure 1: windows without padding, crops, 2×2 up-convolutions, two classes:
31,030,658 parameters. (31,031,685 is a well-known version's that resizes instead; with one class they are
31,030,593.)

Without padding no unit sees anything but real pixels, and a picture of any size is done tile by tile. The
figure's tile of 572 gives 388 outputs a side; by the same weights a tile of 572 − 16k gives 388 − 16k. The
explorer shows a tile of 252, because all activations of the figure's take 1.3 GB.
"""

from core.errors import HyperparameterError
from core.network import Network
from core.ops import Concat, ConvTranspose2d, Dropout, MaxPool2d, ReLU, Slice, Softmax
from core.zoo.architectures.builder import Builder

_WIDTHS = (64, 128, 256, 512)
_BOTTOM = 1024


def build(size: int = 572) -> Network:
    """1×size×size to 2 classes at every pixel but 92 on each side; sizes are 16k + 12."""
    if size % 16 != 12:
        raise HyperparameterError(
            f"A tile of {size} leaves a pool with an odd number of rows. Choose 16k + 12, such as 252 or 572."
        )
    net = Builder(1, size, size)
    shortcuts = []
    for level, width in enumerate(_WIDTHS, 1):
        shortcuts.append(_two_convs(net, f"down{level}", width))
        if level == len(_WIDTHS):
            shortcuts[-1] = net.add(f"down{level}/dropout", Dropout(0.5))
        net.add(f"down{level}/pool", MaxPool2d(2))
    _two_convs(net, "bottom", _BOTTOM)
    net.add("bottom/dropout", Dropout(0.5))
    for level in range(len(_WIDTHS), 0, -1):
        _up(net, f"up{level}", _WIDTHS[level - 1], shortcuts[level - 1])
    net.conv("scores", 2, 1)
    net.add("softmax", Softmax())
    return net.network()


def _two_convs(net: Builder, name: str, width: int) -> str:
    for number in (1, 2):
        net.conv(f"{name}/conv{number}", width, 3)
        net.add(f"{name}/relu{number}", ReLU())
    return net.last


def _up(net: Builder, name: str, width: int, shortcut: str) -> None:
    """Twice the size, half the channels; joined with the middle of the shortcut's maps."""
    net.add(f"{name}/upconv", ConvTranspose2d(net.shape()[0], width, 2, stride=2))
    enlarged, size = net.last, net.shape()[1]
    border = (net.shape(shortcut)[1] - size) // 2
    crop = Slice([border] * 2, [border + size] * 2, axes=[1, 2])
    net.add(f"{name}/crop", crop, shortcut)
    net.add(f"{name}/joined", Concat(), (f"{name}/crop", enlarged))
    _two_convs(net, name, width)
