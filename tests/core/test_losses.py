import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax, logsumexp
from scipy.special import softmax as scipy_softmax

from core.losses import cross_entropy, hinge, l2_gradient, l2_term, logit, softmax
from tests.core.oracles import slopes


@st.composite
def batches(draw):
    """Logits N×K and N targets."""
    n, k = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    return rng.standard_normal((n, k)) * 4, rng.integers(0, k, n)


@given(batches())
def test_softmax_and_cross_entropy_are_what_scipy_computes(batch):
    logits, targets = batch
    expected = (logsumexp(logits, axis=1) - logits[np.arange(len(logits)), targets]).mean()
    np.testing.assert_allclose(softmax(logits), scipy_softmax(logits, axis=1), rtol=1e-12)
    assert cross_entropy(logits, targets)[0] == pytest.approx(expected, abs=1e-12)
    assert cross_entropy(logits, targets)[0] == pytest.approx(
        -log_softmax(logits, axis=1)[np.arange(len(logits)), targets].mean(), abs=1e-12
    )


@given(batches())
def test_hinge_is_its_definition(batch):
    logits, targets = batch
    expected = [
        sum(max(0, row[j] - row[y] + 1) for j in range(len(row)) if j != y)
        for row, y in zip(logits, targets, strict=True)
    ]
    assert hinge(logits, targets)[0] == pytest.approx(np.mean(expected))


@pytest.mark.parametrize("loss", [cross_entropy, hinge, logit])
@given(batch=batches())
def test_gradients_are_the_slopes(loss, batch):
    logits, targets = batch
    expected = slopes(lambda: loss(logits, targets)[0], logits)
    np.testing.assert_allclose(loss(logits, targets)[1], expected, rtol=1e-5, atol=1e-7)


@given(batches())
def test_logit_is_the_mean_of_the_targets_scores(batch):
    logits, targets = batch
    picked = [row[y] for row, y in zip(logits, targets, strict=True)]
    assert logit(logits, targets)[0] == pytest.approx(np.mean(picked))


def test_a_score_that_wins_by_the_margin_exactly_costs_nothing():
    value, d_logits = hinge(np.array([[3.0, 2.0, -5.0]]), np.array([0]))
    assert value == 0
    assert not d_logits.any()


@pytest.mark.parametrize("loss", [cross_entropy, hinge, logit])
@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_extreme_scores_give_finite_numbers_of_the_same_type(loss, number):
    logits = np.array([[1000, -1000, 0], [-1000, 1000, 0]], number)
    value, d_logits = loss(logits, np.array([1, 1]))
    assert np.isfinite(value)
    assert np.isfinite(d_logits).all()
    assert d_logits.dtype == number


def test_a_network_that_knows_nothing_is_surprised_by_the_logarithm_of_the_classes():
    assert cross_entropy(np.zeros((4, 10)), np.arange(4))[0] == pytest.approx(np.log(10))


@pytest.mark.parametrize("loss", [cross_entropy, hinge, logit])
def test_logits_are_not_changed(loss, rng):
    logits = rng.standard_normal((3, 4))
    kept = logits.copy()
    loss(logits, np.array([0, 1, 2]))
    np.testing.assert_array_equal(logits, kept)


def test_l2_is_the_sum_of_all_squares_and_its_gradient_the_slope(rng):
    weights = [rng.standard_normal((2, 3)), rng.standard_normal((4, 1, 2, 2))]
    assert l2_term(weights, 0.3) == pytest.approx(0.3 * sum(value**2 for w in weights for value in w.flat))
    for weight in weights:
        np.testing.assert_allclose(
            l2_gradient(weight, 0.3), slopes(lambda: l2_term(weights, 0.3), weight), rtol=1e-6, atol=1e-8
        )
    assert l2_gradient(weights[0].astype(np.float32), 0.3).dtype == np.float32
