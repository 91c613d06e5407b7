"""A file becomes a network: its input, output, names and notes."""

from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from core.onnx_import import load_onnx
from tests.core.onnx_import.models import Graph, agree, imported


def small(*shape: int | str) -> Graph:
    """Convolution, batch norm, ReLU, pooling, a classifier."""
    graph = Graph(*(shape or ("batch", 3, 12, 10)))
    x = graph.conv("x", 3, 4, name="/features/features.0/Conv")
    x = graph.node("Relu", graph.batchnorm(x, 4, name="bn"), name="act, one")
    x = graph.node("GlobalAveragePool", graph.node("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2]))
    graph.node("Gemm", graph.node("Flatten", x), graph.weight(5, 4), graph.weight(5), transB=1)
    return graph


@pytest.mark.parametrize("batch", [1, 3])
def test_a_small_network_gives_what_the_reference_gives(batch: int) -> None:
    network = agree(small().model(), batch=batch)
    assert network.classes == 5
    assert network.network.input_shape == (3, 12, 10)


def test_batch_norm_is_shown_or_folded_as_wanted() -> None:
    shown, folded = agree(small().model()), agree(small().model(), fold_batchnorm=True)
    assert "bn" in [layer.name for layer in shown.network.layers]
    assert [layer.name for layer in folded.network.layers] == [
        layer.name for layer in shown.network.layers if layer.name != "bn"
    ]


def test_names_survive_as_far_as_they_can_be_told_apart_in_a_list() -> None:
    graph = small()
    for node in graph.nodes[3:5]:
        node.name = "input"
    names = [layer.name for layer in imported(graph.model()).network.layers]
    assert names == ["features/features.0/Conv", "bn", "act_one", "input_1", "input_2", "flatten_1", "gemm_1"]


@pytest.mark.parametrize(("size", "said"), [("batch", "batch"), (0, "any size"), (-1, "any size"), (4, "4")])
def test_any_batch_is_set_to_one_and_that_is_noted(size: int | str, said: str) -> None:
    assert imported(small(size, 3, 12, 10).model()).notes == (f"The batch ({said}) is set to 1.",)
    assert imported(small(1, 3, 12, 10).model()).notes == ()


def test_other_open_sizes_are_refused_unless_they_are_said() -> None:
    model = small("n", 3, "height", "width").model()
    with pytest.raises(ModelError, match=r"axis 2 \(height\), axis 3 \(width\)"):
        imported(model)
    agree(model, input_shape=(3, 9, 9))
    with pytest.raises(ModelError, match="3×height×width"):
        imported(model, input_shape=(4, 9, 9))


def test_of_several_outputs_the_first_is_computed() -> None:
    graph = small()
    first = graph.nodes[-1].output[0]
    graph.node("NonMaxSuppression", "x", name="dropped with its output")
    network = imported(graph.model(first, graph.nodes[-1].output[0]))
    assert network.notes[-1] == f"Only the first output is computed; dropped: {graph.nodes[-1].output[0]}."


def test_an_operation_that_cannot_be_run_is_named_beside_those_that_can() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.node("Hardmax", "x", name="last")
    with pytest.raises(ModelError, match=r"'last' \(Hardmax\) cannot be run: .* Conv, .*Relu"):
        imported(graph.model())


def test_an_operation_of_constants_only_is_told_so_where_it_reads_a_picture() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.node("Less", "x", np.float32(0), name="compares")
    with pytest.raises(ModelError, match=r"'compares' \(Less\) .* constants and shapes only.* Conv, "):
        imported(graph.model())


def softplus_with_a_threshold(threshold: float) -> Graph:
    """As PyTorch's newer exporter writes a softplus."""
    graph = Graph("n", 3, 4, 4)
    x = graph.node("Mul", "x", np.float32(30))
    smooth = graph.node("Softplus", x)
    graph.node("Where", graph.node("Greater", x, np.float32(threshold)), x, smooth, name="choice")
    return graph


def test_a_softplus_that_is_cut_short_where_nobody_can_tell_is_a_softplus() -> None:
    network = agree(softplus_with_a_threshold(20).model())
    assert [layer.operation.kind for layer in network.network.layers] == ["mul", "softplus"]
    with pytest.raises(ModelError, match=r"'choice' \(Where\) chooses between values"):
        imported(softplus_with_a_threshold(2).model())


def test_nothing_else_may_read_a_comparison() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.node("Cast", graph.node("Greater", "x", np.float32(20)), to=1, name="reader")
    with pytest.raises(ModelError, match=r"'reader' \(Cast\) reads a comparison"):
        imported(graph.model())
    with pytest.raises(ModelError, match="computes nothing"):
        imported(graph.model(graph.nodes[0].output[0]))


def test_a_file_is_read_from_a_path_too(tmp_path: Path) -> None:
    path = tmp_path / "small.onnx"
    path.write_bytes(small().model().SerializeToString())
    network = load_onnx(path, name="small")
    assert (network.name, network.opset, network.producer) == ("small", 21, "tests")


def test_weights_that_are_not_finite_are_refused() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.node("Conv", "x", np.full((2, 3, 1, 1), np.nan, np.float32), name="broken")
    with pytest.raises(ModelError, match=r"'broken' \(Conv\) holds weights that are not finite"):
        imported(graph.model())
