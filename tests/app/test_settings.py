"""One table feeds the command line, the environment and the README."""

import argparse
from pathlib import Path

import pytest

from app.settings import TABLE, Settings, markdown_table, parse

README = Path(__file__).parents[2] / "README.md"


def parsed(*arguments: str, **environment: str) -> Settings:
    return parse(argparse.ArgumentParser(), arguments, environment)


def test_without_anything_said_the_defaults_hold() -> None:
    assert parsed() == Settings()


def test_an_option_goes_before_a_variable_and_a_variable_before_the_default() -> None:
    settings = parsed("--port", "1", CONVSCOPE_PORT="2", CONVSCOPE_QUEUE="3")
    assert (settings.port, settings.queue, settings.workers) == (1, 3, Settings().workers)


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_every_setting_has_an_option_and_a_variable(setting: object) -> None:
    text = {"log_level": "debug", "imports": "on"}.get(setting.name, "7")  # type: ignore[attr-defined]
    by_option = parsed(setting.flag, text)  # type: ignore[attr-defined]
    by_variable = parsed(**{setting.variable: text})  # type: ignore[attr-defined]
    assert by_option == by_variable != Settings()


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--port", "65536", "from 0 to 65535"),
        ("--port", "eighty", "not a whole number"),
        ("--port", "-1", "not a whole number"),
        ("--port", "", "not a whole number"),
        ("--workers", "0", "from 1 on"),
        ("--log-level", "loud", "none of: critical, error, warning, info, debug"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(
    option: str, value: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        parsed(f"{option}={value}")
    assert complaint in capsys.readouterr().err


def test_a_wrong_variable_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(CONVSCOPE_PORT="x")
    assert "CONVSCOPE_PORT: 'x' is not a whole number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "imports", "taken"),
    [
        ("127.0.0.1", "auto", True),
        ("localhost", "auto", True),
        ("0.0.0.0", "auto", False),
        ("lab.example", "auto", False),
        ("0.0.0.0", "on", True),
        ("127.0.0.1", "off", False),
    ],
)
def test_networks_are_imported_where_only_this_machine_gets_in_or_as_said(
    host: str, imports: str, taken: bool
) -> None:
    assert Settings(host=host, imports=imports).takes_imports is taken


def test_the_readme_holds_the_table() -> None:
    assert markdown_table() in README.read_text(encoding="utf-8")
