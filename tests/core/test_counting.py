from math import prod

import pytest

from core.counting import Count, count, total_parameters
from core.network import Network
from core.ops import AvgPool2d, BatchNorm, Conv2d, Dense, Dropout, Flatten, MaxPool2d, ReLU, Softmax


def vgg16() -> Network:
    blocks = (2, 64), (2, 128), (3, 256), (3, 512), (3, 512)
    operations, channels = [], 3
    for repeats, filters in blocks:
        for _ in range(repeats):
            operations += [Conv2d(channels, filters, 3, padding=1), ReLU()]
            channels = filters
        operations.append(MaxPool2d(2))
    operations += [Flatten(), Dense(512 * 7 * 7, 4096), ReLU(), Dense(4096, 4096), ReLU(), Dense(4096, 1000)]
    return Network.chain((3, 224, 224), [(f"layer{n}", op) for n, op in enumerate(operations)])


@pytest.fixture(scope="module")
def counted() -> tuple[Network, list[Count]]:
    network = vgg16()
    return network, [count(network, layer) for layer in network.layers]


def test_published_parameters_of_vgg16(counted):
    network, counts = counted
    assert total_parameters(network) == sum(each.parameters for each in counts) == 138_357_544


def test_published_multiply_accumulates_of_vgg16(counted):
    _, counts = counted
    assert sum(each.macs for each in counts) == 15_470_264_320


def test_the_first_layer_of_alexnet_shares_its_weights():
    network = Network.chain((3, 227, 227), [("conv1", Conv2d(3, 96, 11, stride=4))])
    found = count(network, network.layer("conv1"))
    units = prod(network.shapes["conv1"])
    assert units == 290_400
    assert found.parameters == 34_848 + 96
    assert units * (11 * 11 * 3 + 1) == 105_705_600
    assert found.macs == units * 363


def test_activations_of_three_convolutions_on_a_large_photo():
    network = Network.chain(
        (3, 224, 224), [(f"conv{n}", Conv2d(64 if n else 3, 64, 3, padding=1)) for n in range(3)]
    )
    total = sum(count(network, layer).bytes for layer in network.layers)
    assert total / 4 == pytest.approx(9.6e6, rel=0.01)
    assert 2 * total == pytest.approx(77e6, rel=0.01)  # activations and their gradients


def test_layers_that_learn_nothing_cost_no_parameters_and_no_multiplications():
    operations = [ReLU(), MaxPool2d(2), AvgPool2d(2), Dropout(), Flatten(), Softmax()]
    network = Network.chain((2, 8, 8), [(op.kind, op) for op in operations])
    for layer in network.layers:
        found = count(network, layer)
        assert (found.parameters, found.macs) == (0, 0)
        assert found.bytes == 4 * prod(network.shapes[layer.name])


def test_running_statistics_are_no_parameters():
    network = Network.chain((8, 4, 4), [("norm", BatchNorm(8))])
    assert total_parameters(network) == 16
