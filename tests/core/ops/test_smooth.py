import numpy as np
import pytest

from core.errors import HyperparameterError
from core.ops import ELU, GELU, SELU, Sigmoid


def test_a_sigmoid_passes_on_a_quarter_of_the_gradient_at_most():
    op = Sigmoid()
    result = op.forward(np.linspace(-9, 9, 1001)[None])
    (slope,) = op.backward(result.saved, np.ones((1, 1001))).inputs
    assert slope.max() == 0.25
    assert result.output.min() > 0
    assert result.output.max() < 1


def test_selu_keeps_mean_and_variance_of_normally_distributed_values():
    output = SELU().forward(np.random.default_rng(0).standard_normal((1, 400_000))).output
    assert abs(output.mean()) < 0.01
    assert abs(output.std() - 1) < 0.01


def test_the_tanh_form_of_gelu_is_near_the_exact_one_but_not_the_same():
    x = np.linspace(-5, 5, 1001)[None]
    difference = abs(GELU("tanh").forward(x).output - GELU().forward(x).output)
    assert 1e-5 < difference.max() < 1e-3


def test_another_approximation_is_refused_with_those_there_are():
    with pytest.raises(HyperparameterError, match='"none" or "tanh", and not by \'erf\''):
        GELU("erf")


def test_hyperparameters():
    assert ELU(0.5).hyperparameters == {"alpha": 0.5}
    assert GELU("tanh").hyperparameters == {"approximate": "tanh"}
    assert SELU(2, 3).hyperparameters == {"alpha": 2, "gamma": 3}
