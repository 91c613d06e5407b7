import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import GlobalAvgPool, GlobalMaxPool
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

BOTH = [(GlobalAvgPool(), "GlobalAveragePool"), (GlobalMaxPool(), "GlobalMaxPool")]
OPERATIONS = [op for op, _ in BOTH]


@st.composite
def batches(draw):
    """Batch, channels and one to three axes; no two values are equal."""
    shape = draw(st.lists(st.integers(1, 4), min_size=3, max_size=5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.permutation(np.prod(shape)).reshape(shape) / 4 - 3


@pytest.mark.parametrize(("op", "node"), BOTH)
@given(x=batches())
def test_forward_is_what_onnx_computes(op, node, x):
    output = op.forward(x).output
    # ONNX's reference evaluator (1.23) takes a sequence's maximum over its channels too: give it maps.
    (expected,) = onnx_node(node, x.reshape(*x.shape[:2], -1, 1))
    np.testing.assert_allclose(output, expected.reshape(output.shape), atol=1e-12)
    assert output.shape[1:] == op.output_shape(x.shape[1:])


@pytest.mark.parametrize("op", OPERATIONS)
@given(x=batches())
def test_gradients_are_the_slopes(op, x):
    check_gradients(op, x)


@pytest.mark.parametrize("op", OPERATIONS)
def test_number_types_stay_and_layout_makes_no_difference(op, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    check_types(op, x)
    plain = op.forward(x)
    d_output = rng.standard_normal((2, 3, 1, 1))
    (expected,) = op.backward(plain.saved, d_output).inputs
    for other in scrambled_layouts(x):
        result = op.forward(other)
        np.testing.assert_allclose(result.output, plain.output, rtol=1e-12)
        np.testing.assert_allclose(op.backward(result.saved, d_output).inputs[0], expected)


def test_of_equal_values_the_first_takes_the_gradient_and_is_shown():
    op = GlobalMaxPool()
    result = op.forward(np.array([[[[1.0, 7, 2], [7, 0, 7]]]]))
    np.testing.assert_array_equal(op.show(result.saved)["winners"], [[[[1]]]])
    (d_input,) = op.backward(result.saved, np.full((1, 1, 1, 1), 5.0)).inputs
    np.testing.assert_array_equal(d_input, [[[[0, 5, 0], [0, 0, 0]]]])


@pytest.mark.parametrize("op", OPERATIONS)
def test_values_without_a_place_are_refused(op):
    with pytest.raises(ShapeError, match=r"gets 7 values\. Put it before the flatten layer"):
        op.output_shape((7,))
