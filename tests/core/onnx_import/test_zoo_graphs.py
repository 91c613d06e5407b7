"""The graphs of well-known networks, as other frameworks wrote them in opset 9; the package onnx ships them.

Their weights are left out there (all numbers of an array are the same); here they are drawn at random.
"""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import ModelProto, numpy_helper

from core.counting import total_parameters
from tests.core.onnx_import.models import agree, imported

FOLDER = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"


def with_random_weights(name: str) -> ModelProto:
    """A graph with its weights drawn such that activations keep their size; variances around 1."""
    model = onnx.load(FOLDER / f"light_{name}.onnx")
    rng = np.random.default_rng(0)
    variances = {node.input[4] for node in model.graph.node if node.op_type == "BatchNormalization"}
    shapes = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    kept = []
    for node in model.graph.node:
        if node.op_type != "ConstantOfShape" or node.input[0] not in shapes:
            kept.append(node)
            continue
        shape = tuple(shapes[node.input[0]].tolist())
        values = rng.standard_normal(shape) * np.sqrt(2 / max(np.prod(shape[1:]), 1))
        values = rng.uniform(0.5, 1.5, shape) if node.output[0] in variances else values
        model.graph.initializer.append(numpy_helper.from_array(values.astype(np.float32), node.output[0]))
    if kept[-1].op_type == "Softmax":
        # Before opset 13 it went over all axes behind the batch; the evaluator takes the last one alone.
        model.graph.output[0].name = kept.pop().input[0]
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model


@pytest.mark.parametrize("name", ["squeezenet", "shufflenet"])
def test_well_known_graphs_give_what_the_reference_gives(name: str) -> None:
    network = agree(with_random_weights(name))
    assert network.classes == 1000


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("squeezenet", 1_235_496),
        ("resnet50", 25_557_032),
        ("inception_v1", 6_998_552),
    ],
)
def test_well_known_graphs_have_the_parameters_that_are_published(name: str, parameters: int) -> None:
    model = onnx.load(FOLDER / f"light_{name}.onnx")
    assert total_parameters(imported(model, fold_batchnorm=False).network) == parameters
