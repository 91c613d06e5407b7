"""Generated signals: waves of six kinds, whatever their frequency, phase, loudness and noise."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Dataset, Examples

LENGTH = 128
_TRAIN, _TEST = 12_000, 1_200
_TRAIN_SEED, _TEST_SEED = 21, 22

Numbers = NDArray[Any]

_CYCLES = 2.0, 9.0  # in a signal


def _steady(wave: Callable[[Numbers], Numbers]) -> Callable[[np.random.Generator], Numbers]:
    """Signals that repeat a wave, given as a function of the cycles gone by, at any frequency and phase."""

    def signal(rng: np.random.Generator) -> Numbers:
        cycles = rng.uniform(*_CYCLES) * _time() + rng.uniform()
        return wave(cycles % 1)

    return signal


def _sawtooth(rng: np.random.Generator) -> Numbers:
    """Rising or falling."""
    return rng.choice([-1, 1]) * _steady(lambda cycle: 2 * cycle - 1)(rng)


def _chirp(rng: np.random.Generator) -> Numbers:
    """A sine whose frequency grows or falls steadily, three times and more."""
    slow = rng.uniform(1, 3)
    fast = slow * rng.uniform(3, 5)
    first, last = (slow, fast) if rng.random() < 0.5 else (fast, slow)
    time = _time()
    cycles = first * time + (last - first) * time**2 / 2
    return np.sin(2 * np.pi * (cycles + rng.uniform()))


# Each draws a signal between −1 and 1.
_KINDS: dict[str, Callable[[np.random.Generator], Numbers]] = {
    "sine": _steady(lambda cycle: np.sin(2 * np.pi * cycle)),
    "square": _steady(lambda cycle: np.where(cycle < 0.5, 1.0, -1.0)),
    "triangle": _steady(lambda cycle: 4 * np.abs(cycle - 0.5) - 1),
    "sawtooth": _sawtooth,
    "chirp": _chirp,
    "noise": lambda rng: np.clip(rng.normal(0, 0.5, LENGTH), -1, 1),
}
CLASSES = tuple(_KINDS)


def load() -> Dataset:
    """12,000 signals to learn from and 1,200 others, 1×128 numbers of 16 bits each; the same every time."""
    return Dataset(generate(_TRAIN, _TRAIN_SEED), generate(_TEST, _TEST_SEED))


def generate(count: int, seed: int) -> Examples:
    """So many signals with classes at random; 0 is −1, 65,535 is +1."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, len(CLASSES), count)
    signals = np.stack([draw(CLASSES[target], rng) for target in targets])[:, None]
    return Examples(np.round((signals + 1) / 2 * 65535).astype(np.uint16), targets)


def draw(kind: str, rng: np.random.Generator) -> Numbers:
    """A signal of a kind: LENGTH numbers in −1..1, loud or soft, with a little noise."""
    loudness = rng.uniform(0.3, 0.9)
    noise = rng.uniform(0, 0.12) * rng.standard_normal(LENGTH)
    return np.clip(loudness * (_KINDS[kind](rng) + noise), -1, 1)


def _time() -> Numbers:
    """0..1 over the signal."""
    return np.arange(LENGTH) / LENGTH
