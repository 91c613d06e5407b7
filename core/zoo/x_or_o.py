"""`x-or-o`: tells an X from an O on 9×9 pixels, small enough to follow every number by hand.

The three features are made by hand, the votes are learned. A feature's weights are its pixels divided by
their number, so that a perfect match gives 1.00 and a patch with two of nine pixels wrong 5/9 = 0.56.
"""

import numpy as np

from core.datasets import Dataset, Examples
from core.network import Network
from core.ops import Conv2d, Dense, Flatten, MaxPool2d, ReLU, Softmax
from core.ops.base import Array
from core.zoo.model import Preprocessing
from core.zoo.recipe import Recipe

CLASSES = ("X", "O")
SIZE = 9
_VOTE_DECIMALS = 2

_FEATURES = {
    "falling diagonal": ("#..", ".#.", "..#"),
    "small cross": ("#.#", ".#.", "#.#"),
    "rising diagonal": ("..#", ".#.", "#.."),
}


def build() -> Network:
    """Three features, each found anywhere, and the votes of what is found."""
    features = Conv2d(1, len(_FEATURES), 3)
    features.parameters["weight"] = np.stack(
        [_signs(rows)[None] for rows in _FEATURES.values()]
    ) / np.float32(9)
    return Network.chain(
        (1, SIZE, SIZE),
        [
            ("features", features),
            ("relu", ReLU()),
            ("pool", MaxPool2d(2, ceil_mode=True)),
            ("flatten", Flatten()),
            ("votes", Dense(len(_FEATURES) * 16, len(CLASSES))),
            ("softmax", Softmax()),
        ],
    )


def _signs(rows: tuple[str, ...]) -> Array:
    """+1 for ink, −1 for paper."""
    return np.array([[1 if cell == "#" else -1 for cell in row] for row in rows], np.float32)


def _round_votes(network: Network) -> Network:
    """Votes with two decimals, so that they can be followed by hand."""
    votes = network.layer("votes").operation.parameters
    for name, values in votes.items():
        votes[name] = np.round(values, _VOTE_DECIMALS)
    return network


def _load_data() -> Dataset:
    """Crosses and rings, shifted, turned, thicker and thinner; the test set begins with the classic two."""
    rng = np.random.default_rng(7)
    train, test = _draw_many(4000, rng), _draw_many(998, rng)
    classic = np.stack([draw("X", radius=3.4), draw("O", radius=3.0)])[:, None]
    return Dataset(
        train,
        Examples(np.concatenate([classic, test.pixels]), np.concatenate([[0, 1], test.targets])),
    )


def _draw_many(count: int, rng: np.random.Generator) -> Examples:
    targets = rng.integers(0, len(CLASSES), count)
    pictures = [
        draw(
            CLASSES[target],
            radius=rng.uniform(2.2, 3.6),
            centre=(rng.uniform(-1, 1), rng.uniform(-1, 1)),
            turn=rng.uniform(-0.3, 0.3),
            thickness=rng.uniform(0.5, 0.9),
        )
        for target in targets
    ]
    return Examples(np.stack(pictures)[:, None], targets)


def draw(
    shape: str,
    *,
    radius: float,
    centre: tuple[float, float] = (0.0, 0.0),
    turn: float = 0.0,
    thickness: float = 0.5,
) -> Array:
    """An X or an O as 9×9 bytes, 255 for ink. Lengths and the centre in pixels, the turn in radians."""
    middle = (SIZE - 1) / 2
    y, x = np.mgrid[:SIZE, :SIZE] - middle
    y, x = y - centre[0], x - centre[1]
    if shape == "O":
        distance = np.abs(np.hypot(y, x) - radius)
    else:
        y, x = y * np.cos(turn) - x * np.sin(turn), y * np.sin(turn) + x * np.cos(turn)
        along = np.abs(np.abs(y) - np.abs(x)) / np.sqrt(2)
        distance = np.where(np.maximum(np.abs(y), np.abs(x)) <= radius, along, np.inf)
    return np.where(distance <= thickness, 255, 0).astype(np.uint8)


RECIPE = Recipe(
    build=build,
    finish=_round_votes,
    load_data=_load_data,
    augment=lambda pixels, rng: pixels,
    preprocessing=Preprocessing((0.5,), (0.5,)),
    classes=CLASSES,
    epochs=6,
    batch=50,
    peak_rate=0.1,
    decay=1e-3,
    frozen=("features",),
)
