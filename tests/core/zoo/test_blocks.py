import pytest

from core.network import Network
from core.ops import Conv1d, Conv3d
from core.zoo.blocks import classified, convolved


@pytest.mark.parametrize(
    ("shape", "convolution"), [((2, 9), Conv1d(2, 4, 3)), ((2, 4, 5, 5), Conv3d(2, 4, 3, padding=1))]
)
def test_a_convolution_in_any_dimension_is_followed_by_its_norm_only_where_one_is_wanted(shape, convolution):
    shipped = convolved("conv7", 7, convolution, batchnorm=False)
    trained = convolved("conv7", 7, convolution, batchnorm=True)
    assert [name for name, _ in shipped] == ["conv7", "relu7"]
    assert [name for name, _ in trained] == ["conv7", "norm7", "relu7"]
    shapes = Network.chain(shape, trained).shapes
    assert shapes["conv7"] == shapes["norm7"] == shapes["relu7"]


@pytest.mark.parametrize("shape", [(4, 9), (4, 3, 5), (4, 2, 3, 5)])
def test_scores_come_from_the_mean_of_every_map(shape):
    network = Network.chain(shape, classified(4, 3))
    assert network.shapes["flatten"] == (4,)
    assert network.logits == "scores"
    assert network.shapes["softmax"] == (3,)
