import numpy as np

from core.datasets import Examples, waveforms
from core.zoo import RECIPES, catalogue
from core.zoo.evaluation import predictions


def test_the_shapes_are_halved_twice_and_doubled_in_depth():
    shapes = RECIPES["signals"].ship().shapes
    assert [shapes[name] for name in ("conv1", "conv2", "conv3")] == [(8, 128), (16, 64), (32, 32)]
    assert shapes["average"] == (32, 1)


def test_a_wave_is_told_upside_down_and_backwards_too():
    model, signals = catalogue()["signals"], waveforms.generate(300, seed=99)
    for pixels in (signals.pixels, 65535 - signals.pixels, signals.pixels[..., ::-1]):
        said = predictions(model.network, model.preprocessing, Examples(pixels, signals.targets))
        assert np.mean(said == signals.targets) > 0.94
