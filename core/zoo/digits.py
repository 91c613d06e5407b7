"""`digits`: LeNet-5 with ReLU and max-pooling on the handwritten digits of MNIST."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.augmentation import shifted
from core.datasets import mnist
from core.network import Network
from core.ops import Conv2d, Dense, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.model import Preprocessing
from core.zoo.recipe import Recipe


def build() -> Network:
    """LeCun et al. (1998) with today's activation and pooling: 61,706 parameters."""
    return Network.chain(
        (1, 28, 28),
        [
            ("conv1", Conv2d(1, 6, 5, padding=2)),
            ("relu1", ReLU()),
            ("pool1", MaxPool2d(2)),
            ("conv2", Conv2d(6, 16, 5)),
            ("relu2", ReLU()),
            ("pool2", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("dense1", Dense(400, 120)),
            ("relu3", ReLU()),
            ("dense2", Dense(120, 84)),
            ("relu4", ReLU()),
            ("scores", Dense(84, 10)),
            ("softmax", Softmax()),
        ],
    )


def _augment(pixels: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    return shifted(pixels, 2, rng)


RECIPE = Recipe(
    build=build,
    finish=lambda network: network,
    load_data=mnist.load,
    augment=_augment,
    preprocessing=Preprocessing((0.0,), (1.0,)),
    classes=mnist.CLASSES,
    epochs=16,
    batch=64,
    peak_rate=0.05,
    decay=1e-4,
)
