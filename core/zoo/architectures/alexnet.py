"""AlexNet in one column: the network that won ImageNet in 2012 by a wide margin.

Krizhevsky, Sutskever and Hinton, "ImageNet Classification with Deep Convolutional Neural Networks",
NeurIPS 2012; in one column: Krizhevsky, "One weird trick for parallelizing convolutional neural networks",
2014, arXiv:1404.5997, with the filters of torchvision: 61,100,840 parameters. The original of 2012 shares
its 96-256-384-384-256 filters out to two graphics cards that hardly talk to each other, and normalizes
responses after the first two layers: 60,965,224 parameters. Receptive fields are the same in both.
"""

from core.network import Network
from core.ops import Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.architectures.builder import Builder


def build() -> Network:
    """3×224×224 to 1,000 classes."""
    net = Builder(3, 224, 224)
    net.conv("conv1", 64, 11, stride=4, padding=2)
    net.add("relu1", ReLU())
    net.add("pool1", MaxPool2d(3, stride=2))
    net.conv("conv2", 192, 5, padding=2)
    net.add("relu2", ReLU())
    net.add("pool2", MaxPool2d(3, stride=2))
    for number, filters in ((3, 384), (4, 256), (5, 256)):
        net.conv(f"conv{number}", filters, 3, padding=1)
        net.add(f"relu{number}", ReLU())
    net.add("pool5", MaxPool2d(3, stride=2))
    net.add("flatten", Flatten())
    for number in (6, 7):
        net.add(f"dropout{number}", Dropout(0.5))
        net.dense(f"fc{number}", 4096)
        net.add(f"relu{number}", ReLU())
    net.dense("fc8", 1000)
    net.add("softmax", Softmax())
    return net.network()
