"""`photos`: six 3×3 convolutions on the 32×32 colour photos of CIFAR-10."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.augmentation import mirrored, shifted
from core.datasets import cifar10
from core.folding import fold_batchnorm
from core.network import Network
from core.ops import Conv2d, MaxPool2d
from core.zoo.blocks import Operations, classified, convolved
from core.zoo.model import Preprocessing
from core.zoo.recipe import Recipe

_BLOCKS = ((16, 16), (32, 32), (64, 64))


def build(*, batchnorm: bool = False) -> Network:
    """The network as it ships, or with the batch norms that it is trained with."""
    operations: Operations = []
    channels, number = 3, 0
    for block, widths in enumerate(_BLOCKS):
        if block:
            operations.append((f"pool{block}", MaxPool2d(2)))
        for filters in widths:
            number += 1
            convolution = Conv2d(channels, filters, 3, padding=1)
            operations += convolved(f"conv{number}", number, convolution, batchnorm=batchnorm)
            channels = filters
    return Network.chain((3, 32, 32), [*operations, *classified(channels, len(cifar10.CLASSES))])


def _augment(pixels: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    return shifted(mirrored(pixels, rng), 4, rng)


RECIPE = Recipe(
    build=lambda: build(batchnorm=True),
    finish=fold_batchnorm,
    load_data=cifar10.load,
    augment=_augment,
    preprocessing=Preprocessing((0.5,) * 3, (0.25,) * 3),
    classes=cifar10.CLASSES,
    epochs=30,
    batch=128,
    peak_rate=0.2,
    decay=1.5e-4,
)
