"""`signals`: 1D convolutions tell waves by their form, at any frequency, phase and loudness."""

from core.datasets import waveforms
from core.folding import fold_batchnorm
from core.network import Network
from core.ops import Conv1d, MaxPool1d
from core.zoo.blocks import classified, convolved
from core.zoo.model import Preprocessing
from core.zoo.recipe import Recipe


def build(*, batchnorm: bool = False) -> Network:
    """The network as it ships, or with the batch norms that it is trained with."""
    return Network.chain(
        (1, waveforms.LENGTH),
        [
            *convolved("conv1", 1, Conv1d(1, 8, 9, padding=4), batchnorm=batchnorm),
            ("pool1", MaxPool1d(2)),
            *convolved("conv2", 2, Conv1d(8, 16, 9, padding=4), batchnorm=batchnorm),
            ("pool2", MaxPool1d(2)),
            *convolved("conv3", 3, Conv1d(16, 32, 9, padding=4), batchnorm=batchnorm),
            *classified(32, len(waveforms.CLASSES)),
        ],
    )


RECIPE = Recipe(
    build=lambda: build(batchnorm=True),
    finish=fold_batchnorm,
    load_data=waveforms.load,
    augment=lambda pixels, rng: pixels,
    preprocessing=Preprocessing((0.5,), (0.5,)),  # silence becomes 0, full loudness ±1
    classes=waveforms.CLASSES,
    epochs=6,
    batch=64,
    peak_rate=0.1,
    decay=1e-4,
)
