"""The network's input as the file declares it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.onnx_import.reading import Source
from core.onnx_import.tensors import FLOATS, MAX_RANK, type_name
from core.onnx_import.values import normalized
from core.shapes import Shape

if TYPE_CHECKING:
    from onnx import ValueInfoProto
    from onnx.onnx_ml_pb2 import TensorShapeProto


@dataclass(frozen=True)
class InputSpec:
    """The input's name, its shape without the batch, and the file's batch size (1 where it is open)."""

    name: str
    shape: Shape
    batch_axis: int
    batch_size: int
    notes: tuple[str, ...]


def input_of(source: Source, wanted: Shape | None, batch_axis: int) -> InputSpec:
    """The one input of the graph, its open sizes taken from `wanted`; ModelError where it is not usable."""
    info = _only_input(source)
    tensor = info.type.tensor_type
    if tensor.elem_type not in FLOATS:
        raise ModelError(
            f"The input {info.name!r} is of {type_name(tensor.elem_type)}; pixels are numbers with a "
            "fraction. Export the model with an input of float32."
        )
    dims = list(tensor.shape.dim) if tensor.HasField("shape") else []
    if not 2 <= len(dims) <= MAX_RANK:
        raise ModelError(
            f"The input {info.name!r} has {len(dims)} axes; a batch and at least one more are wanted. "
            "Export the model with an input such as batch×channels×height×width."
        )
    batch_axis = normalized(batch_axis, len(dims))
    first = dims.pop(batch_axis)
    batch = _size(first)
    notes = () if batch == 1 else (f"The batch ({batch or _symbol(first)}) is set to 1.",)
    return InputSpec(info.name, _shape(info.name, dims, wanted), batch_axis, batch or 1, notes)


def _only_input(source: Source) -> "ValueInfoProto":
    """The one input that the output depends on. Before IR version 4 constants were listed as inputs too."""
    constants = {tensor.name for tensor in source.graph.initializer}
    read = {name for node in source.nodes for name in node.input}
    inputs = [value for value in source.graph.input if value.name in read - constants]
    if len(inputs) != 1:
        names = ", ".join(repr(value.name) for value in inputs) or "none"
        raise ModelError(
            f"The model has {len(inputs)} inputs ({names}); networks with one input can be shown. "
            "Export the model with one, and the others as constants."
        )
    return inputs[0]


def _shape(name: str, dims: "list[TensorShapeProto.Dimension]", wanted: Shape | None) -> Shape:
    sizes = [_size(dim) for dim in dims]
    if wanted is not None:
        fits = len(wanted) == len(sizes) and all(
            asked > 0 and size in (None, asked) for size, asked in zip(sizes, wanted, strict=True)
        )
        if not fits:
            told = "×".join(str(size or _symbol(dim)) for size, dim in zip(sizes, dims, strict=True))
            raise ModelError(f"The input {name!r} is {told} (without the batch), and not {list(wanted)}.")
        return tuple(wanted)
    shape = tuple(size for size in sizes if size is not None)
    if len(shape) != len(sizes):
        open_axes = ", ".join(
            f"axis {i + 1} ({_symbol(dims[i])})" for i, size in enumerate(sizes) if not size
        )
        raise ModelError(
            f"The input {name!r} leaves sizes other than the batch open: {open_axes}. "
            "Export the model with fixed sizes, or say them (input_shape)."
        )
    return shape


def _size(dim: "TensorShapeProto.Dimension") -> int | None:
    """The size, or None where it is left open: a name, nothing, 0 or -1."""
    return dim.dim_value if dim.HasField("dim_value") and dim.dim_value > 0 else None


def _symbol(dim: "TensorShapeProto.Dimension") -> str:
    return dim.dim_param or "any size"
