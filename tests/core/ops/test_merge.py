import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import Add, Concat
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

small = st.integers(1, 3)
seeds = st.integers(0, 2**32)


@given(shape=st.tuples(small, small, small, small), seed=seeds)
def test_add_is_what_onnx_computes_and_its_gradients_are_the_slopes(shape, seed):
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal((2, *shape))
    np.testing.assert_array_equal(Add().forward(a, b).output, onnx_node("Add", a, b)[0])
    check_gradients(Add(), a, b)


def test_add_takes_any_number_of_inputs(rng):
    inputs = rng.standard_normal((4, 2, 3, 3, 3))
    np.testing.assert_allclose(Add().forward(*inputs).output, inputs.sum(axis=0))
    check_gradients(Add(), *inputs[:3])


@given(channels=st.lists(small, min_size=1, max_size=4), size=st.tuples(small, small), seed=seeds)
def test_concat_is_what_onnx_computes_and_its_gradients_are_the_slopes(channels, size, seed):
    rng = np.random.default_rng(seed)
    inputs = [rng.standard_normal((2, count, *size)) for count in channels]
    (expected,) = onnx_node("Concat", *inputs, axis=1)
    np.testing.assert_array_equal(Concat().forward(*inputs).output, expected)
    assert Concat().output_shape(*(x.shape[1:] for x in inputs)) == expected.shape[1:]
    check_gradients(Concat(), *inputs)


def test_vectors_are_joined_too(rng):
    a, b = rng.standard_normal((2, 3)), rng.standard_normal((2, 4))
    np.testing.assert_array_equal(Concat().forward(a, b).output, np.hstack([a, b]))
    assert Concat().output_shape((3,), (4,)) == (7,)


@pytest.mark.parametrize("op", [Add(), Concat()])
def test_number_types_stay_and_layout_makes_no_difference(op, rng):
    a, b = rng.standard_normal((2, 2, 3, 4, 5))
    check_types(op, a, b)
    for other in scrambled_layouts(a):
        np.testing.assert_array_equal(op.forward(other, b).output, op.forward(a, b).output)


def test_add_wants_equal_shapes():
    with pytest.raises(ShapeError, match=r"one shape and gets 3×4×5, 3×4×6. Make all of them equal"):
        Add().output_shape((3, 4, 5), (3, 4, 6))


def test_concat_wants_equal_heights_and_widths():
    with pytest.raises(
        ShapeError, match=r"one size and gets 3×4×5, 2×4×6. Make their heights and widths equal"
    ):
        Concat().output_shape((3, 4, 5), (2, 4, 6))


def test_concat_does_not_join_maps_with_a_vector():
    with pytest.raises(ShapeError, match="gets 3×4×5, 7 values"):
        Concat().output_shape((3, 4, 5), (7,))
