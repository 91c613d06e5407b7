"""Attributions from the gradient of the target with respect to the input. Each is shaped as that, C×…."""

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


def smooth_grad(
    question: Question, x: Array, *, samples: int = 25, noise: float = 0.15, seed: int = 0
) -> Array:
    """The mean gradient over noisy copies of the picture (Smilkov et al., 2017).

    noise: the standard deviation, as a share of the picture's range. The same seed gives the same copies.
    """
    _at_least_one("samples", samples)
    if not 0 <= noise < np.inf:
        raise HyperparameterError(
            f"The noise is a share of the picture's range, and not {noise}. Use 0 to 1."
        )
    rng = np.random.default_rng(seed)
    spread = noise * float(x.max() - x.min())
    copies = x + spread * rng.standard_normal((samples, *x.shape[1:]), x.dtype)
    return np.asarray(question.gradients(copies.astype(x.dtype))[1].mean(axis=0))


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
    """(x − x′) · the mean gradient on the straight way from a baseline x′ to x (Sundararajan et al., 2017).

    baseline: C×…, zeros unless given. The mean is taken at the points of Gauss and Legendre.
    """
    _at_least_one("steps", steps)
    start = np.zeros_like(x) if baseline is None else np.asarray(baseline, x.dtype)[None]
    if start.shape != x.shape:
        raise HyperparameterError(
            f"A baseline of shape {start.shape[1:]} does not fit a picture of shape {x.shape[1:]}. "
            "Give one of the same shape."
        )
    points, weights = np.polynomial.legendre.leggauss(steps)
    at = ((points + 1) / 2).astype(x.dtype).reshape(-1, *[1] * (x.ndim - 1))
    gradients = question.gradients(start + at * (x - start))[1]
    mean = np.tensordot(weights / 2, gradients.astype(np.float64), 1)
    value, before = question.values(np.concatenate([x, start]))
    attribution = (mean * (x[0] - start[0])).astype(x.dtype)
    return Integrated(attribution, float(value), float(before), steps)


def _at_least_one(name: str, count: int) -> None:
    if count < 1:
        raise HyperparameterError(f"The number of {name} is at least 1, and not {count}.")
