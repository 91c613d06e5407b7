"""Axes in another order, taken away, put in; what undoes the layer before it drops both.

Exporters wrap a recurrent layer in transpositions and added axes; most of them move nothing but the batch, or
undo the one before.
"""

from collections.abc import Sequence

from core.onnx_import.builder import Builder
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Flatten, Reshape, Squeeze, Transpose, Unsqueeze


def transpose(node: Node, builder: Builder, signal: Signal, order: Sequence[int], part: str = "") -> Signal:
    """The signal's own axes in another order; the batch stays where it is."""
    before = builder.operation_of(signal)
    if isinstance(before, Transpose):
        order = [before.permutation[axis] for axis in order]
        signal = builder.input_of(signal)
    if list(order) == sorted(order):
        return signal
    return builder.add(node, Transpose(order), signal, part=part)


def squeeze(node: Node, builder: Builder, signal: Signal, axes: Sequence[int], part: str = "") -> Signal:
    """Without own axes of size 1."""
    before = builder.operation_of(signal)
    if isinstance(before, Unsqueeze) and sorted(before.axes) == sorted(axes):
        return builder.input_of(signal)
    return builder.add(node, Squeeze(axes), signal, part=part) if axes else signal


def unsqueeze(node: Node, builder: Builder, signal: Signal, axes: Sequence[int], part: str = "") -> Signal:
    """With own axes of size 1 put in, so that they stand at `axes` of the result."""
    return builder.add(node, Unsqueeze(axes), signal, part=part) if axes else signal


def reshape(node: Node, builder: Builder, signal: Signal, shape: Sequence[int], part: str = "") -> Signal:
    """The same numbers under other own axes."""
    if tuple(shape) == signal.shape:
        return signal
    return builder.add(node, Flatten() if len(shape) == 1 else Reshape(shape), signal, part=part)
