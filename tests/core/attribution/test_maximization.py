import numpy as np
import pytest

from core.attribution import Question, Regularisers, Unit, maximize
from core.errors import HyperparameterError
from tests.core.attribution.networks import branched, linear, of_signals

LOW, HIGH = np.full(2, -1.0), np.full(2, 1.0)
NONE = Regularisers(decay=0, blur=0, jitter=0)


@pytest.mark.parametrize("target", [1, Unit("relu2", (2, 3, 4)), Unit("concat", (5, 0, 0))], ids=str)
def test_the_target_grows(target):
    course = list(maximize(Question(branched(), target), LOW, HIGH, steps=40))
    assert [each.step for each in course] == list(range(41))
    assert course[-1].value > course[0].value + 0.25


def test_the_value_is_that_of_the_picture():
    question = Question(branched(), 0)
    for each in maximize(question, LOW, HIGH, steps=5):
        assert each.value == pytest.approx(float(question.values(each.picture[None])[0]), rel=1e-6)


def test_of_a_linear_network_the_best_picture_is_found():
    question = Question(linear(), 0)
    *_, last = maximize(question, LOW, HIGH, steps=200, regularisers=NONE)
    _, gradient = question.gradients(last.picture[None])
    best = float((np.abs(gradient)).sum() + question.values(np.zeros((1, 2, 5, 4)))[0])
    assert last.value == pytest.approx(best, rel=5e-3)


def test_the_picture_stays_between_the_least_and_the_most_of_each_channel():
    low, high = np.array([-0.5, 0]), np.array([0.25, 3])
    *_, last = maximize(Question(branched(), 0), low, high, steps=30, rate=1)
    for channel in range(2):
        assert low[channel] <= last.picture[channel].min() <= last.picture[channel].max() <= high[channel]


def test_the_same_seed_paints_the_same_picture():
    def painted(seed: int) -> np.ndarray:
        *_, last = maximize(Question(branched(), 2), LOW, HIGH, steps=10, seed=seed)
        return last.picture

    np.testing.assert_array_equal(painted(1), painted(1))
    assert not np.array_equal(painted(1), painted(2))


def test_blur_and_decay_make_a_calmer_picture():
    def roughness(regularisers: Regularisers) -> float:
        question = Question(branched(), 1)
        *_, last = maximize(question, LOW, HIGH, steps=24, regularisers=regularisers)
        return float(np.abs(np.diff(last.picture, axis=1)).mean())

    rough = roughness(NONE)
    assert roughness(Regularisers(decay=0, blur=1.5, jitter=0)) < 0.9 * rough
    assert roughness(Regularisers(decay=0.3, blur=0, jitter=0)) < 0.9 * rough


def test_a_target_that_nothing_moves_leaves_the_picture_where_it_is():
    network = branched()
    network.set_parameter("scores.weight", np.zeros((3, 63)))
    course = list(maximize(Question(network, 0), LOW, HIGH, steps=3, regularisers=NONE))
    np.testing.assert_array_equal(course[0].picture, course[-1].picture)


def test_signals_are_painted_too():
    *_, last = maximize(Question(of_signals(), 1), LOW, HIGH, steps=8)
    assert last.picture.shape == (2, 12)


@pytest.mark.parametrize("wrong", [{"decay": 1}, {"decay": -0.1}, {"blur": -1}, {"jitter": -1}], ids=str)
def test_regularisers_have_bounds(wrong):
    with pytest.raises(HyperparameterError, match="Decay lies"):
        Regularisers(**wrong)


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"rate": 0}, {"rate": float("nan")}], ids=str)
def test_steps_and_rate_have_bounds(wrong):
    with pytest.raises(HyperparameterError, match="at least one step"):
        next(maximize(Question(linear(), 0), LOW, HIGH, **wrong))
