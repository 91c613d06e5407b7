"""What is sent to a network, made into what it takes: a picture, a clip or a signal, by its input's rank."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from core.clips import clip_from_lists, prepare_clip, write_clip
from core.errors import ConvscopeError
from core.images import MAX_PIXELS, Fit, Frame, pixels_from_lists, prepare, write_picture
from core.ops.base import Array
from core.shapes import Shape, describe
from core.signals import prepare_signal, signal_from_lists, write_signal

Kind: TypeAlias = Literal["signal", "picture", "clip"]

_KINDS: dict[int, Kind] = {2: "signal", 3: "picture", 4: "clip"}
_WRITERS: dict[Kind, Callable[[Path, Array], None]] = {
    "signal": write_signal,
    "picture": write_picture,
    "clip": write_clip,
}


class InputError(ConvscopeError):
    """A network whose input is nothing that can be sent."""


@dataclass(frozen=True)
class Prepared:
    """Pixels in 0..1, channels last (H×W×C, T×H×W×C or L×C), and what was done where the length differed."""

    pixels: Array
    note: str | None = None


@dataclass(frozen=True)
class Slot:
    """What a network takes, and how what has another size gets in; see `Frame` for fit and background."""

    shape: Shape
    fit: Fit = "crop"
    background: float | Sequence[float] = 0.5
    max_pixels: int = MAX_PIXELS

    def read(self, data: bytes) -> Prepared:
        """Read a file; PictureError or SignalError where it is not of the kind that the network takes."""
        kind = kind_of(self.shape)
        if kind == "signal":
            return self._signal(prepare_signal(data, self.shape[1], self.shape[0], self.fit))
        if kind == "clip":
            return self._clip(prepare_clip(data, self.shape[1], self._frame, self.max_pixels))
        return Prepared(prepare(data, self._frame, self.max_pixels))

    def from_lists(self, lists: Any) -> Prepared:
        """Read nested lists of numbers in 0..1, channels last; PixelsError where they do not fit."""
        kind = kind_of(self.shape)
        if kind == "signal":
            return self._signal(signal_from_lists(lists, self.shape[1], self.shape[0], self.fit))
        if kind == "clip":
            return self._clip(clip_from_lists(lists, self.shape[1], self._frame))
        return Prepared(pixels_from_lists(lists, self._frame))

    @property
    def _frame(self) -> Frame:
        channels, height, width = self.shape[0], *self.shape[-2:]
        return Frame(height, width, channels, self.fit, self.background)

    def _clip(self, found: tuple[Array, int]) -> Prepared:
        pixels, count = found
        wanted = len(pixels)
        if count == wanted:
            return Prepared(pixels)
        how = "taken at even distances" if count > wanted else "some of them repeated"
        frames = "1 frame" if count == 1 else f"{count} frames"
        return Prepared(pixels, f"The clip has {frames} and the network takes {wanted}: {how}.")

    def _signal(self, found: tuple[Array, int]) -> Prepared:
        pixels, count = found
        wanted = len(pixels)
        if count == wanted:
            return Prepared(pixels)
        how = "its middle is taken" if count > wanted and self.fit == "crop" else "it is resampled"
        return Prepared(pixels, f"The signal has {count:,} samples and the network takes {wanted}: {how}.")


def kind_of(shape: Shape) -> Kind:
    """What a network with that input takes; InputError where it is nothing that can be sent."""
    try:
        return _KINDS[len(shape)]
    except KeyError:
        raise InputError(
            f"The network takes {describe(shape)}. Only pictures (channels×height×width), clips "
            "(channels×time×height×width) and signals (channels×length) can be sent to one."
        ) from None


def ending_of(shape: Shape) -> str:
    """The ending of the files that samples for such a network are kept in; a clip's PNG is animated."""
    return ".wav" if kind_of(shape) == "signal" else ".png"


def write(path: Path, shape: Shape, pixels: Array) -> None:
    """Write an example C×… of a data set as a file, so that reading it gives every pixel back."""
    _WRITERS[kind_of(shape)](path, pixels.transpose(*range(1, pixels.ndim), 0))
