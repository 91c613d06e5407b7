"""`clips-3d`: 3D convolutions tell which way a shape moves through a short clip."""

from core.datasets import moving_shapes
from core.folding import fold_batchnorm
from core.network import Network
from core.ops import Conv3d, MaxPool3d
from core.zoo.blocks import classified, convolved
from core.zoo.model import Preprocessing
from core.zoo.recipe import Recipe

INPUT_SHAPE = (1, moving_shapes.FRAMES, moving_shapes.SIZE, moving_shapes.SIZE)


def build(*, batchnorm: bool = False) -> Network:
    """The network as it ships, or with the batch norms that it is trained with."""
    return Network.chain(
        INPUT_SHAPE,
        [
            *convolved("conv1", 1, Conv3d(1, 8, 3, padding=1), batchnorm=batchnorm),
            ("pool1", MaxPool3d((1, 2, 2))),  # all frames stay: there are few, and they hold the answer
            *convolved("conv2", 2, Conv3d(8, 16, 3, padding=1), batchnorm=batchnorm),
            ("pool2", MaxPool3d(2)),
            *convolved("conv3", 3, Conv3d(16, 32, 3, padding=1), batchnorm=batchnorm),
            *classified(32, len(moving_shapes.CLASSES)),
        ],
    )


RECIPE = Recipe(
    build=lambda: build(batchnorm=True),
    finish=fold_batchnorm,
    load_data=moving_shapes.load,
    augment=lambda pixels, rng: pixels,
    preprocessing=Preprocessing((0.25,), (0.25,)),
    classes=moving_shapes.CLASSES,
    epochs=4,
    batch=64,
    peak_rate=0.1,
    decay=1e-4,
)
