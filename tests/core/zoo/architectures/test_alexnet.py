from core.counting import total_parameters
from core.zoo.architectures import alexnet
from tests.core.zoo.architectures.tables import fields, macs, shapes

NETWORK = alexnet.build()


def test_published_parameters_and_multiply_accumulates():
    assert total_parameters(NETWORK) == 61_100_840
    assert macs(NETWORK) == 714_188_480


def test_output_shapes():
    assert shapes(NETWORK, "conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5") == [
        (64, 55, 55),
        (64, 27, 27),
        (192, 27, 27),
        (192, 13, 13),
        (384, 13, 13),
        (256, 13, 13),
        (256, 13, 13),
        (256, 6, 6),
    ]


def test_published_receptive_fields():
    layers = ("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5")
    assert fields(NETWORK, *layers) == [11, 19, 51, 67, 99, 131, 163, 195]
