"""ONNX's own cases for every operation (a node, its inputs, its output), made into models with one input.

The first input is the picture; one of its axes is the batch. Inputs of the same batch that belong to the
picture too (the other summand of an addition) are cut out of it: the model then reads all of them packed into
one row. All other inputs become constants of the file. In front of everything stands a change of sign, so
that a network remains where the node itself vanishes.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.backend.test.case.test_case import TestCase
from onnx.backend.test.loader import load_model_tests

from core.onnx_import import SUPPORTED
from core.onnx_import.constants import FOLDED
from core.ops.base import Array

# Operations all of whose inputs are computed by layers.
JOINING = {"Add", "Concat", "Div", "MatMul", "Max", "Mean", "Min", "Mul", "Sub", "Sum"}
# Operations that treat every value alike: a case of one axis is as good as one picture with that axis.
VALUE_BY_VALUE = {
    *(
        "Abs",
        "Add",
        "Celu",
        "Clip",
        "Cos",
        "Div",
        "Dropout",
        "Elu",
        "Erf",
        "Exp",
        "Floor",
        "Gelu",
        "HardSigmoid",
    ),
    *(
        "HardSwish",
        "Identity",
        "LeakyRelu",
        "Log",
        "Max",
        "Mean",
        "Min",
        "Mish",
        "Mul",
        "Neg",
        "PRelu",
        "Pow",
    ),
    *("Reciprocal", "Relu", "Selu", "Sigmoid", "Sin", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Swish"),
    "Tanh",
}
# Operations that give the same for whole numbers as for fractions.
MOVING = {
    *(
        "Concat",
        "DepthToSpace",
        "Expand",
        "Flatten",
        "Gather",
        "Identity",
        "Max",
        "Min",
        "Pad",
        "Reshape",
        "Slice",
    ),
    *("SpaceToDepth", "Split", "Squeeze", "Transpose", "Unsqueeze"),
}
WHOLE = (np.int8, np.int16, np.int32, np.int64, np.uint8)
FRACTIONS = (np.float16, np.float32, np.float64)


@dataclass(frozen=True)
class NodeCase:
    """A model with one input, that input, and the output that is right."""

    model: ModelProto
    x: Array
    wanted: Array
    tolerance: float


@lru_cache
def all_cases() -> dict[str, TestCase]:
    """ONNX's node cases by name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cases = load_model_tests(kind="node")
    return {case.name.removeprefix("test_"): case for case in cases}


def data(case: TestCase) -> tuple[list[Array], list[Array]]:
    """A case's inputs and outputs; what is no tensor (a sequence, nothing) becomes an empty array."""
    inputs, outputs = case.data_sets[0]
    return [_array(each) for each in inputs], [_array(each) for each in outputs]


def _array(value: object) -> Array:
    if isinstance(value, TensorProto):
        value = numpy_helper.to_array(value)
    return np.asarray(value) if isinstance(value, np.ndarray | np.generic) else np.empty(0, bool)


def operations(case: TestCase) -> set[str]:
    """The operations in a case's graph."""
    return {node.op_type for node in case.model.graph.node}


def concerns_us(case: TestCase) -> bool:
    """Whether all operations of a case can be run, or computed beforehand."""
    found = operations(case)
    return found <= {*SUPPORTED, *FOLDED} and not found.isdisjoint(SUPPORTED)


def not_applicable(case: TestCase) -> str | None:
    """Why a case is nothing that a network with a picture for its input can be asked; None where it is."""
    inputs, outputs = data(case)
    if not inputs:
        return "nothing goes in"
    kinds = (*FRACTIONS, *WHOLE) if operations(case) <= {*MOVING, "Constant"} else FRACTIONS
    if inputs[0].dtype not in kinds or outputs[0].dtype not in kinds:
        return "not made of numbers with a fraction"
    rank = 1 if operations(case) <= VALUE_BY_VALUE else 2
    if any(each.ndim < rank or not each.size for each in (inputs[0], outputs[0])):
        return "nothing is left beside the batch"
    return None


def node_case(case: TestCase) -> NodeCase:
    """The case as a model with one input."""
    model = ModelProto()
    model.CopyFrom(case.model)
    inputs, outputs = data(case)
    values = dict(zip((value.name for value in model.graph.input), inputs, strict=True))
    wanted = outputs[0]
    first = inputs[0]
    joined = (len(case.model.graph.node) == 1 and operations(case) <= JOINING) or "attention" in case.name
    pictures = {
        name: value
        for i, (name, value) in enumerate(values.items())
        if i == 0
        or (joined and value.dtype == first.dtype and value.ndim == first.ndim and len(value) == len(first))
    }
    for name in values.keys() - pictures.keys():
        model.graph.initializer.append(numpy_helper.from_array(values[name], name))
    if first.ndim == 1:
        pictures = {name: value[None] for name, value in pictures.items()}
        wanted = wanted.reshape(1, *wanted.shape)
    x = _pack(model, pictures)
    return NodeCase(model, x, wanted, max(case.rtol, 1e-3))


def _pack(model: ModelProto, pictures: dict[str, Array]) -> Array:
    """Put nodes in front that make the pictures of one input; give that input."""
    graph = model.graph
    del graph.input[:]
    if len(pictures) == 1:
        ((name, value),) = pictures.items()
        packed, nodes = value, [helper.make_node("Neg", ["packed"], [name])]
    else:
        packed = np.concatenate([value.reshape(len(value), -1) for value in pictures.values()], axis=1)
        nodes = [helper.make_node("Neg", ["packed"], ["row"]), *_cut(model, pictures)]
    graph.input.append(helper.make_tensor_value_info("packed", TensorProto.FLOAT, packed.shape))
    given = list(graph.node)
    del graph.node[:]
    graph.node.extend([*nodes, *given])
    return -packed.astype(np.float32)


def _cut(model: ModelProto, pictures: dict[str, Array]) -> Iterator[NodeProto]:
    start = 0
    for name, value in pictures.items():
        end = start + prod(value.shape[1:])
        bounds = {"starts": [start], "ends": [end], "axes": [1]}
        as_attributes = model.opset_import[0].version < 10
        numbers = {"shape": list(value.shape)} | ({} if as_attributes else bounds)
        for key, each in numbers.items():
            model.graph.initializer.append(numpy_helper.from_array(np.array(each, np.int64), f"{name}_{key}"))
        read = [] if as_attributes else [f"{name}_{key}" for key in bounds]
        yield helper.make_node("Slice", ["row", *read], [f"{name}_row"], **bounds if as_attributes else {})
        yield helper.make_node("Reshape", [f"{name}_row", f"{name}_shape"], [name])
        start = end
