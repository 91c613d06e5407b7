import numpy as np
import pytest

from core.attribution import Question, guided, randomised, saliency
from core.network import Network
from core.ops import Conv2d, Dense, Flatten, ReLU, Tanh
from tests.core.attribution.networks import branched, in_double, picture


def test_guided_backpropagation_multiplies_by_both_masks():
    network = in_double(
        Network.chain(
            (1, 4, 4),
            [
                ("conv", Conv2d(1, 3, 3, padding=1)),
                ("relu", ReLU()),
                ("flatten", Flatten()),
                ("scores", Dense(48, 2)),
            ],
        )
    )
    x = picture(network)
    run = network.run(x).finish()
    arriving = network.parameters["scores.weight"][1].reshape(1, 3, 4, 4)
    back = arriving * (arriving > 0) * (run.activations["conv"] > 0)
    weight = network.parameters["conv.weight"][:, 0]
    expected = np.zeros((6, 6))
    for f, y, column in np.ndindex(3, 4, 4):
        expected[y : y + 3, column : column + 3] += back[0, f, y, column] * weight[f]
    np.testing.assert_allclose(saliency(Question(guided(network), 1), x)[0], expected[1:-1, 1:-1], rtol=1e-12)


def test_a_network_without_rectifiers_is_not_guided():
    network = in_double(Network.chain((1, 3, 3), [("tanh", Tanh()), ("flatten", Flatten())]))
    x = picture(network)
    np.testing.assert_array_equal(
        saliency(Question(guided(network), 4), x), saliency(Question(network, 4), x)
    )


def test_guiding_changes_no_value_and_not_the_network_itself():
    network = branched()
    x = picture(network)
    before = saliency(Question(network, 0), x)
    np.testing.assert_array_equal(Question(guided(network), 0).values(x), Question(network, 0).values(x))
    np.testing.assert_array_equal(saliency(Question(network, 0), x), before)


@pytest.mark.parametrize("count", [0, 1, 2, 4, 9])
def test_so_many_layers_from_the_end_forget_what_they_learned(count):
    network = branched()
    found = randomised(network, count).parameters
    learned = ["conv1", "conv2", "side", "scores"]
    changed = {
        name.split(".")[0]
        for name, value in network.parameters.items()
        if not np.array_equal(value, found[name])
    }
    assert changed == set(learned[max(0, 4 - count) :])


def test_numbers_are_dealt_out_anew_and_none_is_new():
    network = branched()
    for name, value in randomised(network, 9).parameters.items():
        np.testing.assert_array_equal(np.sort(value.ravel()), np.sort(network.parameters[name].ravel()))


def test_the_same_seed_forgets_the_same_way():
    network = branched()
    first, again, other = (randomised(network, 2, seed).parameters["scores.weight"] for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
