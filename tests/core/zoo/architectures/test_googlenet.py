"""The paper's Table 1. It counts weights without biases, 1 K = 1,024, and rounds freely."""

import pytest

from core.counting import total_parameters
from core.zoo.architectures import googlenet
from tests.core.zoo.architectures.tables import fields, macs, parameters, shapes

NETWORK = googlenet.build()
# Block: channels and size of its output, weights in K, operations in millions. Left out is what does not
# follow from the widths in the table's own row: 463 K weights for 4c (they are 498), and for 5a 1072 K and
# 54 M (they are 1018 and 51).
TABLE = {
    "3a": ((256, 28, 28), 159, 128),
    "3b": ((480, 28, 28), 380, 304),
    "4a": ((512, 14, 14), 364, 73),
    "4b": ((512, 14, 14), 437, 88),
    "4c": ((512, 14, 14), None, 100),
    "4d": ((528, 14, 14), 580, 119),
    "4e": ((832, 14, 14), 840, 170),
    "5a": ((832, 7, 7), None, None),
    "5b": ((1024, 7, 7), 1388, 71),
}


@pytest.mark.parametrize("block", TABLE)
def test_blocks_of_the_published_table(block):
    shape, weights, operations = TABLE[block]
    assert NETWORK.shapes[f"{block}/output"] == shape
    if weights:
        assert parameters(NETWORK, f"{block}/") / 1024 == pytest.approx(weights, rel=0.02)
    if operations:
        assert macs(NETWORK, f"{block}/") / 1e6 == pytest.approx(operations, abs=1)


def test_layers_before_and_behind_the_blocks():
    assert shapes(NETWORK, "conv1", "pool1", "conv2/3x3", "pool2", "pool3", "pool4", "average") == [
        (64, 112, 112),
        (64, 56, 56),
        (192, 56, 56),
        (192, 28, 28),
        (480, 14, 14),
        (832, 7, 7),
        (1024, 1, 1),
    ]
    assert macs(NETWORK, "conv2") / 1e6 == pytest.approx(360, abs=1)
    assert macs(NETWORK, "classifier") == 1_024_000


def test_parameters_and_multiply_accumulates_of_the_whole():
    assert total_parameters(NETWORK) == 6_998_552
    assert macs(NETWORK) == 1_582_671_872


def test_twenty_two_layers_deep():
    depth = {"input": 0}
    for layer in NETWORK.layers:
        depth[layer.name] = max(depth[name] for name in layer.inputs) + bool(layer.operation.parameters)
    assert depth[NETWORK.output] == 22


def test_a_block_sees_what_its_widest_branch_sees():
    assert fields(NETWORK, "pool2", "3a/1x1", "3a/3x3", "3a/5x5") == [
        27,
        27,
        43,
        59,
    ]
    assert fields(NETWORK, "3a/output", "5b/output") == [59, 715]
