import numpy as np
import pytest

from core.zoo import RECIPES, catalogue
from core.zoo.x_or_o import build, draw

FALLING = np.array([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])


def match(patch: np.ndarray) -> float:
    """What the feature of the falling diagonal says to a 3×3 patch of +1 and −1."""
    network = build()
    picture = -np.ones((1, 1, 9, 9), np.float32)
    picture[0, 0, 3:6, 3:6] = patch
    network.run(picture).finish()
    features = next(network.run(picture).forward()).output
    return float(features[0, 0, 3, 3])


def test_a_perfect_match_gives_one():
    assert match(FALLING) == pytest.approx(1)


def test_a_patch_with_two_of_nine_pixels_wrong_gives_five_ninths():
    patch = FALLING.copy()
    patch[0, 1] *= -1
    patch[2, 2] *= -1
    assert match(patch) == pytest.approx(5 / 9)


def test_the_opposite_gives_minus_one():
    assert match(-FALLING) == pytest.approx(-1)


def test_a_cross_and_a_ring_look_like_it():
    cross, ring = draw("X", radius=3.4), draw("O", radius=3)
    assert [(i, i) for i in range(1, 8)] == [(i, i) for i in range(9) if cross[i, i]]
    np.testing.assert_array_equal(cross, cross[:, ::-1])
    assert ring[4, 4] == 0
    assert ring[4, 1] == ring[4, 7] == ring[1, 4] == ring[7, 4] == 255


def test_the_votes_have_two_decimals_and_the_features_are_the_hand_made_ones():
    network = catalogue()["x-or-o"].network
    votes = network.parameters["votes.weight"].astype(np.float64)
    np.testing.assert_allclose(votes, np.round(votes, 2), atol=1e-6)
    np.testing.assert_array_equal(
        network.parameters["features.weight"], build().parameters["features.weight"]
    )


def test_the_data_are_the_same_every_time():
    first, second = (RECIPES["x-or-o"].load_data() for _ in range(2))
    np.testing.assert_array_equal(first.train.pixels, second.train.pixels)
    assert set(np.unique(first.test.pixels)) == {0, 255}
    assert len(first.test) == 1000
