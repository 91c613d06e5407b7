"""The form of a converter, and the conditions that several share."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from core.onnx_import.builder import Builder
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal, Value
from core.ops.base import Array, Operation

Converter: TypeAlias = Callable[[Node, Builder], Value | tuple[Value, ...]]
Table: TypeAlias = Mapping[str, Converter]


def fill(node: Node, operation: Operation, name: str, values: Array) -> None:
    """Put weights in place, in the memory order the operation chose; ModelError where they do not fit."""
    home = operation.statistics if name in operation.statistics else operation.parameters
    if values.shape != home[name].shape:
        raise node.error(f"has a {name} of shape {list(values.shape)}; {list(home[name].shape)} is wanted.")
    home[name] = operation.laid_out(name, np.ascontiguousarray(values, np.float32))


def float_constant(node: Node, value: Value | None) -> Array:
    """An input that is a constant and takes part in a layer's computation."""
    if value is None or isinstance(value, Signal):
        raise node.error("wants a constant where a layer's output stands.")
    return float32(node, value, "constants")
