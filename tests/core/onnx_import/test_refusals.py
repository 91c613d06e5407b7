"""Operations that can be run, asked for what cannot: the message names the node and what it wants."""

import numpy as np
import pytest

from core.errors import ModelError
from tests.core.onnx_import.models import Graph, imported, picture

CASES = {
    "weights that are computed": ("Conv", ["x"], {}, "computes its weights while it runs"),
    "weights for other maps": ("Conv", [picture((2, 3, 3))], {}, "weights with 3 axes for maps with 2"),
    "a kernel that does not fit": ("Conv", [picture((2, 3, 9, 9))], {}, "window 9 does not fit"),
    "other channels": ("Conv", [picture((2, 5, 1, 1))], {}, r"weight of shape \[2, 5, 1, 1\]"),
    "groups that do not divide": (
        "Conv",
        [picture((2, 1, 1, 1))],
        {"group": 2},
        "not divide into 2 groups",
    ),
    "unknown padding": ("MaxPool", [], {"kernel_shape": [2, 2], "auto_pad": "SOME"}, "padding 'SOME'"),
    "padding for other axes": ("MaxPool", [], {"kernel_shape": [2, 2], "pads": [1, 1]}, r"padding \[1, 1\]"),
    "another norm": ("LpPool", [], {"kernel_shape": [2, 2], "p": 3}, "the 3-norm"),
    "statistics of the batch": (
        "BatchNormalization",
        [np.ones(3, np.float32)] * 4,
        {"training_mode": 1},
        "training mode",
    ),
    "a variance below zero": (
        "BatchNormalization",
        [*[np.ones(3, np.float32)] * 3, np.full(3, -1, np.float32)],
        {},
        "variance below 0",
    ),
    "several exponents": ("Pow", [picture((6,))], {}, "several exponents"),
    "too many places": (
        "Gather",
        [np.array([0, 0, 1, 1] * 40)],
        {"axis": 1},
        "81 separate parts; 64 are",
    ),
    "whole numbers": ("Cast", [], {"to": 7}, "makes int64 of values"),
    "an unknown interpolation": (
        "Resize",
        ["", np.array([1, 1, 2, 2], np.float32)],
        {"coordinate_transformation_mode": "tf_crop_and_resize"},
        "interpolates in a way that is not known",
    ),
    "more channels": ("Resize", ["", np.array([1, 2, 2, 2], np.float32)], {}, "the batch or the channels"),
    "an attribute of another type": ("LeakyRelu", [], {"alpha": "steep"}, "'alpha' to be of another type"),
    "an axis that is not there": ("Softmax", [], {"axis": 7}, "names axis 7 of a value with 4 axes"),
    "an unknown padding mode": ("Pad", [np.array([0, 0, 1, 1] * 2)], {"mode": "noise"}, "unknown mode"),
    "blocks of other sizes": ("DepthToSpace", [], {"blocksize": 2}, "blocks of 2×2 of 3 channels"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_cannot_be_run_is_told_with_the_node(case: tuple[str, list, dict, str]) -> None:
    op, inputs, attributes, said = case
    graph = Graph("n", 3, 6, 6)
    graph.node(op, "x", *inputs, name="it", **attributes)
    with pytest.raises(ModelError, match=rf"'it' \({op}\).*{said}"):
        imported(graph.model())


@pytest.mark.parametrize(
    ("attributes", "inputs", "said"),
    [
        ({"clip": 1.0}, {}, "clips its gates"),
        ({"input_forget": 1}, {}, "couples them"),
        ({"direction": "sideways"}, {}, "unknown direction"),
        ({"activations": ["Sigmoid", "Relu", "Tanh"]}, {}, "activations sigmoid, relu, tanh"),
        ({}, {4: np.array([3], np.int32)}, "different lengths"),
        ({}, {5: np.ones((1, 1, 2), np.float32)}, "state to begin with other than zero"),
        ({}, {7: np.ones((1, 6), np.float32)}, "peephole other than zero"),
    ],
)
def test_recurrent_layers_beyond_the_engines_are_refused(
    attributes: dict[str, object], inputs: dict[int, np.ndarray], said: str
) -> None:
    graph = Graph(1, 5, 3)
    given = {1: graph.weight(1, 8, 3), 2: graph.weight(1, 8, 2), **inputs}
    rest = [given.get(index, "") for index in range(1, 8)]
    graph.node("LSTM", "x", *rest, hidden_size=2, layout=1, outputs=2, name="cell", **attributes)
    with pytest.raises(ModelError, match=rf"'cell' \(LSTM\).*{said}"):
        imported(graph.model())


def test_an_output_that_is_not_computed_is_told() -> None:
    graph = Graph("n", 3, 6, 6)
    graph.node("MaxPool", "x", kernel_shape=[2, 2], outputs=2)
    graph.node("Relu", graph.nodes[0].output[1], name="reader")
    with pytest.raises(ModelError, match=r"'reader' \(Relu\) reads 'v0b', which .* not computed"):
        imported(graph.model())


def test_without_the_package_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Graph("n", 3).model("x").SerializeToString()
    monkeypatch.setitem(__import__("sys").modules, "onnx", None)
    with pytest.raises(ModelError, match=r"pip install 'convscope\[onnx\]'"):
        imported_from(data)


def imported_from(data: bytes) -> None:
    from core.onnx_import import load_onnx

    load_onnx(data)
