import numpy as np
import pytest

from core.attribution import top_patches
from core.errors import UnknownLayer, UnknownUnit
from tests.core.attribution.networks import branched, of_signals, picture


def test_the_strongest_unit_of_each_picture_the_largest_first():
    network = branched()
    pictures = [picture(network, seed) for seed in range(6)]
    found = top_patches(network, "relu2", 1, pictures, count=4)
    largest = [network.run(each).finish().activations["relu2"][0, 1].max() for each in pictures]
    assert [each.value for each in found] == sorted(largest, reverse=True)[:4]
    for each in found:
        maps = network.run(pictures[each.picture]).finish().activations["relu2"][0]
        assert maps[each.unit] == each.value == maps[1].max()


def test_a_patch_is_what_the_unit_sees_padding_included():
    network = branched()
    for each in top_patches(network, "conv1", 0, [picture(network, seed) for seed in range(8)]):
        _, y, column = each.unit
        assert each.window == ((y - 1, y + 1), (column - 1, column + 1))


def test_nothing_outside_the_patch_moves_the_unit():
    network = branched()
    x = picture(network)
    (patch,) = top_patches(network, "relu2", 2, [x])
    (top, bottom), (left, right) = patch.window
    changed = np.random.default_rng(3).standard_normal(x.shape)
    inside = (..., slice(max(0, top), bottom + 1), slice(max(0, left), right + 1))
    changed[inside] = x[inside]
    found = network.run(changed).finish().activations["relu2"][0][patch.unit]
    assert found == pytest.approx(patch.value, rel=1e-12)


def test_of_equals_the_first_picture_comes_first():
    network = branched()
    x = picture(network)
    assert [each.picture for each in top_patches(network, "conv2", 0, [x, x, x])] == [0, 1, 2]


def test_a_unit_of_a_row_of_values_sees_all():
    network = of_signals()
    (patch,) = top_patches(network, "scores", 1, [picture(network)])
    assert patch.unit == (1,)
    assert patch.window == ((-1, 12),)  # padding on both sides


def test_what_is_not_there_is_told():
    network = branched()
    with pytest.raises(UnknownUnit, match="4 units"):
        top_patches(network, "conv1", 4, [picture(network)])
    with pytest.raises(UnknownLayer):
        top_patches(network, "nothing", 0, [picture(network)])
