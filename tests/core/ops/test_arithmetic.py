import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network import Layer, Network
from core.ops import Add, AvgPool2d, Constant, Div, Maximum, Minimum, Mul, ReduceSum, Sub
from core.receptive_field import receptive_fields
from tests.core.oracles import (
    backward_by_name,
    check_field,
    check_gradients,
    check_types,
    onnx_node,
    scrambled_layouts,
)

ONNX_NAME = {Add: "Add", Sub: "Sub", Mul: "Mul", Div: "Div", Maximum: "Max", Minimum: "Min"}
OPERATIONS = list(ONNX_NAME)
SHAPES = [
    ((2, 3, 4), (2, 3, 4)),
    ((2, 3, 4), (2, 1, 1)),
    ((2, 1, 4), (2, 3, 1)),
    ((1, 3, 4), (2, 3, 4)),
    ((5,), (1,)),
    ((2, 2, 3, 2), (1, 2, 1, 1)),
]
seeds = st.integers(0, 2**32)


def away_from_0(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers a division can take, no two of them equal."""
    return rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("shapes", SHAPES)
def test_two_inputs_give_what_onnx_computes_and_their_gradients_are_the_slopes(operation, shapes, rng):
    a, b = (away_from_0(rng, 2, *shape) for shape in shapes)
    (expected,) = onnx_node(ONNX_NAME[operation], a, b)
    np.testing.assert_allclose(operation().forward(a, b).output, expected, rtol=1e-12)
    assert operation().output_shape(*shapes) == expected.shape[1:]
    check_gradients(operation(), a, b)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("constant_first", [False, True])
@pytest.mark.parametrize("shape", [(), (4,), (3, 1), (2, 3, 4), (2, 1, 1)])
def test_a_constant_is_an_operand_and_learns(operation, constant_first, shape, rng):
    x, constant = away_from_0(rng, 2, 2, 3, 4), away_from_0(rng, *shape).astype(np.float32)
    op = operation(constant, constant_first=constant_first)
    operands = (constant.astype(float), x) if constant_first else (x, constant.astype(float))
    (expected,) = onnx_node(ONNX_NAME[operation], *operands)
    np.testing.assert_allclose(op.forward(x).output, expected, rtol=1e-12)
    assert op.output_shape((2, 3, 4)) == (2, 3, 4)
    assert op.parameter_count == constant.size
    assert op.hyperparameters == {"constant_first": constant_first}
    check_gradients(op, x)


def test_a_constant_may_have_more_axes_and_places_than_the_input(rng):
    op, x = Mul(rng.standard_normal((2, 3, 4))), rng.standard_normal((5, 4))
    assert op.output_shape((4,)) == (2, 3, 4)
    np.testing.assert_allclose(op.forward(x).output, x[:, None, None] * op.parameters["constant"])
    check_gradients(op, x)


def test_samples_of_different_ranks_line_up_behind_the_batch(rng):
    maps, row = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((2, 5))
    np.testing.assert_array_equal(Add().forward(maps, row).output, maps + row[:, None, None])
    assert Add().output_shape((3, 4, 5), (5,)) == (3, 4, 5)
    check_gradients(Mul(), row, maps)


@pytest.mark.parametrize("operation", [Add, Maximum, Minimum])
def test_any_number_of_inputs(operation, rng):
    inputs = [away_from_0(rng, 2, 2, size, 3) for size in (3, 1, 3)]
    onnx = "Sum" if operation is Add else ONNX_NAME[operation]
    np.testing.assert_allclose(operation().forward(*inputs).output, onnx_node(onnx, *inputs)[0])
    check_gradients(operation(), *inputs)
    check_gradients(operation(), inputs[0])


@given(shape=st.tuples(*[st.integers(1, 3)] * 4), seed=seeds)
def test_add_of_equal_shapes_gives_every_input_the_whole_gradient(shape, seed):
    rng = np.random.default_rng(seed)
    a, b, upstream = rng.standard_normal((3, *shape))
    result = Add().forward(a, b)
    np.testing.assert_array_equal(result.output, a + b)
    for gradient in Add().backward(result.saved, upstream).inputs:
        np.testing.assert_array_equal(gradient, upstream)


@pytest.mark.parametrize("operation", [Maximum, Minimum])
def test_of_equal_inputs_the_first_gets_the_gradient(operation):
    x = np.ones((1, 2))
    op = operation()
    first, second = op.backward(op.forward(x, x).saved, np.full((1, 2), 3.0)).inputs
    np.testing.assert_array_equal(first, 3 * x)
    np.testing.assert_array_equal(second, 0 * x)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_number_types_stay_and_layout_makes_no_difference(operation, rng):
    a, b = away_from_0(rng, 2, 2, 3, 4, 5)
    check_types(operation(), a, b)
    check_types(operation(0.5), a)
    for other in scrambled_layouts(a):
        np.testing.assert_array_equal(operation().forward(other, b).output, operation().forward(a, b).output)


def test_a_gate_a_channel_scales_maps_and_collects_their_gradient(rng):
    network = Network(
        (2, 3, 3),
        [
            Layer("gate", Mul(np.full((2, 1, 1), 0.5)), ("input",)),
            Layer("scaled", Mul(), ("gate", "input")),
        ],
    )
    x = rng.standard_normal((1, 2, 3, 3))
    steps = backward_by_name(network.run(x).finish().backward({"scaled": np.ones((1, 2, 3, 3))}))
    arrived = steps["gate"].d_parameters["constant"]
    np.testing.assert_allclose(arrived[:, 0, 0], (x**2).sum(axis=(0, 2, 3)))


def test_shapes_that_do_not_broadcast_are_told():
    with pytest.raises(ShapeError, match=r"one shape.*and gets 3×4×5, 3×4×6\. Make their sizes equal"):
        Add().output_shape((3, 4, 5), (3, 4, 6))


def test_a_wrong_number_of_inputs_is_told():
    with pytest.raises(ShapeError, match=r"takes 2 inputs and gets 1\. Connect as many"):
        Sub().output_shape((3,))
    with pytest.raises(ShapeError, match=r"takes 2 inputs and gets 3\. Connect as many"):
        Div().output_shape((3,), (3,), (3,))
    with pytest.raises(ShapeError, match=r"takes one input beside its constant and gets 2"):
        Add(1).output_shape((3,), (3,))


def test_nothing_is_multiplied_and_accumulated():
    assert Mul().macs(((3, 4, 4), (3, 4, 4)), (3, 4, 4)) == 0


def test_behind_a_gate_every_unit_sees_all_that_the_gate_sees():
    layers = [
        Layer("rows", ReduceSum([2]), ("input",)),
        Layer("gated", Mul(), ("input", "rows")),
        Layer("row", ReduceSum([1, 2], keepdims=False), ("input",)),
        Layer("sum", Add(), ("gated", "row")),
    ]
    network = Network((1, 4, 5), layers[:2])
    check_field(network, exact=True)
    assert [field.size for field in receptive_fields(network)["gated"]] == [1, 5]
    check_field(Network((1, 4, 5), layers), exact=True)


def test_a_place_repeated_by_a_constant_is_seen_by_all_its_units():
    network = Network.chain((2, 4, 5), [("mean", ReduceSum([1])), ("grid", Add(np.zeros((4, 1))))])
    check_field(network, exact=True)
    assert [field.units for field in receptive_fields(network)["grid"]] == [4, 5]


def test_a_constant_input_adds_nothing_to_the_field():
    layers = [
        Layer("grid", Constant(np.ones((1, 4, 5))), ()),
        Layer("scaled", Mul(2), ("grid",)),
        Layer("pool", AvgPool2d(3, stride=1, padding=1), ("input",)),
        Layer("sum", Add(), ("scaled", "pool")),
    ]
    network = Network((1, 4, 5), layers)
    check_field(network, exact=True)
    assert [field.size for field in receptive_fields(network)["scaled"]] == [0, 0]
