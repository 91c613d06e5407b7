"""The error function, which NumPy does not have."""

import numpy as np

from core.ops.base import Array

# W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): two quotients
# of polynomials, the coefficient of the highest power first.
_BORDER = 0.46875
_NEAR_ABOVE = (
    1.85777706184603153e-1,
    3.16112374387056560e0,
    1.13864154151050156e2,
    3.77485237685302021e2,
    3.20937758913846947e3,
)
_NEAR_BELOW = (
    1.0,
    2.36012909523441209e1,
    2.44024637934444173e2,
    1.28261652607737228e3,
    2.84423683343917062e3,
)
_FAR_ABOVE = (
    2.15311535474403846e-8,
    5.64188496988670089e-1,
    8.88314979438837594e0,
    6.61191906371416295e1,
    2.98635138197400131e2,
    8.81952221241769090e2,
    1.71204761263407058e3,
    2.05107837782607147e3,
    1.23033935479799725e3,
)
_FAR_BELOW = (
    1.0,
    1.57449261107098347e1,
    1.17693950891312499e2,
    5.37181101862009858e2,
    1.62138957456669019e3,
    3.29079923573345963e3,
    4.36261909014324716e3,
    3.43936767414372164e3,
    1.23033935480374942e3,
)

# From here on erf is 1 in float64.
_SATURATED = 6.0


# So many values at a time, so that a processor's cache holds them through all the steps.
_PORTION = 1 << 14


def erf(x: Array) -> Array:
    """2/√π · ∫₀ˣ e^−t² dt of every value, to a few roundings of the number type (float32 or float64)."""
    walk = np.nditer(
        [x, None],
        flags=["external_loop", "buffered", "zerosize_ok"],
        op_flags=[["readonly"], ["writeonly", "allocate"]],
        buffersize=_PORTION,
    )
    with walk:
        for part, result in walk:
            np.copysign(_of_size(np.abs(part)), part, out=result)
        return np.asarray(walk.operands[1])


def _of_size(x: Array) -> Array:
    """Erf of values of at least 0.

    Near 0 it is x·P(x²)/Q(x²); further out it is 1 less a quickly vanishing e^−x²·R(x)/S(x). Both are
    computed everywhere: that is faster than to tell the values apart.
    """
    x = np.minimum(x, _SATURATED)
    square = x * x
    near = x * (_polynomial(_NEAR_ABOVE, square) / _polynomial(_NEAR_BELOW, square))
    far = 1 - np.exp(-square) * (_polynomial(_FAR_ABOVE, x) / _polynomial(_FAR_BELOW, x))
    is_near = np.less_equal(x, _BORDER, out=square)
    near *= is_near
    far *= 1 - is_near
    return near + far


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """((c₀·x + c₁)·x + c₂)·x + …"""
    highest, second, *others = coefficients
    value = highest * x
    value += second
    for coefficient in others:
        value *= x
        value += coefficient
    return value
