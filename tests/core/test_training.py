import numpy as np
import pytest

from core import training
from core.errors import ShapeError, TargetsError, WeightsError
from core.losses import cross_entropy, hinge, l2_term
from core.network import Network
from core.ops import BatchNorm, Conv2d, Dense, Dropout, Flatten, MaxPool2d, ReLU, Softmax
from core.optimizers import SGD, Adam, Momentum
from core.training import BatchGradients, Trainer, batch_gradients, one_cycle, shuffled_batches
from tests.core.oracles import in_float64, slopes


def network(*, seed: int = 0) -> Network:
    built = Network.chain(
        (1, 6, 6),
        [
            ("conv", Conv2d(1, 4, 3)),
            ("relu", ReLU()),
            ("pool", MaxPool2d(2)),
            ("flatten", Flatten()),
            ("scores", Dense(16, 2)),
            ("softmax", Softmax()),
        ],
    )
    built.initialize(seed)
    return built


def bars(count: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Bright columns (class 0) and bright rows (class 1), with some noise."""
    rng = np.random.default_rng(1)
    targets = np.arange(count) % 2
    x = rng.standard_normal((count, 1, 6, 6)).astype(np.float32) * np.float32(0.1)
    for picture, target, place in zip(x, targets, rng.integers(0, 6, count), strict=True):
        picture[0, place if target else slice(None), slice(None) if target else place] += 1
    return x, targets


@pytest.mark.parametrize("loss", [cross_entropy, hinge])
@pytest.mark.parametrize("optimizer", [Momentum(0.05), Adam(0.01)])
def test_a_small_network_learns_to_tell_rows_from_columns(loss, optimizer):
    trained, (x, targets) = network(), bars()
    trainer = Trainer(trained, optimizer, loss=loss)
    first = trainer.step(x, targets)
    for _ in range(80):
        last = trainer.step(x, targets)
    assert last.loss < first.loss / 5
    assert last.correct == last.size == 64


def test_gradients_of_a_batch_are_the_slopes_of_its_mean_loss():
    built, (x, targets) = in_float64(network()), bars(4)
    x = x.astype(np.float64)
    found = batch_gradients(built, x, targets)
    assert found.parameters.keys() == built.parameters.keys()
    for name, parameter in built.parameters.items():
        expected = slopes(lambda: batch_gradients(built, x, targets).loss, parameter)
        np.testing.assert_allclose(found.parameters[name], expected, rtol=1e-5, atol=1e-7)


def test_a_batch_tells_its_loss_and_how_many_it_got_right():
    built, (x, targets) = network(), bars(10)
    logits = built.run(x).finish().activations["scores"]
    found = batch_gradients(built, x, targets)
    assert found.loss == pytest.approx(cross_entropy(logits, targets)[0])
    assert found.correct == (logits.argmax(axis=1) == targets).sum()
    assert found.size == 10


def test_training_is_in_training_mode():
    built = Network.chain((1, 2, 2), [("norm", BatchNorm(1)), ("drop", Dropout(0.5)), ("flatten", Flatten())])
    before = built.state["norm.running_mean"].copy()
    batch_gradients(built, np.full((3, 1, 2, 2), 5, np.float32), np.zeros(3, int))
    assert (built.state["norm.running_mean"] != before).all()


def test_a_step_moves_every_parameter_along_its_gradient():
    built, (x, targets) = network(), bars()
    before = {name: value.copy() for name, value in built.parameters.items()}
    found = Trainer(built, SGD(0.1)).step(x, targets)
    for name, value in built.parameters.items():
        expected = before[name] - np.float32(0.1) * found.parameters[name]
        np.testing.assert_allclose(value, expected, rtol=1e-6)


def test_decay_is_the_l2_term_of_weights_and_not_of_biases():
    built = in_float64(network())
    zero = {name: np.zeros_like(value) for name, value in built.parameters.items()}
    before = {name: value.copy() for name, value in built.parameters.items()}
    trainer = Trainer(built, SGD(0.5), decay=0.01, gradients=lambda x, t: BatchGradients(0.0, 0, 1, zero))
    trainer.step(np.zeros((1, 1, 6, 6)), np.zeros(1, int))
    for name, value in built.parameters.items():
        if name.endswith("weight"):
            slope = slopes(lambda name=name: l2_term([before[name]], 0.01), before[name])
            np.testing.assert_allclose(value, before[name] - 0.5 * slope, rtol=1e-6, atol=1e-8)
        else:
            np.testing.assert_array_equal(value, before[name])


def test_frozen_layers_stay_as_they_are():
    built, (x, targets) = network(), bars()
    before = {name: value.copy() for name, value in built.parameters.items()}
    Trainer(built, Momentum(0.1), frozen=("conv",), decay=0.1).step(x, targets)
    moved = {name for name, value in built.parameters.items() if (value != before[name]).any()}
    assert moved == {"scores.weight", "scores.bias"}


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    def train(seed: int) -> np.ndarray:
        built, (x, targets) = network(seed=seed), bars()
        trainer, rng = Trainer(built, Momentum(0.05)), np.random.default_rng(seed)
        for _ in range(3):
            for chosen in shuffled_batches(len(x), 16, rng):
                trainer.step(x[chosen], targets[chosen])
        return built.parameters["conv.weight"]

    np.testing.assert_array_equal(train(1), train(1))
    assert (train(1) != train(2)).any()


def test_batches_hold_every_index_once_in_random_order_and_leave_a_smaller_rest_out(rng):
    batches = list(shuffled_batches(23, 5, rng))
    assert [len(batch) for batch in batches] == [5, 5, 5, 5]
    chosen = np.concatenate(batches)
    assert len(set(chosen)) == 20
    assert set(chosen) < set(range(23))
    assert list(chosen) != sorted(chosen)


def test_the_learning_rate_rises_in_a_line_to_its_peak_and_falls_to_zero():
    rates = [one_cycle(progress / 100, 0.2) for progress in range(101)]
    assert rates[0] == pytest.approx(0.008)
    assert rates[25] == pytest.approx(0.2)
    assert rates[100] == pytest.approx(0)
    np.testing.assert_allclose(np.diff(rates[:26]), 0.192 / 25)
    assert (np.diff(rates[25:]) < 0).all()


def batches_seen(built: Network) -> list[int]:
    """How many examples the first layer gets at a time, from now on."""
    sizes: list[int] = []
    operation = built.layers[0].operation
    forward = operation.forward

    def watched(*inputs, training=False):
        sizes.append(len(inputs[0]))
        return forward(*inputs, training=training)

    operation.forward = watched
    return sizes


def test_a_batch_taken_a_few_examples_at_a_time_gives_the_same_gradients(monkeypatch):
    built, (x, targets) = in_float64(network()), bars(7)
    x = x.astype(np.float64)
    whole = batch_gradients(built, x, targets)
    sizes = batches_seen(built)
    monkeypatch.setattr(training, "_CACHED_VALUES", 450)
    found = batch_gradients(built, x, targets)
    assert sizes == [2, 2, 2, 1]
    assert (found.size, found.correct) == (7, whole.correct)
    assert found.loss == pytest.approx(whole.loss, abs=1e-12)
    for name, gradient in whole.parameters.items():
        np.testing.assert_allclose(found.parameters[name], gradient, atol=1e-12)


@pytest.mark.parametrize(
    ("fit", "parts"),
    [(0.5, [1] * 7), (1, [1] * 7), (2.9, [2, 2, 2, 1]), (3.5, [3, 3, 1]), (6, [4, 3]), (7, [7])],
)
def test_parts_of_a_batch_are_as_equal_as_can_be_and_none_is_larger_than_fits(monkeypatch, fit, parts):
    built, (x, targets) = network(), bars(7)
    values = sum(each.size for each in built.run(x[:1]).finish().activations.values())
    sizes = batches_seen(built)
    monkeypatch.setattr(training, "_CACHED_VALUES", int(fit * values))
    batch_gradients(built, x, targets)
    assert sizes == parts


def test_a_batch_that_is_normalized_together_is_taken_all_at_once(monkeypatch):
    layers = [("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm(2)), ("flatten", Flatten())]
    built = Network.chain((1, 6, 6), [*layers, ("scores", Dense(32, 2))])
    built.initialize(0)
    sizes = batches_seen(built)
    monkeypatch.setattr(training, "_CACHED_VALUES", 1)
    batch_gradients(built, *bars(5))
    assert sizes == [5]


@pytest.mark.parametrize(
    ("targets", "reason"),
    [
        (np.zeros(3, int), r"Targets of shape \(3,\) .* no classes of 4 examples"),
        (np.zeros(5, int), "4 whole numbers"),
        (np.zeros((4, 2), int), "4 whole numbers"),
        (np.zeros(4), "type float64"),
        (np.array([0, 1, 2, 1]), r"go from 0 to 2, and the network has 2 scores.*from 0 to 1"),
        (np.array([0, -1, 0, 1]), "go from -1 to 1"),
    ],
)
def test_targets_that_are_no_classes_are_refused(targets, reason):
    trained, (x, _) = network(), bars(4)
    with pytest.raises(TargetsError, match=reason):
        Trainer(trained, SGD(0.1)).step(x, targets)


def test_a_batch_of_nothing_is_refused():
    trained, (x, targets) = network(), bars(4)
    with pytest.raises(ShapeError, match="at least one and gets 0×1×6×6"):
        batch_gradients(trained, x[:0], targets[:0])


def test_a_network_without_weights_cannot_be_trained():
    untrained = Network.chain((1, 3, 3), [Conv2d(1, 2, 3), BatchNorm(2), Flatten(), Dense(2, 2)])
    with pytest.raises(WeightsError, match=r"no weights yet: conv1, dense1\. Call network\.initialize"):
        Trainer(untrained, SGD(0.1))
    untrained.initialize(1)
    assert untrained.without_weights == []
    Trainer(untrained, SGD(0.1))
