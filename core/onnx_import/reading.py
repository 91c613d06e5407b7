"""From bytes to a checked ONNX graph: what it may be, what is refused, which of its nodes matter."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.onnx_import.limits import Limits
from core.onnx_import.node import text, title

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto

OLDEST_OPSET = 9
_STANDARD_DOMAINS = ("", "ai.onnx")
_GRAPH, _GRAPHS = 5, 10  # attribute types
_DAMAGED = "This is not an ONNX file, or it is damaged or cut off. Export the model again."


@dataclass(frozen=True)
class Source:
    """A file as it was read: only nodes that its first output depends on, in the file's order."""

    graph: "GraphProto"
    opset: int
    producer: str
    nodes: "list[NodeProto]"
    output: str
    dropped_outputs: tuple[str, ...]


def read(data: bytes | Path | str, limits: Limits) -> Source:
    """Read a file and check everything that can be told without looking at a node's numbers."""
    model = _parse(_bytes(data, limits))
    if not model.HasField("graph") or not model.graph.output:
        raise ModelError(_DAMAGED)
    if len(model.graph.node) > limits.nodes:
        raise ModelError(
            f"The model has {len(model.graph.node):,} nodes; {limits.nodes:,} are allowed. Simplify it."
        )
    if len(model.training_info):
        raise ModelError("The model carries training information, which is not run. Export it for inference.")
    if len(model.graph.sparse_initializer):
        raise ModelError("The model holds sparse weights, which are not read. Export it with dense ones.")
    opset = _opset(model)
    output, *others = [value.name for value in model.graph.output]
    nodes = _needed(model.graph, output)
    for node in nodes:
        _check(node)
    producer = f"{text(model.producer_name)} {text(model.producer_version)}".strip()
    return Source(model.graph, opset, producer, nodes, output, tuple(map(text, others)))


def _bytes(data: bytes | Path | str, limits: Limits) -> bytes:
    if not isinstance(data, bytes):
        path = Path(data)
        try:
            _check_size(path.stat().st_size, limits)
            data = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path} cannot be read: {error.strerror}. Name a file that is there.") from None
    _check_size(len(data), limits)
    return data


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.file_bytes:
        raise ModelError(
            f"The file has {size:,} bytes; {limits.file_bytes:,} are allowed. Use a smaller model."
        )


def _parse(data: bytes) -> "ModelProto":
    try:
        from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
        from onnx import ModelProto
    except ImportError:
        raise ModelError(
            "Reading ONNX files needs the package onnx. Install it: pip install 'convscope[onnx]'."
        ) from None
    model = ModelProto()
    try:
        model.ParseFromString(data)
    except (DecodeError, MemoryError, RecursionError):
        raise ModelError(_DAMAGED) from None
    return model


def _opset(model: "ModelProto") -> int:
    from onnx.defs import onnx_opset_version

    versions = [each.version for each in model.opset_import if each.domain in _STANDARD_DOMAINS]
    if not versions:
        raise ModelError("The model does not say which opset (version of ONNX) it uses. Export it again.")
    newest = onnx_opset_version()
    if not OLDEST_OPSET <= versions[0] <= newest:
        raise ModelError(
            f"The model uses opset {versions[0]}; {OLDEST_OPSET} to {newest} are read. Export it with one of "
            "those, or convert it with onnx.version_converter."
        )
    return versions[0]


def _needed(graph: "GraphProto", output: str) -> "list[NodeProto]":
    """The nodes that the output depends on."""
    makers = {name: index for index, node in enumerate(graph.node) for name in node.output if name}
    needed: set[int] = set()
    waiting = [output]
    while waiting:
        index = makers.get(waiting.pop())
        if index is not None and index not in needed:
            needed.add(index)
            waiting.extend(graph.node[index].input)
    return [graph.node[index] for index in sorted(needed)]


def _check(node: "NodeProto") -> None:
    if node.domain not in _STANDARD_DOMAINS:
        raise ModelError(
            f"{title(node.name, node.op_type)} belongs to the domain {node.domain!r}. Only ONNX's own "
            "operations are run: export the model without functions and without a runtime's optimisations."
        )
    if any(attribute.type in (_GRAPH, _GRAPHS) for attribute in node.attribute):
        raise ModelError(
            f"{title(node.name, node.op_type)} holds a graph of its own (control flow), which is not run. "
            "Export the model with fixed sizes and without branches that depend on the data."
        )
