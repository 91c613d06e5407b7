"""Matrix products."""

from dataclasses import replace

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import alike, as_signal, raised, without_batch
from core.onnx_import.converters.rearranging import transpose
from core.onnx_import.converters.table import Table, fill, float_constant
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Add, Dense, MatMul
from core.ops.base import Array


def _gemm(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    turned = bool(node.integer("transA", 0))
    if signal.rank != 2 or signal.batch == 1 - turned:
        raise node.error("multiplies along the batch, or more than rows. Transpose its input in the model.")
    weight = float_constant(node, node.value(1))
    bias = None if node.value(2) is None else float_constant(node, node.value(2))
    weight = weight if node.integer("transB", 0) else weight.T
    if bias is not None:
        rows = np.broadcast_to(bias, np.broadcast_shapes(bias.shape, (1, len(weight))))
        if not (rows == rows[0]).all() or rows.shape[1:] != (len(weight),):
            raise node.error("adds another bias to every picture of a batch. Give all the same.")
        bias = rows[0] * np.float32(node.number("beta", 1))
    weight = weight * np.float32(node.number("alpha", 1))
    if signal.batch is not None:
        return _dense(node, builder, replace(signal, batch=0), weight, bias)
    # Rows that are no pictures, such as the patches of one.
    rows_first = transpose(node, builder, signal, (1, 0), part="rows") if turned else signal
    product = builder.add(node, MatMul(weight.T), rows_first, part="" if bias is None else "product")
    return product if bias is None else builder.add(node, Add(bias), product)


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
    factors = alike(
        node, builder, [as_signal(node, builder, each, like) for each in signals if each is not None]
    )
    rank, batch = factors[0].rank, factors[0].batch
    if rank < 2 or (batch is not None and batch > rank - 3):
        raise node.error("multiplies matrices whose rows or columns are the batch. Multiply within pictures.")
    return builder.add(node, MatMul(), *factors)


def _times_weight(node: Node, builder: Builder, signal: Signal, weight: Array) -> Signal:
    if signal.batch == signal.rank - 1:
        raise node.error("multiplies along the batch. Transpose its input in the model.")
    if weight.ndim == 2:
        if signal.batch is not None and len(signal.shape) == 1:
            return _dense(node, builder, signal, weight.T, None)
        return builder.add(node, MatMul(weight), signal)
    if weight.ndim < 2:
        raise node.error("multiplies with weights of one axis, which cannot be run.")
    wide = raised(node, builder, signal, weight.ndim)
    if wide.batch is not None and wide.batch > wide.rank - 3:
        raise node.error("multiplies along the batch. Transpose its input in the model.")
    return builder.add(node, MatMul(without_batch(node, weight, wide)), wide)


TABLE: Table = {"Gemm": _gemm, "MatMul": _matmul}
