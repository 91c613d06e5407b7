import numpy as np
import pytest

from core.datasets import waveforms
from core.datasets.waveforms import CLASSES, LENGTH, draw, generate


class Fixed:
    """Stands in for random numbers: always the middle, and no noise."""

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return (low + high) / 2

    def random(self) -> float:
        return 0.25

    def choice(self, options: list[int]) -> int:
        return options[-1]

    def standard_normal(self, count: int) -> np.ndarray:
        return np.zeros(count)


def drawn(kind: str) -> np.ndarray:
    """A signal without noise and of loudness 0.6, scaled to −1..1."""
    return draw(kind, Fixed()) / 0.6


def cycles(signal: np.ndarray) -> np.ndarray:
    """Where the signal rises through zero."""
    return np.flatnonzero((signal[:-1] < 0) & (signal[1:] >= 0))


@pytest.mark.parametrize("kind", ["sine", "square", "triangle", "sawtooth"])
def test_a_steady_wave_repeats_at_its_frequency(kind):
    period = np.diff(cycles(drawn(kind)))
    assert set(period) <= {23, 24}  # 128 / 5.5 cycles


def test_waves_have_the_form_of_their_name():
    assert set(np.round(drawn("square"), 9)) == {-1, 1}
    slope = np.diff(drawn("sawtooth"))
    assert np.median(slope) == pytest.approx(2 * 5.5 / LENGTH)
    assert (slope < -1).sum() in (5, 6)
    steep = np.abs(np.diff(drawn("triangle")))
    assert np.median(steep) == pytest.approx(4 * 5.5 / LENGTH)
    assert drawn("sine").max() == pytest.approx(1, abs=0.01)
    assert np.abs(np.diff(drawn("sine"))).max() <= 2 * np.pi * 5.5 / LENGTH


def test_a_chirp_gets_faster_or_slower():
    distance = np.diff(cycles(drawn("chirp")))
    assert distance[0] > 1.9 * distance[-1]
    assert (np.diff(distance) < 0).all()


def test_noise_has_no_memory(rng):
    signals = np.stack([draw("noise", rng) for _ in range(300)])
    signals = signals / signals.std(axis=1, keepdims=True)
    assert abs((signals[:, 1:] * signals[:, :-1]).mean()) < 0.02


def test_the_same_seed_gives_the_same_signals_and_another_seed_others():
    first, again, other = generate(40, 1), generate(40, 1), generate(40, 2)
    np.testing.assert_array_equal(first.pixels, again.pixels)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert first.pixels.shape == (40, 1, LENGTH)
    assert first.pixels.dtype == np.uint16
    assert (first.pixels != other.pixels).any(axis=(1, 2)).all()


def test_silence_is_the_middle_of_the_range(rng):
    for kind in CLASSES:
        signals = np.stack([draw(kind, rng) for _ in range(200)])
        assert abs(signals.mean()) < 0.03
        assert signals.min() >= -1
        assert signals.max() <= 1
    assert generate(200, 3).pixels.mean() == pytest.approx(32767.5, rel=0.02)


def test_training_and_test_signals_are_of_every_class_and_none_is_in_both(monkeypatch):
    monkeypatch.setattr(waveforms, "_TRAIN", 120)
    monkeypatch.setattr(waveforms, "_TEST", 60)
    data = waveforms.load()
    assert (len(data.train), len(data.test)) == (120, 60)
    assert set(data.train.targets) == set(data.test.targets) == set(range(len(CLASSES)))
    assert not {each.tobytes() for each in data.train.pixels} & {each.tobytes() for each in data.test.pixels}
