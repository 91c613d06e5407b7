"""What is sent to a network is read as what its input is: a picture, a clip or a signal."""

import numpy as np
import pytest

from core.errors import PictureError, PixelsError, SignalError
from core.inputs import InputError, Slot, ending_of, kind_of, write

SHAPES = {"picture": (1, 6, 5), "clip": (1, 4, 6, 5), "signal": (1, 30)}
EVERY_KIND = pytest.mark.parametrize("kind", SHAPES)


def example(kind: str, rng: np.random.Generator) -> np.ndarray:
    """Whole numbers C×… as a data set holds them."""
    type_ = np.uint16 if kind == "signal" else np.uint8
    return rng.integers(0, np.iinfo(type_).max, SHAPES[kind], dtype=type_, endpoint=True)


@EVERY_KIND
def test_an_example_that_was_written_is_read_again_and_nothing_was_done_to_it(kind, tmp_path, rng):
    shape, pixels = SHAPES[kind], example(kind, rng)
    path = tmp_path / f"example{ending_of(shape)}"
    write(path, shape, pixels)
    prepared = Slot(shape).read(path.read_bytes())
    assert prepared.note is None
    assert prepared.pixels.dtype == np.float32
    largest = np.iinfo(pixels.dtype).max
    np.testing.assert_array_equal(np.round(np.moveaxis(prepared.pixels, -1, 0) * largest), pixels)


@EVERY_KIND
def test_lists_of_the_networks_size_are_taken_as_they_are(kind, rng):
    shape = SHAPES[kind]
    pixels = rng.random((*shape[1:], shape[0]), np.float32)
    for lists in (pixels.tolist(), pixels[..., 0].tolist()):
        prepared = Slot(shape).from_lists(lists)
        assert prepared.note is None
        np.testing.assert_array_equal(prepared.pixels, pixels)


@pytest.mark.parametrize(
    ("kind", "lists", "fit", "note"),
    [
        ("clip", [[[0.5]]], "crop", "has 1 frame and the network takes 4: some of them repeated"),
        ("clip", [[[0.5]]] * 9, "crop", "has 9 frames and the network takes 4: taken at even distances"),
        ("signal", [0.5] * 1000, "crop", "has 1,000 samples and the network takes 30: its middle is taken"),
        ("signal", [0.5] * 1000, "fit", "has 1,000 samples and the network takes 30: it is resampled"),
        ("signal", [0.5] * 3, "crop", "has 3 samples and the network takes 30: it is resampled"),
    ],
)
def test_what_is_done_to_another_length_is_said(kind, lists, fit, note):
    prepared = Slot(SHAPES[kind], fit).from_lists(lists)
    assert note in prepared.note
    assert prepared.pixels.shape == (*SHAPES[kind][1:], 1)
    np.testing.assert_allclose(prepared.pixels, 0.5, atol=1e-6)


def test_bars_beside_a_clip_have_the_colour_of_the_background():
    prepared = Slot((1, 2, 6, 6), "fit", background=0.25).from_lists([[[1.0] * 6] * 3] * 2)
    np.testing.assert_allclose(prepared.pixels[:, 0], 0.25)
    np.testing.assert_allclose(prepared.pixels[:, 3], 1)


def test_the_limit_of_pixels_holds_for_clips(tmp_path, rng):
    write(tmp_path / "clip.png", SHAPES["clip"], example("clip", rng))
    with pytest.raises(PictureError, match="119 are allowed"):
        Slot(SHAPES["clip"], max_pixels=119).read((tmp_path / "clip.png").read_bytes())


def test_files_of_another_kind_are_refused_with_the_kind_that_is_wanted(tmp_path, rng):
    write(tmp_path / "signal.wav", SHAPES["signal"], example("signal", rng))
    write(tmp_path / "clip.png", SHAPES["clip"], example("clip", rng))
    signal, clip = (tmp_path / "signal.wav").read_bytes(), (tmp_path / "clip.png").read_bytes()
    with pytest.raises(PictureError, match="not a picture"):
        Slot(SHAPES["picture"]).read(signal)
    with pytest.raises(PictureError, match="Send an animated PNG, WebP or GIF"):
        Slot(SHAPES["clip"]).read(signal)
    with pytest.raises(SignalError, match="Send a WAV file"):
        Slot(SHAPES["signal"]).read(clip)
    assert Slot(SHAPES["picture"]).read(clip).pixels.shape == (6, 5, 1)  # its first frame


def test_lists_of_another_kind_are_refused():
    with pytest.raises(PixelsError, match="Frame 1 of 2"):
        Slot(SHAPES["clip"]).from_lists([0.5, 0.5])
    with pytest.raises(PixelsError, match="The signal is lists of shape 2×2×1"):
        Slot(SHAPES["signal"]).from_lists([[[0.5]] * 2] * 2)


@pytest.mark.parametrize("shape", [(10,), (1, 2, 3, 4, 5)])
def test_a_network_that_takes_anything_else_cannot_be_sent_anything(shape):
    with pytest.raises(InputError, match=r"Only pictures .*, clips .* and signals"):
        kind_of(shape)
