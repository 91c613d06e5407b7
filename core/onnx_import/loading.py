"""The whole way from an ONNX file to a network."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ConvscopeError, ModelError
from core.folding import fold_batchnorm as folded
from core.network import INPUT, Network
from core.onnx_import.builder import Builder
from core.onnx_import.constants import FOLDED, compute
from core.onnx_import.converters import CONVERTERS, SUPPORTED
from core.onnx_import.inputs import InputSpec, input_of
from core.onnx_import.limits import Budget, Limits
from core.onnx_import.node import Node
from core.onnx_import.reading import Source, read
from core.onnx_import.tensors import read_tensor
from core.onnx_import.values import Comparison, Signal, Value
from core.ops.base import Array
from core.shapes import Shape

if TYPE_CHECKING:
    from onnx import TensorProto

# What a file whose parts contradict each other provokes where its numbers are used.
_CONTRADICTION = (
    *(ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError),
    *(MemoryError, RecursionError),
)
_THOSE_THAT_CAN = f"Those that can be run: {', '.join(SUPPORTED)}."


@dataclass(frozen=True)
class ImportedNetwork:
    """A network from a file. notes: what was done to it on the way, a sentence each.

    classes: how many scores it gives. opset: the version of ONNX's operations. producer: who wrote the file.
    """

    name: str
    network: Network
    classes: int
    opset: int
    producer: str
    notes: tuple[str, ...]


def load_onnx(
    data: bytes | Path | str,
    *,
    name: str = "model",
    fold_batchnorm: bool = False,
    input_shape: Shape | None = None,
    batch_axis: int = 0,
    limits: Limits | None = None,
) -> ImportedNetwork:
    """Read an ONNX file (opset 9 or newer, by its path or content) with one input and take its first output.

    fold_batchnorm: batch norms become part of the convolutions before them. input_shape: sizes without the
    batch, for a file that leaves some open. batch_axis: where the file's input has the batch (the network
    has it in front). ModelError where the file is damaged, exceeds the limits, or holds what cannot be run.
    """
    limits = limits or Limits()
    try:
        source = read(data, limits)
        spec = input_of(source, input_shape, batch_axis)
        builder, output = _build(source, spec, limits)
        network = Network(spec.shape, builder.layers_up_to(output))
        network = folded(network) if fold_batchnorm else network
    except ModelError:
        raise
    except (ConvscopeError, *_CONTRADICTION) as error:
        raise ModelError(f"The model cannot be read: {error}") from None
    if source.dropped_outputs:
        builder.note(f"Only the first output is computed; dropped: {', '.join(source.dropped_outputs)}.")
    return ImportedNetwork(
        name,
        network,
        classes=network.shapes[network.logits][0],
        opset=source.opset,
        producer=source.producer,
        notes=(*spec.notes, *builder.notes),
    )


def _build(source: Source, spec: InputSpec, limits: Limits) -> tuple[Builder, Signal]:
    read_names = {source.output, *(name for node in source.nodes for name in node.input)}
    builder = Builder(Signal(INPUT, spec.shape, spec.batch_axis), spec.batch_size, limits, read_names)
    numbers = Budget(limits.parameters, "parameters and constants")
    values: dict[str, Value] = _Initializers(source, numbers)
    values[spec.name] = builder.input
    for proto in source.nodes:
        node = Node(proto, source.opset, values, numbers)
        results = _results(node, builder, numbers)
        values.update((name, value) for name, value in zip(node.outputs, results, strict=False) if name)
    output = values.get(source.output)
    if not isinstance(output, Signal) or isinstance(output, Comparison) or output.layer == INPUT:
        raise ModelError("The model computes nothing from its input. Export it again.")
    if output.batch is None:
        builder.note("The output leaves out the batch of 1 in the file; here it is in front.")
    elif output.batch:
        builder.note(f"The output has the batch at axis {output.batch} in the file, and in front here.")
    return builder, output


def _results(node: Node, builder: Builder, numbers: Budget) -> tuple[Value, ...]:
    try:
        known = compute(node, builder, numbers)
        if known is not None:
            return known
        if node.op not in CONVERTERS:
            raise ModelError(f"{node.title} cannot be run: {_why(node)} {_THOSE_THAT_CAN}")
        result = CONVERTERS[node.op](node, builder)
        return result if isinstance(result, tuple) else (result,)
    except ConvscopeError as error:
        text = str(error)
        raise ModelError(text if node.title in text else f"{node.title}: {text}") from None
    except _CONTRADICTION as error:
        raise ModelError(
            f"{node.title} cannot be read: its attributes and inputs contradict each other ({error}). "
            "The file is damaged: export it again."
        ) from None


def _why(node: Node) -> str:
    if node.op in FOLDED:
        return f"{node.op} is computed of constants and shapes only, and not of what layers compute."
    return f"there is no {node.op} here."


class _Initializers(dict[str, Value]):
    """Values by name; a weight of the file is read when it is first asked for."""

    def __init__(self, source: Source, numbers: Budget) -> None:
        super().__init__()
        self._tensors: Mapping[str, TensorProto] = {each.name: each for each in source.graph.initializer}
        self._numbers = numbers

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._tensors

    def __missing__(self, name: str) -> Array:
        self[name] = array = read_tensor(self._tensors[name], self._numbers, f"The constant {name!r}")
        return array
