import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.ops import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

ONNX_OF = [
    (ReLU(), "Relu", {}),
    (LeakyReLU(0.25), "LeakyRelu", {"alpha": 0.25}),
    (Sigmoid(), "Sigmoid", {}),
    (Tanh(), "Tanh", {}),
    (Softmax(), "Softmax", {"axis": 1}),
]
OPERATIONS = [op for op, _, _ in ONNX_OF]
IDS = [op.kind for op in OPERATIONS]

MAPS = st.tuples(*[st.integers(1, 3)] * 4)
VECTORS = st.tuples(st.integers(1, 3), st.integers(1, 6))


def batches(largest: float = 8.0):
    """Maps or vectors; no value so near to 0 that a difference would straddle a kink there."""
    values = st.floats(-largest, largest).filter(lambda value: abs(value) > 1e-3)
    return st.one_of(MAPS, VECTORS).flatmap(lambda shape: arrays(np.float64, shape, elements=values))


@pytest.mark.parametrize(("op", "kind", "attributes"), ONNX_OF, ids=IDS)
@given(x=batches(largest=80))
def test_forward_is_what_onnx_computes(op, kind, attributes, x):
    (expected,) = onnx_node(kind, x, **attributes)
    np.testing.assert_allclose(op.forward(x).output, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("op", OPERATIONS, ids=IDS)
@given(x=batches())
def test_gradients_are_the_slopes(op, x):
    check_gradients(op, x)


@pytest.mark.parametrize("op", OPERATIONS, ids=IDS)
def test_number_types_and_shapes_stay(op, rng):
    check_types(op, rng.standard_normal((2, 3, 4, 5)))
    assert op.output_shape((3, 4, 5)) == (3, 4, 5)
    assert op.output_shape((7,)) == (7,)


@pytest.mark.parametrize("op", OPERATIONS, ids=IDS)
def test_layout_in_memory_makes_no_difference(op, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, op.forward(x).output, rtol=1e-14)


@pytest.mark.parametrize("op", OPERATIONS, ids=IDS)
@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_extreme_values_give_finite_numbers_without_a_warning(op, number):
    x = np.array([[-1e4, -100, 0, 100, 1e4]], number)
    result = op.forward(x)
    assert np.isfinite(result.output).all()
    assert np.isfinite(op.backward(result.saved, np.ones_like(x)).inputs[0]).all()


@pytest.mark.parametrize(("op", "slope"), [(ReLU(), 0), (LeakyReLU(0.25), 0.25)])
def test_the_derivative_at_the_kink_is_the_left_one(op, slope):
    result = op.forward(np.zeros((1, 3)))
    np.testing.assert_array_equal(op.backward(result.saved, np.ones((1, 3))).inputs[0], slope)


def test_a_sigmoid_passes_on_a_quarter_of_the_gradient_at_most():
    op = Sigmoid()
    result = op.forward(np.linspace(-9, 9, 1001)[None])
    (slope,) = op.backward(result.saved, np.ones((1, 1001))).inputs
    assert slope.max() == 0.25
    assert result.output.min() > 0
    assert result.output.max() < 1


@given(x=batches(largest=500), shift=st.floats(-100, 100))
def test_softmax_shares_sum_to_one_and_ignore_a_common_shift(x, shift):
    output = Softmax().forward(x).output
    np.testing.assert_allclose(output.sum(axis=1), 1)
    np.testing.assert_allclose(Softmax().forward(x + shift).output, output, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("slope", [0, -0.1, 1.5])
def test_the_slope_of_a_leaky_relu_lies_between_0_and_1(slope):
    with pytest.raises(ValueError, match=f"between 0 and 1, and not at {slope}"):
        LeakyReLU(slope)


def test_hyperparameters():
    assert LeakyReLU(0.1).hyperparameters == {"slope": 0.1}
    assert ReLU().hyperparameters == {}
