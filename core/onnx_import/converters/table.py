"""The form of a converter, and the conditions that several share."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from core.onnx_import.builder import Builder
from core.onnx_import.node import Node
from core.onnx_import.values import Signal

Converter: TypeAlias = Callable[[Node, Builder], Signal | tuple[Signal, ...]]
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


def batch_first(node: Node, signal: Signal) -> Signal:
    """The signal, if ONNX has its batch in front."""
    if signal.batch != 0:
        raise node.error(
            f"gets its batch at axis {signal.batch}, and not in front. Transpose its input in the model."
        )
    return signal
