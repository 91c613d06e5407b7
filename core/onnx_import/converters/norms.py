"""Normalizations."""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, fill, maps
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import BatchNorm


def _batchnorm(node: Node, builder: Builder) -> Signal:
    signal = maps(node)
    if node.integer("training_mode", 0):
        raise node.error("is in training mode. Export the model for inference.")
    operation = BatchNorm(signal.shape[0], epsilon=node.number("epsilon", 1e-5))
    for index, name in enumerate(("weight", "bias", "running_mean", "running_var"), 1):
        fill(node, operation, name, float32(node, node.known(index, name), name))
    return builder.add(node, operation, signal)


TABLE: Table = {"BatchNormalization": _batchnorm}
