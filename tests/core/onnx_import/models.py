"""ONNX models for the tests, written in a few lines, and what they give by ONNX's reference evaluator."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

from core.onnx_import import ImportedNetwork, load_onnx
from core.ops.base import Array


class BatchNormalization(OpRun):
    """As ONNX defines it for inference; before opset 14 the evaluator mixes the batch's statistics in."""

    def _run(
        self, x: Array, gain: Array, shift: Array, mean: Array, variance: Array, **chosen: Any
    ) -> tuple[Array]:
        epsilon = chosen.get("epsilon") or 1e-5
        gain, shift, mean, variance = (
            each.reshape(-1, *[1] * (x.ndim - 2)) for each in (gain, shift, mean, variance)
        )
        return ((gain * (x - mean) / np.sqrt(variance + epsilon) + shift).astype(x.dtype),)


class Graph:
    """A model under construction: `node` adds a node and gives its output's name."""

    def __init__(self, *shape: int | str, opset: int = 21, seed: int = 0) -> None:
        self.shape, self.opset = shape, opset
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self.rng = np.random.default_rng(seed)

    def node(self, op: str, *inputs: str | Array, name: str = "", outputs: int = 1, **attributes: Any) -> str:
        """Add a node; an array among its inputs becomes a constant of the file."""
        names = [each if isinstance(each, str) else self.constant(each) for each in inputs]
        results = [f"v{len(self.nodes)}" + "abcdefgh"[i] for i in range(outputs)]
        self.nodes.append(helper.make_node(op, names, results, name=name, **attributes))
        return results[0]

    def constant(self, values: Array) -> str:
        """Add a constant, and give its name."""
        self.constants.append(numpy_helper.from_array(values, f"c{len(self.constants)}"))
        return self.constants[-1].name

    def weight(self, *shape: int) -> Array:
        """Random weights of about the size that keeps activations alike."""
        return (self.rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)

    def conv(
        self, x: str, channels: int, filters: int, kernel: int = 3, *, groups: int = 1, **rest: Any
    ) -> str:
        """A convolution with a bias, padded to keep the size where its stride is 1."""
        weight = self.weight(filters, channels // groups, kernel, kernel)
        rest = {"pads": [kernel // 2] * 4, "group": groups, **rest}
        rest = {name: value for name, value in rest.items() if value is not None}
        return self.node("Conv", x, weight, self.weight(filters), **rest)

    def batchnorm(self, x: str, channels: int, **rest: Any) -> str:
        """A batch norm with statistics unlike those it starts with."""
        positive = self.rng.uniform(0.5, 2, channels).astype(np.float32)
        numbers = self.weight(channels), self.weight(channels), self.weight(channels), positive
        return self.node("BatchNormalization", x, *numbers, **rest)

    def model(self, *outputs: str) -> ModelProto:
        """The finished model; its outputs, the last node's by default."""
        names = outputs or (self.nodes[-1].output[0],)
        graph = helper.make_graph(
            self.nodes,
            "test",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, self.shape)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names],
            self.constants,
        )
        opset = helper.make_opsetid("", self.opset)
        return helper.make_model(graph, opset_imports=[opset], producer_name="tests", ir_version=8)


def imported(model: ModelProto, **options: Any) -> ImportedNetwork:
    """The model after it went through a file."""
    return load_onnx(model.SerializeToString(), **options)


def outputs_of(network: ImportedNetwork, x: Array) -> Array:
    """What the imported network gives for a batch."""
    return network.network.run(x).finish().activations[network.network.output]


def picture(shape: Sequence[int], seed: int = 1) -> Array:
    """Random float32 numbers."""
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def agree(model: ModelProto, *, batch: int = 1, seed: int = 1, **options: Any) -> ImportedNetwork:
    """Assert that the imported model gives what the reference evaluator does, value by value."""
    network = imported(model, **options)
    x = picture((batch, *network.network.input_shape), seed)
    constants = {tensor.name for tensor in model.graph.initializer}
    name = next(value.name for value in model.graph.input if value.name not in constants)
    wanted = ReferenceEvaluator(model, new_ops=[BatchNormalization]).run(None, {name: x})[0]
    found = outputs_of(network, x)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4 * max(1, float(np.abs(wanted).max())))
    return network
