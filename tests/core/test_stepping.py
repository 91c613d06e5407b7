"""A step of learning from one picture: each rule's formula, what it leaves alone, and what it refuses."""

import numpy as np
import pytest

from core.checking import in_float64
from core.errors import TrainingError
from core.stepping import NUMBERS, optimizer_of, step
from tests.core.samples_of_networks import ALL, chain


def built(build=chain):
    network = build()
    network.initialize(seed=3)
    rng = np.random.default_rng(4)
    return network, rng.standard_normal((1, *network.input_shape)).astype(np.float32)


def gradients(network, x, target, loss="cross_entropy"):
    _, steps = network.run(x).finish().answer_for(target, loss)
    return {f"{each.layer.name}.{name}": g for each in steps for name, g in each.d_parameters.items()}


def weights(stepped):
    return {name: value.astype(np.float64) for name, value in stepped.network.parameters.items()}


@pytest.mark.parametrize("build", ALL, ids=lambda each: each.__name__)
def test_a_small_step_lowers_the_loss_of_any_network(build):
    network, x = built(build)
    network, x = in_float64(network), x.astype(np.float64)
    stepped = step(network, x, 1, "logit", optimizer_of("sgd", 1e-8, {}))
    assert stepped.after < stepped.before
    expected = sum((each**2).sum() for each in gradients(network, x, 1, "logit").values())
    assert stepped.before - stepped.after == pytest.approx(1e-8 * expected, rel=1e-3)


def test_sgd_takes_the_rate_times_the_gradient_and_nothing_else():
    network, x = built()
    before = {name: value.copy() for name, value in network.state.items()}
    slopes = gradients(network, x, 2)
    stepped = step(network, x, 2, "cross_entropy", optimizer_of("sgd", 0.5, {}))
    for name, value in stepped.network.parameters.items():
        np.testing.assert_array_equal(value, before[name] - np.float32(0.5) * slopes[name])
    for name, value in network.state.items():
        np.testing.assert_array_equal(value, before[name])
    for layer in network.layers:
        twin = stepped.network.layer(layer.name).operation
        for name, value in layer.operation.statistics.items():
            assert twin.statistics[name] is value
    assert stepped.after == stepped.network.run(x).finish().answer_for(2)[0]


@pytest.mark.parametrize("rule", ["momentum", "nesterov"])
def test_momentum_goes_on_where_the_step_before_it_went(rule):
    network, x = built()
    rule_of = optimizer_of(rule, 0.1, {"momentum": 0.8})
    first = step(network, x, 0, "cross_entropy", rule_of)
    second = step(
        first.network, x, 0, "cross_entropy", optimizer_of(rule, 0.1, {"momentum": 0.8}, first.optimizer)
    )
    g1, g2 = gradients(network, x, 0), gradients(first.network, x, 0)
    for name, value in weights(second).items():
        velocity = 0.8 * g1[name].astype(np.float64) + g2[name]
        went = g2[name] + 0.8 * velocity if rule == "nesterov" else velocity
        np.testing.assert_allclose(value, weights(first)[name] - 0.1 * went, rtol=1e-5, atol=1e-7)


def test_rmsprop_and_adam_divide_by_what_gradients_were_like():
    network, x = built()
    for rule in ("rmsprop", "adam"):
        stepped = step(network, x, 0, "cross_entropy", optimizer_of(rule, 0.01, {}))
        expected = 0.01 / np.sqrt(0.1) if rule == "rmsprop" else 0.01
        for name, gradient in gradients(network, x, 0).items():
            went = np.abs(weights(stepped)[name] - network.parameters[name])
            np.testing.assert_allclose(went[np.abs(gradient) > 1e-4], expected, rtol=2e-3)


def test_from_one_step_several_ways_lead_on_and_none_changes_another():
    network, x = built()
    first = step(network, x, 0, "cross_entropy", optimizer_of("adam", 0.01, {}))
    again = [
        step(first.network, x, target, "cross_entropy", optimizer_of("adam", 0.01, {}, first.optimizer))
        for target in (0, 1, 0)
    ]
    np.testing.assert_array_equal(weights(again[0])["conv1.weight"], weights(again[2])["conv1.weight"])
    assert (weights(again[0])["conv1.weight"] != weights(again[1])["conv1.weight"]).any()


def test_another_rule_begins_anew():
    network, x = built()
    first = step(network, x, 0, "cross_entropy", optimizer_of("momentum", 0.1, {}))
    adam = optimizer_of("adam", 0.1, {}, first.optimizer)
    assert adam.nbytes == 0
    assert first.optimizer.nbytes == sum(value.nbytes for value in network.parameters.values())


def test_how_far_each_parameter_went_is_told_layer_by_layer():
    network, x = built()
    stepped = step(network, x, 1, "cross_entropy", optimizer_of("sgd", 0.5, {}))
    slopes = gradients(network, x, 1)
    assert [f"{each.layer}.{each.parameter}" for each in stepped.moved if each.parameter == "weight"] == [
        "conv1.weight",
        "conv2.weight",
        "norm.weight",
        "scores.weight",
    ]
    for each in stepped.moved:
        name = f"{each.layer}.{each.parameter}"
        assert each.gradient == pytest.approx(np.linalg.norm(slopes[name]), rel=1e-5)
        assert each.step == pytest.approx(0.5 * each.gradient, rel=1e-4, abs=1e-6)
        assert each.weight == pytest.approx(np.linalg.norm(network.parameters[name]), rel=1e-5)
        assert each.largest == pytest.approx(0.5 * np.abs(slopes[name]).max(), rel=1e-4, abs=1e-6)
    moved = {f"{each.layer}.{each.parameter}" for each in stepped.moved}
    assert stepped.nbytes == sum(network.parameters[name].nbytes for name in moved)


@pytest.mark.parametrize("rule", NUMBERS)
def test_a_step_that_leads_to_no_number_is_refused_and_changes_nothing(rule):
    network, x = built()
    before = {name: value.copy() for name, value in network.state.items()}
    with pytest.raises(TrainingError, match="Take a smaller rate"):
        step(network, x, 0, "cross_entropy", optimizer_of(rule, 1e38, {}))
    for name, value in network.state.items():
        np.testing.assert_array_equal(value, before[name])
