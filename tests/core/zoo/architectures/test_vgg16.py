from core.counting import total_parameters
from core.zoo.architectures import vgg16
from tests.core.zoo.architectures.tables import fields, macs, shapes

NETWORK = vgg16.build()
POOLS = [f"pool{number}" for number in range(1, 6)]


def test_published_parameters_and_multiply_accumulates():
    assert total_parameters(NETWORK) == 138_357_544
    assert macs(NETWORK) == 15_470_264_320


def test_pools_halve_the_maps_and_filters_double_up_to_512():
    assert shapes(NETWORK, *POOLS) == [
        (64, 112, 112),
        (128, 56, 56),
        (256, 28, 28),
        (512, 14, 14),
        (512, 7, 7),
    ]


def test_published_receptive_fields_of_the_pools():
    assert fields(NETWORK, *POOLS) == [6, 16, 44, 100, 212]


def test_sixteen_layers_have_weights():
    assert sum(bool(layer.operation.parameters) for layer in NETWORK.layers) == 16
