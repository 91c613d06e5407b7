"""Nodes whose inputs are known before anything runs are computed at once.

Exporters describe shapes by chains of small nodes: take the shape of this, its second entry, divide it by
two, put it into a list with −1. Shapes are known here, so the chains end in plain numbers.
"""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np

from core.onnx_import.arguments import axes_of, reshaped, slices_of, split_sizes
from core.onnx_import.builder import Builder
from core.onnx_import.limits import Budget
from core.onnx_import.node import Node
from core.onnx_import.quantization import dequantized, quantized
from core.onnx_import.tensors import array_type
from core.onnx_import.values import Signal, Value, normalized
from core.ops.base import Array

Known = tuple[Array, ...]


def compute(node: Node, builder: Builder, numbers: Budget) -> tuple[Value, ...] | None:
    """The results of a node that reads nothing that runs; None for one that does, or that is not folded."""
    if node.op in ("Shape", "Size"):
        return (_size_of(node, builder),)
    if node.op == "CastLike" and isinstance(node.value(1), Signal):
        # Whatever the file says, layers compute in float32.
        node.inputs[1] = np.zeros(0, np.float32)
    if any(isinstance(value, Signal) for value in node.inputs):
        return None
    with np.errstate(all="ignore"):
        known = [np.asarray(value) for value in node.inputs if value is not None]
        if node.op in _ELEMENTWISE:
            numbers.take(prod(np.broadcast_shapes(*(each.shape for each in known))), node.title)
            return (np.asarray(_ELEMENTWISE[node.op](*known)),)
        if node.op not in _FOLDS:
            return None
        return _FOLDS[node.op](node, known, numbers)


def _size_of(node: Node, builder: Builder) -> Array:
    value = node.value(0)
    if value is None:
        raise node.error("has no input.")
    dims = value.dims(builder.batch_size) if isinstance(value, Signal) else list(value.shape)
    if node.op == "Size":
        return np.array(prod(dims), np.int64)
    return np.array(dims[node.integer("start", 0) : node.integer("end", len(dims))], np.int64)


def _divide(a: Array, b: Array) -> Array:
    """Whole numbers are divided towards zero."""
    if a.dtype.kind not in "iu":
        return np.asarray(a / b)
    return np.asarray(np.abs(a) // np.abs(b) * np.sign(a) * np.sign(b)).astype(a.dtype)


def _one_after_another(function: Callable[..., Any]) -> Callable[..., Array]:
    """A function of two, made one of any number."""

    def pairwise(*arrays: Array) -> Array:
        result = arrays[0]
        for each in arrays[1:]:
            result = function(result, each)
        return np.asarray(result)

    return pairwise


# Value by value, with broadcasting.
_ELEMENTWISE: Mapping[str, Callable[..., Any]] = {
    "Abs": np.abs,
    "Add": np.add,
    "And": np.logical_and,
    "Ceil": np.ceil,
    "Div": _divide,
    "Equal": np.equal,
    "Exp": np.exp,
    "Floor": np.floor,
    "Greater": np.greater,
    "GreaterOrEqual": np.greater_equal,
    "Identity": np.asarray,
    "Less": np.less,
    "LessOrEqual": np.less_equal,
    "Log": np.log,
    "Max": _one_after_another(np.maximum),
    "Min": _one_after_another(np.minimum),
    "Mul": np.multiply,
    "Neg": np.negative,
    "Not": np.logical_not,
    "Or": np.logical_or,
    "Pow": lambda base, exponent: np.power(base, exponent).astype(base.dtype),
    "Reciprocal": lambda x: 1 / x,
    "Sqrt": np.sqrt,
    "Sub": np.subtract,
    "Sum": _one_after_another(np.add),
    "Where": np.where,
}


def _mod(node: Node, known: list[Array], numbers: Budget) -> Known:
    numbers.take(prod(np.broadcast_shapes(*(each.shape for each in known))), node.title)
    return (np.asarray((np.fmod if node.integer("fmod", 0) else np.mod)(*known)),)


def _constant(node: Node, known: list[Array], numbers: Budget) -> Known:
    for name, value in node.attributes.items():
        if name == "value":
            return (np.asarray(value),)
        if name in ("value_float", "value_floats"):
            return (np.array(value, np.float32),)
        if name in ("value_int", "value_ints"):
            return (np.array(value, np.int64),)
    raise node.error("holds a kind of constant that is not read.")


def _constant_of_shape(node: Node, known: list[Array], numbers: Budget) -> Known:
    shape = tuple(int(size) for size in known[0])
    numbers.take(prod(shape), node.title)
    value = node.attributes.get("value", np.zeros(1, np.float32))
    return (np.full(shape, value.reshape(-1)[0], value.dtype),)


def _cast(node: Node, known: list[Array], numbers: Budget) -> Known:
    kind = known[1].dtype if node.op == "CastLike" else array_type(node.integer("to", 0), node.title)
    numbers.take(known[0].size, node.title)
    return (known[0].astype(kind),)


def _reshape(node: Node, known: list[Array], numbers: Budget) -> Known:
    if node.op == "Flatten":
        axis = node.integer("axis", 1)
        axis += known[0].ndim if axis < 0 else 0
        return (known[0].reshape(prod(known[0].shape[:axis]), -1),)
    return (known[0].reshape(reshaped(node, known[0].shape, [int(size) for size in known[1]])),)


def _transpose(node: Node, known: list[Array], numbers: Budget) -> Known:
    return (known[0].transpose(node.integers("perm")),)


def _squeeze(node: Node, known: list[Array], numbers: Budget) -> Known:
    axes = axes_of(node, known[0].ndim)
    return (known[0].squeeze(None if axes is None else tuple(axes)),)


def _unsqueeze(node: Node, known: list[Array], numbers: Budget) -> Known:
    named = node.integers("axes") or node.whole_numbers(1, "axes") or []
    return (np.expand_dims(known[0], tuple(normalized(axis, known[0].ndim + len(named)) for axis in named)),)


def _concat(node: Node, known: list[Array], numbers: Budget) -> Known:
    numbers.take(sum(each.size for each in known), node.title)
    return (np.concatenate(known, axis=node.integer("axis", 0)),)


def _slice(node: Node, known: list[Array], numbers: Budget) -> Known:
    kept = slices_of(node, known[0].ndim)
    return (known[0][tuple(kept.get(axis, slice(None)) for axis in range(known[0].ndim))],)


def _gather(node: Node, known: list[Array], numbers: Budget) -> Known:
    data, indices = known
    axis = normalized(node.integer("axis", 0), data.ndim)
    numbers.take(data.size // max(data.shape[axis], 1) * indices.size, node.title)
    return (np.take(data, indices, axis=axis),)


def _split(node: Node, known: list[Array], numbers: Budget) -> Known:
    axis = normalized(node.integer("axis", 0), known[0].ndim)
    ends = np.cumsum(split_sizes(node, known[0].shape[axis]))
    return tuple(np.split(known[0], ends[:-1], axis=axis))


def _expand(node: Node, known: list[Array], numbers: Budget) -> Known:
    shape = np.broadcast_shapes(known[0].shape, tuple(int(size) for size in known[1]))
    numbers.take(prod(shape), node.title)
    return (np.broadcast_to(known[0], shape),)


def _tile(node: Node, known: list[Array], numbers: Budget) -> Known:
    repeats = [int(each) for each in known[1]]
    numbers.take(known[0].size * prod(repeats), node.title)
    return (np.tile(known[0], repeats),)


def _range(node: Node, known: list[Array], numbers: Budget) -> Known:
    start, limit, delta = (each.reshape(()) for each in known)
    count = max(0, int(np.ceil((limit - start) / delta)))
    numbers.take(count, node.title)
    return ((start + np.arange(count) * delta).astype(start.dtype),)


def _reduce(node: Node, known: list[Array], numbers: Budget) -> Known:
    axes = axes_of(node, known[0].ndim)
    if not axes and node.integer("noop_with_empty_axes", 0):
        return (known[0],)
    functions: dict[str, Callable[..., Any]] = {
        "ReduceMax": np.max,
        "ReduceMean": np.mean,
        "ReduceMin": np.min,
        "ReduceProd": np.prod,
        "ReduceSum": np.sum,
    }
    over = tuple(axes) if axes else None
    reduced = functions[node.op](known[0], axis=over, keepdims=bool(node.integer("keepdims", 1)))
    return (np.asarray(reduced).astype(known[0].dtype),)


def _matmul(node: Node, known: list[Array], numbers: Budget) -> Known:
    # Taken from the budget: the work, which bounds the result too.
    numbers.take(known[0].size * (known[1].shape[-1] if known[1].ndim > 1 else 1), node.title)
    return (np.asarray(known[0] @ known[1]),)


def _scatter(node: Node, known: list[Array], numbers: Budget) -> Known:
    data, indices, updates = known
    if node.text("reduction", "none") != "none":
        raise node.error("combines values while it writes them, which is not computed.")
    numbers.take(data.size, node.title)
    written = data.copy()
    written[tuple(np.moveaxis(indices, -1, 0))] = updates
    return (written,)


def _dequantize(node: Node, known: list[Array], numbers: Budget) -> Known:
    numbers.take(known[0].size, node.title)
    return (dequantized(node, *known),)


def _quantize(node: Node, known: list[Array], numbers: Budget) -> Known:
    numbers.take(known[0].size, node.title)
    return (quantized(node, *known),)


_FOLDS: Mapping[str, Callable[[Node, list[Array], Budget], Known]] = {
    "Cast": _cast,
    "CastLike": _cast,
    "Concat": _concat,
    "Constant": _constant,
    "ConstantOfShape": _constant_of_shape,
    "DequantizeLinear": _dequantize,
    "Expand": _expand,
    "Flatten": _reshape,
    "Gather": _gather,
    "MatMul": _matmul,
    "Mod": _mod,
    "QuantizeLinear": _quantize,
    "Range": _range,
    "ReduceMax": _reduce,
    "ReduceMean": _reduce,
    "ReduceMin": _reduce,
    "ReduceProd": _reduce,
    "ReduceSum": _reduce,
    "Reshape": _reshape,
    "ScatterND": _scatter,
    "Slice": _slice,
    "Split": _split,
    "Squeeze": _squeeze,
    "Tile": _tile,
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
}
FOLDED = frozenset(_ELEMENTWISE) | frozenset(_FOLDS) | {"Shape", "Size"}
