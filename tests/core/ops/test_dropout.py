import numpy as np
import pytest

from core.ops import Dropout
from tests.core.oracles import check_gradients, check_types, onnx_node


def test_at_inference_everything_passes_as_in_onnx(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    np.testing.assert_array_equal(Dropout(0.5).forward(x).output, onnx_node("Dropout", x)[0])
    check_gradients(Dropout(0.5), x)


@pytest.mark.parametrize("rate", [0.0, 0.25, 0.9])
def test_in_training_a_share_is_dropped_and_the_rest_grows_so_that_the_mean_stays(rate):
    output = Dropout(rate).forward(np.ones((1, 100_000)), training=True).output
    assert (output == 0).mean() == pytest.approx(rate, abs=0.01)
    np.testing.assert_allclose(output[output != 0], 1 / (1 - rate))
    assert output.mean() == pytest.approx(1, abs=0.03)


def test_what_was_dropped_gets_no_gradient_and_the_rest_its_scale():
    op = Dropout(0.5)
    result = op.forward(np.ones((4, 50)), training=True)
    (d_input,) = op.backward(result.saved, np.full((4, 50), 3.0)).inputs
    np.testing.assert_array_equal(d_input, 3 * result.output)


def test_each_pass_drops_other_values_and_the_seed_decides_which():
    x = np.ones((1, 200))
    op, same = Dropout(0.5, seed=3), Dropout(0.5, seed=3)
    first, second = (op.forward(x, training=True).output for _ in range(2))
    assert (first != second).any()
    np.testing.assert_array_equal(same.forward(x, training=True).output, first)


@pytest.mark.parametrize("training", [False, True])
def test_number_types_and_shape_stay(training, rng):
    check_types(Dropout(0.5), rng.standard_normal((2, 3, 4, 5)), training=training)
    assert Dropout(0.5).output_shape((3, 4, 5)) == (3, 4, 5)


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5])
def test_a_rate_is_at_least_0_and_below_1(rate):
    with pytest.raises(ValueError, match=f"at least 0 and below 1, and not {rate}"):
        Dropout(rate)


def test_hyperparameters():
    assert Dropout(0.3).hyperparameters == {"rate": 0.3}
