import numpy as np
import pytest
from PIL import Image

from core.datasets import Examples
from core.inputs import Slot
from core.zoo import RECIPES, catalogue, samples
from core.zoo.samples import samples_of
from core.zoo.write_samples import write_samples


@pytest.mark.parametrize("channels", [1, 3])
def test_the_first_two_pictures_of_every_class_are_the_samples(tmp_path, monkeypatch, rng, channels):
    monkeypatch.setattr(samples, "_FOLDER", tmp_path)
    pixels = rng.integers(0, 256, (7, channels, 4, 5), dtype=np.uint8)
    write_samples("tiny", ("Cat", "Dog"), Examples(pixels, np.array([1, 1, 0, 1, 0, 0, 1])))
    chosen = samples_of("tiny", ("Cat", "Dog"), (channels, 4, 5))
    assert [(sample.id, sample.label) for sample in chosen] == [
        ("tiny-cat-1", "Cat"),
        ("tiny-dog-1", "Dog"),
        ("tiny-cat-2", "Cat"),
        ("tiny-dog-2", "Dog"),
    ]
    for sample, index in zip(chosen, (2, 0, 4, 1), strict=True):
        with Image.open(sample.path) as picture:
            found = np.asarray(picture).reshape(4, 5, channels).transpose(2, 0, 1)
        np.testing.assert_array_equal(found, pixels[index])


@pytest.mark.parametrize("name", ["x-or-o", "clips-3d", "clips-2plus1d", "signals"])
def test_the_samples_that_ship_were_chosen_by_the_rule(name, tmp_path, monkeypatch):
    shipped, recipe = catalogue()[name].samples, RECIPES[name]
    monkeypatch.setattr(samples, "_FOLDER", tmp_path)
    test = recipe.load_data().test
    shape = test.pixels.shape[1:]
    write_samples(name, recipe.classes, test)
    for sample, again in zip(shipped, samples_of(name, recipe.classes, shape), strict=True):
        kept, written = (Slot(shape).read(each.path.read_bytes()).pixels for each in (sample, again))
        np.testing.assert_array_equal(kept, written)
