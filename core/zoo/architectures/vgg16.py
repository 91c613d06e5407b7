"""VGG-16: nothing but 3×3 convolutions and 2×2 pools, configuration D of the paper's Table 1.

Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", ICLR 2015,
arXiv:1409.1556. 138,357,544 parameters, 15,470,264,320 multiply-accumulates.
"""

from core.network import Network
from core.ops import Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.architectures.builder import Builder

_BLOCKS = ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))  # convolutions, filters of each


def build() -> Network:
    """3×224×224 to 1,000 classes."""
    net = Builder(3, 224, 224)
    for block, (convolutions, filters) in enumerate(_BLOCKS, 1):
        for number in range(1, convolutions + 1):
            net.conv(f"conv{block}_{number}", filters, 3, padding=1)
            net.add(f"relu{block}_{number}", ReLU())
        net.add(f"pool{block}", MaxPool2d(2))
    net.add("flatten", Flatten())
    for number in (6, 7):
        net.dense(f"fc{number}", 4096)
        net.add(f"relu{number}", ReLU())
        net.add(f"dropout{number}", Dropout(0.5))
    net.dense("fc8", 1000)
    net.add("softmax", Softmax())
    return net.network()
