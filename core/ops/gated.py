"""Recurrent cells with gates, which decide what is kept: LSTM and GRU.

Gates are stacked in the order of ONNX: LSTM input, output, forget, candidate (iofc); GRU update, reset,
candidate (zrh).
"""

from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.recurrent import Back, Gates, Recurrent, State, through_recurrent


class LSTM(Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate by Gers et al., 2000).

    c_t = f·c_{t−1} + i·g and h_t = o·tanh(c_t), with the gates i, o, f = σ(…) and the candidate g = tanh(…).
    """

    kind = "lstm"
    gate_count = 4
    state_count = 2

    def initialize(self, rng: np.random.Generator) -> None:
        """As all; but the forget gate's bias is 1, so that at first nothing is forgotten."""
        super().initialize(rng)
        self.split(self.parameters["bias"][None])[2][:] = 1

    def step(self, drive: Array, state: State) -> tuple[State, Gates]:
        i, o, f, g = self.split(drive + self.recall(state[0]))
        i, o, f, g = _sigmoid(i), _sigmoid(o), _sigmoid(f), np.tanh(g)
        c = f * state[1] + i * g
        gates = {"input_gate": i, "output_gate": o, "forget_gate": f, "candidate": g, "cell": c}
        return (o * np.tanh(c), c), gates

    def step_back(self, gates: Gates, before: State, d_state: State) -> Back:
        i, o, f, g, c = gates.values()
        d_h, d_c = d_state
        level = np.tanh(c)
        d_c = d_c + d_h * o * (1 - level * level)
        d_total = np.concatenate(
            [
                d_c * g * i * (1 - i),
                d_h * level * o * (1 - o),
                d_c * before[1] * f * (1 - f),
                d_c * i * (1 - g * g),
            ],
            axis=1,
        )
        return through_recurrent(self, d_total, before[0], d_c * f)


class GRU(Recurrent):
    """Gated recurrent unit (Cho et al., 2014): h_t = (1 − z)·g + z·h_{t−1}, gates z, r = σ(…).

    The candidate is g = tanh(… + s·(R·h_{t−1} + r)) with the reset gate s applied after the product
    (`linear_before_reset`, as in PyTorch), or g = tanh(… + R·(s·h_{t−1}) + r) with it before (as published).
    """

    kind = "gru"
    gate_count = 3

    def __init__(
        self,
        features: int,
        hidden: int,
        *,
        linear_before_reset: bool = True,
        reverse: bool = False,
        last: bool = False,
    ) -> None:
        super().__init__(features, hidden, reverse=reverse, last=last)
        self.linear_before_reset = linear_before_reset
        self._gates, self._candidate = slice(2 * hidden), slice(2 * hidden, None)  # rows of R

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return super().hyperparameters | {"linear_before_reset": self.linear_before_reset}

    def step(self, drive: Array, state: State) -> tuple[State, Gates]:
        (h,) = state
        gates = _sigmoid(drive[:, self._gates] + self.recall(h, self._gates))
        z, s = np.split(gates, 2, axis=1)
        candidate = drive[:, self._candidate]
        if self.linear_before_reset:
            candidate = candidate + s * self.recall(h, self._candidate)
        else:
            candidate = candidate + self.recall(s * h, self._candidate)
        g = np.tanh(candidate)
        return ((1 - z) * g + z * h,), {"update_gate": z, "reset_gate": s, "candidate": g}

    def step_back(self, gates: Gates, before: State, d_state: State) -> Back:
        (h,), (d_h,) = before, d_state
        z, s, g = gates.values()
        rows = self.parameters["recurrent"][self._candidate]
        d_candidate = d_h * (1 - z) * (1 - g * g)
        if self.linear_before_reset:
            d_recalled, heard = d_candidate * s, h
            d_heard = d_recalled @ rows
            d_s, d_before = d_candidate * self.recall(h, self._candidate), d_heard
        else:
            d_recalled, heard = d_candidate, s * h
            d_heard = d_recalled @ rows
            d_s, d_before = d_heard * h, d_heard * s
        d_gates = np.concatenate([d_h * (h - g) * z * (1 - z), d_s * s * (1 - s)], axis=1)
        return Back(
            drive=np.concatenate([d_gates, d_candidate], axis=1),
            state=(d_h * z + d_before + d_gates @ self.parameters["recurrent"][self._gates],),
            recurrent=np.concatenate([d_gates.T @ h, d_recalled.T @ heard]),
            recurrent_bias=np.concatenate([d_gates, d_recalled], axis=1).sum(axis=0),
        )


def _sigmoid(x: Array) -> Array:
    """1 / (1 + e^−x), written so that nothing overflows."""
    return 0.5 * (1 + np.tanh(0.5 * x))
