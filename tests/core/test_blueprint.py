"""Networks told in plain data and built again; what is told wrong is refused with a reason."""

import json
from contextlib import suppress
from inspect import Parameter, signature
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ops
from core.blueprint import from_blueprint, kinds, to_blueprint
from core.errors import ConvscopeError, ModelError
from core.folding import fold_batchnorm
from core.network import INPUT, Layer, Network
from core.ops import Operation
from core.ops.base import constructor_arguments
from core.zoo import catalogue
from tests.core import samples_of_networks
from tests.core.samples_of_operations import CLIP, MAPS, SAMPLES, SEQUENCE, VECTOR, Sample

WINDOW = {"stride": 2, "padding": 1, "dilation": 2}

# Nothing as it is by default, so that an argument that got lost would be noticed.
CHOSEN = (
    *(Sample(lambda each=each: each(0.7), (MAPS,)) for each in (ops.ELU, ops.LeakyReLU, ops.Dropout)),
    Sample(lambda: ops.Dropout(0.3, seed=5), (MAPS,)),
    Sample(lambda: ops.SELU(1.5, 1.2), (MAPS,)),
    Sample(lambda: ops.GELU("tanh"), (MAPS,)),
    Sample(lambda: ops.Clip(0.5, 1.0), (MAPS,)),
    Sample(lambda: ops.HardSigmoid(0.3, 0.1), (MAPS,)),
    *(
        Sample(lambda each=each: each(np.full((5,), 2.0), constant_first=True), (MAPS,))
        for each in (ops.Add, ops.Sub, ops.Mul, ops.Div, ops.Maximum, ops.Minimum)
    ),
    *(Sample(lambda each=each: each([2, 1], keepdims=False), (MAPS,)) for each in (ops.ReduceMax,)),
    *(
        Sample(lambda each=each: each([2], keepdims=False), (MAPS,))
        for each in (ops.ReduceMean, ops.ReduceSum)
    ),
    *(Sample(lambda each=each: each(2), (MAPS,)) for each in (ops.Softmax, ops.LogSoftmax)),
    Sample(lambda: ops.Concat(1), (MAPS, MAPS)),
    *(
        Sample(lambda each=each: each(2, ceil_mode=True, **WINDOW), (shape,))
        for shape, pools in (
            (SEQUENCE, (ops.MaxPool1d, ops.L2Pool1d)),
            (MAPS, (ops.MaxPool2d, ops.L2Pool2d)),
            (CLIP, (ops.MaxPool3d, ops.L2Pool3d)),
        )
        for each in pools
    ),
    *(
        Sample(lambda each=each: each(2, ceil_mode=True, count_padding=True, **WINDOW), (shape,))
        for each, shape in ((ops.AvgPool1d, SEQUENCE), (ops.AvgPool2d, MAPS), (ops.AvgPool3d, CLIP))
    ),
    *(
        Sample(lambda each=each: each(4, 2, 2, groups=2, bias=False, **WINDOW), (shape,))
        for each, shape in ((ops.Conv1d, SEQUENCE), (ops.Conv2d, MAPS), (ops.Conv3d, CLIP))
    ),
    *(
        Sample(lambda each=each: each(4, 2, 2, groups=2, bias=False, output_padding=1, **WINDOW), (shape,))
        for each, shape in (
            (ops.ConvTranspose1d, SEQUENCE),
            (ops.ConvTranspose2d, MAPS),
            (ops.ConvTranspose3d, CLIP),
        )
    ),
    Sample(lambda: ops.BatchNorm(4, epsilon=0.1, momentum=0.5), (MAPS,)),
    Sample(lambda: ops.GroupNorm(4, 2, epsilon=0.1), (MAPS,)),
    Sample(lambda: ops.InstanceNorm(4, epsilon=0.1), (MAPS,)),
    Sample(lambda: ops.LayerNorm((6, 5), axis=1, epsilon=0.1), (MAPS,)),
    Sample(lambda: ops.LRN(3, alpha=0.1, beta=0.5, bias=2.0), (MAPS,)),
    Sample(lambda: ops.PReLU((6, 5)), (MAPS,)),
    Sample(lambda: ops.RNN(4, 3, activation="relu", reverse=True, last=True), (SEQUENCE,)),
    Sample(lambda: ops.LSTM(4, 3, reverse=True, last=True), (SEQUENCE,)),
    Sample(lambda: ops.GRU(4, 3, linear_before_reset=False, reverse=True, last=True), (SEQUENCE,)),
    Sample(lambda: ops.MatMul(np.ones((6, 3))), (VECTOR,)),
    Sample(lambda: ops.Pad((1, 0, 2, 1), "reflect"), (MAPS,)),
    Sample(lambda: ops.Pad((1, 0, 2, 1), value=3.0), (MAPS,)),
    Sample(lambda: ops.Resize(size=(9, 9), mode="cubic", coordinates="asymmetric", cubic=-0.5), (MAPS,)),
    Sample(lambda: ops.Resize(scale=(2, 1.5), nearest="ceil"), (MAPS,)),
    Sample(lambda: ops.Slice([5, 1], [0, 4], [-2, 1], [1, 2]), (MAPS,)),
    Sample(lambda: ops.Squeeze([1]), ((3, 1, 1),)),
    Sample(lambda: ops.TemporalShift(0.5), (CLIP,)),
)
TRIED = (*SAMPLES, *CHOSEN)


def alone(sample: Sample) -> Network:
    """A network of one layer, with random weights."""
    shape = sample.inputs[0] if sample.inputs else (1,)
    network = Network(shape, [Layer("it", sample.build(), (INPUT,) * len(sample.inputs))])
    rng = np.random.default_rng(3)
    for name, value in network.state.items():
        network.set_parameter(name, rng.uniform(0.5, 2, value.shape).astype(np.float32))
    return network


def through_json(network: Network) -> Network:
    told = json.dumps(to_blueprint(network))
    read = from_blueprint(json.loads(told), network.state)
    read.load(network.state)
    return read


def output_of(network: Network) -> np.ndarray:
    x = np.random.default_rng(5).uniform(0.2, 2, (2, *network.input_shape)).astype(np.float32)
    return network.run(x).finish().activations[network.output]


@pytest.mark.parametrize("sample", TRIED, ids=[f"{sample.kind}-{n}" for n, sample in enumerate(TRIED)])
def test_every_operation_is_built_again_with_equal_outputs(sample):
    network = alone(sample)
    read = through_json(network)
    before, after = network.layers[0].operation, read.layers[0].operation
    assert type(after) is type(before)
    assert repr(after) == repr(before)
    np.testing.assert_array_equal(output_of(read), output_of(network))


def test_every_argument_of_every_operation_was_tried_with_another_value_than_its_default():
    untried = {}
    for sample in TRIED:
        op = sample.build()
        defaults = {
            name: one.default
            for each in type(op).__mro__
            for name, one in signature(each.__init__).parameters.items()
            if one.default is not Parameter.empty
        }
        for name, value in op.arguments.items():
            same = name in defaults and value is not None and np.array_equal(value, defaults[name])
            is_default = same or (name in defaults and value is defaults[name])
            untried[op.kind, name] = untried.get((op.kind, name), True) and is_default
    assert [key for key, missing in untried.items() if missing] == []


@pytest.mark.parametrize("build", samples_of_networks.ALL)
def test_networks_of_every_form_are_built_again(build):
    network = build()
    network.initialize(2)
    read = through_json(network)
    assert [(layer.name, layer.inputs) for layer in read.layers] == [
        (layer.name, layer.inputs) for layer in network.layers
    ]
    np.testing.assert_array_equal(output_of(read), output_of(network))


@pytest.mark.parametrize("model", catalogue())
def test_networks_of_the_zoo_are_built_again(model):
    network = catalogue()[model].network
    read = from_blueprint(json.loads(json.dumps(to_blueprint(network))), {})
    assert repr(read.layers) == repr(network.layers)
    assert read.shapes == network.shapes


def test_a_convolution_that_a_batch_norm_was_folded_into_keeps_its_new_bias():
    network = Network.chain((1, 4, 4), [ops.Conv2d(1, 2, 3, bias=False), ops.BatchNorm(2)])
    network.initialize(1)
    folded = fold_batchnorm(network)
    np.testing.assert_array_equal(output_of(through_json(folded)), output_of(folded))


def test_operations_are_found_by_their_kinds():
    assert {getattr(ops, name) for name in ops.__all__} - {Operation} <= set(kinds().values())
    assert kinds()["relu"] is ops.ReLU


def test_operations_of_ones_own_are_found_too_and_do_not_stand_in_for_others():
    class Doubled(ops.ReLU):
        kind = "doubled"

    class Impostor(ops.ReLU):
        kind = "relu"

    assert kinds()["doubled"] is Doubled
    assert kinds()["relu"] is ops.ReLU


def test_arguments_that_a_constructor_hands_on_are_known():
    assert constructor_arguments(ops.AvgPool2d) == (
        *("kernel", "count_padding", "stride", "padding", "dilation", "ceil_mode"),
    )
    assert constructor_arguments(ops.ReLU) == ()


def test_an_operation_shows_what_it_was_built_with():
    assert repr(ops.Dense(6, 3)) == "Dense(inputs=6, units=3)"
    assert repr(ops.Mul(np.ones((2, 3)))) == "Mul(constant=array 2×3, constant_first=False)"


def test_an_argument_that_cannot_be_written_down_is_told_with_its_layer():
    class Odd(ops.ReLU):
        kind = "odd"

        def __init__(self, function):
            super().__init__()
            self.function = function

    network = Network.chain((3,), [("first", Odd(abs))])
    with pytest.raises(ModelError, match=r"first\.function is <built-in function abs>, which cannot be"):
        to_blueprint(network)


def told(**changed) -> dict:
    layer = {"name": "norm", "kind": "batchnorm", "inputs": ["input"], "arguments": {"channels": 3}}
    return {"input_shape": [3, 4, 4], "layers": [layer | changed]}


@pytest.mark.parametrize(
    ("blueprint", "reason"),
    [
        (None, "The definition of a network is None and not a dict"),
        ({}, "The list of layers is None"),
        ({"layers": [3]}, "A layer is 3"),
        (told() | {"input_shape": [3, -4, 4]}, r"The input's shape is \[3, -4, 4\]"),
        (told() | {"input_shape": [3, 4.0, 4]}, "whole numbers of at least 1"),
        (told() | {"layers": []}, "one output and this one has 0"),
        (told() | {"layers": told()["layers"] * 10_001}, "10,001 layers; 10,000 are allowed"),
        (told(name=5), "A layer's name is 5"),
        (told(inputs="input"), "norm is 'input' and not a list"),
        (told(inputs=["nowhere"]), r"norm reads \['nowhere'\]"),
        (told(inputs=["input", "input"]), r"norm \(batchnorm\) reads 1 layer and is given 2"),
        (told(kind="black-box"), "norm is a layer of kind 'black-box', which is not known here"),
        (told(kind=["relu"]), "which is not known"),
        (told(arguments={}), "norm cannot be built: .*channels"),
        (told(arguments={"chanels": 3}), r"norm is given chanels\. A batchnorm layer takes: channels"),
        (told(arguments={"channels": 4}), "norm expects 4 input channels and gets 3"),
        (told(arguments={"channels": "many"}), "norm cannot be built"),
        (told(arguments={"channels": -3}), "norm"),
        (told(arguments={"channels": 10**30}), "norm cannot be built"),
        (
            told(kind="mul", arguments={"constant": {"tensor": "gone"}}),
            "'gone', which the file does not hold",
        ),
        (told(kind="mul", arguments={"constant": {}}), "norm's constant is the tensor None"),
        (told(kind="elu", arguments={"alpha": [1]}), "norm cannot be built"),
        (
            told(kind="conv2d", arguments={"channels": 3, "filters": 2, "kernel": 9}),
            "norm: window 9 does not",
        ),
    ],
)
def test_what_is_no_network_is_refused_with_a_reason(blueprint, reason):
    with pytest.raises(ModelError, match=reason):
        from_blueprint(blueprint, {})


def test_sizes_that_no_memory_would_hold_take_none():
    blueprint = told(arguments={"channels": 10**12}) | {"input_shape": [10**12, 1, 1]}
    assert from_blueprint(blueprint, {}).shapes["norm"] == (10**12, 1, 1)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["input", "relu", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["tensor", "name"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@given(sample=st.sampled_from(TRIED), values=st.data())
def test_arguments_of_any_kind_make_a_network_that_runs_or_a_clear_error(sample, values):
    blueprint = to_blueprint(alone(sample))
    arguments = blueprint["layers"][0]["arguments"]
    for name in values.draw(st.sets(st.sampled_from([*arguments, "inputs", "kind"]))):
        home = arguments if name in arguments else blueprint["layers"][0]
        home[name] = values.draw(json_values)
    try:
        network = from_blueprint(blueprint, {})
    except ConvscopeError:
        return
    if sum(map(prod, network.shapes.values())) < 100_000:
        with suppress(ConvscopeError), np.errstate(all="ignore"):
            network.run(np.ones((1, *network.input_shape), np.float32)).finish()
