"""Any recording becomes the signal a network takes."""

import wave
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import signals
from core.errors import PixelsError, SignalError
from core.signals import prepare_signal, signal_from_lists, write_signal


def recording(samples: np.ndarray, bits: int = 16) -> bytes:
    """A WAV file of L×C whole numbers, as they are."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(bits // 8)
        file.setframerate(8000)
        numbers = samples.astype(np.uint8 if bits == 8 else "<i4")
        raw = numbers.tobytes()
        if bits != 8:
            raw = np.frombuffer(raw, np.uint8).reshape(-1, 4)[:, : bits // 8].tobytes()
        file.writeframes(raw)
    return buffer.getvalue()


@pytest.mark.parametrize("bits", [8, 16, 24, 32])
def test_every_depth_runs_from_0_to_1(bits: int) -> None:
    middle = 0 if bits != 8 else 128
    half = 2 ** (bits - 1)
    samples = np.array([middle - half, middle, middle + half - 1])[:, None]
    pixels, count = prepare_signal(recording(samples, bits), 3, 1)
    assert (count, pixels.shape, pixels.dtype) == (3, (3, 1), np.float32)
    np.testing.assert_allclose(pixels[:, 0], [0, 0.5, 1], atol=0.003)
    assert (pixels[0, 0], pixels[2, 0]) == (0, 1)


def test_what_is_written_is_read_again_sample_by_sample(tmp_path, rng) -> None:
    samples = rng.integers(0, 65536, (50, 2)).astype(np.uint16)
    write_signal(tmp_path / "signal.wav", samples)
    found, count = prepare_signal((tmp_path / "signal.wav").read_bytes(), 50, 2)
    assert count == 50
    np.testing.assert_array_equal(np.round(found * 65535), samples)


def test_of_a_longer_signal_the_middle_is_taken_or_all_of_it_resampled() -> None:
    values = np.linspace(0.2, 0.8, 100)[:, None]
    cut, count = signal_from_lists(values.tolist(), 20, 1)
    assert count == 100
    np.testing.assert_allclose(cut, values[40:60], rtol=1e-6)
    whole, _ = signal_from_lists(values.tolist(), 20, 1, "fit")
    np.testing.assert_allclose(whole[:, 0], np.linspace(0.2, 0.8, 20), atol=0.02)


@pytest.mark.parametrize("fit", ["crop", "fit"])
def test_a_shorter_signal_is_stretched(fit: str) -> None:
    found, count = signal_from_lists(np.linspace(0.2, 0.8, 10).tolist(), 40, 1, fit)
    assert count == 10
    np.testing.assert_allclose(found[:, 0], np.linspace(0.2, 0.8, 40), atol=0.03)


def test_what_is_too_fast_for_the_new_length_vanishes_and_does_not_fold_back() -> None:
    fast = 0.5 + 0.5 * np.sin(2 * np.pi * 0.45 * np.arange(1000))
    found, _ = signal_from_lists(fast.tolist(), 100, 1, "fit")
    np.testing.assert_allclose(found[5:-5], 0.5, atol=0.02)


def test_channels_are_averaged_where_the_network_takes_another_number() -> None:
    stereo = np.array([[-32768, 32767], [0, 0], [32767, 32767]])
    mono, _ = prepare_signal(recording(stereo), 3, 1)
    np.testing.assert_allclose(mono[:, 0], [0.5, 0.5, 1], atol=1e-4)
    both, _ = prepare_signal(recording(stereo), 3, 2)
    np.testing.assert_allclose(both[0], [0, 1])
    doubled, _ = prepare_signal(recording(stereo[:, :1]), 3, 2)
    np.testing.assert_array_equal(doubled[:, 0], doubled[:, 1])


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ([], "lists of shape 0"),
        ([[]], "lists of shape 1×0"),
        ([[0.1, 0.2]], "lists of shape 1×2"),
        ([[[0.1]]], "lists of shape 1×1×1"),
        ([0.1, -0.1], "run from -0.1 to 0.1"),
        ([0.1, float("nan")], "NaN or infinite"),
        ([0.1, "loud"], "not a number"),
        ([[0.1], [0.1, 0.2]], "ragged"),
    ],
    ids=str,
)
def test_lists_that_are_no_signal_are_refused_with_what_is_allowed(lists: object, complaint: str) -> None:
    with pytest.raises(PixelsError, match=complaint):
        signal_from_lists(lists, 4, 1)


def test_files_that_are_no_signal_are_refused_with_what_is_allowed() -> None:
    for data in (b"", b"no wave", b"RIFF" + bytes(100), recording(np.zeros((9, 1)))[:30]):
        with pytest.raises(SignalError, match="Send a WAV file"):
            prepare_signal(data, 4, 1)
    with pytest.raises(SignalError, match="empty"):
        prepare_signal(recording(np.zeros((0, 1))), 4, 1)


def test_samples_of_more_than_32_bits_are_refused() -> None:
    data = bytearray(recording(np.zeros((9, 1))))
    data[34:36] = (64).to_bytes(2, "little")
    with pytest.raises(SignalError, match="samples of 64 bits"):
        prepare_signal(bytes(data), 4, 1)


def test_a_signal_that_is_cut_off_is_read_up_to_there() -> None:
    data = recording(np.arange(100)[:, None])
    found, count = prepare_signal(data[:-21], 4, 1)  # the last sample only half
    assert count == 89
    assert found.shape == (4, 1)


def test_longer_signals_than_allowed_are_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    data = recording(np.zeros((50, 1)))
    monkeypatch.setattr(signals, "MAX_LENGTH", 49)
    monkeypatch.setattr(wave.Wave_read, "readframes", lambda *_: pytest.fail("read"))
    with pytest.raises(SignalError, match="has 50 samples"):
        prepare_signal(data, 4, 1)


@given(st.data())
def test_damaged_bytes_are_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    content = bytearray(recording(np.arange(20).reshape(-1, 2), data.draw(st.sampled_from([8, 16, 24]))))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        pixels, _ = prepare_signal(bytes(content), 5, 1)
    except SignalError:
        return
    assert pixels.shape == (5, 1)
    assert 0 <= pixels.min() <= pixels.max() <= 1
