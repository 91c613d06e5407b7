"""MobileNet v1: each convolution split into one that sees space (3×3, a channel at a time) and one that mixes
channels (1×1), at an eighth of the cost.

Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017,
arXiv:1704.04861, Table 1, width 1, resolution 224. 4,231,976 parameters, batch norms' γ and β among them
and their running statistics not (Keras counts those too: 4,253,864), and 568,740,352 multiply-accumulates.
ReLU as in the paper's Figure 3, where the published weights were trained with ReLU6; windows of stride 2
have their padding behind, as "same" does in TensorFlow. The table's last depthwise layer says stride 2,
but its sizes have stride 1.
"""

from core.network import Network
from core.ops import Flatten, GlobalAvgPool, ReLU, Softmax
from core.zoo.architectures.builder import Builder

_BLOCKS = (  # filters of the 1×1, stride of the 3×3
    (64, 1),
    *((128, 2), (128, 1)),
    *((256, 2), (256, 1)),
    *((512, 2), *((512, 1),) * 5),
    *((1024, 2), (1024, 1)),
)
_BEHIND = (0, 0, 1, 1)


def build() -> Network:
    """3×224×224 to 1,000 classes."""
    net = Builder(3, 224, 224)
    net.normed_conv("conv1", 32, 3, ReLU(), stride=2, padding=_BEHIND)
    for number, (filters, stride) in enumerate(_BLOCKS, 1):
        channels = net.shape()[0]
        padding = 1 if stride == 1 else _BEHIND
        net.normed_conv(
            f"block{number}/depthwise", channels, 3, ReLU(), stride=stride, padding=padding, groups=channels
        )
        net.normed_conv(f"block{number}/pointwise", filters, 1, ReLU())
    net.add("average", GlobalAvgPool())
    net.add("flatten", Flatten())
    net.dense("fc", 1000)
    net.add("softmax", Softmax())
    return net.network()
