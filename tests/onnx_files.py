"""Small ONNX files as exporters write them: node names with slashes, a batch that is left open."""

from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper, numpy_helper

OPSET = 17
CLASSES = 3


def classifier(*, channels: int = 3, side: int = 8, prefix: str = "") -> bytes:
    """A convolution, a batch norm, a branch, and three class scores under a softmax."""
    rng = np.random.default_rng(7)
    weights = {
        "conv.w": rng.standard_normal((4, channels, 3, 3)) * 0.3,
        "conv.b": rng.standard_normal(4) * 0.1,
        "norm.w": rng.uniform(0.5, 1.5, 4),
        "norm.b": rng.standard_normal(4) * 0.1,
        "norm.mean": rng.standard_normal(4) * 0.1,
        "norm.var": rng.uniform(0.5, 1.5, 4),
        "fc.w": rng.standard_normal((CLASSES, 4)),
        "fc.b": rng.standard_normal(CLASSES),
    }
    nodes = [
        _node("Conv", f"{prefix}/features/0/Conv", ["pixels", "conv.w", "conv.b"], "a", pads=[1, 1, 1, 1]),
        _node(
            "BatchNormalization",
            f"{prefix}/features/1/Norm",
            ["a", "norm.w", "norm.b", "norm.mean", "norm.var"],
            "b",
        ),
        _node("Relu", f"{prefix}/features/2/Relu", ["b"], "c"),
        _node("Add", f"{prefix}/features/Add", ["b", "c"], "d"),
        _node("GlobalAveragePool", "/pool/GlobalAveragePool", ["d"], "e"),
        _node("Flatten", "/Flatten", ["e"], "f"),
        _node("Gemm", "/head/Gemm", ["f", "fc.w", "fc.b"], "scores", transB=1),
        _node("Softmax", "/Softmax", ["scores"], "shares"),
    ]
    return model(nodes, ["batch", channels, side, side], [CLASSES], weights, "shares")


def channels_last() -> bytes:
    """A dense layer over 4×5 pixels of three channels, which come last."""
    weights = {"w": np.random.default_rng(8).standard_normal((60, CLASSES))}
    nodes = [
        _node("Flatten", "/Flatten", ["pixels"], "a"),
        _node("Gemm", "/head/Gemm", ["a", "w"], "scores"),
    ]
    return model(nodes, ["batch", 4, 5, 3], [CLASSES], weights, "scores")


def wide_classifier(units: int) -> bytes:
    """One dense layer with three times as many weights as units, over one pixel of one channel."""
    weights = {"w": np.full((1, units), 0.5), "v": np.full((units, CLASSES), 0.5)}
    nodes = [
        _node("Flatten", "/Flatten", ["pixels"], "a"),
        _node("Gemm", "/wide/Gemm", ["a", "w"], "b"),
        _node("Gemm", "/head/Gemm", ["b", "v"], "scores"),
    ]
    return model(nodes, ["batch", 1, 1, 1], [CLASSES], weights, "scores")


def unsupported() -> bytes:
    """A network with an operation that nobody runs on pictures."""
    nodes = [_node("Relu", "/Relu", ["pixels"], "a"), _node("NonZero", "/find/NonZero", ["a"], "places")]
    return model(nodes, ["batch", 3, 8, 8], [4, 4], {}, "places")


def relu(*shape: int | str) -> bytes:
    """One ReLU on an input of any shape."""
    return model([_node("Relu", "/Relu", ["pixels"], "y")], list(shape), list(shape)[1:], {}, "y")


def model(
    nodes: list[Any], shape: list[int | str], output: list[int | str], weights: dict[str, Any], ends_in: str
) -> bytes:
    """The file of a graph whose input is called "pixels"."""
    graph = helper.make_graph(
        nodes,
        "tests",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(ends_in, TensorProto.FLOAT, ["batch", *output])],
        [numpy_helper.from_array(np.asarray(each, np.float32), name) for name, each in weights.items()],
    )
    file: ModelProto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    return file.SerializeToString()


def _node(operation: str, name: str, inputs: list[str], output: str, **attributes: Any) -> Any:
    return helper.make_node(operation, inputs, [output], name=name, **attributes)
