"""RNN, LSTM and GRU. ONNX reads (time, batch, features), the engine features × time.

ONNX gives all states as (time, directions, batch, hidden), and the last one as (directions, batch, hidden).
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import batch_at
from core.onnx_import.converters.rearranging import transpose, unsqueeze
from core.onnx_import.converters.table import Table, fill, float_constant
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import GRU, LSTM, RNN, Concat, Slice, Squeeze

_ACTIVATIONS = {"RNN": ["tanh"], "LSTM": ["sigmoid", "tanh", "tanh"], "GRU": ["sigmoid", "tanh"]}
_DIRECTIONS = {"forward": (False,), "reverse": (True,), "bidirectional": (False, True)}


def _recurrent(node: Node, builder: Builder) -> tuple[Signal, ...]:
    batch_axis = 0 if node.integer("layout", 0) else 1
    signal = batch_at(node, builder, node.signal(), batch_axis)
    if signal.rank != 3:
        raise node.error(f"gets {signal.rank} axes; it wants time, batch and features. Reshape its input.")
    length, features = signal.shape
    _check(node, length)
    sequence = transpose(node, builder, signal, (1, 0), part="sequence")
    directions = _DIRECTIONS.get(node.text("direction", "forward"), ())
    if not directions:
        raise node.error("goes in an unknown direction. Use forward, reverse or bidirectional.")
    # With all states wanted the last one is cut out of them; otherwise the layer gives only that.
    wanted = [name for name in node.outputs[:2] if builder.is_read(name)]
    last_only = wanted == node.outputs[1:2]
    cells = list(_cells(node, features, directions, last_only))
    parts = ("",) if len(cells) == 1 else ("forward", "backward")
    states = [
        replace(builder.add(node, cell, sequence, part=part), batch=0)
        for cell, part in zip(cells, parts, strict=True)
    ]
    batch_last = {"all": 2, "last": 1} if batch_axis == 1 else {"all": 0, "last": 0}
    last = [
        state if last_only else _at_end(node, builder, state, reverse)
        for state, reverse in zip(states, directions, strict=True)
    ]
    end = _stacked(node, builder, last, 0, batch_last["last"], "last")
    if last_only:
        return end, end
    by_time = [transpose(node, builder, state, (1, 0), part="states") for state in states]
    return _stacked(node, builder, by_time, 1, batch_last["all"], "all"), end


def _check(node: Node, length: int) -> None:
    """Everything that the engine's cells do not have must be absent."""
    lengths = node.whole_numbers(4, "sequence lengths")
    if lengths is not None and set(lengths) != {length}:
        raise node.error("reads sequences of different lengths, which cannot be run.")
    for index, what in ((5, "state to begin with"), (6, "cell to begin with"), (7, "peephole")):
        value = node.optional(index, what)
        if value is not None and value.any():
            raise node.error(f"has a {what} other than zero, which cannot be run.")
    if "clip" in node.attributes or node.integer("input_forget", 0):
        raise node.error("clips its gates or couples them, which cannot be run.")
    usual = _ACTIVATIONS[node.op]
    chosen = [name.decode(errors="replace").lower() for name in node.attributes.get("activations", ())]
    ways = len(chosen) // len(usual)
    if chosen and chosen != usual * ways and not (node.op == "RNN" and set(chosen) == {"relu"}):
        raise node.error(f"has the activations {', '.join(chosen)}; {', '.join(usual)} can be run.")


def _cells(node: Node, features: int, directions: tuple[bool, ...], last: bool) -> Iterator[RNN | LSTM | GRU]:
    weight, recurrent = (float_constant(node, node.value(index)) for index in (1, 2))
    bias = None if node.value(3) is None else float_constant(node, node.value(3))
    hidden = recurrent.shape[-1]
    for way, reverse in enumerate(directions):
        cell: RNN | LSTM | GRU
        if node.op == "RNN":
            relu = b"relu" in [name.lower() for name in node.attributes.get("activations", ())]
            cell = RNN(features, hidden, activation="relu" if relu else "tanh", reverse=reverse, last=last)
        elif node.op == "LSTM":
            cell = LSTM(features, hidden, reverse=reverse, last=last)
        else:
            after = bool(node.integer("linear_before_reset", 0))
            cell = GRU(features, hidden, linear_before_reset=after, reverse=reverse, last=last)
        both = np.zeros(2 * len(weight[way]), np.float32) if bias is None else bias[way]
        own, other = np.split(both, 2)
        values = {"weight": weight[way], "recurrent": recurrent[way], "bias": own, "recurrent_bias": other}
        for name, value in values.items():
            fill(node, cell, name, value)
        yield cell


def _at_end(node: Node, builder: Builder, states: Signal, reverse: bool) -> Signal:
    """The state where the walk over time ended."""
    place = 0 if reverse else states.shape[1] - 1
    end = builder.add(node, Slice([place], [place + 1], axes=[1]), states, part="end")
    return builder.add(node, Squeeze([1]), end, part="last")


def _stacked(node: Node, builder: Builder, states: list[Signal], axis: int, batch: int, part: str) -> Signal:
    """Both directions' states along a new own axis; ONNX has the batch at `batch`."""
    each = [unsqueeze(node, builder, state, [axis], part=part) for state in states]
    joined = each[0] if len(each) == 1 else builder.add(node, Concat(axis), *each, part=part)
    return Signal(joined.layer, joined.shape, batch)


TABLE: Table = {"GRU": _recurrent, "LSTM": _recurrent, "RNN": _recurrent}
