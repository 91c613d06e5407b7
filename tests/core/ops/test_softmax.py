import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.errors import ShapeError
from core.ops import LogSoftmax, Softmax
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

BOTH = (Softmax, LogSoftmax)


@st.composite
def cases(draw, largest: float = 8.0):
    """An axis, and a batch that has it."""
    shape = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    values = st.floats(-largest, largest)
    return draw(st.integers(0, len(shape) - 2)), draw(arrays(np.float64, tuple(shape), elements=values))


@pytest.mark.parametrize("kind", BOTH)
@given(case=cases(largest=80))
def test_forward_is_what_onnx_computes(kind, case):
    axis, x = case
    (expected,) = onnx_node(kind.__name__, x, axis=axis + 1)
    np.testing.assert_allclose(kind(axis).forward(x).output, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kind", BOTH)
@given(case=cases())
def test_gradients_are_the_slopes(kind, case):
    axis, x = case
    check_gradients(kind(axis), x)


@given(case=cases(largest=500), shift=st.floats(-100, 100))
def test_shares_sum_to_one_and_ignore_a_common_shift(case, shift):
    axis, x = case
    output = Softmax(axis).forward(x).output
    np.testing.assert_allclose(output.sum(axis=axis + 1), 1)
    np.testing.assert_allclose(Softmax(axis).forward(x + shift).output, output, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_extreme_values_give_finite_numbers_without_a_warning(kind, number):
    x = np.array([[-1e4, -100, 0, 100, 1e4]], number)
    result = kind().forward(x)
    assert np.isfinite(result.output).all()
    assert np.isfinite(kind().backward(result.saved, np.ones_like(x)).inputs[0]).all()


@pytest.mark.parametrize("kind", BOTH)
def test_number_types_stay_and_layout_makes_no_difference(kind, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    check_types(kind(1), x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(kind(1).forward(other).output, kind(1).forward(x).output)


def test_the_axis_is_that_of_the_channels_unless_said_otherwise():
    assert Softmax().hyperparameters == {"axis": 0}
    assert Softmax(2).output_shape((3, 4, 5)) == (3, 4, 5)


@pytest.mark.parametrize("axis", [-1, 1])
def test_an_axis_that_the_input_does_not_have_is_refused(axis):
    with pytest.raises(
        ShapeError, match=f"works along axis {axis} and gets 7 values. Choose an axis from 0 to 0"
    ):
        Softmax(axis).output_shape((7,))
