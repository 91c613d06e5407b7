"""Sums and products of branches, and of a branch with constants."""

from functools import reduce

import numpy as np

from core import ops
from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import alike, raised, without_batch
from core.onnx_import.converters.table import Table, float_constant
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops.base import Operation

_OPERATIONS: dict[str, type[ops.Add | ops.Sub | ops.Mul | ops.Div | ops.Maximum | ops.Minimum]] = {
    "Add": ops.Add,
    "Div": ops.Div,
    "Max": ops.Maximum,
    "Mean": ops.Add,
    "Min": ops.Minimum,
    "Mul": ops.Mul,
    "Sub": ops.Sub,
    "Sum": ops.Add,
}
_JOINED = {"Max": np.maximum, "Mean": np.add, "Min": np.minimum, "Sum": np.add}


def _arithmetic(node: Node, builder: Builder) -> Signal:
    kind = _OPERATIONS[node.op]
    values = [value for value in node.inputs if value is not None]
    signals = [value for value in values if isinstance(value, Signal)]
    constants = [float_constant(node, value) for value in values if not isinstance(value, Signal)]
    output = builder.add(node, kind(), *alike(node, builder, signals)) if len(signals) > 1 else signals[0]
    if constants:
        constant = reduce(_JOINED[node.op], constants) if len(constants) > 1 else constants[0]
        output = raised(node, builder, output, constant.ndim)
        constant = without_batch(node, constant, output)
        first = not isinstance(values[0], Signal)
        bound = float(constant.reshape(-1)[0]) if constant.size == 1 else None
        if bound is not None and node.op in ("Max", "Min"):
            output = builder.add(
                node, clipping(bound, None) if node.op == "Max" else clipping(None, bound), output
            )
        else:
            output = builder.add(node, kind(constant, constant_first=first), output)
    if node.op == "Mean":
        output = builder.add(node, ops.Mul(np.float32(1 / len(values))), output, part="share")
    return output


def clipping(low: float | None, high: float | None) -> Operation:
    """Bounds as the activation they are known as."""
    if (low, high) == (0, 6):
        return ops.ReLU6()
    return ops.ReLU() if low == 0 and high is None else ops.Clip(low, high)


def _pow(node: Node, builder: Builder) -> Signal:
    exponent = float32(node, node.known(1, "exponent"), "exponents")
    if exponent.size != 1 or exponent.ndim > node.signal().rank:
        raise node.error("has several exponents; with a single one it can be run.")
    return builder.add(node, ops.Pow(float(exponent.reshape(-1)[0])), node.signal())


TABLE: Table = {**dict.fromkeys(_OPERATIONS, _arithmetic), "Pow": _pow}
