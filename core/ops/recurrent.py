"""Recurrent layers: a cell reads a sequence one position after the other and remembers.

All kinds share the walk over time; a kind is a *cell*: one step forward, and the same step back. With F
features in, H hidden values and G gates, and for each position t::

    drive_t = W·x_t + b                    for all t at once: one matrix product
    h_t     = cell(drive_t, R·h_{t−1} + r, state_{t−1})

Backward walks the steps in the opposite order (backpropagation through time): what arrives at h_t is dL/dh_t
of the output plus what the step after it sends back.

Gates are stacked in the order of ONNX: LSTM input, output, forget, candidate (iofc); GRU update, reset,
candidate (zrh). A bidirectional layer is two of these, one of them in reverse, and a concat.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Everything, Gradients, Operation, Reach, Result
from core.shapes import Shape, Span, describe

Activation = Literal["tanh", "relu"]
State = tuple[Array, ...]  # h, and for an LSTM c: N×H each
Gates = dict[str, Array]  # by name, N×H each


@dataclass(frozen=True)
class _Saved:
    inputs: Array  # L×N×F
    hidden: Array  # L×N×H
    before: list[State]  # by position: the state that the step found
    gates: list[Gates]  # by position


@dataclass(frozen=True)
class _Back:
    """What a step sends back: dL/d(drive), dL/d(state before), and its part of dL/dR and dL/dr."""

    drive: Array
    state: State
    recurrent: Array
    recurrent_bias: Array


class _Recurrent(Operation):
    """Sequences F×L become H×L, or with `last` the state after the last step, H values.

    weight (W): G·H × F; recurrent (R): G·H × H; bias (b) and recurrent_bias (r): G·H each. The state before
    the first step is zero. `reverse` walks from the last position to the first.
    """

    gate_count: ClassVar[int]
    state_count: ClassVar[int] = 1

    def __init__(self, features: int, hidden: int, *, reverse: bool = False, last: bool = False) -> None:
        super().__init__()
        if features < 1 or hidden < 1:
            raise HyperparameterError(
                f"A recurrent layer has at least 1 feature and 1 hidden value, not {features} and {hidden}."
            )
        self.features, self.hidden, self.reverse, self.last = features, hidden, reverse, last
        rows = self.gate_count * hidden
        self.parameters = {
            "weight": np.zeros((rows, features), np.float32),
            "recurrent": np.zeros((rows, hidden), np.float32),
            "bias": np.zeros(rows, np.float32),
            "recurrent_bias": np.zeros(rows, np.float32),
        }

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"hidden": self.hidden, "reverse": self.reverse, "last": self.last}

    def initialize(self, rng: np.random.Generator) -> None:
        """W as Glorot and Bengio (2010) draw it, R orthogonal gate by gate, biases zero."""
        bound = np.sqrt(6 / (self.features + self.hidden))
        weight = self.parameters["weight"]
        self.parameters["weight"] = rng.uniform(-bound, bound, weight.shape).astype(np.float32)
        square = (self.gate_count, self.hidden, self.hidden)
        orthogonal = np.linalg.qr(rng.standard_normal(square))[0].reshape(-1, self.hidden)
        self.parameters["recurrent"] = orthogonal.astype(np.float32)
        for name in ("bias", "recurrent_bias"):
            self.parameters[name] = np.zeros(len(weight), np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 2:
            raise ShapeError(
                f"{{layer}} expects a sequence (features×time) and gets {describe(shape)}. "
                "Reshape its input to two axes, time last."
            )
        if shape[0] != self.features:
            raise ShapeError(
                f"{{layer}} expects {self.features} features at each position and gets {shape[0]}. "
                f"Build it for {shape[0]} features, or put time last."
            )
        return (self.hidden,) if self.last else (self.hidden, shape[1])

    def reach(self, *inputs: Shape) -> Reach:
        """Position t depends on all up to t, and in reverse on all from t on."""
        if self.last:
            return Everything()
        length = inputs[0][1]
        return (Span(length, offset=0 if self.reverse else 1 - length),)

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        """Those of the matrix products W·x and R·h; the gates' own products are not counted."""
        return self.gate_count * self.hidden * (self.features + self.hidden) * inputs[0][1]

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        x = np.ascontiguousarray(inputs[0].transpose(2, 0, 1))
        length, n, _ = x.shape
        drive = x @ self.parameters["weight"].T + self.parameters["bias"]
        state: State = (np.zeros((n, self.hidden), drive.dtype),) * self.state_count
        hidden = np.empty((length, n, self.hidden), drive.dtype)
        before: list[State] = [()] * length
        gates: list[Gates] = [{}] * length
        for t in self._walk(length):
            before[t] = state
            state, gates[t] = self.step(drive[t], state)
            hidden[t] = state[0]
        output = state[0] if self.last else hidden.transpose(1, 2, 0)
        return Result(output, _Saved(x, hidden, before, gates))

    def backward(self, saved: _Saved, d_output: Array) -> Gradients:
        length, n, _ = saved.inputs.shape
        d_state: State = (np.zeros((n, self.hidden), d_output.dtype),) * self.state_count
        if self.last:
            d_state = (d_output, *d_state[1:])
        d_drive = np.empty((length, n, self.gate_count * self.hidden), d_output.dtype)
        d_recurrent = np.zeros_like(self.parameters["recurrent"])
        d_recurrent_bias = np.zeros_like(self.parameters["recurrent_bias"])
        for t in self._walk(length)[::-1]:
            if not self.last:
                d_state = (d_state[0] + d_output[:, :, t], *d_state[1:])
            back = self.step_back(saved.gates[t], saved.before[t], d_state)
            d_drive[t], d_state = back.drive, back.state
            d_recurrent += back.recurrent
            d_recurrent_bias += back.recurrent_bias
        parameters = {
            "weight": np.tensordot(d_drive, saved.inputs, ((0, 1), (0, 1))),
            "recurrent": d_recurrent,
            "bias": d_drive.sum(axis=(0, 1)),
            "recurrent_bias": d_recurrent_bias,
        }
        return Gradients(((d_drive @ self.parameters["weight"]).transpose(1, 2, 0),), parameters)

    def show(self, saved: _Saved) -> dict[str, Array]:
        """Every gate over time, N×H×L; and where only the last state goes on, all the hidden ones."""
        shown = {name: np.stack([gates[name] for gates in saved.gates], axis=2) for name in saved.gates[0]}
        return shown | {"hidden": saved.hidden.transpose(1, 2, 0)} if self.last else shown

    @abstractmethod
    def step(self, drive: Array, state: State) -> tuple[State, Gates]:
        """From W·x_t + b (N×G·H) and the state before to the state after, and the gates on the way."""

    @abstractmethod
    def step_back(self, gates: Gates, before: State, d_state: State) -> _Back:
        """From dL/d(state after) to what the step sends back."""

    def _walk(self, length: int) -> range:
        return range(length)[::-1] if self.reverse else range(length)

    def _recall(self, h: Array, rows: slice = slice(None)) -> Array:
        """R·h + r, or only some of its rows."""
        return h @ self.parameters["recurrent"][rows].T + self.parameters["recurrent_bias"][rows]

    def _split(self, stacked: Array) -> list[Array]:
        return np.split(stacked, self.gate_count, axis=1)


class RNN(_Recurrent):
    """h_t = f(W·x_t + b + R·h_{t−1} + r), with f tanh or relu (Elman, 1990)."""

    kind = "rnn"
    gate_count = 1

    def __init__(
        self,
        features: int,
        hidden: int,
        *,
        activation: Activation = "tanh",
        reverse: bool = False,
        last: bool = False,
    ) -> None:
        if activation not in get_args(Activation):
            raise HyperparameterError(f"An RNN's activation is tanh or relu, and not {activation!r}.")
        super().__init__(features, hidden, reverse=reverse, last=last)
        self.activation = activation

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return super().hyperparameters | {"activation": self.activation}

    def step(self, drive: Array, state: State) -> tuple[State, Gates]:
        total = drive + self._recall(state[0])
        h = np.tanh(total) if self.activation == "tanh" else np.maximum(total, np.zeros_like(total))
        return (h,), {"hidden": h}

    def step_back(self, gates: Gates, before: State, d_state: State) -> _Back:
        h = gates["hidden"]
        d_total = d_state[0] * (1 - h * h if self.activation == "tanh" else h > 0)
        return _through_recurrent(self, d_total, before[0])

    def show(self, saved: _Saved) -> dict[str, Array]:
        return super().show(saved) if self.last else {}


class LSTM(_Recurrent):
    """Long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate by Gers et al., 2000).

    c_t = f·c_{t−1} + i·g and h_t = o·tanh(c_t), with the gates i, o, f = σ(…) and the candidate g = tanh(…).
    """

    kind = "lstm"
    gate_count = 4
    state_count = 2

    def initialize(self, rng: np.random.Generator) -> None:
        """As all; but the forget gate's bias is 1, so that at first nothing is forgotten."""
        super().initialize(rng)
        self._split(self.parameters["bias"][None])[2][:] = 1

    def step(self, drive: Array, state: State) -> tuple[State, Gates]:
        i, o, f, g = self._split(drive + self._recall(state[0]))
        i, o, f, g = _sigmoid(i), _sigmoid(o), _sigmoid(f), np.tanh(g)
        c = f * state[1] + i * g
        gates = {"input_gate": i, "output_gate": o, "forget_gate": f, "candidate": g, "cell": c}
        return (o * np.tanh(c), c), gates

    def step_back(self, gates: Gates, before: State, d_state: State) -> _Back:
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
        return _through_recurrent(self, d_total, before[0], d_c * f)


class GRU(_Recurrent):
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
        gates = _sigmoid(drive[:, self._gates] + self._recall(h, self._gates))
        z, s = np.split(gates, 2, axis=1)
        candidate = drive[:, self._candidate]
        if self.linear_before_reset:
            candidate = candidate + s * self._recall(h, self._candidate)
        else:
            candidate = candidate + self._recall(s * h, self._candidate)
        g = np.tanh(candidate)
        return ((1 - z) * g + z * h,), {"update_gate": z, "reset_gate": s, "candidate": g}

    def step_back(self, gates: Gates, before: State, d_state: State) -> _Back:
        (h,), (d_h,) = before, d_state
        z, s, g = gates.values()
        rows = self.parameters["recurrent"][self._candidate]
        d_candidate = d_h * (1 - z) * (1 - g * g)
        if self.linear_before_reset:
            d_recalled, heard = d_candidate * s, h
            d_heard = d_recalled @ rows
            d_s, d_before = d_candidate * self._recall(h, self._candidate), d_heard
        else:
            d_recalled, heard = d_candidate, s * h
            d_heard = d_recalled @ rows
            d_s, d_before = d_heard * h, d_heard * s
        d_gates = np.concatenate([d_h * (h - g) * z * (1 - z), d_s * s * (1 - s)], axis=1)
        return _Back(
            drive=np.concatenate([d_gates, d_candidate], axis=1),
            state=(d_h * z + d_before + d_gates @ self.parameters["recurrent"][self._gates],),
            recurrent=np.concatenate([d_gates.T @ h, d_recalled.T @ heard]),
            recurrent_bias=np.concatenate([d_gates, d_recalled], axis=1).sum(axis=0),
        )


def _through_recurrent(op: _Recurrent, d_total: Array, h: Array, *d_other: Array) -> _Back:
    """Back through drive + R·h + r, where every gate takes that sum; `d_other`: of the state beside h."""
    return _Back(
        drive=d_total,
        state=(d_total @ op.parameters["recurrent"], *d_other),
        recurrent=d_total.T @ h,
        recurrent_bias=d_total.sum(axis=0),
    )


def _sigmoid(x: Array) -> Array:
    """1 / (1 + e^−x), written so that nothing overflows."""
    return 0.5 * (1 + np.tanh(0.5 * x))
