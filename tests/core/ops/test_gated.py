"""What is LSTM's and GRU's alone; their values and gradients are checked with all recurrent layers."""

import numpy as np

from core.ops import GRU, LSTM


def filled(op: LSTM | GRU, rng: np.random.Generator) -> LSTM | GRU:
    """A layer with random weights in float64, biases too."""
    op.parameters = {name: rng.standard_normal(each.shape) for name, each in op.parameters.items()}
    return op


def test_an_lstm_shows_its_gates_and_its_cell_which_make_up_its_output(rng):
    op, x = filled(LSTM(2, 3), rng), rng.standard_normal((2, 2, 4))
    result = op.forward(x)
    shown = op.show(result.saved)
    assert list(shown) == ["input_gate", "output_gate", "forget_gate", "candidate", "cell"]
    assert {each.shape for each in shown.values()} == {(2, 3, 4)}
    np.testing.assert_allclose(result.output, shown["output_gate"] * np.tanh(shown["cell"]))
    carried = shown["forget_gate"][..., 1:] * shown["cell"][..., :-1]
    new = shown["input_gate"][..., 1:] * shown["candidate"][..., 1:]
    np.testing.assert_allclose(shown["cell"][..., 1:], carried + new)


def test_a_gru_shows_its_gates_which_mix_the_old_state_with_the_candidate(rng):
    op, x = filled(GRU(2, 3), rng), rng.standard_normal((2, 2, 4))
    result = op.forward(x)
    shown, h = op.show(result.saved), result.output
    assert list(shown) == ["update_gate", "reset_gate", "candidate"]
    z, g = shown["update_gate"][..., 1:], shown["candidate"][..., 1:]
    np.testing.assert_allclose(h[..., 1:], (1 - z) * g + z * h[..., :-1])


def test_an_lstm_begins_without_forgetting(rng):
    op = LSTM(2, 3)
    op.initialize(rng)
    np.testing.assert_array_equal(op.parameters["bias"], [0] * 6 + [1] * 3 + [0] * 3)
