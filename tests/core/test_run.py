import numpy as np
import pytest

from core.errors import UnfinishedRunError, UnknownLayer
from core.network import Layer, Network
from core.ops import Add, Conv2d, Dense, Flatten, MaxPool2d, ReLU, Softmax
from tests.core.oracles import in_float64
from tests.core.samples_of_networks import ALL, chain, picture, residual, scores_only, without_softmax


@pytest.mark.parametrize("build", ALL)
def test_forward_gives_one_step_a_layer_in_order(build):
    network = in_float64(build())
    run = network.run(picture(network))
    steps = list(run.forward())
    assert [step.layer for step in steps] == list(network.layers)
    assert [step.index for step in steps] == list(range(len(steps)))
    for step in steps:
        assert step.output.shape == (1, *network.shapes[step.layer.name])
        assert step.output is run.activations[step.layer.name]
        assert step.milliseconds >= 0


def test_a_layer_is_computed_when_its_step_is_asked_for_and_not_before():
    network = in_float64(chain())
    run = network.run(picture(network))
    steps = run.forward()
    assert set(run.activations) == {"input"}
    next(steps)
    assert set(run.activations) == {"input", "conv1"}
    next(steps)
    assert set(run.activations) == {"input", "conv1", "leaky1"}


def test_runs_of_one_network_do_not_disturb_each_other():
    network = in_float64(chain())
    x, other = picture(network, 2)[:1], picture(network, 2)[1:]
    alone = network.run(x).finish().probabilities
    run = network.run(x)
    for _ in zip(run.forward(), network.run(other).forward(), strict=True):
        pass
    np.testing.assert_array_equal(run.probabilities, alone)


def test_probabilities_are_the_softmax_of_the_logits_with_or_without_a_last_softmax():
    with_softmax, x = scores_only([1, 2, 3], np.float64)
    without, _ = scores_only([1, 2, 3], np.float64, softmax=False)
    run = with_softmax.run(x).finish()
    np.testing.assert_array_equal(run.logits, [1, 2, 3])
    np.testing.assert_allclose(run.probabilities, run.activations["softmax"][0])
    np.testing.assert_allclose(without.run(x).finish().probabilities, run.probabilities)


def test_max_pooling_shows_its_winners_and_other_layers_nothing():
    network = Network.chain((1, 2, 4), [("relu", ReLU()), ("pool", MaxPool2d(2)), ("scores", Flatten())])
    relu, pool, scores = network.run(np.array([[[[0.0, 1, 5, 2], [3, 2, 5, 5]]]])).forward()
    np.testing.assert_array_equal(pool.shown["winners"], [[[[2, 0]]]])
    assert relu.shown == scores.shown == {}


def test_float32_pictures_stay_float32_through_both_passes():
    network = Network(
        (1, 4, 4),
        [
            Layer("conv", Conv2d(1, 2, 3, padding=1), ("input",)),
            Layer("sum", Add(), ("conv", "conv")),
            Layer("flatten", Flatten(), ("sum",)),
            Layer("scores", Dense(32, 3), ("flatten",)),
            Layer("softmax", Softmax(), ("scores",)),
        ],
    )
    network.initialize(0)
    run = network.run(picture(network).astype(np.float32))
    arrays = [step.output for step in run.forward()]
    for step in run.answer_for(0)[1]:
        arrays += [step.d_output, *step.d_inputs, *step.d_parameters.values()]
    assert {each.dtype for each in arrays} == {np.dtype(np.float32)}


def test_a_run_asked_before_its_forward_pass_is_over_says_what_to_do():
    network = chain()
    run = network.run(picture(network))
    next(run.forward())
    with pytest.raises(UnfinishedRunError, match=r"finish\(\)"):
        run.answer_for(0)


def test_a_run_that_keeps_nothing_gives_the_same_scores_and_lets_go_of_what_was_read():
    network = in_float64(residual())
    x = picture(network)
    kept, lean = network.run(x).finish(), network.run(x)
    most = 0
    for step in lean.forward(keep=False):
        np.testing.assert_array_equal(step.output, kept.activations[step.layer.name])
        most = max(most, len(lean.activations))
    np.testing.assert_array_equal(lean.logits, kept.logits)
    assert len(lean.activations) <= 3 < most + 1 < len(kept.activations)


@pytest.mark.parametrize("build", ALL)
def test_a_run_that_keeps_nothing_comes_to_the_end_of_every_network(build):
    network = in_float64(build())
    x = picture(network)
    lean = network.run(x).finish(keep=False)
    np.testing.assert_array_equal(lean.logits, network.run(x).finish().logits)


def test_a_run_that_kept_nothing_says_so_when_asked_for_gradients():
    network = in_float64(chain())
    with pytest.raises(UnfinishedRunError, match="keep=True"):
        list(network.run(picture(network)).finish(keep=False).answer_for(0)[1])


def test_scores_of_a_network_that_ends_in_maps_are_the_means_of_the_maps():
    network = in_float64(Network.chain((2, 4, 5), [("maps", Conv2d(2, 3, 2))]))
    run = network.run(picture(network)).finish()
    np.testing.assert_allclose(run.logits, run.activations["maps"][0].mean(axis=(1, 2)))
    assert run.probabilities.sum() == pytest.approx(1)


def test_an_activation_that_is_not_computed_yet_or_was_let_go_says_why():
    network = in_float64(chain())
    run = network.run(picture(network))
    next(run.forward())
    assert run.activations["conv1"].shape == (1, 3, 7, 6)
    with pytest.raises(UnfinishedRunError, match=r"pool1 is not computed yet, or was let go"):
        run.activations["pool1"]
    with pytest.raises(UnfinishedRunError, match="keep=True"):
        network.run(picture(network)).finish(keep=False).activations["conv1"]


def test_an_activation_of_a_layer_that_is_not_there_names_those_that_are():
    run = without_softmax().run(np.zeros((1, 1, 5, 5)))
    with pytest.raises(UnknownLayer, match=r"no layer 'conv9'\. Choose one of: input, conv1, sigmoid"):
        run.activations["conv9"]
