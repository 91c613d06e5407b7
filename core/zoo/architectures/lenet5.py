"""LeNet-5: the network that read the cheques of American banks.

LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document Recognition", Proceedings
of the IEEE 86(11), 1998, Figure 2 and Table I. The layers up to F6 have its 60,000 trainable parameters;
with the fixed output layer's they have its 340,908 connections, biases among them.

As in the paper: subsampling is a mean with a coefficient and a bias for each map, the maps of C3 read
those of S2 that Table I gives them, and all layers are squashed. The paper squashes with
1.7159·tanh(2a/3); both factors are left to the weights behind and before, with which tanh(a) computes the
same functions. Its output layer takes distances to drawings of the digits, |x − w|² = |x|² − 2w·x + |w|².
Here it is a dense layer (850 parameters more): |x|² is the same for all classes, which softmax does not
see.
"""

from core.network import Network
from core.ops import AvgPool2d, Concat, Flatten, Slice, Softmax, Tanh
from core.zoo.architectures.builder import Builder

# Table I: the maps of S2 that each of C3's sixteen reads; those that read equally many are one convolution.
_TABLE = (
    ((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5), (4, 5, 0), (5, 0, 1)),
    (
        *((0, 1, 2, 3), (1, 2, 3, 4), (2, 3, 4, 5), (3, 4, 5, 0), (4, 5, 0, 1), (5, 0, 1, 2)),
        *((0, 1, 3, 4), (1, 2, 4, 5), (0, 2, 3, 5)),
    ),
    ((0, 1, 2, 3, 4, 5),),
)


def build() -> Network:
    """1×32×32 to 10 digits."""
    net = Builder(1, 32, 32)
    net.conv("C1", 6, 5)
    net.add("C1/tanh", Tanh())
    _subsample(net, "S2")
    _sparse_conv(net, "C3")
    net.add("C3/tanh", Tanh())
    _subsample(net, "S4")
    net.conv("C5", 120, 5)
    net.add("C5/tanh", Tanh())
    net.add("flatten", Flatten())
    net.dense("F6", 84)
    net.add("F6/tanh", Tanh())
    net.dense("output", 10)
    net.add("softmax", Softmax())
    return net.network()


def _subsample(net: Builder, name: str) -> None:
    """Means of 2×2; then each map times its coefficient, plus its bias: a 1×1 with a group for each map."""
    net.add(f"{name}/mean", AvgPool2d(2))
    maps = net.shape()[0]
    net.conv(name, maps, 1, groups=maps)
    net.add(f"{name}/tanh", Tanh())


def _sparse_conv(net: Builder, name: str) -> None:
    """Sixteen filters of 5×5, each on the maps that the table gives it."""
    source = net.last
    maps = [
        net.add(f"{name}/map{number}", Slice([number], [number + 1]), source)
        for number in range(net.shape(source)[0])
    ]
    parts = []
    for readers in _TABLE:
        reads = len(readers[0])
        net.add(f"{name}/reads{reads}", Concat(), [maps[each] for reader in readers for each in reader])
        parts.append(net.conv(f"{name}/of{reads}", len(readers), 5, groups=len(readers)))
    net.add(name, Concat(), parts)
