import numpy as np
import pytest

from core.effective_field import effective_field
from core.errors import UnknownLayer, UnknownUnit
from core.network import Layer, Network
from core.ops import AvgPool2d, Constant, Conv2d, Conv3d, Dense, Flatten, ReLU
from tests.core.oracles import in_float64, slopes
from tests.core.samples_of_networks import ALL, chain


@pytest.mark.parametrize("build", ALL)
def test_the_gradient_of_a_unit_of_any_layer_is_its_slope_in_every_pixel(build):
    network = in_float64(build())
    x = np.random.default_rng(3).standard_normal((1, *network.input_shape))
    for layer in network.names:
        index = tuple(size // 2 for size in network.shapes[layer])
        found = effective_field(network, x, layer, index)

        def value(layer=layer, index=index) -> float:
            return float(network.run(x).finish().activations[layer][0, *index])

        pixels = [(0, *place) for place in np.ndindex(network.input_shape)][::7]
        wanted = slopes(value, x, pixels)
        got = np.array([found.gradient[place[1:]] for place in pixels])
        np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-6, err_msg=layer)
        assert found.value == value()


def even(side: int, layers: int) -> Network:
    """Convolutions 3×3 in a row whose weights are all alike."""
    network = Network.chain((1, side, side), [Conv2d(1, 1, 3, padding=1) for _ in range(layers)])
    for layer in network.layers:
        layer.operation.parameters["weight"] = np.ones((1, 1, 3, 3))
    return network


def test_one_even_window_has_its_mass_spread_as_its_pixels_are():
    network = Network.chain((1, 9, 9), [AvgPool2d(4, stride=1)])
    found = effective_field(network, np.ones((1, 1, 9, 9)), "avgpool1", (0, 2, 3))
    assert (found.middle.sides, found.middle.mass, found.middle.area) == ((2, 2), 0.25, 0.25)
    assert (found.most.sides, found.most.mass, found.most.area) == ((4, 4), 1, 1)


def test_the_deeper_the_more_of_the_mass_lies_in_the_middle():
    masses = []
    for layers in (2, 4, 8):
        x = np.ones((1, 1, 31, 31))
        found = effective_field(even(31, layers), x, f"conv{layers}", (0, 15, 15))
        # The pixel at the middle is reached by as many paths as the convolved kernel of ones says.
        line = np.ones(1)
        for _ in range(layers):
            line = np.convolve(line, np.ones(3))
        side = found.middle.sides[0]
        inner = line[(line.size - side) // 2 :][:side].sum() / line.sum()
        assert found.middle.mass == pytest.approx(inner**2)
        assert found.middle.area == pytest.approx(side**2 / line.size**2)
        masses.append(found.middle.mass / found.middle.area)
    assert masses == sorted(masses)


def test_pixels_beyond_the_picture_are_none_of_the_field():
    found = effective_field(even(9, 2), np.ones((1, 1, 9, 9)), "conv2", (0, 0, 0))
    assert found.most.mass >= 0.9
    assert found.middle.sides == (1, 1)
    assert found.middle.area == pytest.approx(1 / 9)  # the field's 5×5 shows 3×3 of the picture


def test_a_unit_that_relu_holds_at_zero_is_moved_by_no_pixel():
    network = Network.chain((1, 4, 4), [Conv2d(1, 1, 3), ReLU()])
    network.layers[0].operation.parameters["weight"] = np.ones((1, 1, 3, 3))
    found = effective_field(network, -np.ones((1, 1, 4, 4)), "relu1", (0, 0, 0))
    assert (found.value, found.middle, found.most) == (0, None, None)
    assert not found.gradient.any()


def test_a_constant_is_moved_by_no_pixel():
    layers = [Layer("one", Constant(np.ones((1, 2, 2))), ())]
    found = effective_field(Network((1, 2, 2), layers), np.ones((1, 1, 2, 2)), "one", (0, 1, 1))
    assert found.gradient.shape == (1, 2, 2)
    assert found.most is None


def test_each_axis_keeps_its_own_side():
    network = in_float64(Network.chain((2, 4, 9, 9), [Conv3d(2, 1, (3, 5, 7))]))
    found = effective_field(network, np.ones((1, 2, 4, 9, 9)), "conv1", (0, 0, 0, 0))
    assert found.middle.sides == (1, 1, 3)
    assert found.most.sides[2] >= found.most.sides[1] >= found.most.sides[0]


def test_a_run_goes_no_further_than_the_unit():
    network = Network.chain((1, 4, 4), [Conv2d(1, 1, 3), Flatten(), Dense(4, 2)])
    network.layers[2].operation.parameters["weight"] = np.full((2, 4), np.nan)
    found = effective_field(network, np.ones((1, 1, 4, 4)), "conv1", (0, 0, 0))
    assert np.isfinite(found.gradient).all()


@pytest.mark.parametrize("index", [(0, 0), (3, 0, 0), (0, 7, 0), (0, 0, -1), ()])
def test_a_unit_that_is_not_there_is_told_with_those_that_are(index):
    with pytest.raises(UnknownUnit, match=r"conv1 has 3×7×6 units, and none at .*Give 3 numbers"):
        effective_field(chain(), np.ones((1, 2, 7, 6)), "conv1", index)


def test_a_layer_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownLayer, match="conv1, leaky1"):
        effective_field(chain(), np.ones((1, 2, 7, 6)), "conv7", (0, 0, 0))
