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
from core.ops import Clip, ReLU, Sigmoid, Softmax

_NOTE = "Activations are computed in float32: the rounding of QDQ int8 is left out."
_NEVER_NEGATIVE = (ReLU, Sigmoid, Softmax)


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
    before = builder.operation_of(signal)
    if isinstance(before, _NEVER_NEGATIVE) or (isinstance(before, Clip) and before.low >= 0):
        return signal
    return builder.add(node, clipping(0.0, float(scale.reshape(-1)[0]) * (highest - lowest)), signal)


def _dequantize(node: Node, builder: Builder) -> Signal:
    return node.signal()


TABLE: Table = {"DequantizeLinear": _dequantize, "QuantizeLinear": _quantize}
