"""Sums and products of branches, and of a branch with constants."""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Add


def together(node: Node) -> list[Signal]:
    """The inputs, all computed by layers, with the batch and the number of axes the same."""
    signals = [node.signal(index) for index in range(len(node.inputs))]
    if len({(signal.rank, signal.batch) for signal in signals}) != 1:
        ranks = ", ".join(str(signal.rank) for signal in signals)
        raise node.error(f"joins values with {ranks} axes, so that batches would mix. Reshape them alike.")
    return signals


def _add(node: Node, builder: Builder) -> Signal:
    return builder.add(node, Add(), *together(node))


TABLE: Table = {"Add": _add, "Sum": _add}
