from itertools import product

import numpy as np
import pytest

from core.errors import ShapeError, UnknownClass, UnknownLayer, UnknownLoss, UnknownUnit
from core.losses import LOSSES, hinge
from core.network import Network
from core.ops import Conv2d, Flatten, ReLU, Softmax
from core.units import Unit
from tests.core.oracles import STEP, backward_by_name, in_float64, input_gradient, run_bumped, slopes
from tests.core.samples_of_networks import (
    ALL,
    chain,
    inception,
    one_input_twice,
    picture,
    residual,
    scores_only,
    without_softmax,
)

NETWORKS = pytest.mark.parametrize("build", ALL)


def taken_back(build):
    """A run of two pictures, ones as its output's gradient, and the steps that take them back, by name."""
    network = in_float64(build())
    run = network.run(picture(network, 2)).finish()
    seeds = {network.output: np.ones_like(run.activations[network.output])}
    return run, seeds, backward_by_name(run.backward(seeds))


def test_backward_is_computed_step_by_step_too():
    computed = []

    class Watched(ReLU):
        def backward(self, saved, d_output):
            computed.append(self)
            return super().backward(saved, d_output)

    network = Network.chain((1, 2, 2), [("a", Watched()), ("b", Watched()), ("scores", Flatten())])
    _, steps = network.run(picture(network)).finish().answer_for(0)
    next(steps)
    assert computed == []
    next(steps)
    assert computed == [network.layer("b").operation]


@NETWORKS
def test_backward_can_leave_out_the_gradient_of_the_input_and_no_other(build):
    run, seeds, whole = taken_back(build)
    for step in run.backward(seeds, to_input=False):
        expected = whole[step.layer.name]
        assert step.d_parameters.keys() == expected.d_parameters.keys()
        for name, gradient in step.d_parameters.items():
            np.testing.assert_allclose(gradient, expected.d_parameters[name], rtol=1e-9, atol=1e-12)
        if set(step.layer.inputs) == {"input"}:
            assert step.d_inputs == ()
        else:
            for found, wanted in zip(step.d_inputs, expected.d_inputs, strict=True):
                np.testing.assert_array_equal(found, wanted)


@NETWORKS
def test_backward_can_leave_out_the_gradients_of_parameters_and_no_other(build):
    run, seeds, whole = taken_back(build)
    for step in run.backward(seeds, to_parameters=False):
        assert step.d_parameters == {}
        for found, wanted in zip(step.d_inputs, whole[step.layer.name].d_inputs, strict=True):
            np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


@NETWORKS
@pytest.mark.parametrize("loss", LOSSES)
def test_backward_gives_one_step_a_layer_last_layer_first(build, loss):
    network = in_float64(build())
    run = network.run(picture(network)).finish()
    _, steps = run.answer_for(1, loss)
    steps = list(steps)
    assert [step.layer for step in steps] == list(reversed(network.layers))
    for step in steps:
        assert step.d_output.shape == (1, *network.shapes[step.layer.name])
        shapes = [d_input.shape[1:] for d_input in step.d_inputs]
        assert shapes == [network.shapes[name] for name in step.layer.inputs]
        assert step.d_parameters.keys() == step.layer.operation.parameters.keys()


@NETWORKS
@pytest.mark.parametrize("loss", LOSSES)
def test_every_parameters_gradient_is_the_slope_of_the_loss(build, loss):
    network = in_float64(build())
    x = picture(network)

    def value() -> float:
        return network.run(x).finish().answer_for(1, loss)[0]

    steps = backward_by_name(network.run(x).finish().answer_for(1, loss)[1])
    for layer in network.layers:
        for name, parameter in layer.operation.parameters.items():
            expected = slopes(value, parameter)
            np.testing.assert_allclose(steps[layer.name].d_parameters[name], expected, rtol=1e-5, atol=1e-7)


@NETWORKS
@pytest.mark.parametrize("loss", LOSSES)
def test_the_inputs_gradient_is_the_slope_of_the_loss(build, loss):
    network = in_float64(build())
    x = picture(network)
    found = input_gradient(network.run(x).finish().answer_for(1, loss)[1])
    expected = slopes(lambda: network.run(x).finish().answer_for(1, loss)[0], x)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


@NETWORKS
def test_every_activations_gradient_is_the_slope_of_the_loss(build):
    network = in_float64(build())
    x = picture(network)
    steps = backward_by_name(network.run(x).finish().answer_for(1)[1])
    last_softmax = network.output if network.output != network.logits else None
    for layer in network.layers:
        if layer.name == last_softmax:
            continue  # the loss is computed from the logits, so that moving the shares moves nothing
        d_output = steps[layer.name].d_output
        for index in list(np.ndindex(d_output.shape))[::7]:
            above, below = (
                run_bumped(network, x, layer.name, index, by).answer_for(1)[0] for by in (STEP, -STEP)
            )
            assert d_output[index] == pytest.approx((above - below) / (2 * STEP), rel=1e-5, abs=1e-7)


def test_a_batchs_gradients_are_the_sum_of_its_pictures_gradients():
    network = in_float64(residual())
    x = picture(network, 3)
    seeds = np.random.default_rng(0).standard_normal((3, *network.shapes[network.logits]))

    def weight_gradient(part: slice) -> np.ndarray:
        steps = network.run(x[part]).finish().backward({network.logits: seeds[part]})
        return backward_by_name(steps)["conv1"].d_parameters["weight"]

    total = sum(weight_gradient(slice(n, n + 1)) for n in range(3))
    np.testing.assert_allclose(weight_gradient(slice(0, 3)), total, atol=1e-12)


def test_an_input_used_twice_gets_the_gradient_of_both_uses():
    network = in_float64(one_input_twice())
    run = network.run(picture(network)).finish()
    steps = backward_by_name(run.answer_for(0)[1])
    np.testing.assert_array_equal(steps["conv"].d_output, 2 * steps["again"].d_output)


def test_a_layer_gets_the_sum_of_what_its_readers_send():
    network = in_float64(inception())
    steps = backward_by_name(network.run(picture(network)).finish().answer_for(0)[1])
    sent = steps["joined"].d_inputs[1] + steps["length"].d_inputs[0]
    np.testing.assert_allclose(steps["point"].d_output, sent)


def test_a_layer_the_seed_does_not_depend_on_gets_zeros():
    network = in_float64(chain())
    run = network.run(picture(network)).finish()
    steps = backward_by_name(run.backward({"conv1": np.ones((1, 3, 7, 6))}))
    assert not steps["scores"].d_parameters["weight"].any()
    assert steps["conv1"].d_parameters["weight"].any()


def test_a_run_can_be_answered_for_every_class_and_loss_in_any_order():
    network = in_float64(chain())
    run = network.run(picture(network)).finish()
    asked = list(product(range(3), LOSSES))
    first = {each: input_gradient(run.answer_for(*each)[1]) for each in asked}
    for each in reversed(asked):
        np.testing.assert_array_equal(input_gradient(run.answer_for(*each)[1]), first[each])


def test_cross_entropy_is_minus_the_logarithm_of_the_targets_probability():
    network = in_float64(chain())
    run = network.run(picture(network)).finish()
    for target in range(3):
        value, steps = run.answer_for(target)
        assert value == pytest.approx(-np.log(run.probabilities[target]))
        last = next(steps)
        wanted = np.eye(3)[target]
        np.testing.assert_allclose(last.d_output[0], -wanted / run.probabilities)
        np.testing.assert_allclose(last.d_inputs[0][0], run.probabilities - wanted)


def test_the_logit_is_the_score_itself_and_sends_back_a_one():
    network = in_float64(chain())
    run = network.run(picture(network)).finish()
    value, steps = run.answer_for(2, "logit")
    by_name = backward_by_name(steps)
    assert value == run.logits[2]
    np.testing.assert_array_equal(by_name["scores"].d_output, [[0, 0, 1]])
    assert not by_name["softmax"].d_output.any()


@pytest.mark.parametrize("number", [np.float32, np.float64])
@pytest.mark.parametrize("softmax", [True, False])
@pytest.mark.parametrize("target", [0, 1, 2])
def test_cross_entropy_stays_finite_at_extreme_scores(number, softmax, target):
    network, x = scores_only([1000, -1000, 0], number, softmax=softmax)
    value, steps = network.run(x).finish().answer_for(target)
    steps = list(steps)
    assert value == pytest.approx([0, 2000, 1000][target])
    np.testing.assert_array_equal(input_gradient(steps).reshape(-1), np.array([1, 0, 0]) - np.eye(3)[target])
    for step in steps:
        assert np.isfinite(step.d_output).all()
        assert step.d_output.dtype == number


@pytest.mark.parametrize("loss", LOSSES)
def test_scores_may_be_maps_of_one_pixel(loss):
    network = in_float64(without_softmax())
    value, steps = network.run(picture(network)).finish().answer_for(3, loss)
    assert next(steps).d_output.shape == (1, 4, 1, 1)
    assert np.isfinite(value)


@pytest.mark.parametrize("target", [-1, 3, 99])
def test_an_unknown_class_is_told_with_those_that_exist(target):
    network = in_float64(chain())
    with pytest.raises(UnknownClass, match=rf"no class {target}\. Choose one of: 0, 1, 2"):
        network.run(picture(network)).finish().answer_for(target)


def test_an_unknown_loss_is_told_with_those_that_exist():
    network = in_float64(chain())
    with pytest.raises(UnknownLoss, match=r"no loss 'wrath'\. Choose one of: cross_entropy, logit, hinge"):
        network.run(picture(network)).finish().answer_for(0, "wrath")


def test_hinge_sends_back_how_many_scores_come_too_near():
    network, x = scores_only([1.0, 3.0, 2.5, -4.0], np.float64)
    value, steps = network.run(x).finish().answer_for(1, "hinge")
    assert value == pytest.approx(hinge(np.array([[1.0, 3.0, 2.5, -4.0]]), np.array([1]))[0]) == 0.5
    assert input_gradient(steps).reshape(-1).tolist() == [0, -1, 1, 0]


@NETWORKS
@pytest.mark.parametrize("nth", [0, 1, -1])
def test_a_units_gradients_are_the_slopes_of_its_value(build, nth):
    network = in_float64(build())
    layer = network.layers[nth].name
    unit = Unit(layer, tuple(size // 2 for size in network.shapes[layer]))
    x = picture(network)

    def value() -> float:
        return network.run(x).finish().answer_for(unit)[0]

    run = network.run(x).finish()
    found, steps = run.answer_for(unit)
    assert found == run.activations[layer][0][unit.index]
    steps = list(steps)
    np.testing.assert_allclose(input_gradient(steps), slopes(value, x), rtol=1e-5, atol=1e-7)
    for step in steps:
        for name, parameter in step.layer.operation.parameters.items():
            some = list(np.ndindex(parameter.shape))[::5]
            expected = slopes(value, parameter, some)
            got = [step.d_parameters[name][index] for index in some]
            np.testing.assert_allclose(got, np.ravel(expected), rtol=1e-5, atol=1e-7)


@NETWORKS
def test_layers_that_a_unit_does_not_depend_on_do_not_count_and_get_zeros(build):
    network = in_float64(build())
    layer = network.layers[len(network.layers) // 2].name
    unit = Unit(layer, (0,) * len(network.shapes[layer]))
    before = set(network.as_far_as(layer).names)
    for step in network.run(picture(network)).finish().answer_for(unit)[1]:
        assert step.counts == (step.layer.name in before)
        if not step.counts:
            arrays = [step.d_output, *step.d_inputs, *step.d_parameters.values()]
            assert not any(each.any() for each in arrays)


@pytest.mark.parametrize(
    ("unit", "error"),
    [
        (Unit("conv1", (0, 1)), UnknownUnit),
        (Unit("conv1", (99, 0, 0)), UnknownUnit),
        (Unit("conv1", (0, 0, -1)), UnknownUnit),
        (Unit("nowhere", (0,)), UnknownLayer),
    ],
)
def test_a_unit_that_is_not_there_is_told_with_what_is(unit, error):
    network = in_float64(chain())
    with pytest.raises(error):
        network.run(picture(network)).finish().answer_for(unit)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("last", [[], [("softmax", Softmax())]])
def test_gradients_of_a_network_that_ends_in_maps_are_the_slopes(loss, last):
    network = in_float64(Network.chain((2, 4, 5), [("maps", Conv2d(2, 3, 2)), *last]))
    x = picture(network)
    _, steps = network.run(x).finish().answer_for(1, loss)
    found = input_gradient(steps)
    expected = slopes(lambda: network.run(x).finish().answer_for(1, loss)[0], x)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_gradients_given_for_a_layer_that_is_not_there_or_of_another_shape_are_refused():
    network = in_float64(without_softmax())
    run = network.run(picture(network)).finish()
    with pytest.raises(UnknownLayer, match="no layer 'conv9'"):
        next(run.backward({"conv9": np.zeros(3)}))
    with pytest.raises(ShapeError, match=r"gradient given for conv1 has shape \(3,\).*\(1, 4, 3, 3\)"):
        next(run.backward({"conv1": np.zeros(3)}))
