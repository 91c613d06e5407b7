import pytest

from core.counting import total_parameters
from core.zoo.architectures import mobilenet_v1
from tests.core.zoo.architectures.tables import fields, macs, parameters, shapes

NETWORK = mobilenet_v1.build()


def test_published_parameters_and_multiply_accumulates():
    assert total_parameters(NETWORK) == 4_231_976
    assert macs(NETWORK) == 568_740_352
    assert macs(NETWORK) == pytest.approx(569e6, rel=1e-3)  # as the paper rounds it


def test_running_statistics_make_the_difference_to_keras_count():
    assert sum(value.size for value in NETWORK.state.values()) == 4_253_864


def test_output_sizes_of_the_published_table():
    blocks = [f"block{number}/pointwise" for number in (1, 2, 3, 4, 5, 6, 11, 12, 13)]
    assert shapes(NETWORK, "conv1", *blocks, "average") == [
        (32, 112, 112),
        (64, 112, 112),
        (128, 56, 56),
        (128, 56, 56),
        (256, 28, 28),
        (256, 28, 28),
        (512, 14, 14),
        (512, 14, 14),
        (1024, 7, 7),
        (1024, 7, 7),
        (1024, 1, 1),
    ]


def test_most_work_and_parameters_are_in_the_pointwise_convolutions():
    pointwise = [layer.name for layer in NETWORK.layers if layer.name.endswith("pointwise")]
    assert sum(macs(NETWORK, name) for name in pointwise) / macs(NETWORK) == pytest.approx(0.9486, abs=0.01)
    share = sum(parameters(NETWORK, name) for name in pointwise) / total_parameters(NETWORK)
    assert share == pytest.approx(0.7459, abs=0.01)


def test_published_receptive_field():
    assert fields(NETWORK, "block13/pointwise") == [315]
