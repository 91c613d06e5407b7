"""The sets the networks are trained and judged on; fetched or generated, never part of the project."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Examples:
    """N pictures (N×C×H×W), clips (N×C×T×H×W) or signals (N×C×L), and the index of each one's class.

    Pixels are whole numbers of an unsigned type, from 0 to the largest it holds.
    """

    pixels: NDArray[Any]
    targets: NDArray[Any]

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True)
class Dataset:
    """What to learn from, and what to be judged on."""

    train: Examples
    test: Examples


def unit_range(pixels: NDArray[Any]) -> NDArray[Any]:
    """Pixels as float32 in 0..1."""
    return pixels / np.float32(np.iinfo(pixels.dtype).max)
