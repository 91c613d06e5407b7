"""Any picture, made into the pixels a network takes: H×W×C float32 in 0..1."""

import struct
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import prod
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import PictureError, PixelsError
from core.ops.base import Array

# A picture of a few kilobytes can unpack to gigabytes. Pillow only warns of it, and a warning stops nobody.
# The filter is set once, because switching filters around each picture is not safe between threads.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# An animation whose header lies would otherwise be read as its first frame.
warnings.filterwarnings("error", "Invalid APNG", UserWarning)

Fit: TypeAlias = Literal["crop", "fit"]

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_PIXELS = 4096 * 4096
MAX_SIDE_OF_LISTS = 4096
WHITE = 1.0

_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as Pillow's own grey
_CHANNELS_OF_LISTS = (1, 3, 4)
# JPEG can be decoded at 1/2, 1/4 or 1/8 of its size; with 4 pixels left for each one wanted nothing is lost.
_DRAFT_OVERSAMPLING = 4
# Averaging blocks first and filtering the rest is as good from 3 pixels for each one wanted, and much faster.
_REDUCING_GAP = 3.0
_BROKEN_PICTURE = (
    *(OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError),
    *(OverflowError, MemoryError, struct.error, zlib.error, UserWarning),
)


@dataclass(frozen=True)
class Frame:
    """The pixels a network takes, and how a picture of another size gets into them.

    crop: the largest centred part of the right proportions. fit: the whole picture, with bars of `background`
    (a value 0..1, or one a channel) beside it.
    """

    height: int
    width: int
    channels: int
    fit: Fit = "crop"
    background: float | Sequence[float] = 0.5


def prepare(data: bytes, frame: Frame, max_pixels: int = MAX_PIXELS) -> Array:
    """Read a PNG, JPEG or WebP file: H×W×C float32 in 0..1.

    Upright by its EXIF orientation, the first frame of an animation, transparent parts on white. PictureError
    where the bytes are not such a picture, are cut off, or hold more than `max_pixels`.
    """
    allowed = f"Send a PNG, JPEG or WebP file of 1×1 to {max_pixels:,} pixels."
    with decoding("picture", allowed, max_pixels), Image.open(BytesIO(data), formats=FORMATS) as image:
        check_size("picture", image.size, max_pixels)
        side = _DRAFT_OVERSAMPLING * max(frame.height, frame.width)
        image.draft(None, (side, side))
        channels = planes(image, frame.channels)
    return framed(channels, frame)


@contextmanager
def decoding(what: str, allowed: str, max_pixels: int) -> Iterator[None]:
    """Around all that may go wrong with a file of somebody's: a PictureError that says what is `allowed`."""
    try:
        yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large(what, "far too many", max_pixels) from None
    except PictureError:
        raise
    except UnidentifiedImageError:
        raise PictureError(f"This is not a {what} in a format that is read. {allowed}") from None
    except _BROKEN_PICTURE:
        raise PictureError(
            f"The {what} is damaged or cut off: its pixels cannot be decoded. {allowed}"
        ) from None


def check_size(what: str, sides: Sequence[int], max_pixels: int) -> None:
    """PictureError for more pixels than are allowed. Sides: width, height, and of a clip the frames."""
    found = prod(sides)
    if found > max_pixels:
        raise _too_large(what, f"{_times(sides)} = {found:,}", max_pixels)


def _too_large(what: str, found: str, max_pixels: int) -> PictureError:
    return PictureError(
        f"The {what} has {found} pixels; {max_pixels:,} are allowed. Make it smaller and try again."
    )


def pixels_from_lists(lists: Any, frame: Frame) -> Array:
    """Read nested lists H×W×C (C: 1 grey, 3 colour, 4 colour and opacity) or H×W of numbers in 0..1.

    Pixels that have the frame's size are taken as they are; others are resized as a picture is.
    PixelsError where the lists are ragged, empty, too large, or hold anything but numbers in 0..1.
    """
    pixels = _onto_white(_checked(lists))
    if frame.channels == 1 and pixels.shape[2] == 3:
        pixels = pixels @ _LUMINANCE[:, None]
    _check_channels(frame.channels)
    found = [Image.fromarray(np.ascontiguousarray(pixels[:, :, c])) for c in range(pixels.shape[2])]
    return framed(found if len(found) == frame.channels else found * frame.channels, frame)


def write_picture(path: Path, pixels: Array) -> None:
    """Write H×W×C bytes as a PNG, which keeps every pixel."""
    Image.fromarray(pixels if pixels.shape[2] == 3 else pixels[..., 0]).save(path, optimize=True)


def _check_channels(channels: int) -> None:
    if channels not in (1, 3):
        raise PictureError(f"The network takes {channels} channels; pictures have 1 (grey) or 3 (colour).")


def planes(image: Image.Image, channels: int) -> list[Image.Image]:
    """An opened picture, upright, as an image a channel: "L" holding 0..255, or "F" holding 0..1."""
    _check_channels(channels)
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        # Pillow cuts 16 bits to 8 by clipping, which turns all but the darkest pixels white.
        grey = np.asarray(image, np.float32) / np.float32(65535)
        return [Image.fromarray(grey)] * channels
    if image.has_transparency_data:
        transparent = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), transparent)
    return list(image.convert("L" if channels == 1 else "RGB").split())


def framed(channels: list[Image.Image], frame: Frame) -> Array:
    """An image a channel, resized and put side by side as H×W×C in 0..1."""
    background = np.broadcast_to(np.asarray(frame.background, np.float32), (frame.channels,))
    placed = [_placed(plane, frame, value) for plane, value in zip(channels, background, strict=True)]
    return np.ascontiguousarray(np.stack(placed, axis=2))


def _placed(plane: Image.Image, frame: Frame, background: np.float32) -> Array:
    if frame.fit == "crop":
        return _resized(plane, (frame.width, frame.height), _centred_box(plane.size, frame))
    scale = min(frame.width / plane.width, frame.height / plane.height)
    width = min(frame.width, max(1, round(plane.width * scale)))
    height = min(frame.height, max(1, round(plane.height * scale)))
    left, top = (frame.width - width) // 2, (frame.height - height) // 2
    canvas = np.full((frame.height, frame.width), background, np.float32)
    canvas[top : top + height, left : left + width] = _resized(plane, (width, height), (0, 0, *plane.size))
    return canvas


def _centred_box(size: tuple[int, int], frame: Frame) -> tuple[float, float, float, float]:
    """The largest centred part (left, top, right, bottom) with the frame's proportions."""
    scale = min(size[0] / frame.width, size[1] / frame.height)
    width, height = min(frame.width * scale, size[0]), min(frame.height * scale, size[1])
    left, top = (size[0] - width) / 2, (size[1] - height) / 2
    return left, top, left + width, top + height


def _resized(plane: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float]) -> Array:
    if plane.size != size:
        plane = plane.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_REDUCING_GAP)
    values = np.asarray(plane, np.float32)
    # The filter overshoots at edges, where "L" has already been clipped by its type.
    return np.clip(values, 0, 1) if plane.mode == "F" else values / np.float32(255)


def numbers_of(lists: Any, allowed: str) -> Array:
    """Nested lists as an array of finite numbers in 0..1; otherwise a PixelsError with what is `allowed`."""
    try:
        numbers = np.asarray(lists)
    except (ValueError, TypeError, OverflowError, MemoryError):
        raise PixelsError(f"The pixels are ragged: their lists differ in length. {allowed}") from None
    if numbers.dtype.kind not in "fiu":
        raise PixelsError(f"The pixels hold something that is not a number. {allowed}")
    if not np.isfinite(numbers).all():
        raise PixelsError("Some pixels are NaN or infinite; each must be a number from 0 to 1. Replace them.")
    if numbers.size and (numbers.min() < 0 or numbers.max() > 1):
        raise PixelsError(
            f"The pixels run from {numbers.min()} to {numbers.max()}; each must be a number from 0 to 1. "
            "Divide values that run from 0 to 255 by 255."
        )
    return numbers


def _checked(lists: Any) -> Array:
    """The lists as an array H×W×C of float32 in 0..1."""
    allowed = (
        "Send a nested list of H rows, each of W pixels, each of C numbers from 0 to 1 (C is 1, 3 or 4)."
    )
    numbers = numbers_of(lists, allowed)
    if numbers.ndim == 2:
        numbers = numbers[:, :, None]
    if numbers.ndim != 3 or numbers.shape[2] not in _CHANNELS_OF_LISTS:
        raise PixelsError(f"The pixels are lists of shape {_times(numbers.shape)}. {allowed}")
    if not all(1 <= side <= MAX_SIDE_OF_LISTS for side in numbers.shape[:2]):
        raise PixelsError(
            f"The pixels are {_times(numbers.shape)}; each side may be 1 to {MAX_SIDE_OF_LISTS} pixels."
        )
    return numbers.astype(np.float32)


def _times(shape: Sequence[int]) -> str:
    return "×".join(str(side) for side in shape)


def _onto_white(pixels: Array) -> Array:
    """H×W×4 laid onto white by its opacity; anything else unchanged."""
    if pixels.shape[2] != 4:
        return pixels
    colour, opacity = pixels[:, :, :3], pixels[:, :, 3:]
    return np.asarray(colour * opacity + WHITE * (1 - opacity), np.float32)
