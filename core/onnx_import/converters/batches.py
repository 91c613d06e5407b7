"""Where ONNX has the batch, and how it is brought to where an operation wants it.

A file whose batch is 1 may treat that axis as any other of size 1: leave it out, merge it, broadcast it. For
such a file the axis may be put in and taken away (an own axis of size 1); for others it may not.
"""

from dataclasses import replace

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.rearranging import squeeze, unsqueeze
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal, Value
from core.ops import Constant
from core.ops.base import Array


def maps(node: Node, builder: Builder) -> Signal:
    """The first input, which must be batch×channels×(one to three spatial axes)."""
    signal = batch_at(node, builder, node.signal(), 0)
    if not 2 <= len(signal.shape) <= 4:
        raise node.error(
            f"wants batch×channels×(1 to 3 spatial axes) and gets {len(signal.shape) + 1} axes. "
            "Reshape its input."
        )
    return signal


def batch_at(node: Node, builder: Builder, signal: Signal, place: int) -> Signal:
    """The signal with the batch at that axis."""
    if signal.batch == place:
        return signal
    loose = without_axis(node, builder, signal)
    if loose is None or len(loose.shape) < 2 or loose.shape[place] != 1:
        where = "no batch" if signal.batch is None else f"its batch at axis {signal.batch}"
        raise node.error(f"gets {where}, and not at axis {place}. Transpose its input in the model.")
    return replace(squeeze(node, builder, loose, [place], part="batch"), batch=place)


def without_axis(node: Node, builder: Builder, signal: Signal) -> Signal | None:
    """The signal with ONNX's batch of 1 as an axis of its own; None where the file's batch is larger."""
    if signal.batch is None:
        return signal
    if builder.batch_size != 1:
        return None
    return replace(unsqueeze(node, builder, signal, [signal.batch], part="batch"), batch=None)


def raised(node: Node, builder: Builder, signal: Signal, rank: int) -> Signal:
    """With axes of size 1 in front, so that there are `rank`, as broadcasting puts them."""
    more = rank - signal.rank
    if more <= 0:
        return signal
    wide = unsqueeze(node, builder, signal, range(more), part="axes")
    return replace(wide, batch=None if signal.batch is None else signal.batch + more)


def alike(node: Node, builder: Builder, signals: list[Signal]) -> list[Signal]:
    """With as many axes each, and the batch at the same one, as ONNX broadcasts them."""
    rank = max(signal.rank for signal in signals)
    wide = [raised(node, builder, signal, rank) for signal in signals]
    if len({signal.batch for signal in wide}) == 1:
        return wide
    loose = [without_axis(node, builder, signal) for signal in wide]
    found = [signal for signal in loose if signal is not None]
    if len(found) != len(wide):
        raise node.error("joins values that have the batch at different axes. Transpose them alike.")
    return found


def without_batch(node: Node, values: Array, signal: Signal) -> Array:
    """A constant that meets a signal value by value, as it meets every picture of a batch alone."""
    if values.ndim > signal.rank:
        raise node.error(f"has a constant with {values.ndim} axes for values with {signal.rank}. Reshape it.")
    place = -1 if signal.batch is None else values.ndim - signal.rank + signal.batch
    if place < 0:
        return values
    first = values.take([0], axis=place)
    if not np.array_equal(values, np.broadcast_to(first, values.shape)):
        raise node.error("has another constant for every picture of a batch. Give all the same.")
    return first.squeeze(place)


def as_signal(node: Node, builder: Builder, value: Value, like: Signal) -> Signal:
    """The value itself, or a constant as a layer of its own that has the batch where `like` has it."""
    if isinstance(value, Signal):
        return value
    if value.ndim != like.rank:
        raise node.error(f"joins a constant with {value.ndim} axes and values with {like.rank}.")
    constant = without_batch(node, float32(node, value, "constants"), like)
    return replace(builder.add(node, Constant(constant), part="constant"), batch=like.batch)
