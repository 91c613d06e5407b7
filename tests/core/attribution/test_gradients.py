import numpy as np
import pytest

from core.attribution import Question, gradient_times_input, integrated_gradients, saliency, smooth_grad
from core.errors import HyperparameterError
from tests.core.attribution.networks import branched, linear, picture
from tests.core.oracles import slopes


def test_saliency_is_the_slope_at_every_number():
    question = Question(branched(), 2)
    x = picture(question.network)
    expected = slopes(lambda: float(question.values(x)[0]), x)[0]
    np.testing.assert_allclose(saliency(question, x), expected, atol=1e-7)
    np.testing.assert_allclose(gradient_times_input(question, x), expected * x[0], atol=1e-7)


def test_of_a_linear_network_gradient_times_input_adds_up_to_the_score():
    question = Question(linear(), 1)
    x = picture(question.network)
    at_zero = question.values(np.zeros_like(x))
    assert gradient_times_input(question, x).sum() == pytest.approx(float(question.values(x)[0] - at_zero[0]))


def test_smooth_grad_is_the_mean_over_noisy_copies():
    question = Question(branched(), 0)
    x = picture(question.network)
    noise = 0.3 * (x.max() - x.min()) * np.random.default_rng(7).standard_normal((6, *x.shape[1:]))
    expected = np.mean([question.gradients(x + each)[1][0] for each in noise], axis=0)
    found = smooth_grad(question, x, samples=6, noise=0.3, seed=7)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_smooth_grad_without_noise_is_the_gradient():
    question = Question(branched(), 0)
    x = picture(question.network)
    np.testing.assert_allclose(
        smooth_grad(question, x, samples=2, noise=0), saliency(question, x), rtol=1e-12
    )


def test_integrated_gradients_are_complete():
    question = Question(branched(), 1)
    x, baseline = picture(question.network), picture(question.network, 5)
    found = integrated_gradients(question, x, baseline=baseline[0], steps=400)
    assert found.expected == pytest.approx(float(question.values(x)[0] - question.values(baseline)[0]))
    assert found.total == pytest.approx(found.expected, rel=5e-3)


def test_integrated_gradients_agree_with_the_plain_sum_along_the_way():
    question = Question(branched(), 1)
    x = picture(question.network)
    steps = 4000
    way = (np.arange(steps) + 0.5) / steps
    expected = x[0] * np.mean([question.gradients(at * x)[1][0] for at in way], axis=0)
    found = integrated_gradients(question, x, steps=300).attribution
    np.testing.assert_allclose(found, expected, atol=2e-2 * np.abs(expected).max())


def test_of_a_linear_network_one_step_is_exact():
    question = Question(linear(), 0)
    x = picture(question.network)
    found = integrated_gradients(question, x, steps=1)
    assert found.total == pytest.approx(found.expected)
    np.testing.assert_allclose(found.attribution, gradient_times_input(question, x), rtol=1e-12)


@pytest.mark.parametrize(
    "ask",
    [
        lambda question, x: smooth_grad(question, x, samples=0),
        lambda question, x: smooth_grad(question, x, noise=-1),
        lambda question, x: integrated_gradients(question, x, steps=0),
        lambda question, x: integrated_gradients(question, x, baseline=x),
    ],
    ids=["no samples", "noise below 0", "no steps", "a baseline of another shape"],
)
def test_what_makes_no_sense_is_told(ask):
    question = Question(linear(), 0)
    with pytest.raises(HyperparameterError):
        ask(question, picture(question.network))
