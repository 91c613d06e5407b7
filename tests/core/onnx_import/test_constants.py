"""What is known before anything runs is computed at once, as the reference evaluator computes it."""

from collections.abc import Callable

import numpy as np
import pytest

from core.errors import ModelError
from core.onnx_import import Limits
from tests.core.onnx_import.models import Graph, agree, imported

A = np.array([[1.5, -2, 3, 0.25], [4, 5, -6, 7], [8, -9, 10, 11]], np.float32)
WHOLE = np.array([[7, -7, 5, 2], [3, -3, 8, 1], [6, 4, -9, 5]], np.int64)
TRUTH = np.array([[True, False, True, True]])


def f(graph: Graph, values: str) -> str:
    return graph.node("Cast", values, to=1)


FOLDS: dict[str, Callable[[Graph], str]] = {
    "arithmetic": lambda g: g.node("Sub", g.node("Mul", A, A), g.node("Div", A, g.node("Add", A, A))),
    "whole numbers are divided towards zero": lambda g: f(g, g.node("Div", WHOLE, np.array([2]))),
    "remainder": lambda g: f(g, g.node("Mod", WHOLE, np.array([3]))),
    "remainder with the dividend's sign": lambda g: g.node("Mod", A, np.float32(2), fmod=1),
    "comparison and choice": lambda g: g.node("Where", g.node("Less", A, np.float32(3)), A, g.node("Neg", A)),
    "logic": lambda g: f(g, g.node("Or", g.node("Not", TRUTH), g.node("Equal", WHOLE, np.array(5)))),
    "powers": lambda g: g.node("Sqrt", g.node("Pow", A, np.float32(2))),
    "extremes": lambda g: g.node("Max", g.node("Min", A, np.float32(2)), np.float32(-1)),
    "range": lambda g: f(g, g.node("Range", np.array(1), np.array(9), np.array(2))),
    "constant of shape": lambda g: g.node("ConstantOfShape", np.array([3, 4])),
    "expanding": lambda g: g.node("Expand", A[:, :1], np.array([3, 4])),
    "tiling": lambda g: g.node("Tile", A[:, :2], np.array([1, 2])),
    "transposing": lambda g: g.node("Transpose", A.T.copy(), perm=[1, 0]),
    "reshaping": lambda g: g.node("Reshape", A, np.array([-1, 4])),
    "squeezing": lambda g: g.node("Squeeze", g.node("Unsqueeze", A, np.array([0, -1])), np.array([0, 3])),
    "slicing": lambda g: g.node("Slice", A, np.array([3]), np.array([-5]), np.array([1]), np.array([-1])),
    "gathering": lambda g: g.node("Gather", A, np.array([3, -4, 1, 1]), axis=1),
    "joining": lambda g: g.node("Concat", A[:, :1], A[:, 1:], axis=1),
    "splitting": lambda g: g.node("Split", A, np.array([4]), axis=1),
    "flattening": lambda g: g.node("Reshape", g.node("Flatten", A, axis=1), np.array([3, 4])),
    "reducing": lambda g: g.node("ReduceMean", A, np.array([1]), keepdims=1),
    "multiplying": lambda g: g.node("ReduceProd", A, np.array([0]), keepdims=0),
    "matrix product": lambda g: g.node("MatMul", A, np.eye(4, dtype=np.float32)[::-1].copy()),
    "writing": lambda g: g.node("ScatterND", A, np.array([[0, 1], [2, 3]]), np.array([9, 8], np.float32)),
    "sizes": lambda g: f(g, g.node("Size", "x")),
    "a part of a shape": lambda g: f(g, g.node("Shape", "x", start=-1)),
    "a list of numbers": lambda g: g.node("Constant", value_floats=[1.0, 2.0, 3.0, 4.0]),
    "a whole number": lambda g: f(g, g.node("Constant", value_int=3)),
}


@pytest.mark.parametrize("fold", FOLDS.values(), ids=FOLDS.keys())
def test_constants_are_computed_as_the_reference_computes_them(fold: Callable[[Graph], str]) -> None:
    graph = Graph(1, 3, 4)
    graph.node("Add", "x", fold(graph))
    network = agree(graph.model())
    assert [layer.operation.kind for layer in network.network.layers] == ["add"]


def test_a_shape_is_known_although_what_has_it_is_computed() -> None:
    graph = Graph("n", 4, 6, 5)
    y = graph.node("MaxPool", graph.conv("x", 4, 8), kernel_shape=[2, 2], strides=[2, 2])
    shape = graph.node("Shape", y)
    batch, channels, *rest = (graph.node("Slice", shape, np.array([i]), np.array([i + 1])) for i in range(4))
    half = graph.node("Div", channels, np.array([2]))
    wanted = graph.node("Concat", batch, np.array([2]), half, *rest, axis=0)
    graph.node("Reshape", y, wanted)
    network = agree(graph.model())
    assert network.network.shapes[network.network.output] == (2, 4, 3, 2)


def test_layers_that_only_told_a_shape_are_left_out() -> None:
    graph = Graph("n", 4, 6, 5)
    other = graph.conv("x", 4, 8, name="only its shape is read")
    graph.node(
        "Reshape",
        graph.node("Relu", "x"),
        graph.node("Shape", graph.node("MaxPool", "x", kernel_shape=[1, 1])),
    )
    graph.node("Add", graph.nodes[-1].output[0], graph.node("Cast", graph.node("Size", other), to=1))
    names = [layer.operation.kind for layer in imported(graph.model()).network.layers]
    assert names == ["relu", "add"]


def test_what_damaged_constants_provoke_is_told_with_the_node() -> None:
    graph = Graph("n", 3, 4)
    graph.node("Add", "x", graph.node("Gather", A, np.array(9), axis=1, name="outside"))
    with pytest.raises(ModelError, match=r"'outside' \(Gather\) cannot be read"):
        imported(graph.model())


GROWING: dict[str, Callable[[Graph], str]] = {
    "tiling": lambda g: g.node("Tile", A, np.array([1000, 1000])),
    "expanding": lambda g: g.node("Expand", A[:1, :1], np.array([3000, 4000])),
    "range": lambda g: f(g, g.node("Range", np.array(0), np.array(10**15), np.array(1))),
    "broadcasting": lambda g: g.node("Add", np.ones((3000, 1), np.float32), np.ones((1, 3000), np.float32)),
    "gathering": lambda g: g.node("Gather", np.ones((1, 3000), np.float32), np.zeros(3000, np.int64), axis=0),
    "product": lambda g: g.node("MatMul", np.ones((3000, 1), np.float32), np.ones((1, 3000), np.float32)),
}


@pytest.mark.parametrize("make", GROWING.values(), ids=GROWING.keys())
def test_constants_that_grow_are_bounded(make: Callable[[Graph], str]) -> None:
    graph = Graph("n", 3, 4)
    graph.node("Add", "x", make(graph))
    with pytest.raises(ModelError, match="parameters and constants; 1,000,000 are allowed"):
        imported(graph.model(), limits=Limits(parameters=10**6))
