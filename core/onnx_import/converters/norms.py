"""Normalizations."""

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import batch_at
from core.onnx_import.converters.table import Table, fill
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import LRN, BatchNorm, GroupNorm, InstanceNorm, LayerNorm
from core.ops.base import Array, Operation


def _batchnorm(node: Node, builder: Builder) -> Signal:
    signal = batch_at(node, builder, node.signal(), 0)
    if node.integer("training_mode", 0):
        raise node.error("is in training mode. Export the model for inference.")
    operation = BatchNorm(signal.shape[0], epsilon=node.number("epsilon", 1e-5))
    for index, name in enumerate(("weight", "bias", "running_mean", "running_var"), 1):
        fill(node, operation, name, _parameter(node, index, name))
    if (operation.statistics["running_var"] + operation.epsilon <= 0).any():
        raise node.error("has a variance below 0. The file is damaged: export it again.")
    return builder.add(node, operation, signal)


def _layernorm(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    axis = signal.axis(node.integer("axis", -1))
    if signal.batch is not None and axis < signal.batch:
        raise node.error("normalizes over the batch. Normalize over axes that come after it.")
    shape = signal.shape[axis:]
    operation = LayerNorm(shape, axis=axis, epsilon=node.number("epsilon", 1e-5))
    fill(node, operation, "weight", np.broadcast_to(_parameter(node, 1, "weight"), shape))
    if node.value(2) is not None:
        fill(node, operation, "bias", np.broadcast_to(_parameter(node, 2, "bias"), shape))
    return builder.add(node, operation, signal)


def _groupnorm(node: Node, builder: Builder) -> Signal:
    signal = batch_at(node, builder, node.signal(), 0)
    channels, groups = signal.shape[0], node.integer("num_groups", 1)
    operation = GroupNorm(channels, groups, epsilon=node.number("epsilon", 1e-5))
    # Before opset 21 there was a scale and a bias for each group.
    times = channels // groups if node.opset < 21 else 1
    return _with_weights(node, builder, operation, signal, times)


def _instancenorm(node: Node, builder: Builder) -> Signal:
    signal = batch_at(node, builder, node.signal(), 0)
    operation = InstanceNorm(signal.shape[0], epsilon=node.number("epsilon", 1e-5))
    return _with_weights(node, builder, operation, signal)


def _with_weights(
    node: Node, builder: Builder, operation: Operation, signal: Signal, times: int = 1
) -> Signal:
    for index, name in enumerate(("weight", "bias"), 1):
        fill(node, operation, name, np.repeat(_parameter(node, index, name), times))
    return builder.add(node, operation, signal)


def _parameter(node: Node, index: int, name: str) -> Array:
    return float32(node, node.known(index, name), name)


def _lrn(node: Node, builder: Builder) -> Signal:
    operation = LRN(
        node.integer("size", 0),
        alpha=node.number("alpha", 1e-4),
        beta=node.number("beta", 0.75),
        bias=node.number("bias", 1),
    )
    return builder.add(node, operation, batch_at(node, builder, node.signal(), 0))


TABLE: Table = {
    "BatchNormalization": _batchnorm,
    "GroupNormalization": _groupnorm,
    "InstanceNormalization": _instancenorm,
    "LRN": _lrn,
    "LayerNormalization": _layernorm,
}
