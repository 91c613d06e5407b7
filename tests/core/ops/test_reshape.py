from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import AvgPool2d, Flatten, Reshape, Squeeze, Transpose, Unsqueeze
from core.receptive_field import receptive_fields
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

small = st.integers(1, 5)


@given(shape=st.tuples(small, small, small, small), seed=st.integers(0, 2**32))
def test_flatten_is_what_onnx_computes_and_its_gradients_are_the_slopes(shape, seed):
    x = np.random.default_rng(seed).standard_normal(shape)
    (expected,) = onnx_node("Flatten", x, axis=1)
    np.testing.assert_array_equal(Flatten().forward(x).output, expected)
    assert Flatten().output_shape(shape[1:]) == expected.shape[1:]
    if x.size < 60:
        check_gradients(Flatten(), x)


def test_flatten_goes_channel_by_channel_in_raster_order_whatever_the_layout(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    for other in scrambled_layouts(x):
        row = Flatten().forward(other).output[1]
        assert row[(2 * 4 + 3) * 5 + 1] == x[1, 2, 3, 1]


@pytest.mark.parametrize(
    "wanted", [(60,), (3, 20), (-1, 4), (0, -1), (0, 0, 0), (4, 3, 5), (0, 2, 2, -1), (60, 1, 1), (-1,)]
)
def test_reshape_is_what_onnx_computes_and_its_gradients_are_the_slopes(wanted, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    (expected,) = onnx_node("Reshape", x, np.array([0, *wanted], np.int64))
    np.testing.assert_array_equal(Reshape(wanted).forward(x).output, expected)
    assert Reshape(wanted).output_shape((3, 4, 5)) == expected.shape[1:]
    check_gradients(Reshape(wanted), x)


@pytest.mark.parametrize("axes", [(0,), (2,), (0, 2), ()])
def test_squeeze_is_what_onnx_computes(axes, rng):
    x = rng.standard_normal((2, 1, 3, 1))
    (expected,) = onnx_node("Squeeze", x, np.array([axis + 1 for axis in axes], np.int64))
    np.testing.assert_array_equal(Squeeze(axes).forward(x).output, expected)
    assert Squeeze(axes).output_shape((1, 3, 1)) == expected.shape[1:]
    check_gradients(Squeeze(axes), x)


def test_squeeze_without_axes_drops_all_of_size_1_but_never_the_batch(rng):
    assert Squeeze().output_shape((1, 3, 1)) == (3,)
    assert Squeeze().forward(rng.standard_normal((1, 1, 3, 1))).output.shape == (1, 3)


@pytest.mark.parametrize("axes", [(0,), (1,), (2,), (0, 1), (3, 1)])
def test_unsqueeze_is_what_onnx_computes(axes, rng):
    x = rng.standard_normal((2, 3, 4))
    (expected,) = onnx_node("Unsqueeze", x, np.array([axis + 1 for axis in axes], np.int64))
    np.testing.assert_array_equal(Unsqueeze(axes).forward(x).output, expected)
    assert Unsqueeze(axes).output_shape((3, 4)) == expected.shape[1:]
    check_gradients(Unsqueeze(axes), x)


@pytest.mark.parametrize("permutation", list(permutations(range(3))))
def test_transpose_is_what_onnx_computes_and_its_gradients_are_the_slopes(permutation, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    (expected,) = onnx_node("Transpose", x, perm=[0, *(axis + 1 for axis in permutation)])
    np.testing.assert_array_equal(Transpose(permutation).forward(x).output, expected)
    assert Transpose(permutation).output_shape((3, 4, 5)) == expected.shape[1:]
    check_gradients(Transpose(permutation), x)


OPERATIONS = [Flatten(), Reshape([0, -1]), Squeeze([]), Unsqueeze([1]), Transpose([2, 0, 1])]


@pytest.mark.parametrize("op", OPERATIONS, ids=lambda op: op.kind)
def test_number_types_stay_and_layout_makes_no_difference(op, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_array_equal(op.forward(other).output, op.forward(x).output)


@pytest.mark.parametrize("wanted", [(7, 9), (-1, 8), (61,), (3, 4, 5, 0)])
def test_values_that_do_not_fill_the_new_shape_are_told(wanted):
    with pytest.raises(ShapeError, match=r"gets 3×4×5: these do not fit\. Choose sizes whose product is 60"):
        Reshape(wanted).output_shape((3, 4, 5))


@pytest.mark.parametrize("wanted", [(-1, -1), (3, -2)])
def test_a_shape_that_is_none_is_refused(wanted):
    with pytest.raises(HyperparameterError, match="−1 at most once"):
        Reshape(wanted)


def test_only_axes_of_size_1_can_be_dropped():
    with pytest.raises(ShapeError, match=r"drops axes \[0\] and gets 3×1×5\. Only axes of size 1.*\[1\]"):
        Squeeze([0]).output_shape((3, 1, 5))
    with pytest.raises(ShapeError, match="Only axes of size 1 can be dropped: none"):
        Squeeze([7]).output_shape((3, 5))


@pytest.mark.parametrize("axes", [(1, 1), (4,)])
def test_new_axes_stand_inside_the_result(axes):
    with pytest.raises(ShapeError, match="Choose different ones among 0 to"):
        Unsqueeze(axes).output_shape((3, 5))


def test_an_order_names_every_axis_once():
    with pytest.raises(HyperparameterError, match=r"\[0, 0, 1\] is no order of axes"):
        Transpose([0, 0, 1])
    with pytest.raises(ShapeError, match=r"orders 2 axes and gets 3×4×5"):
        Transpose([1, 0]).output_shape((3, 4, 5))


def test_hyperparameters_tell_what_was_chosen():
    assert Reshape((0, -1)).hyperparameters == {"shape": [0, -1]}
    assert Squeeze((2,)).hyperparameters == {"axes": [2]}
    assert Squeeze().hyperparameters == {}
    assert Unsqueeze((2,)).hyperparameters == {"axes": [2]}
    assert Transpose((1, 0)).hyperparameters == {"permutation": [1, 0]}


MOVES = [
    [Reshape((2, 2, 3, 4)), Transpose((1, 0, 2, 3)), Reshape((4, -1, 4))],  # a shuffle of channels
    [Reshape((4, -1)), Unsqueeze([1])],
    [Transpose((0, 2, 1))],
    [Transpose((1, 0, 2))],
    [Reshape((2, 2, 3, 2, 2)), Transpose((0, 2, 1, 3, 4)), Reshape((4, 3, 4))],
    [Unsqueeze([2]), Squeeze([2])],
    [Flatten(), Reshape((4, 3, 4))],
]


@pytest.mark.parametrize("moves", MOVES)
def test_no_unit_sees_a_place_outside_its_field(moves):
    named = [(f"move{number}", move) for number, move in enumerate(moves)]
    check_field(Network.chain((4, 3, 4), named))
    windows = [("before", AvgPool2d(2, stride=1)), ("after", AvgPool2d(2, stride=1))]
    if Network.chain((4, 3, 4), named).shapes[named[-1][0]] == (4, 3, 4):
        check_field(Network.chain((4, 4, 5), [windows[0], *named, windows[1]]))


def test_a_shuffle_of_channels_keeps_the_field():
    named = [("pool", AvgPool2d(2, stride=1)), *((str(n), move) for n, move in enumerate(MOVES[0]))]
    network = Network.chain((4, 4, 5), named)
    check_field(network)
    fields = receptive_fields(network)
    assert fields[network.output] == fields["pool"]


def test_a_sequence_seen_as_maps_of_one_row_keeps_its_field():
    network = Network.chain((2, 9), [("maps", Unsqueeze([1])), ("pool", AvgPool2d((1, 3), stride=(1, 2)))])
    check_field(network, exact=True)
    assert [field.size for field in receptive_fields(network)["pool"]] == [3]
