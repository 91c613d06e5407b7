"""Pictures moved and mirrored at random, so that a network does not learn them by heart. Batches N×C×H×W."""

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray


def shifted(pixels: NDArray[Any], by: int, rng: np.random.Generator) -> NDArray[Any]:
    """Each picture moved by up to `by` pixels along both axes; black comes in at the edges."""
    n, _, height, width = pixels.shape
    padded = np.pad(pixels, ((0, 0), (0, 0), (by, by), (by, by)))
    crops = sliding_window_view(padded, (height, width), axis=(2, 3))
    rows, columns = rng.integers(0, 2 * by + 1, (2, n))
    return crops[np.arange(n), :, rows, columns]


def mirrored(pixels: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Half of the pictures with left and right exchanged."""
    flip = rng.random(len(pixels)) < 0.5
    return np.where(flip[:, None, None, None], pixels[..., ::-1], pixels)
