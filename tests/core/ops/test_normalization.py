import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import BatchNorm
from core.ops.base import Array
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

shapes = st.tuples(*[st.integers(1, 3)] * 4)
seeds = st.integers(0, 2**32)


def norm(
    channels: int, rng: np.random.Generator, epsilon: float = 2**-10, momentum: float = 0.25
) -> BatchNorm:
    """A batch norm in training; its numbers are exact in float32, which ONNX keeps attributes in."""
    op = BatchNorm(channels, epsilon=epsilon, momentum=momentum)
    op.parameters = {"weight": rng.standard_normal(channels), "bias": rng.standard_normal(channels)}
    op.statistics = {
        "running_mean": rng.standard_normal(channels),
        "running_var": rng.uniform(0.2, 3, channels),
    }
    return op


def in_onnx(op: BatchNorm, x: Array, **attributes) -> list[Array]:
    inputs = x, *op.parameters.values(), *op.statistics.values()
    return onnx_node("BatchNormalization", *inputs, epsilon=op.epsilon, **attributes)


@given(shape=shapes, seed=seeds)
def test_inference_is_what_onnx_computes(shape, seed):
    rng = np.random.default_rng(seed)
    op, x = norm(shape[1], rng), rng.standard_normal(shape)
    before = {name: each.copy() for name, each in op.statistics.items()}
    np.testing.assert_allclose(op.forward(x).output, in_onnx(op, x)[0], atol=1e-12)
    for name, each in before.items():
        np.testing.assert_array_equal(op.statistics[name], each)


@given(shape=shapes, seed=seeds)
def test_training_is_what_onnx_computes(shape, seed):
    rng = np.random.default_rng(seed)
    op, x = norm(shape[1], rng), rng.standard_normal(shape) * 3 + 1
    # ONNX's momentum is the share of the old average, ours that of the newest batch.
    expected, mean, _ = in_onnx(op, x, training_mode=1, momentum=0.75, outputs=3)
    np.testing.assert_allclose(op.forward(x, training=True).output, expected, atol=1e-12)
    np.testing.assert_allclose(op.statistics["running_mean"], mean, atol=1e-12)


def test_the_running_variance_is_the_unbiased_one(rng):
    op, x = norm(2, rng), rng.standard_normal((3, 2, 4, 5))
    expected = 0.75 * op.statistics["running_var"] + 0.25 * x.var(axis=(0, 2, 3), ddof=1)
    op.forward(x, training=True)
    np.testing.assert_allclose(op.statistics["running_var"], expected)


@pytest.mark.parametrize("training", [False, True])
@given(shape=shapes, seed=seeds)
def test_gradients_are_the_slopes(training, shape, seed):
    rng = np.random.default_rng(seed)
    check_gradients(norm(shape[1], rng, epsilon=0.1), rng.standard_normal(shape), training=training)


def test_a_trained_batch_has_mean_beta_and_deviation_gamma(rng):
    op = norm(2, rng, epsilon=1e-9)
    output = op.forward(rng.standard_normal((8, 2, 5, 5)) * 7 - 2, training=True).output
    np.testing.assert_allclose(output.mean(axis=(0, 2, 3)), op.parameters["bias"])
    np.testing.assert_allclose(output.std(axis=(0, 2, 3)), abs(op.parameters["weight"]))


def test_inference_after_many_equal_batches_is_training(rng):
    op, x = norm(3, rng, momentum=0.5), rng.standard_normal((200, 3, 4, 4))
    for _ in range(40):
        trained = op.forward(x, training=True).output
    np.testing.assert_allclose(op.forward(x).output, trained, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("training", [False, True])
def test_number_types_stay(training, rng):
    check_types(norm(2, rng), rng.standard_normal((2, 2, 3, 4)), training=training)


def test_statistics_keep_their_number_type(rng):
    op = BatchNorm(2)
    op.forward(rng.standard_normal((4, 2, 3, 3)).astype(np.float32), training=True)
    assert {each.dtype for each in op.statistics.values()} == {np.dtype(np.float32)}


def test_layout_in_memory_makes_no_difference(rng):
    op, x = norm(3, rng), rng.standard_normal((2, 3, 4, 5))
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, op.forward(x).output)


def test_other_channels_are_an_error():
    with pytest.raises(ShapeError, match="expects 3 input channels and gets 4"):
        BatchNorm(3).output_shape((4, 5, 5))


def test_shape_counts_and_hyperparameters():
    op = BatchNorm(3, epsilon=0.01)
    assert op.output_shape((3, 4, 5)) == (3, 4, 5)
    assert op.parameter_count == 6
    assert op.macs(((3, 4, 5),), (3, 4, 5)) == 60
    assert op.hyperparameters == {"epsilon": 0.01}
