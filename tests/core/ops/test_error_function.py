import numpy as np
import pytest
from scipy import special

from core.ops.error_function import erf


@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_it_is_scipys_to_a_few_roundings_everywhere(number):
    near_zero = np.logspace(-30, 0, 2000)
    x = np.concatenate([np.linspace(-7, 7, 20001), near_zero, -near_zero, [0.46875]]).astype(number)
    np.testing.assert_allclose(erf(x), special.erf(x), rtol=4 * np.finfo(number).eps)
    assert erf(x).dtype == number


@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_it_saturates_at_one_and_keeps_what_is_no_number(number):
    largest = np.finfo(number).max
    x = np.array([-np.inf, -largest, largest, np.inf, np.nan, 0.0, -0.0], number)
    np.testing.assert_array_equal(erf(x), [-1, -1, 1, 1, np.nan, 0, 0])
    assert np.signbit(erf(x)[-1])


def test_the_input_is_not_changed():
    x = np.linspace(-1, 1, 5)
    erf(x)
    np.testing.assert_array_equal(x, np.linspace(-1, 1, 5))


def test_any_layout_gives_the_same_values_in_the_same_places(rng):
    x = rng.standard_normal((40, 30, 20))
    for other in (x, x[:, ::-1, ::2], x.transpose(2, 0, 1), np.asfortranarray(x), x[:0], x[0, 0, 0]):
        np.testing.assert_allclose(erf(other), special.erf(other), rtol=1e-15)
