"""A tensor ↔ JSON: exact, as a preview, or as nested lists."""

import base64
import math
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, WithJsonSchema

Array: TypeAlias = NDArray[Any]
Form: TypeAlias = Literal["exact", "preview", "list"]

Shape: TypeAlias = Annotated[list[int], Field(description="Length of each axis.")]
Base64: TypeAlias = Annotated[
    str,
    Field(
        description="The numbers, little-endian in C order.", json_schema_extra={"contentEncoding": "base64"}
    ),
]
NestedLists: TypeAlias = Annotated[
    list[Any] | float | None,
    WithJsonSchema(
        {
            "type": ["array", "number", "null"],
            "items": {},
            "description": "Lists nested as deep as `shape` is long; null for what is no finite number.",
        }
    ),
]

# So many values are 85 MB of JSON. Larger ones are weights of dense layers, too many for anybody to look at.
MOST_VALUES = 16_000_000

# The largest magnitude of a preview lands in 2^14..2^15: below float16's 65504 with room for rounding, and so
# far up that values 2^28 times smaller keep all of float16's 11 bits.
_PREVIEW_EXPONENT = 15
# Of smaller scales the reciprocal is no float32.
_LEAST_EXPONENT = -126


class ExactTensor(BaseModel):
    """A tensor as the engine holds it."""

    shape: Shape
    dtype: Literal["float32"]
    data: Base64


class PreviewTensor(BaseModel):
    """A tensor for drawing and hovering, in half the bytes: value = number · scale."""

    shape: Shape
    dtype: Literal["float16"]
    scale: Annotated[float, Field(description="A power of two.", gt=0)]
    data: Base64


class ListedTensor(BaseModel):
    """A tensor for people and curl: the exact float32 numbers, written out."""

    shape: Shape
    dtype: Literal["float32"]
    data: NestedLists


Tensor: TypeAlias = ExactTensor | PreviewTensor | ListedTensor


def encode(array: Array, form: Form) -> Tensor:
    """Put an array of any shape on the wire."""
    shape = list(array.shape)
    if form == "list":
        return ListedTensor(shape=shape, dtype="float32", data=_finite_or_none(array.astype(np.float32)))
    if form == "exact":
        return ExactTensor(shape=shape, dtype="float32", data=_base64(array, "<f4"))
    scale = preview_scale(array)
    return PreviewTensor(shape=shape, dtype="float16", scale=scale, data=_base64(array * (1 / scale), "<f2"))


def decode(tensor: Tensor) -> Array:
    """Take a tensor off the wire: float32, and float64 for a preview, whose scale may lead out of float32."""
    if isinstance(tensor, ListedTensor):
        return np.array(tensor.data, np.float32).reshape(tensor.shape)
    data = base64.b64decode(tensor.data)
    if isinstance(tensor, PreviewTensor):
        return np.frombuffer(data, "<f2").astype(np.float64).reshape(tensor.shape) * tensor.scale
    return np.frombuffer(data, "<f4").reshape(tensor.shape)


def preview_scale(array: Array) -> float:
    """The power of two that brings an array's magnitudes into the range of float16; 1 for whole numbers."""
    if array.dtype.kind in "biu":
        return 1.0
    magnitudes = np.abs(array)
    largest = float(np.max(magnitudes, where=np.isfinite(magnitudes), initial=0))
    if largest == 0:
        return 1.0
    return math.ldexp(1, max(_LEAST_EXPONENT, math.frexp(largest)[1] - _PREVIEW_EXPONENT))


def _base64(array: Array, dtype: str) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype).tobytes()).decode("ascii")


def _finite_or_none(array: Array) -> Any:
    """Nested lists; JSON has no NaN and no infinities, so these become null."""
    if not np.isfinite(array).all():
        array = array.astype(object)
        array[~np.isfinite(array.astype(np.float32))] = None
    return array.tolist()
