"""Any picture becomes the pixels a network takes."""

from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.errors import PictureError, PixelsError
from core.images import Frame, pixels_from_lists, prepare

COLOUR = Frame(8, 8, 3)
GREY = Frame(8, 8, 1)
RED = (255, 0, 0)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def halves(width: int = 16, height: int = 8) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_reads_the_formats_it_promises(kind: str) -> None:
    pixels = prepare(encoded(Image.new("RGB", (20, 20), RED), kind), COLOUR)
    assert pixels.shape == (8, 8, 3)
    assert pixels.dtype == np.float32
    np.testing.assert_allclose(pixels, np.broadcast_to([1, 0, 0], (8, 8, 3)), atol=0.02)


def test_a_picture_of_the_right_size_keeps_every_pixel() -> None:
    values = np.random.default_rng(1).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    np.testing.assert_array_equal(
        prepare(encoded(Image.fromarray(values)), COLOUR), values.astype(np.float32) / np.float32(255)
    )


@pytest.mark.parametrize("fit", ["crop", "fit"])
@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (7, 9), (4096, 4096)])
def test_any_size_up_to_the_limit_is_brought_to_the_frame(fit: str, size: tuple[int, int]) -> None:
    frame = Frame(8, 8, 3, fit, background=1.0)  # type: ignore[arg-type]
    pixels = prepare(encoded(Image.new("RGB", size, "white")), frame)
    np.testing.assert_allclose(pixels, np.ones((8, 8, 3)), atol=1e-6)


def test_crop_takes_the_centre() -> None:
    image = Image.new("RGB", (24, 8), RED)
    image.paste((0, 255, 0), (8, 0, 16, 8))
    np.testing.assert_array_equal(prepare(encoded(image), COLOUR), np.broadcast_to([0, 1, 0], (8, 8, 3)))


def test_fit_keeps_the_whole_picture_and_adds_bars() -> None:
    frame = Frame(8, 8, 3, "fit", background=(0.25, 0.5, 0.75))
    pixels = prepare(encoded(Image.new("RGB", (16, 8), RED)), frame)
    np.testing.assert_array_equal(pixels[2:6], np.broadcast_to([1, 0, 0], (4, 8, 3)))
    for bar in (pixels[:2], pixels[6:]):
        np.testing.assert_array_equal(bar, np.broadcast_to(np.float32([0.25, 0.5, 0.75]), (2, 8, 3)))


def test_a_frame_that_is_not_square_gets_a_part_of_its_own_proportions() -> None:
    pixels = prepare(encoded(halves(32, 32)), Frame(4, 8, 3))
    assert pixels.shape == (4, 8, 3)
    np.testing.assert_array_equal(pixels[:, 0], np.broadcast_to([1, 0, 0], (4, 3)))
    np.testing.assert_array_equal(pixels[:, -1], np.broadcast_to([0, 0, 1], (4, 3)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_stand_upright_by_their_exif_orientation(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter turn to the left
    pixels = prepare(encoded(halves(16, 16), kind, exif=exif), COLOUR)
    np.testing.assert_allclose(pixels[0], np.broadcast_to([1, 0, 0], (8, 3)), atol=0.05)
    np.testing.assert_allclose(pixels[-1], np.broadcast_to([0, 0, 1], (8, 3)), atol=0.05)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_lie_on_white(mode: str) -> None:
    pixels = prepare(encoded(Image.new(mode, (8, 8), 0)), COLOUR)
    np.testing.assert_array_equal(pixels, np.ones((8, 8, 3)))


def test_half_transparent_black_is_grey() -> None:
    pixels = prepare(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 51))), COLOUR)
    np.testing.assert_allclose(pixels, np.full((8, 8, 3), 0.8), atol=0.003)


def test_a_transparent_palette_lies_on_white() -> None:
    image = Image.new("P", (8, 8), 0)
    image.putpalette([255, 0, 0, 0, 255, 0])
    np.testing.assert_array_equal(prepare(encoded(image, transparency=0), COLOUR), np.ones((8, 8, 3)))


@pytest.mark.parametrize("mode", ["P", "1", "L", "CMYK"])
def test_palettes_bitmaps_greys_and_print_colours_are_read(mode: str) -> None:
    image = Image.new("RGB", (8, 8), "white").convert(mode)
    pixels = prepare(encoded(image, "JPEG" if mode == "CMYK" else "PNG"), COLOUR)
    np.testing.assert_allclose(pixels, np.ones((8, 8, 3)), atol=0.01)


def test_sixteen_bits_are_scaled_and_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 64).astype(np.uint16).reshape(8, 8)
    pixels = prepare(encoded(Image.fromarray(ramp)), GREY)
    np.testing.assert_allclose(pixels[:, :, 0], ramp / 65535, atol=1e-6)


def test_of_an_animation_the_first_frame_is_taken() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    for kind, options in (("PNG", {}), ("WEBP", {"lossless": True})):
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)
        np.testing.assert_array_equal(prepare(data, COLOUR), np.broadcast_to([1, 0, 0], (8, 8, 3)))


def test_a_grey_network_gets_the_luminance_of_a_colour_picture() -> None:
    pixels = prepare(encoded(Image.new("RGB", (8, 8), RED)), GREY)
    assert pixels.shape == (8, 8, 1)
    np.testing.assert_allclose(pixels, np.full((8, 8, 1), 0.299), atol=0.003)


def test_a_colour_network_gets_a_grey_picture_three_times() -> None:
    pixels = prepare(encoded(Image.new("L", (8, 8), 51)), COLOUR)
    np.testing.assert_allclose(pixels, np.full((8, 8, 3), 0.2))


def test_downsampling_averages_and_does_not_skip_pixels() -> None:
    board = np.indices((512, 512)).sum(axis=0) % 2 * 255
    pixels = prepare(encoded(Image.fromarray(board.astype(np.uint8))), GREY)
    np.testing.assert_allclose(pixels, np.full((8, 8, 1), 0.5), atol=0.01)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + bytes(99)]
)
def test_what_is_no_picture_is_refused_with_what_is_allowed(data: bytes) -> None:
    with pytest.raises(PictureError, match="PNG, JPEG or WebP"):
        prepare(data, COLOUR)


def test_formats_beside_the_promised_ones_are_refused() -> None:
    for kind in ("GIF", "BMP", "TIFF"):
        with pytest.raises(PictureError, match="PNG, JPEG or WebP"):
            prepare(encoded(halves(), kind), COLOUR)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(kind: str) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    with pytest.raises(PictureError, match=r"damaged or cut off|not a picture"):
        prepare(data[: len(data) // 2], COLOUR)


@pytest.mark.parametrize("size", [(4097, 4096), (10_000, 10_000), (20_000, 20_000)])
def test_more_pixels_than_allowed_are_refused_before_they_are_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    image = Image.new("1", size)
    data = encoded(image)
    assert len(data) < 100_000
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(PictureError, match="16,777,216 are allowed"):
        prepare(data, COLOUR)


@given(st.data())
def test_damaged_bytes_are_read_or_refused_and_never_anything_else(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))
    broken = bytearray(encoded(halves(), kind))
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    try:
        pixels = prepare(bytes(broken), COLOUR)
    except PictureError:
        return
    assert pixels.shape == (8, 8, 3)
    assert 0 <= pixels.min() <= pixels.max() <= 1


def test_lists_of_the_right_size_are_taken_as_they_are() -> None:
    pixels = np.random.default_rng(3).random((8, 8, 3), dtype=np.float32)
    np.testing.assert_array_equal(pixels_from_lists(pixels.tolist(), COLOUR), pixels)


def test_lists_may_leave_out_the_channel_of_grey() -> None:
    np.testing.assert_array_equal(
        pixels_from_lists([[0, 1], [1, 0]], Frame(2, 2, 1)), [[[0], [1]], [[1], [0]]]
    )


def test_lists_of_another_size_are_resized_as_a_picture_is() -> None:
    values = np.random.default_rng(4).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    from_lists = pixels_from_lists((values / 255).tolist(), COLOUR)
    np.testing.assert_allclose(from_lists, prepare(encoded(Image.fromarray(values)), COLOUR), atol=0.01)


def test_lists_with_opacity_lie_on_white() -> None:
    np.testing.assert_array_equal(pixels_from_lists([[[0, 0, 0, 0]]], Frame(1, 1, 3)), [[[1, 1, 1]]])


def test_lists_of_one_channel_and_of_three_fit_either_network() -> None:
    np.testing.assert_allclose(pixels_from_lists([[[1, 0, 0]]], Frame(1, 1, 1)), [[[0.299]]], rtol=1e-6)
    np.testing.assert_array_equal(pixels_from_lists([[0.5]], Frame(1, 1, 3)), [[[0.5, 0.5, 0.5]]])


@pytest.mark.parametrize(
    ("lists", "complaint"),
    [
        ([], "shape 0"),
        ([[]], "1×0"),
        ([[0, 1], [0]], "ragged"),
        ([[[0, 1]]], "shape 1×1×2"),
        ([["0.5"]], "not a number"),
        ([[None]], "not a number"),
        ([[True]], "not a number"),
        ([[10**400]], "not a number"),
        ({"0": 1}, "not a number"),
        ([[float("nan")]], "from 0 to 1"),
        ([[float("inf")]], "from 0 to 1"),
        ([[255]], "Divide values"),
        ([[-0.1]], "from -0.1"),
        ([[0.0] * 4097], "1×4097×1"),
    ],
)
def test_lists_that_are_no_pixels_are_refused_with_what_is_allowed(lists: object, complaint: str) -> None:
    with pytest.raises(PixelsError, match=complaint):
        pixels_from_lists(lists, COLOUR)


def test_a_network_that_takes_no_picture_is_told_apart() -> None:
    with pytest.raises(PictureError, match="takes 2 channels"):
        prepare(encoded(halves()), Frame(8, 8, 2))
