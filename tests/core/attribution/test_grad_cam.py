import numpy as np
import pytest

from core.attribution import Question, Unit, cam_layers, grad_cam
from core.errors import NoMaps
from tests.core.attribution.networks import branched, of_signals, picture
from tests.core.oracles import onnx_node, slopes


@pytest.mark.parametrize("layer", ["conv1", "relu1", "relu2", "side", "concat", "pool"])
def test_maps_are_weighted_by_their_mean_gradient(layer):
    network = branched()
    question = Question(network, 1)
    x = picture(network)
    maps = network.run(x).finish().activations[layer]
    found = grad_cam(question, x, layer)
    # The layer's own output nudged: what lies behind it is run again by hand.
    rest = {"pool": slopes(lambda: _after_pool(network, maps), maps)} if layer == "pool" else {}
    gradient = rest.get(layer, question.gradients(x, layer)[1])
    np.testing.assert_allclose(found.weights, gradient[0].mean(axis=(1, 2)), atol=1e-7)
    expected = np.maximum((found.weights[:, None, None] * maps[0]).sum(axis=0), 0)
    np.testing.assert_allclose(found.map, expected, rtol=1e-9, atol=1e-12)


def _after_pool(network, maps):
    weight, bias = network.parameters["scores.weight"], network.parameters["scores.bias"]
    return float(weight[1] @ maps.ravel() + bias[1])


def test_the_map_is_enlarged_to_the_picture_between_its_values():
    network = branched()
    x = picture(network)
    found = grad_cam(Question(network, 0), x, "pool")
    sizes = np.array([1, 1, 7, 6], np.int64)
    none = np.array([], np.float32)
    (expected,) = onnx_node("Resize", found.map[None, None], none, none, sizes, mode="linear")
    assert found.enlarged.shape == (7, 6)
    np.testing.assert_allclose(found.enlarged, expected[0, 0], rtol=1e-6, atol=1e-9)


def test_nothing_in_it_is_below_zero():
    network = branched()
    for target in range(3):
        assert grad_cam(Question(network, target), picture(network), "relu2").map.min() >= 0


def test_layers_that_have_maps_can_be_asked():
    network = branched()
    assert cam_layers(network) == ["conv1", "relu1", "conv2", "add", "relu2", "side", "concat", "pool"]
    assert cam_layers(of_signals()) == ["conv", "relu"]


def test_signals_have_a_map_along_their_axis():
    network = of_signals()
    assert grad_cam(Question(network, 1), picture(network), "relu").enlarged.shape == (12,)


@pytest.mark.parametrize(
    ("target", "layer"), [(0, "scores"), (0, "nothing"), (Unit("conv1", (0, 1, 1)), "pool")], ids=str
)
def test_a_layer_without_maps_or_behind_the_target_is_refused(target, layer):
    network = branched()
    with pytest.raises(NoMaps, match="conv1"):
        grad_cam(Question(network, target), picture(network), layer)
