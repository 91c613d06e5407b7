import numpy as np
import pytest

from core.counting import total_parameters
from core.errors import HyperparameterError, ShapeError
from core.zoo.architectures import unet
from core.zoo.filling import fill
from tests.core.zoo.architectures.tables import fields, parameters, shapes

NETWORK = unet.build()


def test_sizes_are_those_of_the_papers_figure():
    down = [f"down{level}/{step}" for level in (1, 2, 3, 4) for step in ("conv2", "pool")]
    assert shapes(NETWORK, *down, "bottom/conv2") == [
        *((64, 568, 568), (64, 284, 284)),
        *((128, 280, 280), (128, 140, 140)),
        *((256, 136, 136), (256, 68, 68)),
        *((512, 64, 64), (512, 32, 32)),
        (1024, 28, 28),
    ]
    up = [f"up{level}/{step}" for level in (4, 3, 2, 1) for step in ("joined", "conv2")]
    assert shapes(NETWORK, *up, "scores") == [
        *((1024, 56, 56), (512, 52, 52)),
        *((512, 104, 104), (256, 100, 100)),
        *((256, 200, 200), (128, 196, 196)),
        *((128, 392, 392), (64, 388, 388)),
        (2, 388, 388),
    ]


def test_twenty_three_convolutions_and_their_parameters():
    assert sum(bool(layer.operation.parameters) for layer in NETWORK.layers) == 23
    assert total_parameters(NETWORK) == 31_030_658
    assert parameters(NETWORK, "scores") == 2 * 65  # so that with one class they are 31,030,593


def test_receptive_fields_on_the_way_down():
    assert fields(NETWORK, *(f"down{level}/pool" for level in (1, 2, 3, 4)), "bottom/conv2") == [
        *(6, 16, 36, 76),
        140,
    ]


def test_the_middle_of_the_detail_is_joined_with_what_comes_up():
    network = fill(unet.build(188))
    x = np.random.default_rng(1).standard_normal((1, 1, 188, 188), np.float32)
    activations = network.run(x).finish().activations
    detail, coarse = activations["down1/relu2"], activations["up1/upconv"]
    size = coarse.shape[2]
    border = (detail.shape[2] - size) // 2
    middle = detail[:, :, border : border + size, border : border + size]
    np.testing.assert_array_equal(activations["up1/joined"], np.concatenate([middle, coarse], axis=1))


@pytest.mark.parametrize(("size", "outputs"), [(188, 4), (252, 68), (572, 388), (588, 404)])
def test_a_tile_of_another_size_has_the_same_weights(size, outputs):
    network = unet.build(size)
    assert network.shapes["scores"] == (2, outputs, outputs)
    assert total_parameters(network) == total_parameters(NETWORK)


def test_a_tile_of_a_size_that_does_not_fit_is_refused():
    with pytest.raises(HyperparameterError, match="Choose 16k"):
        unet.build(256)
    with pytest.raises(ShapeError):
        unet.build(140)
