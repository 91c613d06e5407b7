"""What holds for every operation, so that networks of any kind can be run, described and shown."""

import json
from math import floor

import numpy as np
import pytest

from core import ops
from core.describe import describe_layers
from core.network import Layer, Network
from core.ops import Operation
from core.receptive_field import receptive_fields
from tests.core.samples_of_operations import KINDS, SAMPLES, Sample, batches, filled

# Their outputs do not lie along the axes of their inputs.
REGROUPING = {"flatten", "reshape", "squeeze", "transpose", "unsqueeze"}
READING = [sample for sample in SAMPLES if sample.inputs]
MIXING = [sample for sample in READING if sample.kind not in REGROUPING]

every = pytest.mark.parametrize("sample", SAMPLES, ids=KINDS)


def test_every_operation_is_tried_here_and_has_a_kind_of_its_own():
    exported = {getattr(ops, name) for name in ops.__all__} - {Operation}
    assert {type(sample.build()) for sample in SAMPLES} == exported
    assert len(set(KINDS)) == len(KINDS)


@every
def test_outputs_have_the_shape_that_was_promised_and_keep_the_number_type(sample):
    op, inputs = filled(sample), batches(sample)
    output = op.forward(*inputs).output
    assert output.shape[1:] == op.output_shape(*sample.inputs)
    assert output.dtype == np.float32


@every
def test_gradients_have_the_shapes_of_inputs_and_parameters(sample):
    op, inputs = filled(sample), batches(sample)
    result = op.forward(*inputs)
    gradients = op.backward(result.saved, np.ones_like(result.output))
    assert [each.shape for each in gradients.inputs] == [each.shape for each in inputs]
    assert gradients.parameters.keys() == op.parameters.keys()
    for name, gradient in gradients.parameters.items():
        assert gradient.shape == op.parameters[name].shape
        assert gradient.dtype == np.float32


@every
def test_a_pass_changes_neither_its_inputs_nor_the_operation(sample):
    op, inputs = filled(sample), batches(sample)
    inputs_before = [each.copy() for each in inputs]
    parameters_before = {name: each.copy() for name, each in (op.parameters | op.statistics).items()}
    result = op.forward(*inputs)
    output, d_output = result.output.copy(), np.ones_like(result.output)
    op.backward(result.saved, d_output)
    op.show(result.saved)
    np.testing.assert_array_equal(result.output, output)
    np.testing.assert_array_equal(d_output, 1)
    for each, before in zip(inputs, inputs_before, strict=True):
        np.testing.assert_array_equal(each, before)
    for name, before in parameters_before.items():
        np.testing.assert_array_equal((op.parameters | op.statistics)[name], before)


@every
def test_each_sample_of_a_batch_is_computed_by_itself(sample):
    op, inputs = filled(sample), batches(sample, n=3)
    together = op.forward(*inputs).output
    for number in range(len(together)):
        alone = op.forward(*(each[number : number + 1] for each in inputs)).output
        np.testing.assert_allclose(alone[0], together[number], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("sample", READING, ids=[sample.kind for sample in READING])
def test_hyperparameters_and_costs_can_be_told(sample):
    network = alone(sample)
    *_, described = json.loads(json.dumps(describe_layers(network), allow_nan=False))
    assert described["op"] == sample.kind
    assert described["macs"] >= 0
    assert described.items() >= json.loads(json.dumps(filled(sample).hyperparameters)).items()


@pytest.mark.parametrize("sample", MIXING, ids=[sample.kind for sample in MIXING])
def test_a_unit_sees_no_input_outside_its_receptive_field(sample):
    network = alone(sample)
    size = sample.inputs[0]
    x = np.random.default_rng(3).uniform(0.2, 2, (1, *size))
    for layer in network.layers:
        layer.operation.parameters = {
            name: each.astype(np.float64) for name, each in layer.operation.parameters.items()
        }
    before = network.run(x).finish().activations[network.output][0]
    fields = receptive_fields(network)[network.output]
    for place in np.ndindex(size[1:]):
        changed = x.copy()
        changed[0, :, *place] *= np.random.default_rng(4).uniform(1.5, 2, size[0])
        after = network.run(changed).finish().activations[network.output][0]
        for _, *unit in np.argwhere(after != before):
            for field, i, where in zip(fields, index_of(unit, fields), place, strict=True):
                start = floor(field.start + i * field.stride)
                assert start <= where < start + field.size


def alone(sample: Sample) -> Network:
    """A network of the operation; further inputs are cut out of the first."""
    first, *others = sample.inputs
    names = [f"input{number}" for number in range(2, 2 + len(others))]
    cuts = [
        Layer(name, ops.Slice((0,), (shape[0],)), ("input",))
        for name, shape in zip(names, others, strict=True)
    ]
    return Network(first, [*cuts, Layer("op", filled(sample), ("input", *names))])


def index_of(unit: list[int], fields) -> list[int]:
    """A unit's place along the axes of the fields; 0 where all positions were mixed into one."""
    place = unit if len(unit) == len(fields) else [0] * len(fields)
    return [0 if field.units == 1 else i for field, i in zip(fields, place, strict=True)]
