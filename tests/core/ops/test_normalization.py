import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops import BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from core.ops.base import Array, Operation
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

# Exact in float32, which ONNX keeps attributes in.
EPSILON = 2**-10

# Batch, channels and any number of axes.
shapes = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(tuple)
seeds = st.integers(0, 2**32)


def filled(op: Operation, rng: np.random.Generator) -> Operation:
    """The operation with random parameters and, where it has any, statistics."""
    op.parameters = {name: rng.standard_normal(each.shape) for name, each in op.parameters.items()}
    op.statistics = {name: rng.uniform(0.2, 3, each.shape) for name, each in op.statistics.items()}
    return op


def batch_norm(channels: int, rng: np.random.Generator, **chosen) -> BatchNorm:
    return filled(BatchNorm(channels, **{"epsilon": EPSILON, "momentum": 0.25} | chosen), rng)


def in_onnx(op: BatchNorm, x: Array, **attributes) -> list[Array]:
    inputs = x, *op.parameters.values(), *op.statistics.values()
    return onnx_node("BatchNormalization", *inputs, epsilon=op.epsilon, **attributes)


class TestBatchNorm:
    @given(shape=shapes, seed=seeds)
    def test_inference_is_what_onnx_computes(self, shape, seed):
        rng = np.random.default_rng(seed)
        op, x = batch_norm(shape[1], rng), rng.standard_normal(shape)
        before = {name: each.copy() for name, each in op.statistics.items()}
        np.testing.assert_allclose(op.forward(x).output, in_onnx(op, x)[0], atol=1e-12)
        for name, each in before.items():
            np.testing.assert_array_equal(op.statistics[name], each)

    @given(shape=shapes, seed=seeds)
    def test_training_is_what_onnx_computes(self, shape, seed):
        rng = np.random.default_rng(seed)
        op, x = batch_norm(shape[1], rng), rng.standard_normal(shape) * 3 + 1
        # ONNX's momentum is the share of the old average, ours that of the newest batch.
        expected, mean, _ = in_onnx(op, x, training_mode=1, momentum=0.75, outputs=3)
        np.testing.assert_allclose(op.forward(x, training=True).output, expected, atol=1e-12)
        np.testing.assert_allclose(op.statistics["running_mean"], mean, atol=1e-12)

    def test_the_running_variance_is_the_unbiased_one(self, rng):
        op, x = batch_norm(2, rng), rng.standard_normal((3, 2, 4, 5))
        expected = 0.75 * op.statistics["running_var"] + 0.25 * x.var(axis=(0, 2, 3), ddof=1)
        op.forward(x, training=True)
        np.testing.assert_allclose(op.statistics["running_var"], expected)

    @pytest.mark.parametrize("training", [False, True])
    @given(shape=shapes, seed=seeds)
    def test_gradients_are_the_slopes(self, training, shape, seed):
        rng = np.random.default_rng(seed)
        check_gradients(batch_norm(shape[1], rng, epsilon=0.1), rng.standard_normal(shape), training=training)

    def test_a_trained_batch_has_mean_beta_and_deviation_gamma(self, rng):
        op = batch_norm(2, rng, epsilon=1e-9)
        output = op.forward(rng.standard_normal((8, 2, 5, 5)) * 7 - 2, training=True).output
        np.testing.assert_allclose(output.mean(axis=(0, 2, 3)), op.parameters["bias"])
        np.testing.assert_allclose(output.std(axis=(0, 2, 3)), abs(op.parameters["weight"]))

    def test_inference_after_many_equal_batches_is_training(self, rng):
        op, x = batch_norm(3, rng, momentum=0.5), rng.standard_normal((200, 3, 4, 4))
        for _ in range(40):
            trained = op.forward(x, training=True).output
        np.testing.assert_allclose(op.forward(x).output, trained, rtol=1e-3, atol=1e-3)

    @pytest.mark.parametrize("training", [False, True])
    def test_number_types_stay(self, training, rng):
        check_types(batch_norm(2, rng), rng.standard_normal((2, 2, 3, 4)), training=training)

    def test_statistics_keep_their_number_type(self, rng):
        op = BatchNorm(2)
        op.forward(rng.standard_normal((4, 2, 3, 3)).astype(np.float32), training=True)
        assert {each.dtype for each in op.statistics.values()} == {np.dtype(np.float32)}

    @pytest.mark.parametrize("training", [False, True])
    def test_layout_in_memory_makes_no_difference(self, training, rng):
        op, x = batch_norm(3, rng), rng.standard_normal((2, 3, 4, 5))
        expected = op.forward(x, training=training).output
        for other in scrambled_layouts(x):
            np.testing.assert_allclose(op.forward(other, training=training).output, expected)

    def test_a_large_mean_does_not_cost_the_variance_its_digits(self, rng):
        x = rng.standard_normal((4, 1, 8, 8))
        near = BatchNorm(1).forward(x.astype(np.float32), training=True).output
        far = BatchNorm(1).forward((x + 1000).astype(np.float32), training=True).output
        np.testing.assert_allclose(far, near, atol=1e-3)

    def test_shape_counts_and_hyperparameters(self):
        op = BatchNorm(3, epsilon=0.01)
        assert op.output_shape((3, 4, 5)) == (3, 4, 5)
        assert op.parameter_count == 6
        assert op.macs(((3, 4, 5),), (3, 4, 5)) == 60
        assert op.hyperparameters == {"epsilon": 0.01}


@st.composite
def cases(draw, kind: type) -> tuple[Operation, Array]:
    """A norm of the kind with random parameters, and a batch for it."""
    rng = np.random.default_rng(draw(seeds))
    n, channels, *sizes = draw(shapes)
    groups = draw(st.integers(1, 3)) if kind is GroupNorm else 1
    shape = channels * groups, *sizes
    if kind is LayerNorm:
        axis = draw(st.integers(0, len(shape) - 1))
        op = LayerNorm(shape[axis:], axis=axis, epsilon=EPSILON)
    elif kind is GroupNorm:
        op = GroupNorm(shape[0], groups, epsilon=EPSILON)
    else:
        op = InstanceNorm(shape[0], epsilon=EPSILON)
    return filled(op, rng), rng.standard_normal((n, *shape)) * 2 + 1


def of_sample(op: Operation, x: Array) -> Array:
    """What ONNX computes for a norm of single samples."""
    inputs = x, *op.parameters.values()
    if isinstance(op, LayerNorm):
        return onnx_node("LayerNormalization", *inputs, axis=op.axis + 1, epsilon=EPSILON)[0]
    if isinstance(op, InstanceNorm):
        return onnx_node("InstanceNormalization", *inputs, epsilon=EPSILON)[0]
    return onnx_node("GroupNormalization", *inputs, num_groups=op.groups, epsilon=EPSILON)[0]


@pytest.mark.parametrize("kind", [LayerNorm, GroupNorm, InstanceNorm])
class TestNormsOfSamples:
    @given(data=st.data())
    def test_forward_is_what_onnx_computes(self, kind, data):
        op, x = data.draw(cases(kind))
        # The reference evaluator computes a group norm in float32, as ONNX prescribes unless told otherwise.
        tolerance = 1e-5 if kind is GroupNorm else 1e-12
        np.testing.assert_allclose(op.forward(x).output, of_sample(op, x), rtol=tolerance, atol=tolerance)

    @given(data=st.data())
    def test_gradients_are_the_slopes(self, kind, data):
        op, x = data.draw(cases(kind))
        op.epsilon = 0.1
        check_gradients(op, x)

    def test_training_and_use_are_the_same_and_samples_do_not_see_each_other(self, kind, rng):
        op = {
            LayerNorm: LayerNorm((4, 5), axis=1),
            GroupNorm: GroupNorm(6, 2),
            InstanceNorm: InstanceNorm(6),
        }[kind]
        x = rng.standard_normal((3, 6, 4, 5))
        together = op.forward(x, training=True).output
        np.testing.assert_array_equal(op.forward(x).output, together)
        for number in range(3):
            alone = op.forward(x[number : number + 1]).output
            np.testing.assert_allclose(alone[0], together[number], rtol=1e-12)

    def test_number_types_stay_and_layout_makes_no_difference(self, kind, rng):
        op = {LayerNorm: LayerNorm(5, axis=2), GroupNorm: GroupNorm(4, 2), InstanceNorm: InstanceNorm(4)}[
            kind
        ]
        x = rng.standard_normal((2, 4, 3, 5))
        check_types(op, x)
        d_output = rng.standard_normal(x.shape)
        plain = op.forward(x)
        (expected,) = op.backward(plain.saved, d_output).inputs
        for other, d_other in zip(scrambled_layouts(x), scrambled_layouts(d_output), strict=True):
            result = op.forward(other)
            np.testing.assert_allclose(result.output, plain.output, atol=1e-12)
            np.testing.assert_allclose(op.backward(result.saved, d_other).inputs[0], expected, atol=1e-12)

    def test_fresh_parameters_give_mean_zero_and_variance_one(self, kind, rng):
        op = {LayerNorm: LayerNorm((1, 30, 30)), GroupNorm: GroupNorm(1, 1), InstanceNorm: InstanceNorm(1)}[
            kind
        ]
        output = op.forward(rng.standard_normal((1, 1, 30, 30)) * 5 + 3).output
        assert abs(output.mean()) < 1e-6
        assert abs(output.var() - 1) < 1e-4
        assert op.macs(((1, 30, 30),), (1, 30, 30)) == 900


def test_hyperparameters_and_counts():
    assert LayerNorm((3, 4), axis=1, epsilon=0.5).hyperparameters == {"axis": 1, "epsilon": 0.5}
    assert LayerNorm((3, 4), axis=1).parameter_count == 24
    assert GroupNorm(4, 2, epsilon=0.5).hyperparameters == {"groups": 2, "epsilon": 0.5}
    assert InstanceNorm(4, epsilon=0.5).hyperparameters == {"epsilon": 0.5}
    assert InstanceNorm(4).parameter_count == 8


@pytest.mark.parametrize("op", [BatchNorm(3), GroupNorm(3, 3), InstanceNorm(3)])
@pytest.mark.parametrize("shape", [(4, 5, 5), (4, 5)])
def test_other_channels_are_an_error(op, shape):
    with pytest.raises(ShapeError, match="expects 3 input channels and gets 4"):
        op.output_shape(shape)


@pytest.mark.parametrize("shape", [(3, 5, 5), (3, 4), (4,)])
def test_a_layer_norm_for_another_shape_is_an_error(shape):
    with pytest.raises(ShapeError, match="normalizes 4×5 from axis 1 on and gets"):
        LayerNorm((4, 5), axis=1).output_shape(shape)


@pytest.mark.parametrize("groups", [0, 3])
def test_channels_that_do_not_divide_into_groups_are_an_error(groups):
    with pytest.raises(ShapeError, match=f"4 channels do not divide into {groups} groups"):
        GroupNorm(4, groups)
