"""A node of the graph: its name, its operation, its attributes, the values it reads."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ModelError
from core.onnx_import.limits import Budget
from core.onnx_import.tensors import read_tensor
from core.onnx_import.values import Comparison, Signal, Value
from core.ops.base import Array

if TYPE_CHECKING:
    from onnx import NodeProto

# ONNX's numbers of attribute types; the field of the same name holds the value.
_FIELDS = {1: "f", 2: "i", 3: "s", 4: "t", 6: "floats", 7: "ints", 8: "strings"}


class Node:
    """One operation of the graph with its inputs' values; an input left out is None."""

    def __init__(self, proto: "NodeProto", opset: int, values: Mapping[str, Value], budget: Budget) -> None:
        self.op = text(proto.op_type)
        self.name = text(proto.name)
        self.opset = opset
        self.outputs = list(proto.output)
        self.inputs = [self._value(name, values) for name in proto.input]
        self.attributes = self._read(proto, budget)

    @property
    def title(self) -> str:
        """How messages call it."""
        return title(self.name, self.op)

    def error(self, message: str) -> ModelError:
        """An error that names the node."""
        return ModelError(f"{self.title} {message}")

    def integer(self, name: str, default: int) -> int:
        """An integer attribute."""
        return self._attribute(name, default, int)

    def number(self, name: str, default: float) -> float:
        """A real-valued attribute."""
        return self._attribute(name, default, float)

    def text(self, name: str, default: str) -> str:
        """A text attribute."""
        return self._attribute(name, default, str)

    def integers(self, name: str, default: Sequence[int] | None = None) -> list[int] | None:
        """An attribute that is a list of integers."""
        return self._attribute(name, default, list)

    def signal(self, index: int = 0) -> Signal:
        """An input that a layer computes; ModelError where it is a constant or left out."""
        value = self.value(index)
        if not isinstance(value, Signal):
            raise self.error(f"has a constant as input {index + 1}, where the output of a layer is wanted.")
        return value

    def known(self, index: int, what: str) -> Array:
        """An input known before anything runs; ModelError where a layer computes it or it is left out."""
        value = self.value(index)
        if value is None or isinstance(value, Signal):
            raise self.error(f"computes its {what} while it runs; it must be a constant of the file.")
        return value

    def optional(self, index: int, what: str) -> Array | None:
        """The same, or None where it is left out."""
        return None if self.value(index) is None else self.known(index, what)

    def value(self, index: int) -> Value | None:
        """Any input, None where it is left out."""
        return self.inputs[index] if index < len(self.inputs) else None

    def whole_numbers(self, index: int, what: str) -> list[int] | None:
        """A known input that is a list of integers, or None where it is left out."""
        values = self.optional(index, what)
        if values is None:
            return None
        if values.dtype.kind not in "iu" or values.ndim > 1:
            raise self.error(f"wants a list of integers as its {what}.")
        return [int(value) for value in values.reshape(-1)]

    def _value(self, name: str, values: Mapping[str, Value]) -> Value | None:
        if not name:
            return None
        if name not in values:
            raise self.error(
                f"reads {name!r}, which no node before it gives, or which is an output that is not computed."
            )
        value = values[name]
        if isinstance(value, Comparison) and self.op != "Where":
            raise self.error("reads a comparison of what layers compute, which cannot be run.")
        return value

    def _read(self, proto: "NodeProto", budget: Budget) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for attribute in proto.attribute:
            if attribute.ref_attr_name or attribute.type not in _FIELDS:
                raise self.error(f"has an attribute {attribute.name!r} of a kind that is not read.")
            value = getattr(attribute, _FIELDS[attribute.type])
            if attribute.type == 4:
                value = read_tensor(value, budget, f"The constant of {self.title}")
            elif attribute.type == 3:
                value = value.decode(errors="replace")
            elif attribute.type in (6, 7):
                value = list(value)
            found[attribute.name] = value
        return found

    def _attribute(self, name: str, default: Any, kind: type) -> Any:
        value = self.attributes.get(name, default)
        if value is not default and not isinstance(value, kind):
            raise self.error(f"wants its attribute {name!r} to be of another type.")
        return value


def text(value: str | bytes) -> str:
    """A text of the file; one that is damaged arrives as bytes."""
    return value if isinstance(value, str) else value.decode(errors="replace")


def title(name: str, op: str) -> str:
    """How messages call a node: its operation and, where it has one, its name."""
    return f"Node {name!r} ({op})" if name else f"A node without a name ({op})"


def float32(node: Node, values: Array, what: str) -> Array:
    """Weights as the engine holds them; ModelError where one is not a finite number."""
    if values.dtype.kind not in "fiu":
        raise node.error(f"holds {what} that are not numbers.")
    with np.errstate(over="ignore"):
        # "C": NumPy takes a product with a transposed copy for one that has to be packed first.
        numbers = np.array(values, np.float32, order="C")
    if not np.isfinite(numbers).all():
        raise node.error(
            f"holds {what} that are not finite float32 numbers. Train or export the model again."
        )
    return numbers
