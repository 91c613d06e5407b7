import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import AvgPool2d, Slice
from core.receptive_field import receptive_fields
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

FAR = 2**31 - 1
places = st.one_of(st.integers(-7, 7), st.sampled_from([FAR, -FAR]))
steps = st.sampled_from([1, 2, 3, -1, -2])


@given(starts=st.tuples(places, places), ends=st.tuples(places, places), steps=st.tuples(steps, steps))
def test_it_is_what_onnx_computes_and_its_gradients_are_the_slopes(starts, ends, steps):
    x = np.random.default_rng(0).standard_normal((2, 3, 4, 5))
    numbers = [np.array(each, np.int64) for each in (starts, ends, [3, 1], steps)]
    (expected,) = onnx_node("Slice", x, *numbers)
    op = Slice(starts, ends, steps, axes=(2, 0))
    if not expected.size:
        with pytest.raises(ShapeError, match="leaves nothing of 3×4×5"):
            op.output_shape((3, 4, 5))
        return
    np.testing.assert_array_equal(op.forward(x).output, expected)
    assert op.output_shape((3, 4, 5)) == expected.shape[1:]
    check_gradients(op, x)


def test_a_slice_for_every_part_is_a_split(rng):
    x = rng.standard_normal((2, 6, 3))
    for part, expected in enumerate(onnx_node("Split", x, axis=1, num_outputs=3, outputs=3)):
        np.testing.assert_array_equal(Slice([2 * part], [2 * part + 2]).forward(x).output, expected)


def test_without_axes_the_first_ones_are_meant(rng):
    op = Slice([0, 1], [2, 3])
    np.testing.assert_array_equal(op.forward(x := rng.standard_normal((2, 3, 4, 5))).output, x[:, 0:2, 1:3])
    assert op.hyperparameters == {"starts": [0, 1], "ends": [2, 3], "steps": [1, 1], "axes": [0, 1]}


def test_number_types_stay_and_layout_makes_no_difference(rng):
    x, op = rng.standard_normal((2, 3, 4, 5)), Slice([1, 3], [3, 0], [1, -2], [0, 2])
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_array_equal(op.forward(other).output, op.forward(x).output)


def test_places_far_beyond_an_axis_are_told_in_numbers_of_javascript():
    op = Slice([2**63 - 1], [-(2**63)], [-1])
    assert op.hyperparameters == {"starts": [FAR], "ends": [-FAR], "steps": [-1], "axes": [0]}
    assert op.output_shape((3, 4)) == (3, 4)


def test_a_slice_with_nothing_in_it_is_told():
    with pytest.raises(ShapeError, match=r"leaves nothing of 3×4×5: starts \[2\], ends \[2\]"):
        Slice([2], [2]).output_shape((3, 4, 5))


def test_an_axis_that_is_not_there_is_told():
    with pytest.raises(ShapeError, match=r"slices axes \[3\] and gets 3×4×5\. Choose among axes 0 to 2"):
        Slice([0], [1], axes=[3]).output_shape((3, 4, 5))


@pytest.mark.parametrize("numbers", [([0], [1, 2]), ([0], [1], [0]), ([0, 0], [1, 1], [1, 1], [2, 2])])
def test_numbers_that_make_no_slice_are_refused(numbers):
    with pytest.raises(HyperparameterError, match="are no slice"):
        Slice(*numbers)


@pytest.mark.parametrize(
    "op",
    [Slice([1], [2]), Slice([2, 1], [7, 6], [2, 1], [1, 2]), Slice([-3], [FAR], axes=[2])],
    ids=["channels", "steps", "from the end"],
)
def test_a_unit_sees_the_place_it_was_taken_from(op):
    check_field(Network.chain((3, 7, 6), [("slice", op)]), exact=True)
    check_field(Network.chain((3, 7, 6), [("pool", AvgPool2d(2, stride=1)), ("slice", op)]), exact=True)


def test_backwards_the_field_is_the_whole_axis():
    network = Network.chain((1, 4, 3), [("slice", Slice([3], [-FAR], [-1], [1]))])
    check_field(network)
    assert [field.size for field in receptive_fields(network)["slice"]] == [4, 1]
