"""The form of a converter, and the conditions that several share."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal, Value
from core.ops import Constant
from core.ops.base import Array, Operation

Converter: TypeAlias = Callable[[Node, Builder], Value | tuple[Value, ...]]
Table: TypeAlias = Mapping[str, Converter]


def maps(node: Node) -> Signal:
    """The first input, which must be batch×channels×(one to three spatial axes)."""
    signal = batch_first(node, node.signal())
    if not 2 <= len(signal.shape) <= 4:
        raise node.error(
            f"wants batch×channels×(1 to 3 spatial axes) and gets {len(signal.shape) + 1} axes. "
            "Reshape its input."
        )
    return signal


def fill(node: Node, operation: Operation, name: str, values: Array) -> None:
    """Put weights in place, in the memory order the operation chose; ModelError where they do not fit."""
    home = operation.statistics if name in operation.statistics else operation.parameters
    if values.shape != home[name].shape:
        raise node.error(f"has a {name} of shape {list(values.shape)}; {list(home[name].shape)} is wanted.")
    home[name] = operation.laid_out(name, np.ascontiguousarray(values, np.float32))


def batch_first(node: Node, signal: Signal) -> Signal:
    """The signal, if ONNX has its batch in front."""
    if signal.batch != 0:
        raise node.error(
            f"gets its batch at axis {signal.batch}, and not in front. Transpose its input in the model."
        )
    return signal


def without_batch(node: Node, values: Array, signal: Signal) -> Array:
    """A constant that meets a signal value by value, as it meets every picture of a batch alone."""
    place = values.ndim - signal.rank + signal.batch
    if values.ndim > signal.rank:
        raise node.error(f"has a constant with {values.ndim} axes for values with {signal.rank}. Reshape it.")
    if place < 0:
        return values
    first = values.take([0], axis=place)
    if not np.array_equal(values, np.broadcast_to(first, values.shape)):
        raise node.error("has another constant for every picture of a batch. Give all the same.")
    return first.squeeze(place)


def float_constant(node: Node, value: Value | None) -> Array:
    """An input that is a constant and takes part in a layer's computation."""
    if value is None or isinstance(value, Signal):
        raise node.error("wants a constant where a layer's output stands.")
    return float32(node, value, "constants")


def same_layout(node: Node, signals: list[Signal]) -> None:
    """ModelError unless all have as many axes, with the batch at the same one."""
    if len({(signal.rank, signal.batch) for signal in signals}) != 1:
        ranks = ", ".join(str(signal.rank) for signal in signals)
        raise node.error(
            f"joins values with {ranks} axes or with the batch at different places, so that batches would "
            "mix. Reshape them alike."
        )


def as_signal(node: Node, builder: Builder, value: Value, like: Signal) -> Signal:
    """The value itself, or a constant as a layer of its own that is laid out as `like`."""
    if isinstance(value, Signal):
        return value
    if value.ndim != like.rank:
        raise node.error(f"joins a constant with {value.ndim} axes and values with {like.rank}.")
    constant = without_batch(node, float32(node, value, "constants"), like)
    return builder.add(node, Constant(constant), batch=like.batch, part="constant")
