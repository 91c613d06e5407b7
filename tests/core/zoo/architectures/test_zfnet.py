from core.counting import total_parameters
from core.zoo.architectures import zfnet
from tests.core.zoo.architectures.tables import fields, shapes

NETWORK = zfnet.build()


def test_sizes_are_those_of_the_papers_figure():
    layers = ("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5")
    assert shapes(NETWORK, *layers) == [
        (96, 110, 110),
        (96, 55, 55),
        (256, 26, 26),
        (256, 13, 13),
        (384, 13, 13),
        (384, 13, 13),
        (256, 13, 13),
        (256, 6, 6),
    ]


def test_parameters_of_the_papers_figure():
    assert total_parameters(NETWORK) == 62_357_608


def test_a_smaller_first_window_and_stride_see_finer_than_alexnets():
    assert fields(NETWORK, "conv1", "conv5", "pool5") == [7, 139, 171]
