"""Activations."""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Converter, Table, batch_first
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import LeakyReLU, ReLU, Sigmoid, Softmax, Tanh
from core.ops.base import Operation


def _plain(operation: type[Operation]) -> Converter:
    return lambda node, builder: builder.add(node, operation(), node.signal())


def _leaky(node: Node, builder: Builder) -> Signal:
    return builder.add(node, LeakyReLU(node.number("alpha", 0.01)), node.signal())


def _softmax(node: Node, builder: Builder) -> Signal:
    signal = batch_first(node, node.signal())
    axis = signal.axis(node.integer("axis", -1 if node.opset >= 13 else 1))
    if axis != 0:
        raise node.error("takes its softmax along another axis than the channels, which cannot be run.")
    return builder.add(node, Softmax(), signal)


TABLE: Table = {
    "LeakyRelu": _leaky,
    "Relu": _plain(ReLU),
    "Sigmoid": _plain(Sigmoid),
    "Softmax": _softmax,
    "Tanh": _plain(Tanh),
}
