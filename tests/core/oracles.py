"""What the engine's numbers are held against: ONNX's reference evaluator, finite differences, plain loops."""

import copy
from collections.abc import Callable, Iterator
from math import floor
from typing import Any

import numpy as np
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

from core.network import Network, Run
from core.ops.base import Array, Operation
from core.receptive_field import receptive_fields
from core.run import BackwardStep

OPSET = 21
STEP = 1e-6


def onnx_node(kind: str, *inputs: Array, outputs: int = 1, **attributes: Any) -> list[Array]:
    """The outputs of one ONNX operator, as ONNX's reference evaluator computes them."""
    names = [f"in{number}" for number in range(len(inputs))]
    results = [f"out{number}" for number in range(outputs)]
    node = helper.make_node(kind, names, results, **attributes)
    ins = [
        helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(value.dtype), value.shape)
        for name, value in zip(names, inputs, strict=True)
    ]
    outs = [helper.make_tensor_value_info(name, TensorProto.UNDEFINED, None) for name in results]
    graph = helper.make_graph([node], "one node", ins, outs)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    return ReferenceEvaluator(model).run(None, dict(zip(names, inputs, strict=True)))


def convolved(
    x: Array,
    weight: Array,
    bias: Array,
    *,
    stride: tuple[int, int] = (1, 1),
    padding: tuple[int, int, int, int] = (0, 0, 0, 0),
    dilation: tuple[int, int] = (1, 1),
    groups: int = 1,
) -> Array:
    """A convolution as it is defined: every unit is its window times the filter, summed, plus the bias."""
    top, left, bottom, right = padding
    padded = np.pad(x, ((0, 0), (0, 0), (top, bottom), (left, right)))
    filters, per_group, kh, kw = weight.shape
    extent_y, extent_x = dilation[0] * (kh - 1) + 1, dilation[1] * (kw - 1) + 1
    height = (padded.shape[2] - extent_y) // stride[0] + 1
    width = (padded.shape[3] - extent_x) // stride[1] + 1
    y = np.empty((len(x), filters, height, width), x.dtype)
    for f, row, column in np.ndindex(y.shape[1:]):
        group = f // (filters // groups)
        window = padded[
            :,
            group * per_group : (group + 1) * per_group,
            row * stride[0] : row * stride[0] + extent_y : dilation[0],
            column * stride[1] : column * stride[1] + extent_x : dilation[1],
        ]
        y[:, f, row, column] = np.einsum("nchw,chw->n", window, weight[f]) + bias[f]
    return y


def windows(x: Array, op: Any, outs: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], Array]]:
    """For each output of a pool its index, and the cells of its window that lie in the input: N×C×cells."""
    before = op.padding[: len(outs)]
    for unit in np.ndindex(outs):
        along = []
        for axis, (i, size) in enumerate(zip(unit, x.shape[2:], strict=True)):
            start = i * op.stride[axis] - before[axis]
            cells = start + op.dilation[axis] * np.arange(op.kernel[axis])
            along.append(cells[(cells >= 0) & (cells < size)])
        cells = x[(slice(None), slice(None), *np.ix_(*along))]
        yield unit, cells.reshape(*x.shape[:2], -1)


def slopes(value: Callable[[], float], at: Array, indices: Any = None, step: float = STEP) -> Array:
    """Central differences of a number that depends on the array `at`, entry by entry (all, or `indices`)."""
    found = []
    for index in np.ndindex(at.shape) if indices is None else indices:
        kept = at[index]
        at[index] = kept + step
        above = value()
        at[index] = kept - step
        below = value()
        at[index] = kept
        found.append((above - below) / (2 * step))
    return np.array(found).reshape(at.shape) if indices is None else np.array(found)


def check_gradients(op: Operation, *inputs: Array, training: bool = False) -> None:
    """Assert that backward gives the slopes of Σ r·y, with r random, in every input and parameter."""
    inputs = tuple(np.array(x, np.float64) for x in inputs)
    op.parameters = {name: value.astype(np.float64) for name, value in op.parameters.items()}
    op.statistics = {name: value.astype(np.float64) for name, value in op.statistics.items()}
    result = op.forward(*inputs, training=training)
    upstream = np.random.default_rng(0).standard_normal(result.output.shape)

    def value() -> float:
        return float((op.forward(*inputs, training=training).output * upstream).sum())

    gradients = op.backward(result.saved, upstream)
    assert len(gradients.inputs) == len(inputs)
    assert gradients.parameters.keys() == op.parameters.keys()
    for x, gradient in zip(inputs, gradients.inputs, strict=True):
        assert gradient.shape == x.shape
        np.testing.assert_allclose(gradient, slopes(value, x), rtol=1e-5, atol=1e-6)
    for name, parameter in op.parameters.items():
        assert gradients.parameters[name].shape == parameter.shape
        np.testing.assert_allclose(gradients.parameters[name], slopes(value, parameter), rtol=1e-5, atol=1e-6)


def check_types(op: Operation, *inputs: Array, training: bool = False) -> None:
    """Assert that float32 stays float32 and float64 stays float64, forward and backward."""
    for number in (np.float32, np.float64):
        op.parameters = {name: value.astype(number) for name, value in op.parameters.items()}
        op.statistics = {name: value.astype(number) for name, value in op.statistics.items()}
        result = op.forward(*(x.astype(number) for x in inputs), training=training)
        gradients = op.backward(result.saved, np.ones_like(result.output))
        arrays = [result.output, *gradients.inputs, *gradients.parameters.values()]
        assert {each.dtype for each in arrays} == {np.dtype(number)}


def scrambled_layouts(x: Array) -> Iterator[Array]:
    """The same numbers N×C×H×W in other memory: columns first, channels last, every other cell, reversed."""
    yield np.asfortranarray(x)
    yield np.ascontiguousarray(x.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2)
    wide = np.zeros((*x.shape[:3], 2 * x.shape[3]), x.dtype)
    wide[..., ::2] = x
    yield wide[..., ::2]
    yield np.ascontiguousarray(x[..., ::-1])[..., ::-1]


def in_float64(network: Network, seed: int = 0) -> Network:
    """A copy whose every parameter is a random float64 of about 0.3; statistics keep their values."""
    rng = np.random.default_rng(seed)
    network = copy.deepcopy(network)
    for layer in network.layers:
        operation = layer.operation
        operation.statistics = {name: each.astype(np.float64) for name, each in operation.statistics.items()}
        for name, each in operation.parameters.items():
            operation.parameters[name] = rng.standard_normal(each.shape) * 0.3
    return network


def run_bumped(network: Network, x: Array, layer: str, index: tuple[int, ...], by: float) -> Run:
    """A finished run in which one value of one layer's output was moved on the way."""
    run = network.run(x)
    steps = run.forward()
    for step in steps:
        if step.layer.name == layer:
            moved = step.output.copy()
            moved[index] += by
            run.activations[layer] = moved
    return run


def backward_by_name(steps: Iterator[BackwardStep]) -> dict[str, BackwardStep]:
    """All steps of a backward pass by layer name."""
    return {step.layer.name: step for step in steps}


def input_gradient(steps: Iterator[BackwardStep]) -> Array:
    """The gradient of a backward pass in the network's input: the sum of what its readers send it."""
    sent = [
        gradient
        for step in steps
        for name, gradient in zip(step.layer.inputs, step.d_inputs, strict=True)
        if name == "input"
    ]
    return np.asarray(sum(sent))


def check_field(network: Network, *, exact: bool = False) -> None:
    """Assert that no place of the output depends on one outside its field (exact: and on all inside).

    What it depends on is found by the gradient of all its channels, at an input of random numbers.
    """
    fields = receptive_fields(network)[network.output]
    rng = np.random.default_rng(0)
    run = network.run(rng.standard_normal((1, *network.input_shape))).finish()
    output = run.activations[network.output]
    for unit in np.ndindex(output.shape[2:]):
        seed = np.zeros_like(output)
        seed[0, ..., *unit] = rng.standard_normal(output.shape[1:2])
        seen = (input_gradient(run.backward({network.output: seed})) != 0).any(axis=(0, 1))
        inside = np.ones(seen.shape, bool)
        places = (*(0 for _ in fields), *unit)[-len(fields) :]
        for axis, (field, place) in enumerate(zip(fields, places, strict=True)):
            first = floor(field.start + place * field.stride)
            part = np.isin(np.arange(seen.shape[axis]), range(first, first + field.size))
            inside &= part.reshape([-1 if each == axis else 1 for each in range(seen.ndim)])
        assert not (seen & ~inside).any(), (unit, fields)
        assert not exact or (seen == inside).all(), (unit, fields)
