"""Any animation, made into the frames a network takes: T×H×W×C float32 in 0..1."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from core.errors import PictureError, PixelsError
from core.images import MAX_PIXELS, Frame, check_size, decoding, framed, pixels_from_lists, planes
from core.ops.base import Array

FORMATS = ("PNG", "WEBP", "GIF", "JPEG")
MAX_FRAMES = 1024
MILLISECONDS = 125  # how long a frame is shown in the files that are written here
PLAYS = 3  # what moves on and on beside a text keeps people from reading it


def prepare_clip(data: bytes, frames: int, frame: Frame, max_pixels: int = MAX_PIXELS) -> tuple[Array, int]:
    """Read an animated PNG, WebP or GIF file: frames×H×W×C float32 in 0..1, and how many frames it has.

    Frames are taken at even distances where there are more, and repeated where there are fewer, so that a
    still picture is a clip in which nothing moves. PictureError where the bytes are no such file, are cut
    off, or hold more than `max_pixels`, all frames counted.
    """
    allowed = f"Send an animated PNG, WebP or GIF file, or a picture, of 1 to {max_pixels:,} pixels in all."
    with decoding("clip", allowed, max_pixels), Image.open(BytesIO(data), formats=FORMATS) as image:
        check_size("clip", image.size, max_pixels)
        count = getattr(image, "n_frames", 1)
        if count > MAX_FRAMES:
            raise PictureError(f"The clip has {count:,} frames; {MAX_FRAMES:,} are allowed. Shorten it.")
        check_size("clip", (*image.size, count), max_pixels)
        chosen = evenly(count, frames)
        read: dict[int, list[Image.Image]] = {}
        for index in sorted(set(chosen)):
            image.seek(index)
            read[index] = planes(image, frame.channels)
    prepared = {index: framed(channels, frame) for index, channels in read.items()}
    return np.stack([prepared[index] for index in chosen]), count


def clip_from_lists(lists: Any, frames: int, frame: Frame) -> tuple[Array, int]:
    """Read nested lists T×H×W×C or T×H×W of numbers in 0..1; frames are chosen as from a file.

    PixelsError where a frame cannot be read as a picture, or there are none or too many.
    """
    count = len(lists) if isinstance(lists, list) else 0
    if not 1 <= count <= MAX_FRAMES:
        raise PixelsError(
            f"The clip has {count} frames; it may have 1 to {MAX_FRAMES}. "
            "Send a list of T frames, each a list of H rows of W pixels of C numbers from 0 to 1."
        )
    read = {}
    for index in sorted(set(evenly(count, frames))):
        try:
            read[index] = pixels_from_lists(lists[index], frame)
        except PixelsError as error:
            raise PixelsError(f"Frame {index + 1} of {count}: {error}") from None
    return np.stack([read[index] for index in evenly(count, frames)]), count


def evenly(count: int, wanted: int) -> list[int]:
    """Of `count` frames those in the middles of `wanted` equal parts; some repeated if there are fewer."""
    return [(2 * i + 1) * count // (2 * wanted) for i in range(wanted)]


def write_clip(path: Path, pixels: Array) -> None:
    """Write T×H×W×C bytes as an animated PNG, which keeps every pixel of every frame."""
    grey = pixels.shape[-1] == 1
    first, *others = [Image.fromarray(frame[..., 0] if grey else frame) for frame in pixels]
    # Pillow makes one of equal frames unless they are laid over the last in different ways; opaque as they
    # are, the way makes no difference.
    blend = [i % 2 for i in range(len(pixels))]
    first.save(path, save_all=True, append_images=others, duration=MILLISECONDS, blend=blend, loop=PLAYS)
