"""ZFNet: AlexNet with a smaller first window and stride, found by looking at what the layers had learned.

Zeiler and Fergus, "Visualizing and Understanding Convolutional Networks", ECCV 2014, arXiv:1311.2901,
Figure 3. The paper gives no count of parameters; by its figure they are 62,357,608. It leaves open how
windows meet the edge: here the sizes of the figure (110, 55, 26, 13, 6) come of a padding of 1 before the
first convolution and of pools whose last window may hang over. Contrast is normalized as in AlexNet's
paper.
"""

from core.network import Network
from core.ops import LRN, Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.architectures.builder import Builder


def build() -> Network:
    """3×224×224 to 1,000 classes."""
    net = Builder(3, 224, 224)
    net.conv("conv1", 96, 7, stride=2, padding=1)
    net.add("relu1", ReLU())
    net.add("pool1", MaxPool2d(3, stride=2, ceil_mode=True))
    net.add("norm1", LRN(5, alpha=5e-4, beta=0.75, bias=2))
    net.conv("conv2", 256, 5, stride=2)
    net.add("relu2", ReLU())
    net.add("pool2", MaxPool2d(3, stride=2, ceil_mode=True))
    net.add("norm2", LRN(5, alpha=5e-4, beta=0.75, bias=2))
    for number, filters in ((3, 384), (4, 384), (5, 256)):
        net.conv(f"conv{number}", filters, 3, padding=1)
        net.add(f"relu{number}", ReLU())
    net.add("pool5", MaxPool2d(3, stride=2))
    net.add("flatten", Flatten())
    for number in (6, 7):
        net.dense(f"fc{number}", 4096)
        net.add(f"relu{number}", ReLU())
        net.add(f"dropout{number}", Dropout(0.5))
    net.dense("fc8", 1000)
    net.add("softmax", Softmax())
    return net.network()
