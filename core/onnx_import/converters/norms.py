"""Normalizations."""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, maps
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import BatchNorm


def _batchnorm(node: Node, builder: Builder) -> Signal:
    signal = maps(node)
    if node.integer("training_mode", 0):
        raise node.error("is in training mode. Export the model for inference.")
    gain, shift, mean, variance = (
        float32(node, node.known(index, what), what)
        for index, what in enumerate(("scale", "bias", "mean", "variance"), 1)
    )
    if {each.shape for each in (gain, shift, mean, variance)} != {(signal.shape[0],)}:
        raise node.error(f"needs a number for each of {signal.shape[0]} channels in all its statistics.")
    operation = BatchNorm(signal.shape[0], epsilon=node.number("epsilon", 1e-5))
    operation.parameters |= {"weight": gain, "bias": shift}
    operation.statistics |= {"running_mean": mean, "running_var": variance}
    return builder.add(node, operation, signal)


TABLE: Table = {"BatchNormalization": _batchnorm}
