import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import AvgPool2d, Pad
from core.receptive_field import receptive_fields
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

MODES = ["constant", "reflect", "edge", "wrap"]
few = st.integers(0, 2)


@given(
    padding=st.tuples(*[few] * 6),
    channels=st.booleans(),
    mode=st.sampled_from(MODES),
    size=st.tuples(*[st.integers(3, 4)] * 3),
)
def test_it_is_what_onnx_computes_and_its_gradients_are_the_slopes(padding, channels, mode, size):
    x = np.random.default_rng(0).standard_normal((2, *size))
    if not channels:
        padding = padding[1:3] + padding[4:]
    before, after = np.split(np.array(padding), 2)
    missing = [0] * (4 - len(before))
    pads = np.array([*missing, *before, *missing, *after], np.int64)
    (expected,) = onnx_node("Pad", x, pads, np.array(0.5), mode=mode)
    op = Pad(padding, mode, 0.5)
    np.testing.assert_array_equal(op.forward(x).output, expected)
    assert op.output_shape(size) == expected.shape[1:]
    check_gradients(op, x)


@pytest.mark.parametrize("mode", MODES)
def test_a_frame_wider_than_the_map_is_filled_as_onnx_does_it(mode, rng):
    x = rng.standard_normal((1, 1, 3))
    (expected,) = onnx_node("Pad", x, np.array([0, 0, 7, 0, 0, 5], np.int64), mode=mode)
    np.testing.assert_array_equal(Pad((7, 5), mode).forward(x).output, expected)
    check_gradients(Pad((7, 5), mode), x)


@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_sequences_maps_and_clips_are_padded(dimensions, rng):
    x = rng.standard_normal((2, 2, 3, 3, 3)[: dimensions + 2])
    op = Pad(range(2 * dimensions), value=1)
    expected = np.pad(
        x,
        [(0, 0), (0, 0), *((axis, axis + dimensions) for axis in range(dimensions))],
        constant_values=1,
    )
    np.testing.assert_array_equal(op.forward(x).output, expected)


@pytest.mark.parametrize("mode", MODES)
def test_number_types_stay_and_layout_makes_no_difference(mode, rng):
    x, op = rng.standard_normal((2, 3, 4, 5)), Pad((1, 2, 2, 0), mode)
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_array_equal(op.forward(other).output, op.forward(x).output)


def test_the_arriving_gradient_is_left_as_it_is(rng):
    op, x = Pad((1, 1), "edge"), rng.standard_normal((1, 1, 4))
    upstream = np.ones((1, 1, 6))
    op.backward(op.forward(x).saved, upstream)
    np.testing.assert_array_equal(upstream, 1)


def test_a_number_is_wanted_for_every_axis():
    with pytest.raises(ShapeError, match=r"pads 1 axes and gets 3×4×5\. Give padding for its 2 spatial axes"):
        Pad((1, 1)).output_shape((3, 4, 5))


@pytest.mark.parametrize("padding", [(1,), (1, -1)])
def test_numbers_that_are_no_padding_are_refused(padding):
    with pytest.raises(HyperparameterError, match="is no padding"):
        Pad(padding)


def test_an_unknown_mode_is_told_with_those_that_exist():
    with pytest.raises(HyperparameterError, match=r"'mirror'.* one of: constant, reflect, edge, wrap"):
        Pad((1, 1), "mirror")


def test_hyperparameters_tell_the_value_only_where_it_is_used():
    assert Pad((1, 0), value=2).hyperparameters == {"padding": [1, 0], "mode": "constant", "value": 2}
    assert Pad((1, 0), "edge").hyperparameters == {"padding": [1, 0], "mode": "edge"}


@pytest.mark.parametrize("padding", [(1, 2, 0, 1), (1, 0, 2, 0, 1, 0)])
def test_a_unit_sees_the_place_it_was_or_the_frame(padding):
    layers = [("pad", Pad(padding)), ("pool", AvgPool2d(2, stride=2))]
    check_field(Network.chain((1, 5, 6), layers), exact=True)


@pytest.mark.parametrize("mode", ["reflect", "edge", "wrap"])
def test_a_window_over_the_frame_sees_no_place_outside_its_field(mode):
    layers = [("pad", Pad((1, 1, 1, 1), mode)), ("pool", AvgPool2d(3, stride=1))]
    check_field(Network.chain((1, 5, 4), layers))


def test_what_goes_on_at_the_other_side_sees_the_whole_axis():
    network = Network.chain((1, 5, 4), [("pad", Pad((1, 0, 1, 0), "wrap"))])
    check_field(network)
    assert [field.size for field in receptive_fields(network)["pad"]] == [5, 1]
