"""Recurrent layers: a cell reads a sequence one position after the other and remembers.

All kinds share the walk over time; a kind is a *cell*: one step forward, and the same step back. With F
features in, H hidden values and G gates, and for each position t::

    drive_t = W·x_t + b                    for all t at once: one matrix product
    h_t     = cell(drive_t, R·h_{t−1} + r, state_{t−1})

Backward walks the steps in the opposite order (backpropagation through time): what arrives at h_t is dL/dh_t
of the output plus what the step after it sends back.

A bidirectional layer is two of these, one of them in reverse, and a concat. The cells with gates are in
gated.py.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Everything, Gradients, Operation, Reach, Result, unset
from core.shapes import Shape, Span, counts, describe

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
class Back:
    """What a step sends back: dL/d(drive), dL/d(state before), and its part of dL/dR and dL/dr."""

    drive: Array
    state: State
    recurrent: Array
    recurrent_bias: Array


class Recurrent(Operation):
    """Sequences F×L become H×L, or with `last` the state after the last step, H values.

    weight (W): G·H × F; recurrent (R): G·H × H; bias (b) and recurrent_bias (r): G·H each. The state before
    the first step is zero. `reverse` walks from the last position to the first.
    """

    gate_count: ClassVar[int]
    state_count: ClassVar[int] = 1

    def __init__(self, features: int, hidden: int, *, reverse: bool = False, last: bool = False) -> None:
        super().__init__()
        self.features, self.hidden = features, hidden = counts(features=features, hidden=hidden)
        self.reverse, self.last = reverse, last
        rows = self.gate_count * hidden
        self.parameters = {
            "weight": unset((rows, features)),
            "recurrent": unset((rows, hidden)),
            "bias": unset((rows,)),
            "recurrent_bias": unset((rows,)),
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
    def step_back(self, gates: Gates, before: State, d_state: State) -> Back:
        """From dL/d(state after) to what the step sends back."""

    def _walk(self, length: int) -> range:
        return range(length)[::-1] if self.reverse else range(length)

    def recall(self, h: Array, rows: slice = slice(None)) -> Array:
        """R·h + r, or only some of its rows."""
        return h @ self.parameters["recurrent"][rows].T + self.parameters["recurrent_bias"][rows]

    def split(self, stacked: Array) -> list[Array]:
        """N×G·H as a view a gate, N×H each."""
        return np.split(stacked, self.gate_count, axis=1)


class RNN(Recurrent):
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
        total = drive + self.recall(state[0])
        h = np.tanh(total) if self.activation == "tanh" else np.maximum(total, np.zeros_like(total))
        return (h,), {"hidden": h}

    def step_back(self, gates: Gates, before: State, d_state: State) -> Back:
        h = gates["hidden"]
        d_total = d_state[0] * (1 - h * h if self.activation == "tanh" else h > 0)
        return through_recurrent(self, d_total, before[0])

    def show(self, saved: _Saved) -> dict[str, Array]:
        return super().show(saved) if self.last else {}


def through_recurrent(op: Recurrent, d_total: Array, h: Array, *d_other: Array) -> Back:
    """Back through drive + R·h + r, where every gate takes that sum; `d_other`: of the state beside h."""
    return Back(
        drive=d_total,
        state=(d_total @ op.parameters["recurrent"], *d_other),
        recurrent=d_total.T @ h,
        recurrent_bias=d_total.sum(axis=0),
    )
