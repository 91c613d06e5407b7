"""Matrix products."""

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, batch_first
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import Dense


def _gemm(node: Node, builder: Builder) -> Signal:
    signal = batch_first(node, node.signal())
    if node.integer("transA", 0):
        raise node.error("transposes its input, which moves the batch. Transpose the weights instead.")
    weight = float32(node, node.known(1, "weights"), "weights")
    weight = weight if node.integer("transB", 0) else weight.T
    bias = node.optional(2, "bias")
    operation = Dense(weight.shape[1], weight.shape[0])
    operation.parameters["weight"] = np.ascontiguousarray(weight * np.float32(node.number("alpha", 1)))
    if bias is not None:
        scaled = float32(node, bias, "biases") * np.float32(node.number("beta", 1))
        rows = np.broadcast_to(scaled, np.broadcast_shapes(scaled.shape, (1, len(weight))))
        if len(rows) != 1:
            raise node.error("adds another bias to every picture of a batch. Give all the same.")
        operation.parameters["bias"] = rows[0].copy()
    return builder.add(node, operation, signal)


TABLE: Table = {"Gemm": _gemm}
