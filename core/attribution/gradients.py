"""Attributions from the gradient of the target with respect to the input. Each is shaped as that, C×…."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.attribution.target import Question
from core.errors import HyperparameterError
from core.ops.base import Array


def saliency(question: Question, x: Array) -> Array:
    """How the target moves with each number of a picture 1×C×…: its gradient (Simonyan et al., 2014)."""
    return np.asarray(question.gradients(x)[1][0])


def gradient_times_input(question: Question, x: Array) -> Array:
    """What each number adds to the target, were the network linear (Shrikumar et al., 2016)."""
    return saliency(question, x) * np.asarray(x[0])


@dataclass(frozen=True)
class Averaged:
    """A mean as far as it has come: after `count` pictures, for the last of which the target had `value`."""

    count: int
    value: float
    attribution: Array


def smooth_grad(
    question: Question, x: Array, *, samples: int = 25, noise: float = 0.15, seed: int = 0
) -> Array:
    """The mean gradient over noisy copies of the picture (Smilkov et al., 2017), as `smoothing` gives it."""
    return _last(smoothing(question, x, samples=samples, noise=noise, seed=seed)).attribution


def smoothing(
    question: Question, x: Array, *, samples: int = 25, noise: float = 0.15, seed: int = 0
) -> Iterator[Averaged]:
    """Copy by copy the mean gradient over noisy copies of a picture 1×C×….

    noise: the standard deviation, as a share of the picture's range. The same seed gives the same copies.
    """
    _at_least_one("samples", samples)
    if not 0 <= noise < np.inf:
        raise HyperparameterError(
            f"The noise is a share of the picture's range, and not {noise}. Use 0 to 1."
        )
    rng = np.random.default_rng(seed)
    spread = noise * float(x.max() - x.min())
    copies = (
        (x[0] + spread * rng.standard_normal(x.shape[1:], x.dtype)).astype(x.dtype) for _ in range(samples)
    )
    total: Array = np.zeros(x.shape[1:])
    for count, (value, gradient) in enumerate(question.one_by_one(copies), 1):
        total = total + gradient
        yield Averaged(count, value, (total / count).astype(x.dtype))


@dataclass(frozen=True)
class Integrated:
    """Integrated gradients, and what they have to add up to: the target's value minus that of the baseline.

    `steps` points on the way were looked at; with more of them the sum comes closer.
    """

    attribution: Array
    value: float
    baseline_value: float
    steps: int

    @property
    def total(self) -> float:
        """What all numbers of the picture are said to add together."""
        return float(self.attribution.sum(dtype=np.float64))

    @property
    def expected(self) -> float:
        """What that would be without the error of the sum over steps."""
        return self.value - self.baseline_value


def integrated_gradients(
    question: Question, x: Array, *, baseline: Array | None = None, steps: int = 50
) -> Integrated:
    """(x − x′) · the mean gradient on the way from a baseline x′ to x, as `integration` gives it."""
    last = _last(integration(question, x, baseline=baseline, steps=steps))
    value, before = question.values(np.concatenate([x, _start(x, baseline)]))
    return Integrated(last.attribution, float(value), float(before), steps)


def integration(
    question: Question, x: Array, *, baseline: Array | None = None, steps: int = 50
) -> Iterator[Averaged]:
    """Point by point the straight way from a baseline x′ to a picture x, 1×C×… (Sundararajan et al., 2017).

    baseline: C×…, zeros unless given. The points are those of Gauss and Legendre; what has come together
    after some of them is what the way so far adds.
    """
    start = _start(x, baseline)[0]
    way = x[0] - start
    pictures = (start + x.dtype.type(at) * way for at in points(steps))
    weights = np.polynomial.legendre.leggauss(steps)[1] / 2
    total: Array = np.zeros(way.shape)
    for count, (value, gradient) in enumerate(question.one_by_one(pictures), 1):
        total = total + weights[count - 1] * gradient
        yield Averaged(count, value, (total * way).astype(x.dtype))


def points(steps: int) -> Array:
    """Where on the way from baseline (0) to picture (1) the gradient is taken."""
    _at_least_one("steps", steps)
    return np.asarray((np.polynomial.legendre.leggauss(steps)[0] + 1) / 2)


def _start(x: Array, baseline: Array | None) -> Array:
    start = np.zeros_like(x) if baseline is None else np.asarray(baseline, x.dtype)[None]
    if start.shape != x.shape:
        raise HyperparameterError(
            f"A baseline of shape {start.shape[1:]} does not fit a picture of shape {x.shape[1:]}. "
            "Give one of the same shape."
        )
    return start


def _last(steps: Iterator[Averaged]) -> Averaged:
    return deque(steps, maxlen=1)[0]


def _at_least_one(name: str, count: int) -> None:
    if count < 1:
        raise HyperparameterError(f"The number of {name} is at least 1, and not {count}.")
