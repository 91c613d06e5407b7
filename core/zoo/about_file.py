"""The TOML file beside an ONNX file that says what that does not: title, labels, mean, std, layout."""

import tomllib
from collections.abc import Callable, Collection
from errno import ENOENT
from pathlib import Path
from typing import Any

from core.errors import AboutError
from core.shapes import Shape
from core.zoo.imported import LAYOUTS, About

SUFFIX = ".toml"


def about_beside(path: Path) -> About:
    """What the TOML file of the same name says of an ONNX file; nothing where there is no such file.

    AboutError, naming file and key, where it holds anything else than it may.
    """
    beside = path.with_suffix(SUFFIX)
    try:
        toml = beside.read_bytes()
    except FileNotFoundError:
        return About()
    except OSError as error:
        raise AboutError(f"{beside.name} cannot be read: {error.strerror}.") from None
    return about_in(toml, beside.name, beside.parent)


def about_in(toml: bytes, name: str, folder: Path | None = None, known: Collection[str] = ()) -> About:
    """What a TOML file of that name says, apart from keys that are known already.

    Labels may lie in a file of their own in its folder; without a folder they may not.
    """
    try:
        said = tomllib.loads(toml.decode())
    except ValueError as error:
        raise AboutError(f"{name} cannot be read as TOML: {error}.") from None
    return About(**{key: _read(key, value, name, folder) for key, value in said.items() if key not in known})


def lines(text: str) -> tuple[str, ...]:
    """Labels out of a text with one a line; empty lines at its end are none."""
    return tuple(line.strip() for line in text.rstrip().split("\n")) if text.strip() else ()


def _read(key: str, value: Any, name: str, folder: Path | None) -> Any:
    if key not in _READERS:
        raise AboutError(f"{name}: there is no key {key!r}. Use any of: {', '.join(_READERS)}.")
    reader, allowed = _READERS[key]
    try:
        return reader(value, folder)
    except (TypeError, ValueError, OverflowError):
        raise AboutError(f"{name}: {key} is {value!r}; it has to be {allowed}.") from None
    except OSError as error:
        raise AboutError(f"{name}: {key} names {value!r}: {error.strerror}.") from None


def _text(value: Any, _folder: Path | None) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _labels(value: Any, folder: Path | None) -> tuple[str, ...]:
    if isinstance(value, str):
        if folder is None:
            raise FileNotFoundError(ENOENT, "send its lines along as labels")
        return lines((folder / value).read_text(encoding="utf-8"))
    if not isinstance(value, list):
        raise TypeError
    return tuple(_text(each, folder) for each in value)


def _numbers(value: Any, _folder: Path | None) -> tuple[float, ...]:
    numbers = value if isinstance(value, list) else [value]
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in numbers):
        raise TypeError
    return tuple(map(float, numbers))


def _shape(value: Any, _folder: Path | None) -> Shape:
    sizes = list(value)
    if not all(isinstance(each, int) and not isinstance(each, bool) and each > 0 for each in sizes):
        raise TypeError
    return tuple(sizes)


def _layout(value: Any, _folder: Path | None) -> str:
    if value not in LAYOUTS:
        raise ValueError
    return str(value)


def _switch(value: Any, _folder: Path | None) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READERS: dict[str, tuple[Callable[[Any, Path | None], Any], str]] = {
    "title": (_text, "a text"),
    "summary": (_text, "a text"),
    "labels": (_labels, "a list of texts, or the name of a file with one label a line"),
    "mean": (_numbers, "a number, or a list with one a channel"),
    "std": (_numbers, "a number, or a list with one a channel"),
    "layout": (_layout, " or ".join(LAYOUTS)),
    "input_shape": (_shape, "a list of whole numbers, such as [3, 224, 224]"),
    "fold_batchnorm": (_switch, "true or false"),
}
