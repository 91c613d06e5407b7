"""docs/engine.md is run from top to bottom: what it shows under each block is what the block prints."""

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "engine.md"
_BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.M | re.S)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def blocks() -> list[tuple[int, str, str]]:
    """Line, code and shown output of every block of the page."""
    text = PAGE.read_text(encoding="utf-8")
    return [(text.count("\n", 0, each.start()) + 2, each[1], each[2] or "") for each in _BLOCK.finditer(text)]


def assert_alike(printed: str, shown: str, where: str) -> None:
    """Equal, but that digits behind a point may differ by as much as another machine rounds them."""
    assert _NUMBER.sub("#", printed) == _NUMBER.sub("#", shown), f"{where}: {printed}"
    for found, told in zip(_NUMBER.findall(printed), _NUMBER.findall(shown), strict=True):
        decimals = len(told.partition(".")[2])
        room = 2 * 10.0**-decimals if decimals else 0
        assert float(found) == pytest.approx(float(told), rel=0, abs=room), f"{where}: {printed}"


def test_every_block_prints_what_the_page_shows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "engine_md"}
    for line, code, shown in blocks():
        where = f"{PAGE.name}:{line}"
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile("\n" * (line - 1) + code, str(PAGE), "exec"), names)
        assert_alike(printed.getvalue(), shown, where)


def test_every_fenced_block_of_the_page_is_run_or_is_output():
    fences = re.findall(r"^```(\w+)$", PAGE.read_text(encoding="utf-8"), re.M)
    shown = [output for _, _, output in blocks() if output]
    assert fences.count("python") == len(blocks()) > 0
    assert fences.count("text") == len(shown) > 0
    assert set(fences) == {"python", "text"}


@pytest.mark.parametrize(("printed", "shown"), [("1.23", "1.30"), ("12", "13"), ("a 1", "b 1"), ("1", "1 2")])
def test_outputs_that_differ_are_noticed(printed, shown):
    with pytest.raises(AssertionError):
        assert_alike(printed, shown, "here")


def test_the_last_digit_may_be_rounded_otherwise():
    assert_alike("loss 0.4931", "loss 0.4930", "here")
