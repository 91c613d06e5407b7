"""Where the batch is: pictures of a batch stay apart, and where a file cannot keep them so it is refused."""

import numpy as np
import pytest

from core.errors import ModelError
from core.onnx_import import load_onnx
from tests.core.onnx_import.models import Graph, agree, imported, outputs_of, picture


def test_transposing_the_batch_away_and_back_makes_no_layer() -> None:
    graph = Graph("n", 3, 4)
    moved = graph.node("Transpose", "x", perm=[1, 0, 2])
    graph.node("Transpose", graph.node("Relu", moved, name="act"), perm=[1, 0, 2])
    network = agree(graph.model(), batch=3)
    assert [layer.name for layer in network.network.layers] == ["act"]


def test_transpositions_that_undo_each_other_vanish() -> None:
    graph = Graph("n", 3, 4, 5)
    first = graph.node("Transpose", graph.node("Relu", "x"), perm=[0, 2, 3, 1])
    graph.node("Neg", graph.node("Transpose", first, perm=[0, 3, 1, 2]))
    network = agree(graph.model())
    assert [layer.operation.kind for layer in network.network.layers] == ["relu", "neg"]


def test_constants_lose_their_batch_axis() -> None:
    graph = Graph("n", 3, 4, 5)
    graph.node("Mul", "x", picture((1, 3, 1, 1)), name="scale")
    operation = agree(graph.model(), batch=2).network.layer("scale").operation
    assert operation.parameters["constant"].shape == (3, 1, 1)


def test_a_constant_that_stands_beside_signals_becomes_a_layer() -> None:
    graph = Graph(1, 3, 4)
    graph.node("Concat", picture((1, 2, 4)), "x", axis=1)
    network = agree(graph.model())
    assert [layer.operation.kind for layer in network.network.layers] == ["constant", "concat"]
    two = picture((2, 3, 4))
    np.testing.assert_array_equal(outputs_of(network, two)[1, 2:], two[1])


def test_a_file_for_a_larger_batch_takes_any() -> None:
    graph = Graph(4, 3, 4)
    graph.node("Reshape", graph.node("Relu", "x"), np.array([4, 6, 2]))
    network = agree(graph.model(), batch=4)
    assert network.notes == ("The batch (4) is set to 1.",)
    assert outputs_of(network, picture((2, 3, 4))).shape == (2, 6, 2)


@pytest.mark.parametrize(
    ("op", "inputs", "attributes"),
    [
        ("Reshape", [np.array([2, 24])], {}),
        ("Concat", ["x"], {"axis": 0}),
        ("Slice", [np.array([1]), np.array([2]), np.array([0])], {}),
        ("ReduceSum", [np.array([0])], {}),
        ("Softmax", [], {"axis": 0}),
        ("Gather", [np.array([1])], {"axis": 0}),
        ("Flatten", [], {"axis": 0}),
        ("Add", [picture((4, 3, 4))], {}),
    ],
)
def test_what_would_mix_the_pictures_of_a_batch_is_refused(
    op: str, inputs: list[str | np.ndarray], attributes: dict[str, int]
) -> None:
    graph = Graph(4, 3, 4)
    graph.node(op, "x", *inputs, name="mixes", **attributes)
    with pytest.raises(ModelError, match=rf"'mixes' \({op}\).*batch"):
        imported(graph.model())


def test_a_batch_cannot_be_expanded() -> None:
    graph = Graph("n", 3, 4)
    graph.node("Expand", "x", np.array([2, 3, 4]), name="wide")
    with pytest.raises(ModelError, match=r"'wide' \(Expand\).*changes the batch"):
        imported(graph.model())


def test_a_batch_of_one_may_be_left_out_and_merged() -> None:
    """As attention with several heads does: (time, batch, features) to (time, batch·heads, …)."""
    graph = Graph("n", 3, 4)
    turned = graph.node("Transpose", "x", perm=[1, 0, 2])
    heads = graph.node("Transpose", graph.node("Reshape", turned, np.array([3, 2, 2])), perm=[1, 0, 2])
    scores = graph.node("MatMul", heads, graph.node("Transpose", heads, perm=[0, 2, 1]))
    both = graph.node("MatMul", graph.node("Softmax", scores), heads)
    graph.node("Reshape", graph.node("Transpose", both, perm=[1, 0, 2]), np.array([1, 3, 4]))
    network = agree(graph.model())
    x = picture((2, 3, 4))
    np.testing.assert_allclose(outputs_of(network, x)[1:], outputs_of(network, x[1:]), rtol=1e-6)


def test_an_output_without_its_batch_of_one_is_noted() -> None:
    graph = Graph(1, 3, 4)
    graph.node("Squeeze", graph.node("Relu", "x"), np.array([0]))
    network = imported(graph.model())
    assert network.notes == ("The output leaves out the batch of 1 in the file; here it is in front.",)
    assert outputs_of(network, picture((2, 3, 4))).shape == (2, 3, 4)


def test_the_input_may_have_its_batch_elsewhere() -> None:
    graph = Graph(7, 1, 3)
    weights = graph.weight(1, 8, 3), graph.weight(1, 8, 2), graph.weight(1, 16)
    graph.node("LSTM", "x", *weights, hidden_size=2, outputs=2, name="cell")
    network = load_onnx(graph.model().SerializeToString(), batch_axis=1)
    assert network.network.input_shape == (7, 3)
    assert network.notes == ("The output has the batch at axis 2 in the file, and in front here.",)
