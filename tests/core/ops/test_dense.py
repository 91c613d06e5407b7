import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import Dense, Flatten
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

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


def test_number_types_stay(rng):
    check_types(dense(3, 2, rng), rng.standard_normal((2, 3)))
    check_types(Flatten(), rng.standard_normal((2, 3, 2, 2)))


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
