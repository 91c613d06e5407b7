import numpy as np
import pytest

from core.attribution import Question, heat_map, occlusion, places
from core.errors import HyperparameterError
from tests.core.attribution.networks import branched, linear, of_signals, picture


def test_every_place_is_covered_in_turn_and_the_fall_is_the_difference():
    network = branched()
    question = Question(network, 1)
    x = picture(network)
    before = question.values(x)[0]
    found = list(occlusion(question, x, patch=(3, 2), stride=(2, 3), fill=(0.5, -0.5)))
    assert [each.start for each in found] == [(y, column) for y in (0, 2, 4) for column in (0, 3, 4)]
    for each in found:
        covered = x.copy()
        y, column = each.start
        covered[0, 0, y : y + 3, column : column + 2] = 0.5
        covered[0, 1, y : y + 3, column : column + 2] = -0.5
        assert each.value == pytest.approx(question.values(covered)[0], rel=1e-9)
        assert each.fall == pytest.approx(before - each.value)


def test_the_last_places_lie_at_the_end():
    assert places((7,), (3,), (3,)) == [(0,), (3,), (4,)]
    assert places((6,), (3,), (3,)) == [(0,), (3,)]
    assert places((3,), (3,), (5,)) == [(0,)]


def test_a_patch_is_filled_with_the_mean_of_each_channel_unless_told():
    network = linear()
    x = picture(network)
    question = Question(network, 0)
    (found,) = occlusion(question, x, patch=(5, 4), stride=(1, 1))
    plain = np.broadcast_to(x.mean(axis=(2, 3), keepdims=True), x.shape)
    assert found.value == pytest.approx(question.values(plain)[0])


def test_the_picture_stays_as_it_is():
    network = branched()
    x = picture(network)
    before = x.copy()
    list(occlusion(Question(network, 0), x, patch=(2, 2), stride=(2, 2)))
    np.testing.assert_array_equal(x, before)


def test_places_come_as_they_are_asked_for():
    network = branched()
    steps = occlusion(Question(network, 0), picture(network), patch=(1, 1), stride=(1, 1))
    assert next(steps).start == (0, 0)
    assert next(steps).start == (0, 1)


def test_the_heat_map_is_the_mean_fall_over_the_patches_on_a_pixel():
    network = of_signals()
    found = list(occlusion(Question(network, 1), picture(network), patch=(4,), stride=(3,)))
    heat = heat_map((12,), (4,), found)
    starts = {each.start[0]: each.fall for each in found}
    for place in range(12):
        over = [fall for start, fall in starts.items() if start <= place < start + 4]
        assert heat[place] == pytest.approx(np.mean(over))


@pytest.mark.parametrize(
    ("patch", "stride", "fill"),
    [
        ((8, 1), (1, 1), None),
        ((0, 1), (1, 1), None),
        ((1,), (1,), None),
        ((1, 1), (0, 1), None),
        ((1, 1), (1, 1), (0,)),
    ],
    ids=str,
)
def test_what_does_not_fit_the_picture_is_told(patch, stride, fill):
    network = branched()
    with pytest.raises(HyperparameterError):
        next(occlusion(Question(network, 0), picture(network), patch=patch, stride=stride, fill=fill))
