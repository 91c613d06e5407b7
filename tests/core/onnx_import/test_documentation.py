"""docs/onnx.md names the operations that can be run, and no others."""

import re
from pathlib import Path

from core.onnx_import import SUPPORTED
from core.onnx_import.converters import FOLDED_ONLY

TEXT = (Path(__file__).parents[3] / "docs" / "onnx.md").read_text(encoding="utf-8")


def named_after(words: str) -> list[str]:
    """The names in a list that follows these words and ends with a full stop."""
    listing = TEXT.split(words, 1)[1].split(".", 1)[0]
    return re.findall(r"\w+", listing)


def test_every_operation_that_can_be_run_is_in_the_documentation() -> None:
    assert named_after("and some none:\n") == list(SUPPORTED)
    assert named_after("combine numbers, and") == list(FOLDED_ONLY)
