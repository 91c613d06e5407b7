"""Any recording, made into the signal a network takes: L×C float32 in 0..1, where 0.5 is silence."""

import struct
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.errors import PixelsError, SignalError
from core.images import Fit, numbers_of
from core.ops.base import Array

MAX_LENGTH = 1 << 22
MAX_BITS = 32
RATE = 8000  # samples a second of the files that are written here; of those that are read it is ignored

_ALLOWED = f"Send a WAV file of whole numbers (PCM, 8 to {MAX_BITS} bits) with 1 to {MAX_LENGTH:,} samples."
_BROKEN_WAVE = (
    *(wave.Error, EOFError, struct.error, ValueError, RuntimeError, OSError),
    *(OverflowError, ZeroDivisionError, MemoryError),
)


def prepare_signal(data: bytes, length: int, channels: int, fit: Fit = "crop") -> tuple[Array, int]:
    """Read a WAV file: length×channels float32 in 0..1, and how many samples it has.

    crop: the middle of a longer signal, a sample for a sample. fit: all of it, resampled. A shorter one is
    stretched. Channels are averaged where the network takes another number. SignalError where the bytes are
    no such file.
    """
    try:
        with wave.open(BytesIO(data)) as file:
            bits, count, tracks = 8 * file.getsampwidth(), file.getnframes(), file.getnchannels()
            if bits > MAX_BITS:
                raise SignalError(f"The signal has samples of {bits} bits. {_ALLOWED}")
            if count > MAX_LENGTH:
                raise SignalError(f"The signal has {count:,} samples. {_ALLOWED}")
            raw = file.readframes(count)
    except SignalError:
        raise
    except _BROKEN_WAVE as error:
        raise SignalError(f"This is not a WAV file that can be read{_reason(error)}. {_ALLOWED}") from None
    complete = len(raw) // (tracks * bits // 8) * tracks
    if complete == 0:
        raise SignalError(f"The signal is empty: the file holds no samples. {_ALLOWED}")
    values = _unit_range(raw[: complete * bits // 8], bits).reshape(-1, tracks)
    return _fitted(values, length, channels, fit), len(values)


def signal_from_lists(lists: Any, length: int, channels: int, fit: Fit = "crop") -> tuple[Array, int]:
    """Read nested lists L×C, or L, of numbers in 0..1, where 0.5 is silence; fitted as a file is."""
    allowed = f"Send a list of 1 to {MAX_LENGTH:,} numbers from 0 to 1, or of lists of {channels} of them."
    numbers = numbers_of(lists, allowed)
    if numbers.ndim == 1:
        numbers = numbers[:, None]
    if numbers.ndim != 2 or numbers.shape[1] not in (1, channels) or not 1 <= len(numbers) <= MAX_LENGTH:
        shape = "×".join(map(str, np.shape(lists)))
        raise PixelsError(f"The signal is lists of shape {shape}. {allowed}")
    return _fitted(numbers.astype(np.float32), length, channels, fit), len(numbers)


def _reason(error: Exception) -> str:
    return f" ({error})" if str(error) else ""


def write_signal(path: Path, samples: Array) -> None:
    """Write L×C numbers of 16 bits (0 to 65,535) as a WAV file, which keeps every one."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples.astype(np.int32) - 32768).astype("<i2").tobytes())


def _unit_range(raw: bytes, bits: int) -> Array:
    """PCM as float32 in 0..1: 8 bits are unsigned, all others signed and little-endian."""
    if bits == 8:
        return np.frombuffer(raw, np.uint8) / np.float32(255)
    # Three bytes become four with an empty lowest one.
    filled = np.zeros((len(raw) * 8 // bits, 4), np.uint8)
    filled[:, 4 - bits // 8 :] = np.frombuffer(raw, np.uint8).reshape(-1, bits // 8)
    values = filled.view("<i4")[:, 0] >> (32 - bits)
    return ((values + 2.0 ** (bits - 1)) / (2.0**bits - 1)).astype(np.float32)


def _fitted(values: Array, length: int, channels: int, fit: Fit) -> Array:
    if values.shape[1] != channels:
        values = np.repeat(values.mean(axis=1, keepdims=True), channels, axis=1)
    if fit == "crop" and len(values) > length:
        start = (len(values) - length) // 2
        values = values[start : start + length]
    return np.stack([_resampled(values[:, channel], length) for channel in range(channels)], axis=1)


def _resampled(values: Array, length: int) -> Array:
    """A track at another length, filtered so that what is too fast for it vanishes and does not fold back."""
    if len(values) == length:
        return values
    row = Image.fromarray(np.ascontiguousarray(values[None]))
    return np.clip(np.asarray(row.resize((length, 1), Image.Resampling.LANCZOS))[0], 0, 1)
