"""`python -m core.zoo.write_samples`: choose the samples of every network, or of some, again by the rule."""

import sys
from collections.abc import Sequence

import numpy as np

from core.datasets import Examples
from core.inputs import write
from core.zoo import RECIPES
from core.zoo.samples import samples_of


def write_samples(model_id: str, classes: Sequence[str], test: Examples) -> None:
    """Choose the samples from a test set by the rule, and write them."""
    shape = test.pixels.shape[1:]
    for sample in samples_of(model_id, classes, shape):
        number = int(sample.id.rpartition("-")[2])
        index = np.flatnonzero(test.targets == classes.index(sample.label))[number - 1]
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        write(sample.path, shape, test.pixels[index])


if __name__ == "__main__":
    for name in sys.argv[1:] or RECIPES:
        write_samples(name, RECIPES[name].classes, RECIPES[name].load_data().test)
