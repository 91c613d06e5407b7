import numpy as np

from core.augmentation import mirrored, shifted


def moved(picture: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """The picture moved down and to the right, with black coming in."""
    height, width = picture.shape[1:]
    out = np.zeros_like(picture)
    for y, x in np.ndindex(height, width):
        if 0 <= y - rows < height and 0 <= x - columns < width:
            out[:, y, x] = picture[:, y - rows, x - columns]
    return out


def test_every_picture_is_moved_by_a_few_pixels_of_its_own_and_all_moves_occur(rng):
    pictures = rng.integers(1, 256, (300, 2, 5, 6), dtype=np.uint8)
    found = set()
    for before, after in zip(pictures, shifted(pictures, 1, rng), strict=True):
        fitting = [
            (rows, columns)
            for rows in (-1, 0, 1)
            for columns in (-1, 0, 1)
            if np.array_equal(after, moved(before, rows, columns))
        ]
        assert len(fitting) == 1
        found.update(fitting)
    assert len(found) == 9


def test_a_shift_by_nothing_changes_nothing(rng):
    pictures = rng.integers(0, 256, (4, 1, 5, 6), dtype=np.uint8)
    np.testing.assert_array_equal(shifted(pictures, 0, rng), pictures)


def test_about_half_of_the_pictures_are_mirrored_and_the_others_stay(rng):
    pictures = rng.integers(0, 256, (400, 3, 4, 5), dtype=np.uint8)
    result = mirrored(pictures, rng)
    flipped = (result == pictures[..., ::-1]).all(axis=(1, 2, 3))
    kept = (result == pictures).all(axis=(1, 2, 3))
    assert (flipped ^ kept).all()
    assert 0.4 < flipped.mean() < 0.6


def test_bytes_stay_bytes_and_what_is_given_is_not_changed(rng):
    pictures = rng.integers(0, 256, (10, 1, 4, 4), dtype=np.uint8)
    before = pictures.copy()
    assert shifted(pictures, 2, rng).dtype == mirrored(pictures, rng).dtype == np.uint8
    np.testing.assert_array_equal(pictures, before)


def test_the_same_random_numbers_give_the_same_pictures(rng):
    pictures = rng.integers(0, 256, (10, 1, 6, 6), dtype=np.uint8)
    results = [
        shifted(mirrored(pictures, g), 2, g) for g in (np.random.default_rng(1), np.random.default_rng(1))
    ]
    np.testing.assert_array_equal(*results)
