"""`clips-2plus1d`: a (2+1)D network on the clips of `clips-3d`.

Each 3D convolution is taken apart into one within the frames (1×3×3) and one along time (3×1×1), as in
Tran et al. (2018): fewer weights, and one more ReLU in between.
"""

from dataclasses import replace

from core.datasets import moving_shapes
from core.network import Network
from core.ops import Conv3d, MaxPool3d
from core.zoo import clips_3d
from core.zoo.blocks import Operations, classified, convolved


def build(*, batchnorm: bool = False) -> Network:
    """The network as it ships, or with the batch norms that it is trained with."""

    def pair(number: int, channels: int, filters: int) -> Operations:
        space = Conv3d(channels, filters, (1, 3, 3), padding=(0, 1, 1))
        time = Conv3d(filters, filters, (3, 1, 1), padding=(1, 0, 0))
        return [
            *convolved(f"space{number}", 2 * number - 1, space, batchnorm=batchnorm),
            *convolved(f"time{number}", 2 * number, time, batchnorm=batchnorm),
        ]

    return Network.chain(
        clips_3d.INPUT_SHAPE,
        [
            *pair(1, 1, 8),
            ("pool1", MaxPool3d((1, 2, 2))),
            *pair(2, 8, 16),
            ("pool2", MaxPool3d(2)),
            *pair(3, 16, 32),
            *classified(32, len(moving_shapes.CLASSES)),
        ],
    )


RECIPE = replace(clips_3d.RECIPE, build=lambda: build(batchnorm=True))
