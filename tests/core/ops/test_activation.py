import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.ops import Clip, HardSigmoid, LeakyReLU, PReLU, ReLU, ReLU6
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

SLOPES = [
    ((3,), 3, (3, 1, 1)),  # one a channel
    ((1,), 1, (1,)),  # one for all
    ((3, 4, 5), (3, 4, 5), (3, 4, 5)),  # one a value
    ((4, 1), (4, 1), (4, 1)),  # one a row
]


def prelu(channels, rng) -> PReLU:
    op = PReLU(channels)
    op.parameters["weight"] = rng.standard_normal(op.parameters["weight"].shape)
    return op


@pytest.mark.parametrize("slope", [0, -0.1, 1.5])
def test_the_slope_of_a_leaky_relu_lies_between_0_and_1(slope):
    with pytest.raises(HyperparameterError, match=f"between 0 and 1, and not at {slope}"):
        LeakyReLU(slope)


@pytest.mark.parametrize(("weight", "channels", "in_onnx"), SLOPES)
def test_prelu_is_what_onnx_computes_and_its_gradients_are_the_slopes(weight, channels, in_onnx, rng):
    op, x = prelu(channels, rng), rng.standard_normal((2, 3, 4, 5))
    assert op.parameters["weight"].shape == weight
    assert op.output_shape((3, 4, 5)) == (3, 4, 5)
    (expected,) = onnx_node("PRelu", x, op.parameters["weight"].reshape(in_onnx))
    np.testing.assert_allclose(op.forward(x).output, expected)
    check_gradients(op, x)


@given(rank=st.integers(0, 3), channels=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_prelu_has_a_slope_a_channel_in_any_rank(rank, channels, seed):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((2, channels, *range(2, 2 + rank)))
    op = prelu(channels, rng)
    output = op.forward(x).output
    for channel, slope in enumerate(op.parameters["weight"]):
        own = x[:, channel]
        np.testing.assert_allclose(output[:, channel], np.where(own > 0, own, slope * own))
    check_gradients(op, x)


def test_prelu_keeps_number_types_in_any_layout(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    check_types(PReLU(3), x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(PReLU(3).forward(other).output, np.where(x > 0, x, x / 4))


def test_prelu_learns_from_a_quarter_on(rng):
    op = PReLU(2)
    assert op.parameter_count == 2
    op.parameters["weight"] = np.zeros(2, np.float32)
    op.initialize(rng)
    np.testing.assert_array_equal(op.parameters["weight"], [0.25, 0.25])


@pytest.mark.parametrize(("channels", "shape"), [(3, (4, 5, 5)), ((2, 3), (3,)), ((4, 5), (4, 1))])
def test_slopes_that_do_not_fit_are_refused(channels, shape):
    with pytest.raises(ShapeError, match=r"has slopes .* Give it one slope a channel"):
        PReLU(channels).output_shape(shape)


def test_bounds_that_are_not_there_are_not_told():
    assert Clip().hyperparameters == {}
    assert Clip(low=-1).hyperparameters == {"low": -1}
    assert Clip(-1, 2).hyperparameters == {"low": -1, "high": 2}


def test_hyperparameters():
    assert LeakyReLU(0.1).hyperparameters == {"slope": 0.1}
    assert HardSigmoid().hyperparameters == {"alpha": 0.2, "beta": 0.5}
    assert ReLU().hyperparameters == {}
    assert ReLU6().hyperparameters == {}


@pytest.mark.parametrize("build", [LeakyReLU, HardSigmoid, Clip])
def test_constants_of_another_number_type_do_not_change_the_outputs(build, rng):
    x = rng.standard_normal((1, 4)).astype(np.float32)
    assert build(np.float64(0.1)).forward(x).output.dtype == np.float32
