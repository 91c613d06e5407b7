"""Networks with branches, in old and new opsets: values as the reference evaluator's, gradients as slopes."""

import copy
from collections.abc import Callable

import numpy as np
import pytest

from core.network import Network
from tests.core.onnx_import.models import Graph, agree, imported
from tests.core.oracles import backward_by_name, input_gradient, slopes

OPSETS = (9, 11, 13, 18, 21)


def relu6(graph: Graph, x: str) -> str:
    if graph.opset < 11:
        return graph.node("Clip", x, min=0.0, max=6.0)
    return graph.node("Clip", x, np.float32(0), np.float32(6))


def mean_of_maps(graph: Graph, x: str) -> str:
    if graph.opset < 18:
        return graph.node("ReduceMean", x, axes=[2, 3], keepdims=0)
    return graph.node("ReduceMean", x, np.array([2, 3]), keepdims=0)


def twice_as_large(graph: Graph, x: str) -> str:
    scales = np.array([1, 1, 2, 2], np.float32)
    if graph.opset < 10:
        return graph.node("Upsample", x, scales, mode="nearest")
    if graph.opset < 11:
        return graph.node("Resize", x, scales, mode="linear")
    return graph.node("Resize", x, "", scales, mode="linear", coordinate_transformation_mode="half_pixel")


def classified(graph: Graph, x: str, channels: int) -> Graph:
    """A global mean, a flattening by arithmetic on the shape, a classifier, a softmax."""
    x = graph.node("GlobalAveragePool", x)
    shape = graph.node("Shape", x)
    batch = graph.node("Gather", shape, np.array(0), axis=0)
    axes = {"axes": [0]} if graph.opset < 13 else {}
    inputs = [batch] if axes else [batch, np.array([0])]
    target = graph.node("Concat", graph.node("Unsqueeze", *inputs, **axes), np.array([-1]), axis=0)
    x = graph.node("Reshape", x, target)
    x = graph.node("Gemm", x, graph.weight(5, channels), graph.weight(5), transB=1, alpha=0.5, beta=2.0)
    graph.node("Softmax", x, axis=1)
    return graph


def residual(opset: int) -> Graph:
    graph = Graph("n", 3, 12, 11, opset=opset)
    x = graph.node("Relu", graph.batchnorm(graph.conv("x", 3, 4), 4))
    for channels, stride in ((4, 1), (8, 2)):
        y = graph.conv(x, 4, channels, strides=[stride] * 2)
        y = graph.batchnorm(
            graph.conv(graph.node("Relu", graph.batchnorm(y, channels)), channels, channels), channels
        )
        short = x if stride == 1 else graph.conv(x, 4, channels, 1, strides=[2, 2])
        x = graph.node("Relu", graph.node("Add", y, short))
    return classified(graph, x, 8)


def inception(opset: int) -> Graph:
    graph = Graph("n", 3, 9, 10, opset=opset)
    x = graph.node("LRN", graph.node("Relu", graph.conv("x", 3, 4)), size=3)
    branches = [
        graph.conv(x, 4, 2, 1),
        graph.conv(graph.node("Relu", graph.conv(x, 4, 3, 1)), 3, 3),
        graph.conv(graph.node("Relu", graph.conv(x, 4, 2, 1)), 2, 2, 5),
        graph.conv(graph.node("MaxPool", x, kernel_shape=[3, 3], pads=[1] * 4), 4, 2, 1),
    ]
    return classified(graph, graph.node("Relu", graph.node("Concat", *branches, axis=1)), 9)


def u_net(opset: int) -> Graph:
    graph = Graph("n", 3, 8, 12, opset=opset)
    first = graph.node("LeakyRelu", graph.conv("x", 3, 4), alpha=0.1)
    second = graph.node(
        "Relu", graph.conv(graph.node("MaxPool", first, kernel_shape=[2, 2], strides=[2, 2]), 4, 6)
    )
    deep = graph.node("AveragePool", second, kernel_shape=[2, 2], strides=[2, 2])
    deep = graph.node("ConvTranspose", deep, graph.weight(6, 6, 2, 2), strides=[2, 2])
    joined = graph.conv(graph.node("Concat", second, deep, axis=1), 12, 4)
    wide = graph.node("Concat", first, twice_as_large(graph, joined), axis=1)
    graph.node("Sigmoid", graph.conv(wide, 8, 2, 1))
    return graph


def mobilenet(opset: int) -> Graph:
    graph = Graph("n", 3, 12, 12, opset=opset)
    x = relu6(graph, graph.batchnorm(graph.conv("x", 3, 4, strides=[2, 2]), 4))
    y = relu6(graph, graph.conv(x, 4, 8, 1))
    y = relu6(graph, graph.conv(y, 8, 8, groups=8, auto_pad="SAME_UPPER", pads=None))
    gate = graph.node("Sigmoid", graph.conv(graph.node("GlobalAveragePool", y), 8, 8, 1))
    x = graph.node("Add", x, graph.conv(graph.node("Mul", y, gate), 8, 4, 1))
    x = mean_of_maps(graph, graph.node("HardSigmoid", x))
    graph.node("Add", graph.node("MatMul", x, graph.weight(4, 5)), graph.weight(5), name="bias")
    return graph


def squeezenet(opset: int) -> Graph:
    graph = Graph("n", 3, 15, 15, opset=opset)
    x = graph.node("Relu", graph.conv("x", 3, 4, strides=[2, 2], pads=[0] * 4))
    for channels in (4, 8):
        squeezed = graph.node("Relu", graph.conv(x, channels, 2, 1))
        wide = [graph.node("Relu", graph.conv(squeezed, 2, 4, kernel)) for kernel in (1, 3)]
        x = graph.node("Concat", *wide, axis=1)
        x = graph.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1) if opset > 9 else x
    x = graph.node("GlobalAveragePool", graph.node("Dropout", graph.conv(x, 8, 5, 1)))
    graph.node("LogSoftmax", graph.node("Flatten", x), axis=1)
    return graph


def densenet(opset: int) -> Graph:
    graph = Graph("n", 2, 7, 8, opset=opset)
    known = ["x"]
    for layer in range(3):
        channels = 2 + 3 * layer
        joined = graph.node("Concat", *known, axis=1) if layer else "x"
        known.append(graph.conv(graph.node("Relu", graph.batchnorm(joined, channels)), channels, 3))
    x = graph.node("Concat", *known, axis=1)
    offset = graph.weight(1, 11, 1, 1)
    return classified(graph, graph.node("Mul", graph.node("Sub", x, offset), np.float32(1.5)), 11)


FAMILIES = [residual, inception, u_net, mobilenet, squeezenet, densenet]


@pytest.mark.parametrize("opset", OPSETS)
@pytest.mark.parametrize("family", FAMILIES)
def test_networks_with_branches_give_what_the_reference_gives(
    family: Callable[[int], Graph], opset: int
) -> None:
    model = family(opset).model()
    agree(model, batch=2)
    agree(model, fold_batchnorm=True)


def in_doubles(network: Network) -> Network:
    """A copy in float64."""
    network = copy.deepcopy(network)
    for layer in network.layers:
        operation = layer.operation
        operation.parameters = {name: each.astype(np.float64) for name, each in operation.parameters.items()}
        operation.statistics = {name: each.astype(np.float64) for name, each in operation.statistics.items()}
    return network


def entries(array: np.ndarray, count: int = 4) -> list[tuple[int, ...]]:
    """A few places of an array, always the same."""
    flat = np.random.default_rng(array.size).choice(array.size, min(count, array.size), replace=False)
    return [tuple(int(each) for each in np.unravel_index(place, array.shape)) for place in flat]


@pytest.mark.parametrize("family", FAMILIES)
def test_gradients_of_imported_networks_are_slopes(family: Callable[[int], Graph]) -> None:
    network = in_doubles(imported(family(21).model()).network)
    x = np.random.default_rng(3).standard_normal((1, *network.input_shape))

    def score() -> float:
        return float(network.run(x).finish().logits[1])

    steps = list(network.run(x).finish().answer_for(1, "logit")[1])
    gradient = input_gradient(iter(steps))
    found = [gradient[place] for place in entries(x)]
    np.testing.assert_allclose(found, slopes(score, x, entries(x)), rtol=1e-4, atol=1e-7)
    by_name = backward_by_name(iter(steps))
    for layer in network.layers:
        for name, parameter in layer.operation.parameters.items():
            places = entries(parameter)
            found = [by_name[layer.name].d_parameters[name][place] for place in places]
            np.testing.assert_allclose(found, slopes(score, parameter, places), rtol=1e-4, atol=1e-7)
