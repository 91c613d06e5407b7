"""Functions of each value alone, and softmax."""

from math import prod

import numpy as np

from core import ops
from core.onnx_import.builder import Builder
from core.onnx_import.converters.arithmetic import clipping
from core.onnx_import.converters.batches import without_batch
from core.onnx_import.converters.rearranging import reshape
from core.onnx_import.converters.table import Converter, Table
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops.base import Operation

# Bounds beyond this are no bounds: files write the largest float32 where they mean none.
_NO_BOUND = 3.4e38


def _plain(operation: type[Operation]) -> Converter:
    return lambda node, builder: builder.add(node, operation(), node.signal())


def _leaky(node: Node, builder: Builder) -> Signal:
    slope = node.number("alpha", 0.01)
    return builder.add(node, ops.LeakyReLU(slope) if slope else ops.ReLU(), node.signal())


def _elu(node: Node, builder: Builder) -> Signal:
    return builder.add(node, ops.ELU(node.number("alpha", 1)), node.signal())


def _selu(node: Node, builder: Builder) -> Signal:
    chosen = {name: node.number(name, 0) for name in ("alpha", "gamma") if name in node.attributes}
    return builder.add(node, ops.SELU(**chosen), node.signal())


def _celu(node: Node, builder: Builder) -> Signal:
    """Alpha · ELU(x / alpha)."""
    alpha = np.float32(node.number("alpha", 1))
    scaled = builder.add(node, ops.Mul(1 / alpha), node.signal(), part="scaled")
    return builder.add(node, ops.Mul(alpha), builder.add(node, ops.ELU(), scaled), part="back")


def _gelu(node: Node, builder: Builder) -> Signal:
    approximate = node.text("approximate", "none")
    return builder.add(node, ops.GELU("tanh" if approximate == "tanh" else "none"), node.signal())


def _hard_sigmoid(node: Node, builder: Builder) -> Signal:
    operation = ops.HardSigmoid(node.number("alpha", 0.2), node.number("beta", 0.5))
    return builder.add(node, operation, node.signal())


def _swish(node: Node, builder: Builder) -> Signal:
    """X · sigmoid(alpha · x)."""
    signal, alpha = node.signal(), node.number("alpha", 1)
    if alpha == 1:
        return builder.add(node, ops.SiLU(), signal)
    scaled = builder.add(node, ops.Mul(np.float32(alpha)), signal, part="scaled")
    gate = builder.add(node, ops.Sigmoid(), scaled, part="gate")
    return builder.add(node, ops.Mul(), signal, gate)


def _prelu(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    slopes = without_batch(node, float32(node, node.known(1, "slopes"), "slopes"), signal)
    channels = signal.shape[0]
    if slopes.size == 1 or slopes.shape == (channels, *[1] * (len(signal.shape) - 1)):
        slopes = slopes.reshape(-1)
        operation = ops.PReLU(len(slopes))
    else:
        operation = ops.PReLU(slopes.shape)
    operation.parameters["weight"] = slopes
    return builder.add(node, operation, signal)


def _clip(node: Node, builder: Builder) -> Signal:
    if node.opset < 11:
        bounds = [node.number("min", -_NO_BOUND), node.number("max", _NO_BOUND)]
    else:
        given = node.optional(1, "lower bound"), node.optional(2, "upper bound")
        bounds = [
            none if each is None else float(each.reshape(-1)[0])
            for each, none in zip(given, (-_NO_BOUND, _NO_BOUND), strict=True)
        ]
    low, high = bounds
    operation = clipping(low if low > -_NO_BOUND else None, high if high < _NO_BOUND else None)
    return builder.add(node, operation, node.signal())


def _softmax(node: Node, builder: Builder) -> Signal:
    kind = ops.Softmax if node.op == "Softmax" else ops.LogSoftmax
    signal = node.signal()
    axis = signal.axis(node.integer("axis", -1 if node.opset >= 13 else 1))
    rest = signal.shape[axis:]
    if node.opset >= 13 or prod(rest) == rest[0]:
        return builder.add(node, kind(axis), signal)
    # Before opset 13 all axes from the named one on were taken together.
    if signal.batch is not None and signal.batch > axis:
        raise node.error("takes its softmax over the batch. Transpose its input in the model.")
    row = reshape(node, builder, signal, (*signal.shape[:axis], prod(rest)), part="row")
    shares = builder.add(node, kind(axis), row)
    return reshape(node, builder, shares, signal.shape, part="axes")


TABLE: Table = {
    "Abs": _plain(ops.Abs),
    "Celu": _celu,
    "Clip": _clip,
    "Cos": _plain(ops.Cos),
    "Elu": _elu,
    "Erf": _plain(ops.Erf),
    "Exp": _plain(ops.Exp),
    "Floor": _plain(ops.Floor),
    "Gelu": _gelu,
    "HardSigmoid": _hard_sigmoid,
    "HardSwish": _plain(ops.HardSwish),
    "LeakyRelu": _leaky,
    "Log": _plain(ops.Log),
    "LogSoftmax": _softmax,
    "Mish": _plain(ops.Mish),
    "Neg": _plain(ops.Neg),
    "PRelu": _prelu,
    "Reciprocal": _plain(ops.Reciprocal),
    "Relu": _plain(ops.ReLU),
    "Selu": _selu,
    "Sigmoid": _plain(ops.Sigmoid),
    "Sin": _plain(ops.Sin),
    "Softmax": _softmax,
    "Softplus": _plain(ops.Softplus),
    "Softsign": _plain(ops.Softsign),
    "Sqrt": _plain(ops.Sqrt),
    "Swish": _swish,
    "Tanh": _plain(ops.Tanh),
}
