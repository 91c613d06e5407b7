"""What holds for every function of single values; the activations have more in their own tests."""

import numpy as np
import pytest
from scipy import special

from core.ops import (
    ELU,
    GELU,
    SELU,
    Abs,
    Clip,
    Cos,
    Erf,
    Exp,
    Floor,
    HardSigmoid,
    HardSwish,
    LeakyReLU,
    Log,
    Mish,
    Neg,
    Pow,
    Reciprocal,
    ReLU,
    ReLU6,
    Sigmoid,
    SiLU,
    Sin,
    Softplus,
    Softsign,
    Sqrt,
    Tanh,
)
from core.ops.base import Array
from core.ops.elementwise import Elementwise
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts


def in_onnx(kind: str, *constants: float, **attributes):
    """The function as ONNX's reference evaluator computes it."""
    return lambda x: onnx_node(kind, x, *map(np.array, constants), **attributes)[0]


# Attributes are exact in float32, which ONNX keeps them in.
ACTIVATIONS = [
    (ReLU(), in_onnx("Relu")),
    (LeakyReLU(0.25), in_onnx("LeakyRelu", alpha=0.25)),
    (Clip(-1.5, 2), in_onnx("Clip", -1.5, 2.0)),
    (Clip(low=-1.5), in_onnx("Clip", -1.5)),
    (ReLU6(), in_onnx("Clip", 0.0, 6.0)),
    (HardSigmoid(0.25, 0.75), in_onnx("HardSigmoid", alpha=0.25, beta=0.75)),
    (HardSwish(), lambda x: x * np.clip(x + 3, 0, 6) / 6),
    (Sigmoid(), in_onnx("Sigmoid")),
    (Tanh(), in_onnx("Tanh")),
    (ELU(0.75), in_onnx("Elu", alpha=0.75)),
    (SELU(2, 3), in_onnx("Selu", alpha=2.0, gamma=3.0)),
    (GELU(), lambda x: x * special.ndtr(x)),
    (GELU("tanh"), lambda x: x / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))),
    (SiLU(), lambda x: x * special.expit(x)),
    (Softplus(), in_onnx("Softplus")),
    (Mish(), in_onnx("Mish")),
    (Softsign(), in_onnx("Softsign")),
]
MATHEMATICS = [
    (Abs(), in_onnx("Abs")),
    (Neg(), in_onnx("Neg")),
    (Erf(), special.erf),
    (Sin(), in_onnx("Sin")),
    (Cos(), in_onnx("Cos")),
    (Floor(), in_onnx("Floor")),
    (Exp(), in_onnx("Exp")),
    (Reciprocal(), in_onnx("Reciprocal")),
    (Pow(3), in_onnx("Pow", 3.0)),
    (Pow(-2), in_onnx("Pow", -2.0)),
]
OF_POSITIVES = [
    (Log(), in_onnx("Log")),
    (Sqrt(), in_onnx("Sqrt")),
    (Pow(0.7), in_onnx("Pow", 0.7)),
]
EVERYWHERE = ACTIVATIONS + MATHEMATICS
ALL = EVERYWHERE + OF_POSITIVES


def ids(cases) -> list[str]:
    return [f"{op.kind}{list(op.hyperparameters.values()) or ''}" for op, _ in cases]


def values(smallest: float, largest: float, count: int) -> Array:
    """Many numbers, none so near to a multiple of 1/2 that a difference would straddle a kink there."""
    x = np.linspace(smallest, largest, count)
    return x[abs(2 * x - np.round(2 * x)) > 2e-3][None]


@pytest.mark.parametrize(("op", "function"), EVERYWHERE, ids=ids(EVERYWHERE))
def test_forward_is_what_onnx_computes(op, function):
    x = values(-40, 40, 2000)
    np.testing.assert_allclose(op.forward(x).output, function(x), rtol=1e-12, atol=1e-14)


# ONNX's reference evaluator (1.23) computes these in float32 or with its constants so.
@pytest.mark.parametrize(
    ("op", "function"),
    [
        (HardSwish(), in_onnx("HardSwish")),
        (GELU(), in_onnx("Gelu")),
        (GELU("tanh"), in_onnx("Gelu", approximate="tanh")),
        (Erf(), in_onnx("Erf")),
    ],
)
def test_forward_is_nearly_what_onnx_computes_where_that_approximates(op, function):
    x = values(-40, 40, 2000)
    np.testing.assert_allclose(op.forward(x).output, function(x), atol=2e-6)


@pytest.mark.parametrize(("op", "function"), OF_POSITIVES, ids=ids(OF_POSITIVES))
def test_forward_is_what_onnx_computes_where_only_positives_have_a_value(op, function):
    x = values(0, 40, 2000)
    np.testing.assert_allclose(op.forward(x).output, function(x), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("op", [op for op, _ in EVERYWHERE], ids=ids(EVERYWHERE))
def test_gradients_are_the_slopes(op):
    x = values(-8, 8, 200)
    check_gradients(op, x[abs(x) > 0.1][None] if op.kind in ("reciprocal", "pow") else x)


@pytest.mark.parametrize("op", [op for op, _ in OF_POSITIVES], ids=ids(OF_POSITIVES))
def test_gradients_are_the_slopes_where_only_positives_have_a_value(op):
    check_gradients(op, values(0.1, 8, 100))


@pytest.mark.parametrize("op", [op for op, _ in ALL], ids=ids(ALL))
def test_number_types_and_shapes_stay(op, rng):
    check_types(op, rng.uniform(0.1, 3, (2, 3, 4, 5)))
    for shape in ((7,), (3, 4), (3, 4, 5), (3, 2, 4, 5)):
        assert op.output_shape(shape) == shape
        assert op.forward(np.ones((2, *shape))).output.shape == (2, *shape)


@pytest.mark.parametrize("op", [op for op, _ in ALL], ids=ids(ALL))
def test_layout_in_memory_makes_no_difference_and_the_input_stays(op, rng):
    x = rng.uniform(0.1, 3, (2, 3, 4, 5))
    kept, plain = x.copy(), op.forward(x)
    d_output = rng.standard_normal(x.shape)
    (expected,) = op.backward(plain.saved, d_output).inputs
    for other, d_other in zip(scrambled_layouts(x), scrambled_layouts(d_output), strict=True):
        result = op.forward(other)
        np.testing.assert_allclose(result.output, plain.output, rtol=1e-14)
        np.testing.assert_allclose(op.backward(result.saved, d_other).inputs[0], expected, rtol=1e-14)
    np.testing.assert_array_equal(x, kept)


@pytest.mark.parametrize("op", [op for op, _ in ACTIVATIONS], ids=ids(ACTIVATIONS))
@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_extreme_values_give_activations_finite_numbers_without_a_warning(op, number):
    x = np.array([[-1e30, -1e4, -100, 0, 100, 1e4, 1e30]], number)
    result = op.forward(x)
    assert np.isfinite(result.output).all()
    assert np.isfinite(op.backward(result.saved, np.ones_like(x)).inputs[0]).all()


@pytest.mark.parametrize(
    ("op", "x", "y", "slope"),
    [
        (Exp(), 1e3, np.inf, np.inf),
        (Log(), 0, -np.inf, np.inf),
        (Log(), -1, np.nan, -1),
        (Sqrt(), 0, 0, np.inf),
        (Sqrt(), -1, np.nan, np.nan),
        (Reciprocal(), 0, np.inf, -np.inf),
        (Pow(-1), 0, np.inf, -np.inf),
        (Pow(0.5), -4, np.nan, np.nan),
        (Pow(1), 0, 0, 1),
        (Pow(0), 0, 1, 0),
        (Erf(), 1e30, 1, 0),
    ],
)
def test_where_a_function_leaves_the_numbers_it_says_so_without_a_warning(op, x, y, slope):
    result = op.forward(np.full((1, 1), x, np.float32))
    np.testing.assert_array_equal(result.output, [[y]])
    np.testing.assert_array_equal(op.backward(result.saved, np.ones((1, 1), np.float32)).inputs[0], [[slope]])


@pytest.mark.parametrize(
    ("op", "x", "slope"),
    [
        (ReLU(), 0, 0),
        (LeakyReLU(0.25), 0, 0.25),
        (ELU(0.75), 0, 0.75),
        (ReLU6(), 0, 0),
        (ReLU6(), 6, 0),
        (Clip(-1, 1), -1, 0),
        (Abs(), 0, 0),
        (Floor(), 1, 0),
    ],
)
def test_derivatives_at_a_kink(op, x, slope):
    result = op.forward(np.full((1, 3), float(x)))
    np.testing.assert_array_equal(op.backward(result.saved, np.ones((1, 3))).inputs[0], slope)


def test_every_function_of_single_values_is_tried_here():
    def kinds(cls) -> set[str]:
        # Other tests make functions of their own.
        own = {cls.kind} if hasattr(cls, "kind") and cls.__module__.startswith("core.") else set()
        return own.union(*(kinds(each) for each in cls.__subclasses__()))

    assert kinds(Elementwise) == {op.kind for op, _ in ALL}
