"""Pictures of views, kept small, and how far a view is from the picture that is kept of it."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parent / "baselines"
# A view at 1280×720 keeps its layout and its colours at this size, and a page of them stays light.
SIZE = (320, 180)
_COLOURS = 48
# Parts of a picture so large are compared by their mean colour: what lies between two pixels does not count.
_BLOCK = 10
# Of 255; a label that is elsewhere, or a colour scale that has changed, is further away.
MOST = 20


def small(screenshot: bytes) -> Image.Image:
    """A screenshot as it is kept."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB").resize(SIZE, Image.Resampling.BOX)
    return picture.quantize(_COLOURS, dither=Image.Dither.NONE)


def distance(found: Image.Image, kept: Image.Image) -> float:
    """The largest difference, of 255, between blocks of two pictures; 255 where they differ in size."""
    if found.size != kept.size:
        return 255.0
    return float(np.abs(_blocks(found) - _blocks(kept)).max())


def _blocks(picture: Image.Image) -> np.ndarray:
    width, height = SIZE[0] // _BLOCK, SIZE[1] // _BLOCK
    pixels = np.asarray(picture.convert("RGB"), np.float32)
    return pixels.reshape(height, _BLOCK, width, _BLOCK, 3).mean(axis=(1, 3))
