"""Activation maximization: a picture painted by going uphill from noise (Erhan et al., 2009)."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.attribution.target import Question
from core.errors import HyperparameterError
from core.ops.base import Array


@dataclass(frozen=True)
class Regularisers:
    """What keeps the picture from being mere noise; 0 switches one off.

    decay: pulls every pixel back to the start's middle, as a share a step. blur: the standard deviation, in
    pixels, of a blur every fourth step. jitter: by how many pixels at most the picture is shifted before a
    step, and back after it.
    """

    decay: float = 0.01
    blur: float = 0.5
    jitter: int = 2

    def __post_init__(self) -> None:
        if not (0 <= self.decay < 1 and 0 <= self.blur <= 100 and self.jitter >= 0):
            raise HyperparameterError(
                f"Decay lies from 0 to below 1, blur from 0 to 100 pixels, jitter from 0 on, and not at "
                f"{self.decay}, {self.blur} and {self.jitter}."
            )


@dataclass(frozen=True)
class Painted:
    """The picture after so many steps, C×… as the network gets it, and the target's value for it."""

    step: int
    value: float
    picture: Array


def maximize(
    question: Question,
    low: Array,
    high: Array,
    *,
    steps: int = 64,
    rate: float = 0.05,
    regularisers: Regularisers | None = None,
    seed: int = 0,
) -> Iterator[Painted]:
    """Step by step uphill from faint noise; the picture before the first step comes first.

    low, high: the least and the largest number of each channel, in the type to compute with. rate: how far
    the mean pixel moves a step, as a share of that range. The same seed paints the same picture.
    """
    if steps < 1 or not 0 < rate < np.inf:
        raise HyperparameterError(f"Take at least one step, at a rate above 0, and not {steps} at {rate}.")
    chosen = regularisers or Regularisers()
    shape = question.network.input_shape
    column = (-1, *[1] * (len(shape) - 1))
    least, most = (each.reshape(column) for each in (low, high))
    middle, span = (least + most) / 2, most - least
    rng = np.random.default_rng(seed)
    picture = middle + 0.02 * span * rng.standard_normal(shape).astype(least.dtype)
    yield Painted(0, float(question.values(picture[None])[0]), picture)
    for step in range(1, steps + 1):
        shift = rng.integers(-chosen.jitter, chosen.jitter + 1, len(shape) - 1)
        axes = tuple(range(1, len(shape)))
        shifted = np.roll(picture, shift, axes)
        gradient = np.roll(question.gradients(shifted[None])[1][0], -shift, axes)
        size = float(np.abs(gradient).mean())
        if size > 0:
            picture = picture + rate * span * (gradient / size)
        picture = middle + (1 - chosen.decay) * (picture - middle)
        if chosen.blur and step % 4 == 0:
            picture = _blurred(picture, chosen.blur)
        picture = np.clip(picture, least, most).astype(least.dtype)
        yield Painted(step, float(question.values(picture[None])[0]), picture)


def _blurred(picture: Array, sigma: float) -> Array:
    """A Gaussian along every axis but the channels; beyond the edges lies the edge's own value."""
    reach = max(1, int(3 * sigma + 0.5))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    for axis in range(1, picture.ndim):
        width = [(reach, reach) if each == axis else (0, 0) for each in range(picture.ndim)]
        padded, size = np.pad(picture, width, mode="edge"), picture.shape[axis]
        picture = sum(
            weight * padded.take(range(shift, shift + size), axis) for shift, weight in enumerate(weights)
        )
    return picture
