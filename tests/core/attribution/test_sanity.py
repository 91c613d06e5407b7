import numpy as np
import pytest
from scipy.stats import spearmanr

from core.attribution import rank_correlation


def test_it_is_spearman_s_of_the_magnitudes():
    rng = np.random.default_rng(2)
    a, b = rng.standard_normal((2, 3, 7, 5))
    b = np.round(b + a, 1)  # with ties
    expected = spearmanr(np.abs(a).ravel(), np.abs(b).ravel()).statistic
    assert rank_correlation(a, b) == pytest.approx(expected)


def test_an_attribution_is_like_itself_and_like_its_negative():
    a = np.random.default_rng(3).standard_normal((2, 4))
    assert rank_correlation(a, a) == pytest.approx(1)
    assert rank_correlation(a, -a) == pytest.approx(1)


def test_a_constant_is_like_nothing():
    assert rank_correlation(np.zeros(5), np.arange(5)) == 0
