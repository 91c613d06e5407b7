"""The networks in a folder that the person who starts the server names."""

import logging
from collections.abc import Iterator
from pathlib import Path

from core.errors import ConvscopeError
from core.onnx_import import Limits
from core.zoo.about_file import about_beside
from core.zoo.imported import import_model
from core.zoo.model import Model

_SUFFIX = ".onnx"

_log = logging.getLogger("convscope")


def models_in(folder: Path, limits: Limits) -> Iterator[Model]:
    """The models of all .onnx files in a folder, by file name; what cannot be used is logged and left out."""
    for path in sorted(each for each in folder.iterdir() if each.suffix.lower() == _SUFFIX):
        try:
            yield import_model(path, path.name, about_beside(path), limits)
        except (ConvscopeError, OSError) as error:
            _log.warning("%s is left out: %s", path, error)
