"""Any animation becomes the frames a network takes."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.clips import clip_from_lists, evenly, prepare_clip, write_clip
from core.errors import PictureError, PixelsError
from core.images import Frame

GREY, COLOUR = Frame(6, 5, 1), Frame(6, 5, 3)


def animation(kind: str, greys: list[int], size: tuple[int, int] = (5, 6), **options: object) -> bytes:
    """Frames of one grey each."""
    buffer = BytesIO()
    first, *others = [Image.new("RGB", size, (grey,) * 3) for grey in greys]
    first.save(buffer, kind, save_all=True, append_images=others, duration=50, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("GIF", {}), ("WEBP", {"lossless": True})])
def test_reads_the_animations_it_promises(kind: str, options: dict[str, object]) -> None:
    pixels, count = prepare_clip(animation(kind, [0, 51, 102, 255], **options), 4, COLOUR)
    assert (count, pixels.shape, pixels.dtype) == (4, (4, 6, 5, 3), np.float32)
    np.testing.assert_allclose(pixels[:, 2, 3, 1], [0, 0.2, 0.4, 1], atol=0.02)


def test_of_more_frames_some_are_taken_at_even_distances() -> None:
    pixels, count = prepare_clip(animation("PNG", list(range(0, 120, 10))), 4, GREY)
    assert count == 12
    np.testing.assert_allclose(pixels[:, 0, 0, 0] * 255, [10, 40, 70, 100], atol=1e-4)


def test_fewer_frames_are_repeated_and_a_still_picture_becomes_a_clip() -> None:
    pixels, count = prepare_clip(animation("GIF", [0, 255]), 4, GREY)
    assert count == 2
    np.testing.assert_allclose(pixels[:, 0, 0, 0], [0, 0, 1, 1], atol=0.01)
    buffer = BytesIO()
    Image.new("L", (5, 6), 255).save(buffer, "JPEG")
    still, count = prepare_clip(buffer.getvalue(), 3, GREY)
    assert count == 1
    np.testing.assert_array_equal(still, np.ones((3, 6, 5, 1)))


@given(count=st.integers(1, 100), wanted=st.integers(1, 100))
def test_the_chosen_frames_are_in_order_spread_evenly_and_all_of_them_where_there_are_as_many(count, wanted):
    chosen = evenly(count, wanted)
    assert len(chosen) == wanted
    assert all(0 <= each < count for each in chosen)
    steps = np.diff(chosen)
    assert set(steps) <= {count // wanted, count // wanted + 1}
    assert abs(chosen[0] - (count - 1 - chosen[-1])) <= 1
    if count == wanted:
        assert chosen == list(range(count))


def test_frames_of_another_size_are_cut_to_their_centre_or_shown_whole() -> None:
    wide = animation("PNG", [255, 200], size=(20, 6))
    cut, _ = prepare_clip(wide, 2, GREY)
    assert cut.min() > 0.7
    whole, _ = prepare_clip(wide, 2, Frame(6, 5, 1, "fit", background=0.0))
    assert (whole[:, 0] == 0).all()


@pytest.mark.parametrize("channels", [1, 3])
def test_what_is_written_is_read_again_pixel_by_pixel(channels: int, tmp_path, rng) -> None:
    pixels = rng.integers(0, 256, (8, 6, 5, channels), np.uint8)
    write_clip(tmp_path / "clip.png", pixels)
    found, count = prepare_clip((tmp_path / "clip.png").read_bytes(), 8, Frame(6, 5, channels))
    assert count == 8
    with Image.open(tmp_path / "clip.png") as image:
        assert image.info["loop"] * 8 * image.info["duration"] <= 5000  # as WCAG 2.2.2 asks
    np.testing.assert_array_equal(found, pixels / np.float32(255))


@pytest.mark.parametrize("channels", [1, 3])
def test_frames_that_are_alike_are_written_too(channels: int, tmp_path) -> None:
    pixels = np.full((4, 6, 5, channels), 100, np.uint8)
    pixels[3] = 50
    write_clip(tmp_path / "clip.png", pixels)
    found, count = prepare_clip((tmp_path / "clip.png").read_bytes(), 4, Frame(6, 5, channels))
    assert count == 4
    np.testing.assert_array_equal(found, pixels / np.float32(255))


def test_lists_of_frames_are_read_as_pictures_are(rng) -> None:
    pixels = rng.random((3, 6, 5, 1), np.float32)
    found, count = clip_from_lists(pixels.tolist(), 3, GREY)
    assert count == 3
    np.testing.assert_array_equal(found, pixels)
    without_channels, _ = clip_from_lists(pixels[..., 0].tolist(), 3, GREY)
    np.testing.assert_array_equal(without_channels, pixels)
    longer, count = clip_from_lists(np.repeat(pixels, 2, axis=0).tolist(), 3, GREY)
    assert count == 6
    np.testing.assert_array_equal(longer, pixels)


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ([], "0 frames; it may have 1 to 1024"),
        ([[[0.5]]] * 1025, "1025 frames"),
        ("clip", "0 frames"),
        ([0.5, 0.5], "Frame 1 of 2: The pixels are lists of shape"),
        ([[[0.5]], [[2]]], "Frame 2 of 2: The pixels run from 2 to 2"),
        ([[[0.5]], [[0.5], []]], "Frame 2 of 2: The pixels are ragged"),
    ],
    ids=["none", "too many", "text", "numbers", "too bright", "ragged"],
)
def test_lists_that_are_no_clip_are_refused_with_what_is_allowed(lists: object, complaint: str) -> None:
    with pytest.raises(PixelsError, match=complaint):
        clip_from_lists(lists, 2, Frame(1, 1, 1))


def test_more_pixels_than_allowed_are_refused_with_all_frames_counted() -> None:
    data = animation("PNG", [0, 100, 200], size=(40, 50))
    prepare_clip(data, 2, GREY, max_pixels=6000)
    with pytest.raises(PictureError, match=r"40×50×3 = 6,000 pixels; 5,999 are allowed"):
        prepare_clip(data, 2, GREY, max_pixels=5999)


def test_more_frames_than_allowed_are_refused() -> None:
    data = animation("GIF", [0, 255] * 520, size=(1, 1))
    with pytest.raises(PictureError, match=r"1,040 frames; 1,024 are allowed"):
        prepare_clip(data, 2, GREY)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_a_clip_that_is_cut_off_is_refused(kind: str, rng) -> None:
    buffer = BytesIO()
    first, *others = [Image.fromarray(frame) for frame in rng.integers(0, 256, (4, 32, 32, 3), np.uint8)]
    first.save(buffer, kind, save_all=True, append_images=others, duration=50)
    data = buffer.getvalue()
    with pytest.raises(PictureError, match=r"cut off|not a clip|Send an animated"):
        prepare_clip(data[: len(data) // 2], 4, GREY)


@given(st.data())
def test_damaged_bytes_are_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "GIF", "WEBP"]))
    content = bytearray(animation(kind, [0, 128, 255]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        pixels, _ = prepare_clip(bytes(content), 3, GREY)
    except PictureError:
        return
    assert pixels.shape == (3, 6, 5, 1)
