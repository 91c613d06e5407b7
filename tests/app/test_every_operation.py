"""Every operation of the engine can be described and streamed, forward and backward."""

import json

import numpy as np
import pytest

from app.events import EVENTS, GradientEvent, LayerEvent, RunEvent
from app.runs import Answer, Task, lines
from app.selection import Selection
from core import ops
from core.network import Layer, Network
from core.zoo.model import Model, Preprocessing
from tests.core.samples_of_operations import KINDS, SAMPLES, Sample, filled

PIXELS = np.random.default_rng(0).uniform(0.2, 1, (8, 8, 1)).astype(np.float32)


def classifier(sample: Sample) -> Model:
    """Pictures are cut and reshaped into what the operation reads, and what it gives into two scores."""
    layers = [Layer("values", ops.Flatten(), ("input",))]
    inputs = []
    for number, shape in enumerate(sample.inputs):
        values, name = int(np.prod(shape)), f"input{number}"
        layers += [
            Layer(f"{name}.values", ops.Dense(64, values), ("values",)),
            Layer(f"{name}.positive", ops.Sigmoid(), (f"{name}.values",)),
            Layer(name, ops.Reshape(shape), (f"{name}.positive",)),
        ]
        inputs.append(name)
    units = int(np.prod(filled(sample).output_shape(*sample.inputs)))
    layers += [
        Layer("op", filled(sample), tuple(inputs)),
        Layer("op.values", ops.Flatten(), ("op",)),
        Layer("op.scores", ops.Dense(units, 2), ("op.values",)),
        Layer("input.scores", ops.Dense(64, 2), ("values",)),
        Layer("scores", ops.Add(), ("op.scores", "input.scores")),
    ]
    network = Network((1, 8, 8), layers)
    network.initialize(0)
    return Model(
        id="tiny",
        title="Tiny",
        summary="For tests.",
        network=network,
        classes=("a", "b"),
        preprocessing=Preprocessing((0.0,), (1.0,)),
        samples=(),
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=KINDS)
def test_an_operation_is_described_and_its_numbers_stream_both_ways(sample):
    model = classifier(sample)
    sent = [
        EVENTS.validate_json(line)
        for line in lines(Task(model, PIXELS, Selection("exact"), answer=Answer(0)))
    ]
    assert [sent[0].event, sent[-1].event] == ["run", "end"]

    (run,) = (event for event in sent if isinstance(event, RunEvent))
    (described,) = (layer for layer in run.layers if layer.name == "op")
    operation = model.network.layer("op").operation
    told = json.loads(described.model_dump_json())
    assert told["op"] == sample.kind
    assert told.items() >= json.loads(json.dumps(operation.hyperparameters)).items()

    (layer,) = (event for event in sent if isinstance(event, LayerEvent) and event.name == "op")
    assert layer.output.shape == list(model.network.shapes["op"])
    assert np.isfinite([layer.min, layer.max]).all()

    (gradient,) = (event for event in sent if isinstance(event, GradientEvent) and event.name == "op")
    extra = gradient.model_dump(exclude_unset=True)
    assert {f"d_{name}" for name in operation.parameters} <= extra.keys()


def test_the_gradient_of_a_constant_that_is_a_single_number_streams():
    model = classifier(Sample(lambda: ops.Add(0.25), ((2, 3),)))
    sent = [
        EVENTS.validate_json(line)
        for line in lines(Task(model, PIXELS, Selection("exact"), answer=Answer(0)))
    ]
    (gradient,) = (event for event in sent if isinstance(event, GradientEvent) and event.name == "op")
    assert gradient.model_dump()["d_constant"]["shape"] == []
