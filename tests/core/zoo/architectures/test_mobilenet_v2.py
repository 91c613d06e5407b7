import pytest

from core.counting import total_parameters
from core.zoo.architectures import mobilenet_v2
from tests.core.zoo.architectures.tables import fields, macs, shapes

NETWORK = mobilenet_v2.build()


def test_published_parameters_and_multiply_accumulates():
    assert total_parameters(NETWORK) == 3_504_872
    assert macs(NETWORK) == 300_774_272
    assert macs(NETWORK) == pytest.approx(300e6, rel=3e-3)  # as the paper rounds it


def test_output_sizes_of_the_published_table():
    stages = [f"block{stage}_1/project" for stage in range(1, 8)]
    assert shapes(NETWORK, "conv1", *stages, "conv2", "average") == [
        (32, 112, 112),
        (16, 112, 112),
        (24, 56, 56),
        (32, 28, 28),
        (64, 14, 14),
        (96, 14, 14),
        (160, 7, 7),
        (320, 7, 7),
        (1280, 7, 7),
        (1280, 1, 1),
    ]


def test_shortcuts_join_the_narrow_ends_of_blocks_that_repeat():
    joined = [layer.name.split("/")[0] for layer in NETWORK.layers if layer.operation.kind == "add"]
    assert joined == [
        *("block2_2", "block3_2", "block3_3", "block4_2", "block4_3", "block4_4"),
        *("block5_2", "block5_3", "block6_2", "block6_3"),
    ]


def test_no_activation_stands_behind_a_narrow_end():
    for layer in NETWORK.layers:
        if layer.operation.kind == "relu6":
            assert not layer.inputs[0].endswith("project/norm")


def test_published_receptive_field():
    assert fields(NETWORK, "conv2") == [491]
