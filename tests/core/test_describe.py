import json

import pytest

from core.describe import describe_layers
from core.network import Network
from core.ops import Conv2d
from tests.core.samples_of_networks import ALL, chain, residual

ALWAYS = {"name", "op", "inputs", "output_shape", "parameters", "macs", "bytes", "receptive_field"}


@pytest.mark.parametrize("build", ALL)
def test_every_layer_is_told_in_execution_order_in_plain_json(build):
    network = build()
    told = json.loads(json.dumps(describe_layers(network)))
    assert [each["name"] for each in told] == [layer.name for layer in network.layers]
    for each, layer in zip(told, network.layers, strict=True):
        assert each.keys() == ALWAYS | layer.operation.hyperparameters.keys()
        assert each["op"] == layer.operation.kind
        assert each["inputs"] == list(layer.inputs)
        assert each["output_shape"] == list(network.shapes[layer.name])
        axes = len(network.input_shape) - 1
        assert all(len(numbers) == axes for numbers in each["receptive_field"].values())


def test_a_convolution_is_told_completely():
    network = Network.chain((3, 32, 30), [("conv1", Conv2d(3, 16, 3, stride=(2, 1), padding=1))])
    assert describe_layers(network) == [
        {
            "name": "conv1",
            "op": "conv2d",
            "inputs": ["input"],
            "output_shape": [16, 16, 30],
            "parameters": 448,
            "macs": 16 * 16 * 30 * 27,
            "bytes": 16 * 16 * 30 * 4,
            "filters": 16,
            "kernel": [3, 3],
            "stride": [2, 1],
            "padding": [1, 1, 1, 1],
            "dilation": [1, 1],
            "groups": 1,
            "receptive_field": {"size": [3, 3], "stride": [2, 1], "start": [-1, -1]},
        }
    ]


def test_vectors_have_a_shape_of_one_number():
    assert describe_layers(chain())[-1]["output_shape"] == [3]


def test_layers_that_merge_name_all_their_inputs():
    told = {each["name"]: each for each in describe_layers(residual())}
    assert told["sum"]["inputs"] == ["conv2", "conv1"]
