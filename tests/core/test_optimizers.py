"""Every rule against its published form, number by number in plain Python."""

from collections.abc import Iterator
from math import sqrt

import numpy as np
import pytest

from core.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp

GRADIENTS = (0.5, -2.0, 1.5, 0.0, 3.0)


def sgd(rate: float) -> Iterator[float]:
    for g in GRADIENTS:
        yield -rate * g


def momentum(rate: float, mu: float) -> Iterator[float]:
    velocity = 0.0
    for g in GRADIENTS:
        velocity = mu * velocity + g
        yield -rate * velocity


def nesterov(rate: float, mu: float) -> Iterator[float]:
    velocity = 0.0
    for g in GRADIENTS:
        velocity = mu * velocity + g
        yield -rate * (g + mu * velocity)


def rmsprop(rate: float, beta: float, epsilon: float) -> Iterator[float]:
    square = 0.0
    for g in GRADIENTS:
        square = beta * square + (1 - beta) * g * g
        yield -rate * g / (sqrt(square) + epsilon)


def adam(rate: float, beta1: float, beta2: float, epsilon: float) -> Iterator[float]:
    m = v = 0.0
    for t, g in enumerate(GRADIENTS, 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        yield -rate * (m / (1 - beta1**t)) / (sqrt(v / (1 - beta2**t)) + epsilon)


RULES = [
    (lambda: SGD(0.1), sgd(0.1)),
    (lambda: Momentum(0.1, 0.8), momentum(0.1, 0.8)),
    (lambda: Momentum(0.1, 0.8, nesterov=True), nesterov(0.1, 0.8)),
    (lambda: RMSProp(0.1, 0.7, 1e-6), rmsprop(0.1, 0.7, 1e-6)),
    (lambda: Adam(0.1, 0.8, 0.95, 1e-6), adam(0.1, 0.8, 0.95, 1e-6)),
]
NAMES = ["sgd", "momentum", "nesterov", "rmsprop", "adam"]
BUILD = pytest.mark.parametrize("build", [build for build, _ in RULES], ids=NAMES)


@pytest.mark.parametrize(("build", "moves"), RULES, ids=NAMES)
def test_several_steps_are_those_of_the_published_rule(build, moves):
    optimizer, w, expected = build(), np.array([2.0, -1.0]), np.array([2.0, -1.0])
    for g, move in zip(GRADIENTS, moves, strict=True):
        w = optimizer.update("w", w, np.full(2, g))
        expected = expected + move
        np.testing.assert_allclose(w, expected, rtol=1e-12)


@BUILD
def test_each_parameter_has_a_memory_of_its_own(build):
    def last(optimizer: Optimizer, name: str) -> np.ndarray:
        return optimizer.update(name, np.ones(2), np.full(2, 0.5))

    mixed, alone = build(), build()
    mixed.update("other", np.ones(3), np.full(3, 9.0))
    np.testing.assert_array_equal(last(mixed, "w"), last(alone, "w"))


@BUILD
@pytest.mark.parametrize("number", [np.float32, np.float64])
def test_number_types_stay_and_nothing_given_is_changed(build, number):
    optimizer, w, g = build(), np.ones((2, 3), number), np.full((2, 3), 0.5, number)
    for _ in range(3):
        moved = optimizer.update("w", w, g)
    assert moved.dtype == number
    assert (w == 1).all()
    assert (g == 0.5).all()


@BUILD
def test_a_rate_of_zero_stands_still(build):
    optimizer = build()
    optimizer.update("w", np.ones(2), np.ones(2))
    optimizer.rate = 0
    np.testing.assert_array_equal(optimizer.update("w", np.ones(2), np.ones(2)), 1)


@BUILD
def test_every_rule_rolls_down_a_bowl(build):
    optimizer, w = build(), np.array([3.0, -2.0])
    for _ in range(400):
        optimizer.rate *= 0.985
        w = optimizer.update("w", w, 2 * w)
    assert abs(w).max() < 0.05


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradients_size():
    for size in (1e-3, 1.0, 1e3):
        moved = Adam(0.01).update("w", np.zeros(1), np.array([size]))
        assert moved[0] == pytest.approx(-0.01, rel=1e-4)
