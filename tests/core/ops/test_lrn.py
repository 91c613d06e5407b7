import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError
from core.ops import LRN
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

seeds = st.integers(0, 2**32)
# Exact in float32, which ONNX keeps attributes in.
CHOSEN = {"alpha": 0.5, "beta": 0.75, "bias": 1.5}


@given(sizes=st.tuples(*[st.integers(1, 3)] * 2), channels=st.integers(1, 8), size=st.integers(1, 6))
def test_forward_is_what_onnx_computes(sizes, channels, size):
    # ONNX's reference evaluator (1.23) fills as many channels as there are samples: give it as many.
    x = np.random.default_rng(size).standard_normal((channels, channels, *sizes)) * 3
    chosen = {**CHOSEN, "alpha": size / 8}
    (expected,) = onnx_node("LRN", x, size=size, **chosen)
    np.testing.assert_allclose(LRN(size, **chosen).forward(x).output, expected, rtol=1e-12)


@given(rank=st.integers(0, 3), channels=st.integers(1, 8), size=st.integers(1, 10), seed=seeds)
def test_gradients_are_the_slopes_in_any_rank(rank, channels, size, seed):
    x = np.random.default_rng(seed).standard_normal((2, channels, *[2] * rank))
    check_gradients(LRN(size, **CHOSEN), x)


def test_strong_neighbours_dampen_and_distant_channels_do_not():
    x = np.zeros((1, 9, 1, 1))
    x[0, [3, 5, 8], 0, 0] = 1, 10, 10
    output = LRN(5, alpha=1, beta=1).forward(x).output[0, :, 0, 0]
    np.testing.assert_allclose(output[[3, 5, 8]], [1 / (1 + 101 / 5), 10 / (1 + 101 / 5), 10 / (1 + 100 / 5)])


def test_number_types_stay_and_layout_makes_no_difference(rng):
    op, x = LRN(3), rng.standard_normal((2, 5, 3, 4))
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, op.forward(x).output)


def test_shape_and_hyperparameters():
    assert LRN(5).output_shape((96, 55, 55)) == (96, 55, 55)
    assert LRN(5).hyperparameters == {"size": 5, "alpha": 1e-4, "beta": 0.75, "bias": 1.0}
    assert LRN(5).parameter_count == 0
    assert LRN(5).macs(((2, 3, 4),), (2, 3, 4)) == 24


@pytest.mark.parametrize("chosen", [{"size": 0}, {"size": 5, "bias": 0}, {"size": 5, "alpha": -1}])
def test_constants_that_could_divide_by_zero_are_refused(chosen):
    with pytest.raises(HyperparameterError, match=r"wants a size of at least 1.* and not size"):
        LRN(**chosen)
