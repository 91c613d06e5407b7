"""Weights that come as whole numbers with a scale (QDQ): value = (number − zero point) · scale."""

import numpy as np

from core.onnx_import.node import Node
from core.onnx_import.values import normalized
from core.ops.base import Array


def dequantized(node: Node, numbers: Array, scale: Array, zero_point: Array | None = None) -> Array:
    """The values that whole numbers stand for, float32; a scale for all, or one along an axis."""
    scale = _along(node, numbers, scale).astype(np.float32)
    zero = 0 if zero_point is None else _along(node, numbers, zero_point).astype(np.float32)
    return np.asarray((numbers.astype(np.float32) - zero) * scale)


def quantized(node: Node, values: Array, scale: Array, zero_point: Array | None = None) -> Array:
    """The whole numbers nearest to values (ties to even), cut to what their type holds."""
    kind = np.dtype(np.uint8) if zero_point is None else zero_point.dtype
    zero = 0 if zero_point is None else _along(node, values, zero_point).astype(np.float32)
    bounds = np.iinfo(kind)
    rounded = np.rint(values / _along(node, values, scale)) + zero
    return np.asarray(np.clip(rounded, bounds.min, bounds.max).astype(kind))


def _along(node: Node, numbers: Array, values: Array) -> Array:
    """A value for all, or one for each place along the node's axis, shaped to broadcast."""
    if values.size == 1:
        return values.reshape(())
    if node.integer("block_size", 0) or values.ndim != 1:
        raise node.error("has a scale for each block, which is not read. Quantise with a scale a channel.")
    axis = normalized(node.integer("axis", 1), numbers.ndim)
    return values.reshape([-1 if each == axis else 1 for each in range(numbers.ndim)])
