import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.network import Layer, Network
from core.ops import GRU, LSTM, RNN, Concat
from core.ops.base import Array, Everything
from core.receptive_field import receptive_fields
from tests.core.oracles import check_gradients, check_types, input_gradient, onnx_node

sizes = st.tuples(*[st.integers(1, 3)] * 3, st.integers(1, 4))  # batch, features, hidden, length
seeds = st.integers(0, 2**32)

KINDS = {
    "RNN": lambda *sizes, **chosen: RNN(*sizes, **chosen),
    "RNN with ReLU": lambda *sizes, **chosen: RNN(*sizes, activation="relu", **chosen),
    "LSTM": lambda *sizes, **chosen: LSTM(*sizes, **chosen),
    "GRU": lambda *sizes, **chosen: GRU(*sizes, **chosen),
    "GRU as published": lambda *sizes, **chosen: GRU(*sizes, linear_before_reset=False, **chosen),
}
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
EVERY_DIRECTION = pytest.mark.parametrize("reverse", [False, True], ids=["forward", "reverse"])


def filled(kind: str, features: int, hidden: int, rng: np.random.Generator, **chosen):
    """A layer with random weights in float64, biases too."""
    op = KINDS[kind](features, hidden, **chosen)
    op.parameters = {name: rng.standard_normal(each.shape) for name, each in op.parameters.items()}
    return op


def in_onnx(op, x: Array) -> tuple[Array, Array]:
    """All hidden states N×H×L and the last one N×H, by ONNX's reference evaluator."""
    p = op.parameters
    bias = np.concatenate([p["bias"], p["recurrent_bias"]])[None]
    chosen = {"hidden_size": op.hidden, "direction": "reverse" if op.reverse else "forward"}
    if isinstance(op, GRU):
        chosen["linear_before_reset"] = int(op.linear_before_reset)
    weights = p["weight"][None], p["recurrent"][None], bias
    hidden, last = onnx_node(type(op).__name__, x.transpose(2, 0, 1), *weights, outputs=2, **chosen)
    return hidden[:, 0].transpose(1, 2, 0), last[0]


@EVERY_DIRECTION
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "RNN with ReLU"])
@given(size=sizes, seed=seeds)
def test_values_are_those_of_onnx(kind, reverse, size, seed):
    n, features, hidden, length = size
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((n, features, length))
    op = filled(kind, features, hidden, rng, reverse=reverse)
    every, last = in_onnx(op, x)
    np.testing.assert_allclose(op.forward(x).output, every, atol=1e-12)
    op.last = True
    np.testing.assert_allclose(op.forward(x).output, last, atol=1e-12)


def test_one_of_each_direction_and_a_concat_are_onnxs_bidirectional_layer(rng):
    there, back = filled("LSTM", 2, 3, rng), filled("LSTM", 2, 3, rng, reverse=True)
    layers = [
        Layer("there", there, ("input",)),
        Layer("back", back, ("input",)),
        Layer("both", Concat(), ("there", "back")),
    ]
    x = rng.standard_normal((2, 2, 4))
    found = Network((2, 4), layers).run(x).finish().activations["both"]
    weights = [np.stack([op.parameters[name] for op in (there, back)]) for name in ("weight", "recurrent")]
    bias = np.stack([np.concatenate([*op.parameters.values()][2:]) for op in (there, back)])
    chosen = {"hidden_size": 3, "direction": "bidirectional"}
    (hidden,) = onnx_node("LSTM", x.transpose(2, 0, 1), *weights, bias, **chosen)  # L×2×N×H
    np.testing.assert_allclose(found, hidden.transpose(2, 1, 3, 0).reshape(2, 6, 4), atol=1e-12)


def test_a_relu_rnn_is_what_its_formula_says(rng):
    op, x = filled("RNN with ReLU", 2, 3, rng), rng.standard_normal((2, 2, 5))
    p, h = op.parameters, np.zeros((2, 3))
    output = op.forward(x).output
    for t in range(5):
        h = np.maximum(x[:, :, t] @ p["weight"].T + p["bias"] + h @ p["recurrent"].T + p["recurrent_bias"], 0)
        np.testing.assert_allclose(output[:, :, t], h)


@EVERY_DIRECTION
@pytest.mark.parametrize("last", [False, True], ids=["all states", "the last state"])
@EVERY_KIND
@given(size=sizes, seed=seeds)
def test_gradients_are_the_slopes(kind, last, reverse, size, seed):
    n, features, hidden, length = size
    rng = np.random.default_rng(seed)
    op = filled(kind, features, hidden, rng, last=last, reverse=reverse)
    check_gradients(op, rng.standard_normal((n, features, length)))


@EVERY_KIND
def test_number_types_stay(kind, rng):
    check_types(filled(kind, 2, 3, rng), rng.standard_normal((2, 2, 4)))


@EVERY_KIND
def test_layout_in_memory_makes_no_difference_and_the_input_stays_as_it_is(kind, rng):
    op, x = filled(kind, 3, 2, rng), rng.standard_normal((2, 3, 4))
    kept, expected = x.copy(), op.forward(x).output
    by_feature = np.ascontiguousarray(x.swapaxes(0, 1)).swapaxes(0, 1)
    for other in (np.asfortranarray(x), by_feature, x[..., ::-1].copy()[..., ::-1]):
        np.testing.assert_allclose(op.forward(other).output, expected)
    np.testing.assert_array_equal(x, kept)


@EVERY_KIND
def test_in_reverse_it_is_the_same_walk_from_the_other_end(kind, rng):
    op, x = filled(kind, 3, 2, rng), rng.standard_normal((1, 3, 5))
    there = op.forward(x).output
    op.reverse = True
    np.testing.assert_allclose(op.forward(x[..., ::-1]).output, there[..., ::-1])


@EVERY_DIRECTION
@EVERY_KIND
def test_a_position_depends_on_itself_and_on_those_that_were_read_before_it(kind, reverse, rng):
    network = Network.chain((2, 5), [("memory", filled(kind, 2, 8, rng, reverse=reverse))])
    run = network.run(rng.standard_normal((1, 2, 5))).finish()
    for t in range(5):
        seed = np.zeros((1, 8, 5))
        seed[0, :, t] = 1
        seen = input_gradient(run.backward({"memory": seed}))[0].any(axis=0)
        np.testing.assert_array_equal(seen, np.arange(5) >= t if reverse else np.arange(5) <= t)
        (field,) = receptive_fields(network)["memory"]
        stated = range(field.start + t * field.stride, field.start + t * field.stride + field.size)
        np.testing.assert_array_equal(seen, np.isin(np.arange(5), stated))


def test_the_last_state_depends_on_everything():
    assert LSTM(2, 3, last=True).reach((2, 5)) == Everything()


@EVERY_KIND
def test_where_only_the_last_state_goes_on_all_of_them_are_shown(kind, rng):
    op, x = filled(kind, 2, 3, rng, last=True), rng.standard_normal((2, 2, 4))
    result = op.forward(x)
    hidden = op.show(result.saved)["hidden"]
    assert hidden.shape == (2, 3, 4)
    np.testing.assert_array_equal(hidden[..., -1], result.output)


def test_shapes_and_counts():
    op = LSTM(4, 3)
    assert op.output_shape((4, 7)) == (3, 7)
    assert LSTM(4, 3, last=True).output_shape((4, 7)) == (3,)
    # As PyTorch counts: 4 gates, each with a weight a feature and a hidden value, and two biases.
    assert op.parameter_count == 4 * 3 * (4 + 3 + 2)
    assert GRU(4, 3).parameter_count == 3 * 3 * (4 + 3 + 2)
    assert RNN(4, 3).parameter_count == 3 * (4 + 3 + 2)
    assert op.macs(((4, 7),), (3, 7)) == 7 * 4 * 3 * (4 + 3)
    assert op.hyperparameters == {"hidden": 3, "reverse": False, "last": False}
    assert RNN(1, 1).hyperparameters["activation"] == "tanh"
    assert GRU(1, 1, linear_before_reset=False).hyperparameters["linear_before_reset"] is False


@EVERY_KIND
def test_weights_begin_random_and_keep_the_length_of_what_is_remembered(kind, rng):
    op = KINDS[kind](3, 4)
    op.initialize(rng)
    for gate in np.split(op.parameters["recurrent"], op.gate_count):
        np.testing.assert_allclose(gate @ gate.T, np.eye(4), atol=1e-6)
    assert op.parameters["weight"].std() > 0.3
    assert {each.dtype for each in op.parameters.values()} == {np.dtype(np.float32)}


def test_what_does_not_fit_is_told_with_the_remedy():
    with pytest.raises(ShapeError, match=r"expects a sequence .* gets 3×4×5"):
        RNN(3, 2).output_shape((3, 4, 5))
    with pytest.raises(ShapeError, match="expects 3 features at each position and gets 4"):
        GRU(3, 2).output_shape((4, 5))
    with pytest.raises(HyperparameterError, match="tanh or relu, and not 'sigmoid'"):
        RNN(3, 2, activation="sigmoid")
    with pytest.raises(HyperparameterError, match="at least 1 of each"):
        LSTM(3, 0)
