import numpy as np
import pytest

from core.datasets import Examples, moving_shapes
from core.receptive_field import receptive_fields
from core.zoo import RECIPES, catalogue
from core.zoo.evaluation import predictions

EVERY_CLIP_NETWORK = pytest.mark.parametrize("name", ["clips-3d", "clips-2plus1d"])


@pytest.fixture(scope="module")
def clips() -> Examples:
    """Clips that were neither learned from nor tested on."""
    return moving_shapes.generate(600, seed=99)


def said_of(name: str, pixels: np.ndarray, clips: Examples) -> np.ndarray:
    """The classes that a network gives the clips with other pixels."""
    model = catalogue()[name]
    return predictions(model.network, model.preprocessing, Examples(pixels, clips.targets))


@EVERY_CLIP_NETWORK
def test_directions_are_told_but_not_from_any_single_frame(name, clips):
    assert (said_of(name, clips.pixels, clips) == clips.targets).mean() > 0.94
    chance = 1 / len(moving_shapes.CLASSES)
    for frame in range(moving_shapes.FRAMES):
        frozen = np.repeat(clips.pixels[:, :, frame : frame + 1], moving_shapes.FRAMES, axis=2)
        # With 600 clips chance itself exceeds this once in 10,000 times.
        assert (said_of(name, frozen, clips) == clips.targets).mean() < chance + 0.06


@EVERY_CLIP_NETWORK
def test_played_backwards_a_clip_goes_the_opposite_way(name, clips):
    opposite = {"left": "right", "up": "down", "clockwise": "anticlockwise"}
    opposite |= {second: first for first, second in opposite.items()}
    expected = [moving_shapes.CLASSES.index(opposite[moving_shapes.CLASSES[k]]) for k in clips.targets]
    assert (said_of(name, clips.pixels[:, :, ::-1], clips) == expected).mean() > 0.94


@EVERY_CLIP_NETWORK
def test_the_scores_see_all_frames(name):
    network = catalogue()[name].network
    time, *_ = receptive_fields(network)["scores"]
    assert time.start <= 0
    assert time.start + time.size >= moving_shapes.FRAMES


def test_each_3d_convolution_is_one_within_frames_and_one_along_time():
    shipped = RECIPES["clips-2plus1d"].ship()
    whole = RECIPES["clips-3d"].ship()
    kernels = [
        [layer.operation.kernel for layer in network.layers if layer.operation.kind == "conv3d"]
        for network in (whole, shipped)
    ]
    assert kernels == [[(3, 3, 3)] * 3, [(1, 3, 3), (3, 1, 1)] * 3]
    for name in ("pool1", "pool2", "relu3"):
        assert whole.shapes[name] == shipped.shapes[{"relu3": "relu6"}.get(name, name)]
