"""Generated clips: a shape moves, and the class is the direction, which no single frame tells.

The picture has no edges: what leaves it on one side comes in on the other. A shape starts anywhere with equal
probability and is drawn without regard to the direction, so that in every frame, whatever the direction, it
is anywhere with equal probability.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.datasets import Dataset, Examples

CLASSES = ("left", "right", "up", "down", "clockwise", "anticlockwise")
FRAMES = 8
SIZE = 16
_TRAIN, _TEST = 12_000, 1_200
_TRAIN_SEED, _TEST_SEED = 11, 12

_STRAIGHT = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}  # rows, columns
_ROUND = {"clockwise": 1, "anticlockwise": -1}

Numbers = NDArray[Any]

# How far a point is outside a shape of radius r, in pixels; negative inside. u and v from its centre.
SHAPES: dict[str, Callable[[Numbers, Numbers, float], Numbers]] = {
    "disc": lambda u, v, r: np.hypot(u, v) - r,
    "ring": lambda u, v, r: np.abs(np.hypot(u, v) - r) - 0.8,
    "square": lambda u, v, r: np.maximum(np.abs(u), np.abs(v)) - 0.8 * r,
    "cross": lambda u, v, r: np.minimum(_box(u, v, r, r / 3), _box(u, v, r / 3, r)),
    "triangle": lambda u, v, r: np.maximum(np.maximum(0.87 * u + 0.5 * v, -0.87 * u + 0.5 * v), -v) - r / 2,
}


@dataclass(frozen=True)
class Look:
    """How a clip looks, whatever moves where: lengths in pixels, the turn in radians, greys in 0..1."""

    shape: str = "disc"
    radius: float = 3.0
    turn: float = 0.0
    paper: float = 0.0
    ink: float = 1.0
    noise: float = 0.0  # standard deviation


def load() -> Dataset:
    """12,000 clips to learn from and 1,200 others, 1×8×16×16 bytes each; the same every time."""
    return Dataset(generate(_TRAIN, _TRAIN_SEED), generate(_TEST, _TEST_SEED))


def generate(count: int, seed: int) -> Examples:
    """So many clips with classes at random."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, len(CLASSES), count)
    clips = [draw(random_path(CLASSES[target], rng), random_look(rng), rng) for target in targets]
    return Examples(np.stack(clips)[:, None], targets)


def random_path(direction: str, rng: np.random.Generator) -> Numbers:
    """Where the shape's centre is in each frame (row, column), from anywhere, slow or fast."""
    start = rng.uniform(0, SIZE, 2)
    if direction in _STRAIGHT:
        return straight(direction, start, speed=rng.uniform(0.8, 2.4))
    return around(
        direction,
        start,
        radius=rng.uniform(2.5, 4.5),
        speed=rng.uniform(0.45, 0.85),
        phase=rng.uniform(0, 2 * np.pi),
    )


def random_look(rng: np.random.Generator) -> Look:
    """Any shape, size, turn and brightness."""
    return Look(
        shape=str(rng.choice(list(SHAPES))),
        radius=rng.uniform(2.2, 3.6),
        turn=rng.uniform(0, 2 * np.pi),
        paper=rng.uniform(0, 0.3),
        ink=rng.uniform(0.6, 1),
        noise=rng.uniform(0.01, 0.06),
    )


def straight(direction: str, start: Numbers, *, speed: float) -> Numbers:
    """Centres frame by frame, FRAMES×2; speed in pixels a frame."""
    return start + np.arange(FRAMES)[:, None] * speed * np.array(_STRAIGHT[direction])


def around(direction: str, middle: Numbers, *, radius: float, speed: float, phase: float) -> Numbers:
    """Centres on a circle, FRAMES×2; speed and phase in radians (a frame, in the first frame)."""
    angle = phase + _ROUND[direction] * speed * np.arange(FRAMES)
    # Rows go down, so that a growing angle turns clockwise as seen.
    return middle + radius * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def draw(path: Numbers, look: Look, rng: np.random.Generator | None = None) -> Numbers:
    """A clip frames×16×16 of bytes; without random numbers it has no noise."""
    pixel = np.arange(SIZE)
    y = _nearest(pixel[None, :, None] - path[:, 0, None, None])
    x = _nearest(pixel[None, None, :] - path[:, 1, None, None])
    sin, cos = np.sin(look.turn), np.cos(look.turn)
    outside = SHAPES[look.shape](x * cos + y * sin, y * cos - x * sin, look.radius)
    covered = np.clip(0.5 - outside, 0, 1)  # the share of a pixel, so that small steps show
    grey = look.paper + (look.ink - look.paper) * covered
    if rng is not None:
        grey = grey + look.noise * rng.standard_normal(grey.shape)
    return np.round(np.clip(grey, 0, 1) * 255).astype(np.uint8)


def _nearest(distance: Numbers) -> Numbers:
    """The distance the shorter way round in a world that ends where it begins."""
    return (distance + SIZE / 2) % SIZE - SIZE / 2


def _box(u: Numbers, v: Numbers, width: float, height: float) -> Numbers:
    return np.maximum(np.abs(u) - width, np.abs(v) - height)
