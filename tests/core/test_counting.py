import tracemalloc
from math import prod

import numpy as np
import pytest

from core.counting import Count, Row, count, run_bytes, summary, total_parameters
from core.network import Network
from core.ops import AvgPool2d, BatchNorm, Conv2d, Dense, Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.architectures import googlenet, resnet
from core.zoo.filling import fill


def small() -> Network:
    return Network.chain(
        (3, 12, 12),
        [
            ("conv", Conv2d(3, 16, 3)),
            ("norm", BatchNorm(16)),
            ("relu", ReLU()),
            ("flatten", Flatten()),
            ("scores", Dense(1600, 10)),
        ],
    )


def test_a_summary_has_a_row_a_layer_in_execution_order():
    network = small()
    rows = summary(network).rows
    assert [row.name for row in rows] == [layer.name for layer in network.layers]
    assert [row.count for row in rows] == [count(network, layer) for layer in network.layers]
    assert rows[0] == Row("conv", "conv2d", (16, 10, 10), Count(448, 43_200, 6400))


def test_a_summarys_total_is_the_sum_of_its_rows():
    network = small()
    total = summary(network).total
    assert total.parameters == total_parameters(network) == 448 + 32 + 16_010
    assert total.macs == 43_200 + 1600 + 16_000
    assert total.bytes == 4 * (4 * 1600 + 10)


def test_a_summary_is_shown_as_a_table_with_its_total_and_its_convention():
    text = repr(summary(small()))
    assert text == str(summary(small()))
    head, rule, *rows, _, total, convention = text.splitlines()
    assert head.split() == ["layer", "operation", "output", "parameters", "MACs", "bytes"]
    assert set(rule) == {"─"}
    assert rows[0].split() == ["conv", "conv2d", "16×10×10", "448", "43,200", "6,400"]
    assert total.split() == ["total", "16,490", "60,800", "25,640"]
    assert "1 MAC = 2 FLOPs" in convention
    assert {len(line) for line in (head, rule, *rows, total)} == {len(head)}


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


@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("build", [resnet.build_18, googlenet.build])
def test_what_a_run_holds_is_estimated_from_above_and_not_by_much(build, backward):
    network = fill(build())
    x = np.random.default_rng(0).standard_normal((1, *network.input_shape), np.float32)
    tracemalloc.start()
    run = network.run(x).finish(keep=backward)
    for _ in run.answer_for(0)[1] if backward else ():
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < run_bytes(network, backward=backward) < 3 * peak
