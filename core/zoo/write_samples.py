"""`python -m core.zoo.write_samples`: choose the sample pictures of every network again, by the rule."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from core.datasets import Pictures
from core.zoo import RECIPES
from core.zoo.samples import samples_of


def write_samples(model_id: str, classes: Sequence[str], test: Pictures) -> None:
    """Choose the samples from a test set by the rule, and write them as PNG."""
    for sample in samples_of(model_id, classes):
        number = int(sample.id.rpartition("-")[2])
        index = np.flatnonzero(test.targets == classes.index(sample.label))[number - 1]
        sample.path.parent.mkdir(parents=True, exist_ok=True)
        picture = test.pixels[index].transpose(1, 2, 0)
        Image.fromarray(picture if picture.shape[2] == 3 else picture[..., 0]).save(
            sample.path, optimize=True
        )


if __name__ == "__main__":
    for model_id, recipe in RECIPES.items():
        write_samples(model_id, recipe.classes, recipe.load_data().test)
