"""The sets the networks are trained and judged on; fetched when asked for, never part of the project."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Pictures:
    """N pictures, N×C×H×W bytes, and the index of each one's class."""

    pixels: NDArray[Any]
    targets: NDArray[Any]

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True)
class Dataset:
    """What to learn from, and what to be judged on."""

    train: Pictures
    test: Pictures
