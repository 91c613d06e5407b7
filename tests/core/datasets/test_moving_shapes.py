import numpy as np
import pytest

from core.datasets import moving_shapes
from core.datasets.moving_shapes import (
    CLASSES,
    FRAMES,
    SHAPES,
    SIZE,
    Look,
    around,
    draw,
    generate,
    random_path,
    straight,
)

EVERY_DIRECTION = pytest.mark.parametrize("direction", CLASSES)


def centre(frame: np.ndarray) -> tuple[float, float]:
    """The centre of what is bright (row, column), in a world that ends where it begins."""
    angles = 2 * np.pi * np.arange(SIZE) / SIZE
    weight = frame.astype(float)
    turns = [np.angle((weight.sum(axis=1 - axis) * np.exp(1j * angles)).sum()) for axis in (0, 1)]
    return tuple(turn / (2 * np.pi) * SIZE % SIZE for turn in turns)


def steps(clip: np.ndarray) -> np.ndarray:
    """From frame to frame, how far the shape moved down and right, the shorter way round."""
    moved = np.diff([centre(frame) for frame in clip], axis=0)
    return (moved + SIZE / 2) % SIZE - SIZE / 2


@pytest.mark.parametrize(
    ("direction", "step"),
    [("left", (0, -1.5)), ("right", (0, 1.5)), ("up", (-1.5, 0)), ("down", (1.5, 0))],
)
def test_a_shape_moves_the_way_its_class_says(direction, step):
    clip = draw(straight(direction, np.array([3.0, 9.0]), speed=1.5), Look())
    assert clip.shape == (FRAMES, SIZE, SIZE)
    np.testing.assert_allclose(steps(clip), np.tile(step, (FRAMES - 1, 1)), atol=0.05)


@pytest.mark.parametrize(("direction", "turn"), [("clockwise", 1), ("anticlockwise", -1)])
def test_a_shape_goes_round_the_way_its_class_says(direction, turn):
    path = around(direction, np.array([8.0, 8.0]), radius=3, speed=0.6, phase=0.5)
    down, right = steps(draw(path, Look(radius=2.0))).T
    # On the screen, where rows go down, clockwise is from right to down.
    turning = right[:-1] * down[1:] - down[:-1] * right[1:]
    assert (np.sign(turning) == turn).all()


@EVERY_DIRECTION
def test_no_single_frame_tells_the_direction_because_the_shape_is_anywhere_with_equal_probability(direction):
    rng = np.random.default_rng(3)
    paths = np.stack([random_path(direction, rng) for _ in range(8000)]) % SIZE
    for t in range(FRAMES):
        cells = np.histogram2d(*paths[:, t].T, bins=4, range=[[0, SIZE]] * 2)[0]
        # 16 cells of 500 each expected: χ² with 15 degrees of freedom exceeds 44.3 once in 10,000 times.
        assert ((cells - 500) ** 2 / 500).sum() < 44.3


@pytest.mark.parametrize(("direction", "opposite"), [("left", "right"), ("up", "down")])
def test_played_backwards_a_clip_is_one_of_the_opposite_direction(direction, opposite):
    path = straight(direction, np.array([5.0, 7.0]), speed=1.3)
    back = straight(opposite, path[-1], speed=1.3)
    for shape in SHAPES:
        look = Look(shape, turn=0.4, paper=0.1, ink=0.8)
        np.testing.assert_array_equal(draw(path, look)[::-1], draw(back, look))


def test_what_leaves_on_one_side_comes_in_on_the_other():
    clip = draw(straight("right", np.array([8.0, 12.0]), speed=2.0), Look())
    assert clip.reshape(FRAMES, -1).sum(axis=1).std() < 0.01 * clip[0].sum()
    np.testing.assert_array_equal(clip[-1], np.roll(clip[0], 14, axis=1))


def test_every_shape_has_another_picture_and_is_drawn_in_its_greys():
    path = straight("up", np.array([8.0, 8.0]), speed=1.0)
    pictures = {draw(path, Look(shape, paper=0.2, ink=0.6)).tobytes() for shape in SHAPES}
    assert len(pictures) == len(SHAPES)
    clip = draw(path, Look("disc", paper=0.2, ink=0.6))
    assert (clip.min(), clip.max()) == (51, 153)


def test_the_same_seed_gives_the_same_clips_and_another_seed_others():
    first, again, other = generate(40, 1), generate(40, 1), generate(40, 2)
    np.testing.assert_array_equal(first.pixels, again.pixels)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert first.pixels.shape == (40, 1, FRAMES, SIZE, SIZE)
    assert first.pixels.dtype == np.uint8
    assert (first.pixels != other.pixels).any(axis=(1, 2, 3, 4)).all()


def test_training_and_test_clips_are_of_every_class_and_none_is_in_both(monkeypatch):
    monkeypatch.setattr(moving_shapes, "_TRAIN", 120)
    monkeypatch.setattr(moving_shapes, "_TEST", 60)
    data = moving_shapes.load()
    assert (len(data.train), len(data.test)) == (120, 60)
    assert set(data.train.targets) == set(data.test.targets) == set(range(len(CLASSES)))
    assert not {clip.tobytes() for clip in data.train.pixels} & {clip.tobytes() for clip in data.test.pixels}
