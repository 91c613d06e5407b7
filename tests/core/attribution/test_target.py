import numpy as np
import pytest

from core.attribution import Question, Unit
from core.errors import UnknownClass, UnknownLayer, UnknownUnit
from tests.core.attribution.networks import branched, of_signals, picture
from tests.core.oracles import slopes

TARGETS = [
    1,
    Unit("relu2", (2, 3, 4)),
    Unit("concat", (5, 0, 0)),
    Unit("scores", (2,)),
    Unit("softmax", (0,)),
]


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_gradients_by_the_picture_are_the_slopes(target):
    question = Question(branched(), target)
    x = picture(question.network)
    values, gradients = question.gradients(x)
    assert values == question.values(x)
    np.testing.assert_allclose(gradients[0], slopes(lambda: float(question.values(x)[0]), x)[0], atol=1e-7)


def test_a_class_stands_for_its_score_before_softmax():
    network = branched()
    x = picture(network)
    assert Question(network, 2).values(x) == network.run(x).finish().activations["scores"][:, 2]


def test_pictures_of_a_batch_answer_for_themselves_alone():
    question = Question(branched(), 0)
    x = np.concatenate([picture(question.network, seed) for seed in range(3)])
    together = question.gradients(x)
    for number in range(3):
        value, gradient = question.gradients(x[number : number + 1])
        np.testing.assert_allclose(together[0][number], value[0], rtol=1e-12)
        np.testing.assert_allclose(together[1][number], gradient[0], rtol=1e-9, atol=1e-12)


def test_many_pictures_are_taken_a_few_at_a_time(monkeypatch):
    question = Question(branched(), 0)
    x = np.concatenate([picture(question.network, seed) for seed in range(5)])
    together = question.gradients(x)
    monkeypatch.setattr("core.attribution.target._MOST_NUMBERS", 1)
    for alone, all_at_once in zip(question.gradients(x), together, strict=True):
        np.testing.assert_allclose(alone, all_at_once, rtol=1e-9, atol=1e-12)


def test_the_gradient_by_a_layer_counts_all_who_read_it():
    question = Question(branched(), 1)
    x = picture(question.network)
    found = question.gradients(x, "relu1")[1]
    run = question.network.run(x).finish()
    _, steps = run.answer_for(1, "logit")
    expected = {step.layer.name: step.d_output for step in steps}["relu1"]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_signals_have_targets_too():
    question = Question(of_signals(), 1)
    x = picture(question.network)
    np.testing.assert_allclose(
        question.gradients(x)[1][0], slopes(lambda: float(question.values(x)[0]), x)[0], atol=1e-7
    )


@pytest.mark.parametrize(
    ("target", "error", "says"),
    [
        (3, UnknownClass, "0, 1, 2"),
        (-1, UnknownClass, "0, 1, 2"),
        (Unit("conv9", (0, 0, 0)), UnknownLayer, "conv1"),
        (Unit("relu2", (0, 7, 0)), UnknownUnit, "4×7×6"),
        (Unit("relu2", (0, 0)), UnknownUnit, "Give 3 numbers"),
        (Unit("scores", (-1,)), UnknownUnit, "none at"),
    ],
)
def test_what_is_not_there_is_told(target, error, says):
    with pytest.raises(error, match=says):
        Question(branched(), target)
