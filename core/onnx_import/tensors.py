"""Tensors of an ONNX file as arrays, with their sizes checked before memory is taken for them."""

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ModelError
from core.onnx_import.limits import Budget
from core.ops.base import Array

if TYPE_CHECKING:
    from onnx import TensorProto

# By ONNX's number of a type: how an element lies in raw_data, and the field that holds it otherwise.
_TYPES = {
    1: ("<f4", "float_data"),
    2: ("<u1", "int32_data"),
    3: ("<i1", "int32_data"),
    4: ("<u2", "int32_data"),
    5: ("<i2", "int32_data"),
    6: ("<i4", "int32_data"),
    7: ("<i8", "int64_data"),
    9: ("?", "int32_data"),
    10: ("<f2", "int32_data"),
    11: ("<f8", "double_data"),
    12: ("<u4", "uint64_data"),
    13: ("<u8", "uint64_data"),
    16: ("<u2", "int32_data"),  # bfloat16: the upper half of a float32
}
_FLOAT16, _BFLOAT16 = 10, 16
FLOATS = (1, 10, 11, 16)
_EXTERNAL = 1
MAX_RANK = 8


def read_tensor(tensor: "TensorProto", budget: Budget, who: str) -> Array:
    """The numbers of a tensor; half precision becomes float32, everything else keeps its type.

    ModelError where they lie in another file, are of a type that is not read, are too many or too few.
    """
    if tensor.data_location == _EXTERNAL or len(tensor.external_data):
        raise ModelError(
            f"{who} keeps its numbers in another file (external data). Export the model as one file, for "
            "example with onnx.save(model, path, save_as_external_data=False)."
        )
    if tensor.data_type not in _TYPES:
        raise ModelError(
            f"{who} is of {type_name(tensor.data_type)}, which is not read. "
            "Export the model with weights in float32, float16, bfloat16 or float64."
        )
    shape = tuple(tensor.dims)
    if len(shape) > MAX_RANK or any(size < 0 for size in shape):
        raise ModelError(
            f"{who} has the impossible shape {list(shape)}. The file is damaged: export it again."
        )
    budget.take(prod(shape), who)
    return _numbers(tensor, prod(shape), who).reshape(shape)


def _numbers(tensor: "TensorProto", count: int, who: str) -> Array:
    layout, field = _TYPES[tensor.data_type]
    if tensor.HasField("raw_data"):
        _expect(count * np.dtype(layout).itemsize, len(tensor.raw_data), "bytes", who)
        numbers = np.frombuffer(tensor.raw_data, layout)
    else:
        data = getattr(tensor, field)
        _expect(count, len(data), "numbers", who)
        if tensor.data_type == _FLOAT16:
            numbers = np.array(data, np.int64).astype(np.uint16).view(np.float16)
        else:
            wide = {"int32_data": np.int64, "uint64_data": np.uint64}.get(field, np.dtype(layout).type)
            numbers = np.array(data, wide).astype(layout)
    if tensor.data_type == _BFLOAT16:
        return (numbers.astype(np.uint32) << 16).view(np.float32)
    if tensor.data_type == _FLOAT16:
        return numbers.astype(np.float32)
    return numbers.astype(numbers.dtype.newbyteorder("="), copy=False)


def _expect(wanted: int, found: int, what: str, who: str) -> None:
    if wanted != found:
        raise ModelError(
            f"{who} should hold {wanted:,} {what} and holds {found:,}. The file is damaged: export it again."
        )


def array_type(number: int, who: str) -> "np.dtype[Any]":
    """The type that arrays of an ONNX element type have here."""
    if number not in _TYPES:
        raise ModelError(f"{who} wants numbers of {type_name(number)}, which are not computed with.")
    return np.dtype(np.float32) if number in (_FLOAT16, _BFLOAT16) else np.dtype(_TYPES[number][0])


def type_name(number: int) -> str:
    """ONNX's name of an element type."""
    from onnx import TensorProto

    names = {value: name.lower() for name, value in TensorProto.DataType.items()}
    return names.get(number, f"unknown type {number}")
