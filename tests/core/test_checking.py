"""Slopes measured by nudging one value, and where they may differ from a gradient that is right."""

from math import prod

import numpy as np
import pytest

from core.checking import OUTPUT, Asked, Place, check, in_float64
from core.errors import HyperparameterError, UnknownLayer, UnknownPart, UnknownUnit
from core.network import Layer, Network
from core.ops import Add, Conv2d, Dense, Flatten, MaxPool2d, ReLU, Tanh
from core.ops.base import Gradients
from tests.core.samples_of_networks import ALL, chain
from tests.core.samples_of_operations import SAMPLES, batches, filled

# Straight between their kinks; the others that have any bend in between too.
BENT = ("elu", "selu", "hardswish", "floor")


def built(build):
    network = build()
    network.initialize(seed=3)
    rng = np.random.default_rng(4)
    return network, rng.standard_normal((1, *network.input_shape)).astype(np.float32)


def places_of(network, rng):
    """A number of the input, and of each layer's output, inputs and parameters."""
    shapes = {("input", OUTPUT): network.input_shape}
    for layer in network.layers:
        shapes[layer.name, OUTPUT] = network.shapes[layer.name]
        for number, shape in enumerate(network.input_shapes(layer)):
            shapes[layer.name, f"input{number}" if number else "input"] = shape
        for name, value in layer.operation.parameters.items():
            shapes[layer.name, name] = value.shape
    for (layer, of), shape in shapes.items():
        yield Place(layer, of, tuple(int(rng.integers(size)) for size in shape))


@pytest.mark.parametrize("build", ALL, ids=lambda each: each.__name__)
@pytest.mark.parametrize("loss", ["cross_entropy", "logit"])
def test_every_gradient_is_the_slope_unless_something_switched(build, loss):
    network, x = built(build)
    straight = 0
    for place in places_of(network, np.random.default_rng(5)):
        found = check(network, x, place, Asked(1, loss))
        difference = abs(found.nudge.slope - found.gradient)
        if not found.nudge.switched:
            straight += 1
            assert difference <= 1e-6 * abs(found.gradient) + 4 * found.rounding, place
            assert found.relative_error < 1e-5 or difference <= 4 * found.rounding, place
    assert straight > len(network.layers)


def test_what_is_measured_is_the_loss_of_the_network_with_that_value():
    network, x = built(chain)
    place = Place("conv2", "weight", (3, 1, 0, 1))
    found = check(network, x, place, Asked(2), epsilon=0.25)
    for by, loss in ((-0.25, found.nudge.lower), (0, found.loss), (0.25, found.nudge.upper)):
        other = in_float64(network)
        other.layer("conv2").operation.parameters["weight"][3, 1, 0, 1] += by
        run = other.run(x.astype(np.float64)).finish()
        assert loss == pytest.approx(-np.log(run.probabilities[2]), rel=1e-12)
    assert found.value == network.parameters["conv2.weight"][3, 1, 0, 1]
    assert found.nudge.slope == (found.nudge.upper - found.nudge.lower) / 0.5
    assert found.relative_error > 1e-4  # the loss is no parabola


def test_the_network_itself_keeps_its_numbers_and_their_type():
    network, x = built(chain)
    before = {name: value.copy() for name, value in network.state.items()}
    for place in places_of(network, np.random.default_rng(0)):
        check(network, x, place, Asked(0))
    for name, value in network.state.items():
        assert value.dtype == np.float32
        np.testing.assert_array_equal(value, before[name])


class _Doubled(Tanh):
    """A mistake to be found: it sends back twice what it should."""

    kind = "doubled"

    def backward(self, saved, d_output):
        return Gradients((2 * super().backward(saved, d_output).inputs[0],))


def test_a_wrong_gradient_is_found_before_the_mistake_and_not_behind_it():
    network = Network.chain(
        (1, 4, 4), [("conv", Conv2d(1, 2, 3)), ("bent", _Doubled()), Flatten(), ("scores", Dense(8, 3))]
    )
    network.initialize(seed=0)
    x = np.random.default_rng(1).standard_normal((1, 1, 4, 4)).astype(np.float32)
    for place in (Place("input", OUTPUT, (0, 1, 1)), Place("conv", "weight", (0, 0, 1, 1))):
        assert check(network, x, place, Asked(1)).relative_error == pytest.approx(0.5, abs=1e-4)
    for place in (Place("bent", OUTPUT, (0, 1, 1)), Place("scores", "bias", (2,))):
        assert check(network, x, place, Asked(1)).relative_error < 1e-6


def rectified(kind, *values):
    """Two scores: the first the sum of what a layer makes of the values, the second nothing."""
    dense = Dense(
        len(kind.output_shape((1, 1, len(values)))) and prod(kind.output_shape((1, 1, len(values)))), 2
    )
    dense.parameters = {
        "weight": np.stack([np.ones(dense.inputs), np.zeros(dense.inputs)]).astype(np.float32),
        "bias": np.zeros(2, np.float32),
    }
    network = Network.chain((1, 1, len(values)), [("layer", kind), Flatten(), ("scores", dense)])
    return network, np.array(values, np.float32).reshape(1, 1, 1, -1)


def test_at_a_kink_the_slope_is_between_both_sides_and_what_switched_is_told():
    network, x = rectified(ReLU(), 0, 2, -1)
    at = [check(network, x, Place("input", OUTPUT, (0, 0, i)), Asked(0, "logit"), 1e-3) for i in range(3)]
    assert [each.nudge.switched for each in at] == [{"layer": 1}, {}, {}]
    assert [each.gradient for each in at] == [0, 1, 0]
    assert [each.nudge.slope for each in at] == pytest.approx([0.5, 1, 0])
    far = check(network, x, Place("input", OUTPUT, (0, 0, 1)), Asked(0, "logit"), epsilon=3)
    assert far.nudge.switched == {"layer": 1}
    assert far.nudge.slope == pytest.approx(5 / 6)


def test_where_two_values_share_a_maximum_the_winner_switches():
    network, x = rectified(MaxPool2d((1, 2)), 4, 4, 1, 3)
    at = [check(network, x, Place("input", OUTPUT, (0, 0, i)), Asked(0, "logit")) for i in range(4)]
    assert [each.nudge.switched for each in at] == [{"layer": 1}, {"layer": 1}, {}, {}]
    assert [each.gradient for each in at] == [1, 0, 0, 1]
    assert [round(each.nudge.slope, 6) for each in at] == [0.5, 0.5, 0, 1]


def test_what_one_layer_reads_is_nudged_for_that_layer_alone():
    network = Network(
        (2, 3, 3),
        [
            Layer("conv", Conv2d(2, 2, 2), ("input",)),
            Layer("tanh", Tanh(), ("conv",)),
            Layer("sum", Add(), ("conv", "tanh")),
            Layer("flat", Flatten(), ("sum",)),
            Layer("scores", Dense(8, 3), ("flat",)),
        ],
    )
    network.initialize(seed=1)
    x = np.random.default_rng(2).standard_normal((1, 2, 3, 3)).astype(np.float32)
    places = [("conv", OUTPUT), ("sum", "input"), ("tanh", "input"), ("tanh", OUTPUT), ("sum", "input1")]
    whole, *parts, tanh, second = (
        check(network, x, Place(layer, of, (1, 0, 1)), Asked(2)) for layer, of in places
    )
    assert whole.gradient == pytest.approx(sum(each.gradient for each in parts))
    assert whole.nudge.slope == pytest.approx(sum(each.nudge.slope for each in parts), rel=1e-6)
    assert tanh.nudge.slope == pytest.approx(second.nudge.slope, rel=1e-6)


def test_the_shares_of_a_softmax_answer_with_minus_one_over_p():
    network, x = built(chain)
    p = in_float64(network).run(x.astype(np.float64)).finish().probabilities
    for share in range(3):
        found = check(network, x, Place("softmax", OUTPUT, (share,)), Asked(1))
        assert found.nudge.slope == pytest.approx(-1 / p[1] if share == 1 else 0, rel=1e-6)
        assert found.gradient == pytest.approx(-1 / p[1] if share == 1 else 0)


def test_epsilon_goes_with_the_value_and_with_its_neighbours_where_it_is_nothing():
    network = Network.chain((3,), [("scores", Dense(3, 2))])
    network.initialize(seed=0)
    steps = [
        check(
            network, np.array([values], np.float32), Place("input", OUTPUT, (0,)), Asked(0, "logit")
        ).nudge.epsilon
        for values in ([1, 1, 1], [1000, 1, 1], [0, 1000, 1000], [0, 0, 0])
    ]
    assert steps[0] == pytest.approx(1e-5)
    assert steps[1] == pytest.approx(1e-2)
    assert 1e-3 < steps[2] < 1e-1
    assert steps[3] == pytest.approx(1e-5)


@pytest.mark.parametrize(
    ("place", "error", "told"),
    [
        (Place("conv9", OUTPUT, (0,)), UnknownLayer, "conv1"),
        (Place("conv1", "gain", (0,)), UnknownPart, "Choose one of: output, input, weight, bias"),
        (Place("conv1", "input1", (0, 0, 0)), UnknownPart, "input1"),
        (Place("input", "weight", (0,)), UnknownPart, "output"),
        (Place("conv1", "weight", (0, 0, 3, 0)), UnknownUnit, "weight of conv1 has 3×2×3×3 units"),
        (Place("conv1", OUTPUT, (0, 0)), UnknownUnit, "Give 3 numbers"),
        (Place("input", OUTPUT, (2, 0, 0)), UnknownUnit, "2×7×6"),
    ],
)
def test_a_number_that_is_not_there_is_an_error_that_says_what_is(place, error, told):
    network, x = built(chain)
    with pytest.raises(error, match=told):
        check(network, x, place, Asked(0))


@pytest.mark.parametrize("epsilon", [0, -1, np.nan, np.inf])
def test_epsilon_is_a_number_above_nothing(epsilon):
    network, x = built(chain)
    with pytest.raises(HyperparameterError, match="above 0"):
        check(network, x, Place("input", OUTPUT, (0, 0, 0)), Asked(0), epsilon)


SIDED = [
    sample
    for sample in SAMPLES
    if (op := filled(sample)).sides(op.forward(*batches(sample)).saved) is not None
]


@pytest.mark.parametrize("sample", SIDED, ids=lambda each: each.kind)
def test_a_layer_with_kinks_is_straight_as_long_as_it_decides_the_same(sample):
    op, rng = filled(sample), np.random.default_rng(7)
    agreed = set()
    for size in (1e-5, 1e-4, 1e-3, 1) * 4:
        inputs = [4 * rng.standard_normal((1, *shape)) for shape in sample.inputs]
        steps = [size * rng.standard_normal(each.shape) for each in inputs]
        lower, at, upper = (
            op.forward(*(x + way * step for x, step in zip(inputs, steps, strict=True))) for way in (-1, 0, 1)
        )
        d_output = rng.standard_normal(at.output.shape)
        slopes = op.backward(at.saved, d_output).inputs
        expected = sum(float((each * step).sum()) for each, step in zip(slopes, steps, strict=True))
        same = bool((op.sides(lower.saved) == op.sides(upper.saved)).all())
        agreed.add(same)
        if same and sample.kind not in BENT:
            measured = float(((upper.output - lower.output) * d_output).sum()) / 2
            assert measured == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert agreed == {True, False}
