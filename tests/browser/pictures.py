"""Picture files as people have them."""

from io import BytesIO

from PIL import ExifTags, Image

RED, BLUE = (220, 30, 30), (30, 30, 220)


def png(size: tuple[int, int] = (64, 48), *, above: tuple[int, int, int] = RED) -> bytes:
    """A PNG of (width, height), `above` over blue."""
    return _encoded(_halves(size, above), "PNG")


def jpeg_taken_upside_down() -> bytes:
    """A JPEG stored blue over red, whose EXIF orientation says to turn it by half: red over blue."""
    picture = _halves((64, 64), RED).rotate(180)
    exif = picture.getexif()
    exif[ExifTags.Base.Orientation] = 3
    return _encoded(picture, "JPEG", exif=exif)


def _halves(size: tuple[int, int], above: tuple[int, int, int]) -> Image.Image:
    width, height = size
    picture = Image.new("RGB", size, BLUE)
    picture.paste(above, (0, 0, width, height // 2))
    return picture


def _encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
