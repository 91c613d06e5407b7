import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import Dense, MatMul
from tests.core.oracles import check_gradients, check_types, onnx_node

small = st.integers(1, 5)


def dense(inputs: int, units: int, rng: np.random.Generator) -> Dense:
    op = Dense(inputs, units)
    op.parameters = {"weight": rng.standard_normal((units, inputs)), "bias": rng.standard_normal(units)}
    return op


@given(batch=small, inputs=small, units=small, seed=st.integers(0, 2**32))
def test_dense_is_onnxs_gemm_and_its_gradients_are_the_slopes(batch, inputs, units, seed):
    rng = np.random.default_rng(seed)
    op, x = dense(inputs, units, rng), rng.standard_normal((batch, inputs))
    (expected,) = onnx_node("Gemm", x, op.parameters["weight"], op.parameters["bias"], transB=1)
    np.testing.assert_allclose(op.forward(x).output, expected, atol=1e-12)
    check_gradients(op, x)


def test_number_types_stay(rng):
    check_types(dense(3, 2, rng), rng.standard_normal((2, 3)))


def test_dense_takes_transposed_input(rng):
    op, x = dense(3, 2, rng), rng.standard_normal((3, 4))
    np.testing.assert_allclose(op.forward(x.T).output, op.forward(x.T.copy()).output)


def test_published_counts():
    assert Dense(32 * 32 * 3, 1).parameter_count == 3_072 + 1
    assert Dense(200 * 200 * 3, 1).parameter_count == 120_000 + 1
    assert Dense(400, 120).macs(((400,),), (120,)) == 48_000
    assert Dense(400, 120).hyperparameters == {"units": 120}


def test_maps_need_a_flatten_layer_before_a_dense_one():
    with pytest.raises(
        ShapeError, match=r"expects a row of values and gets feature maps 3×4×5\. Put a flatten"
    ):
        Dense(60, 2).output_shape((3, 4, 5))


def test_a_wrong_number_of_inputs_is_told_with_both_numbers():
    with pytest.raises(ShapeError, match=r"expects 60 inputs and gets 61\. Build it for 61 inputs"):
        Dense(60, 2).output_shape((61,))


def test_random_weights_have_the_variance_of_he():
    op = Dense(300, 200)
    op.initialize(np.random.default_rng(0))
    assert op.parameters["weight"].var() == pytest.approx(2 / 300, rel=0.05)
    assert not op.parameters["bias"].any()


def test_a_layer_without_values_yet_takes_no_memory_and_cannot_be_written_to(rng):
    op = Dense(25_088, 4096)
    assert op.parameter_count == 25_089 * 4096
    for value in op.parameters.values():
        assert not any(value.strides)
        assert not value.flags.writeable


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 3), (3, 4)),
        ((4, 2, 3), (4, 3, 2)),
        ((4, 2, 3), (1, 3, 2)),
        ((1, 2, 3), (4, 3, 2)),
        ((1, 1), (1, 1)),
    ],
)
def test_two_inputs_are_multiplied_as_onnx_does_it(left, right, rng):
    a, b = rng.standard_normal((2, *left)), rng.standard_normal((2, *right))
    (expected,) = onnx_node("MatMul", a, b)
    np.testing.assert_allclose(MatMul().forward(a, b).output, expected, atol=1e-12)
    assert MatMul().output_shape(left, right) == expected.shape[1:]
    check_gradients(MatMul(), a, b)


@pytest.mark.parametrize(
    ("shape", "weight"), [((3,), (3, 4)), ((2, 3), (3, 4)), ((5, 2, 3), (3, 4)), ((2, 2, 3), (2, 3, 4))]
)
def test_an_input_is_multiplied_with_a_weight_as_onnx_does_it(shape, weight, rng):
    op, x = MatMul(rng.standard_normal(weight)), rng.standard_normal((2, *shape))
    (expected,) = onnx_node("MatMul", x, op.parameters["weight"].astype(float))
    np.testing.assert_allclose(op.forward(x).output, expected, atol=1e-12)
    assert op.output_shape(shape) == expected.shape[1:]
    check_gradients(op, x)


def test_matrices_of_samples_of_different_ranks_line_up_behind_the_batch(rng):
    a, b = rng.standard_normal((2, 4, 2, 3)), rng.standard_normal((2, 3, 5))
    np.testing.assert_allclose(MatMul().forward(a, b).output, a @ b[:, None])
    assert MatMul().output_shape((4, 2, 3), (3, 5)) == (4, 2, 5)
    check_gradients(MatMul(), a, b)
    op, x = MatMul(rng.standard_normal((2, 3, 4))), rng.standard_normal((5, 2, 3))
    np.testing.assert_allclose(op.forward(x).output, x[:, None] @ op.parameters["weight"])
    assert op.output_shape((2, 3)) == (2, 2, 4)
    check_gradients(op, x)


def test_products_of_matrices_keep_the_number_type_whatever_the_layout(rng):
    a, b = rng.standard_normal((2, 2, 3, 3))
    check_types(MatMul(), a, b)
    check_types(MatMul(b[0]), a)
    flipped, transposed = a[:, ::-1, ::-1], b.swapaxes(1, 2)
    expected = flipped.copy() @ transposed.copy()
    np.testing.assert_allclose(MatMul().forward(flipped, transposed).output, expected)


def test_a_random_weight_has_the_variance_of_he():
    op = MatMul(np.zeros((300, 200)))
    op.initialize(np.random.default_rng(0))
    assert op.parameters["weight"].var() == pytest.approx(2 / 300, rel=0.05)
    assert op.parameters["weight"].dtype == np.float32
    product = MatMul()
    product.initialize(np.random.default_rng(0))
    assert not product.parameters


def test_a_multiply_accumulate_is_counted_for_every_product():
    assert MatMul().macs(((4, 2, 3), (4, 3, 5)), (4, 2, 5)) == 4 * 2 * 3 * 5
    assert MatMul(np.zeros((3, 5))).macs(((3,),), (5,)) == 15


@pytest.mark.parametrize("shapes", [((2, 3), (4, 5)), ((3,), (3,)), ((3,), (3, 4))])
def test_matrices_that_cannot_be_multiplied_are_told(shapes):
    with pytest.raises(ShapeError, match=r"multiplies matrices …×M×K and …×K×N and gets .* Make the first"):
        MatMul().output_shape(*shapes)


def test_leading_axes_that_do_not_broadcast_are_told():
    with pytest.raises(ShapeError, match="takes inputs of one shape"):
        MatMul().output_shape((2, 3, 4), (5, 4, 3))


def test_a_product_has_two_factors():
    with pytest.raises(ShapeError, match="multiplies two inputs, or one and its weight, and gets 3×4"):
        MatMul().output_shape((3, 4))
