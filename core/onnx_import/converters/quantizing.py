"""Quantization of values that layers compute: a QDQ pair around an activation.

A pair rounds to the nearest of 256 values and cuts off what is beyond them. The rounding is left out. The
cutting matters where the least number stands for 0: quantizers then drop the ReLU before the pair.
"""

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.arithmetic import clipping
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import (
    AvgPool2d,
    Clip,
    Flatten,
    GlobalAvgPool,
    GlobalMaxPool,
    HardSigmoid,
    MaxPool2d,
    ReduceMean,
    ReLU,
    Reshape,
    Sigmoid,
    Slice,
    Softmax,
)

_NOTE = "Activations are computed in float32: the rounding of QDQ int8 is left out."
_NEVER_NEGATIVE = (HardSigmoid, ReLU, Sigmoid, Softmax)
# What these give is not below the least that goes in.
_KEEP_SIGNS = (AvgPool2d, Flatten, GlobalAvgPool, GlobalMaxPool, MaxPool2d, ReduceMean, Reshape, Slice)


def _quantize(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    scale, zero = node.known(1, "scale"), node.optional(2, "zero point")
    builder.note(_NOTE)
    kind = np.dtype(np.uint8) if zero is None else zero.dtype
    if scale.size != 1 or kind.kind not in "iu":
        raise node.error("quantises with a scale a channel or to fractions, which cannot be run.")
    lowest, highest = np.iinfo(kind).min, np.iinfo(kind).max
    if (0 if zero is None else int(zero.reshape(-1)[0])) != lowest:
        return signal
    if _never_negative(builder, signal):
        return signal
    return builder.add(node, clipping(0.0, float(scale.reshape(-1)[0]) * (highest - lowest)), signal)


def _never_negative(builder: Builder, signal: Signal) -> bool:
    operation = builder.operation_of(signal)
    while isinstance(operation, _KEEP_SIGNS):
        signal = builder.input_of(signal)
        operation = builder.operation_of(signal)
    return isinstance(operation, _NEVER_NEGATIVE) or (isinstance(operation, Clip) and operation.low >= 0)


def _dequantize(node: Node, builder: Builder) -> Signal:
    return node.signal()


TABLE: Table = {"DequantizeLinear": _dequantize, "QuantizeLinear": _quantize}
