"""Matrix products."""

from dataclasses import replace

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, as_signal, fill, float_constant, same_layout
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Dense, MatMul
from core.ops.base import Array


def _gemm(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    if signal.rank != 2 or signal.batch != bool(node.integer("transA", 0)):
        raise node.error("multiplies along the batch, or more than rows. Transpose its input in the model.")
    weight = float_constant(node, node.value(1))
    bias = None if node.value(2) is None else float_constant(node, node.value(2))
    weight = weight if node.integer("transB", 0) else weight.T
    if bias is not None:
        rows = np.broadcast_to(bias, np.broadcast_shapes(bias.shape, (1, len(weight))))
        if not (rows == rows[0]).all() or rows.shape[1:] != (len(weight),):
            raise node.error("adds another bias to every picture of a batch. Give all the same.")
        bias = rows[0] * np.float32(node.number("beta", 1))
    signal = replace(signal, batch=0)
    return _dense(node, builder, signal, weight * np.float32(node.number("alpha", 1)), bias)


def _dense(node: Node, builder: Builder, signal: Signal, weight: Array, bias: Array | None) -> Signal:
    """weight: units × inputs."""
    units, inputs = weight.shape
    operation = Dense(inputs, units)
    fill(node, operation, "weight", weight)
    fill(node, operation, "bias", np.zeros(units, np.float32) if bias is None else bias)
    return builder.add(node, operation, signal)


def _matmul(node: Node, builder: Builder) -> Signal:
    first, second = node.value(0), node.value(1)
    if isinstance(first, Signal) and not isinstance(second, Signal):
        return _times_weight(node, builder, first, float_constant(node, second))
    signals = [first, second]
    like = next(each for each in signals if isinstance(each, Signal))
    if like.rank < 3 or like.batch > like.rank - 3:
        raise node.error("multiplies matrices whose rows or columns are the batch. Multiply within pictures.")
    factors = [as_signal(node, builder, each, like) for each in signals if each is not None]
    same_layout(node, factors)
    return builder.add(node, MatMul(), *factors)


def _times_weight(node: Node, builder: Builder, signal: Signal, weight: Array) -> Signal:
    if signal.batch == signal.rank - 1:
        raise node.error("multiplies along the batch. Transpose its input in the model.")
    if weight.ndim == 2:
        if len(signal.shape) == 1:
            return _dense(node, builder, signal, weight.T, None)
        return builder.add(node, MatMul(weight), signal)
    if signal.batch != 0 or weight.ndim != signal.rank or len(weight) != 1:
        raise node.error(f"multiplies {signal.rank} axes with weights of {weight.ndim}, which cannot be run.")
    return builder.add(node, MatMul(weight[0]), signal)


TABLE: Table = {"Gemm": _gemm, "MatMul": _matmul}
