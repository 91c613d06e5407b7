"""All settings in one table. It feeds the command line, the environment, and the table in the README."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from app.origin import is_loopback
from core.images import MAX_PIXELS
from core.onnx_import import Limits

PREFIX = "CONVSCOPE_"
_MIB = 1024**2
_FLOAT32_BYTES = 4
_IMPORTS = ("auto", "on", "off")
_LOG_LEVELS = ("critical", "error", "warning", "info", "debug")


@dataclass(frozen=True)
class Setting:
    """A row of the table: name, default (its type is the setting's), what it does, and what it may be."""

    name: str
    default: Any
    help: str
    least: int = 0
    most: int | None = None
    choices: tuple[str, ...] | None = None

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def without(self) -> str:
        """What holds where nobody says anything, in words."""
        return str(self.default) or "none"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return PREFIX + self.name.upper()

    def read(self, text: str) -> str | int:
        """The value written as `text`; ValueError, saying what is allowed, where it is none."""
        if isinstance(self.default, str):
            if self.choices and text not in self.choices:
                raise ValueError(f"{text!r} is none of: {', '.join(self.choices)}")
            return text
        if not text.isascii() or not text.isdigit() or not self._allows(int(text)):
            raise ValueError(f"{text!r} is not a whole number {self._range()}")
        return int(text)

    def _allows(self, value: int) -> bool:
        return self.least <= value and (self.most is None or value <= self.most)

    def _range(self) -> str:
        return f"from {self.least} on" if self.most is None else f"from {self.least} to {self.most}"


def _setting(default: Any, help_text: str, **limits: Any) -> Any:
    return field(default=default, metadata={"help": help_text, **limits})


@dataclass(frozen=True)
class Settings:
    """The settings of a server. Each field is a row of the table."""

    host: str = _setting("127.0.0.1", "Address to listen on; 0.0.0.0 lets other machines in.")
    port: int = _setting(8000, "Port to listen on; 0 takes any that is free.", most=65535)
    workers: int = _setting(2, "Threads that compute; more than there are cores gains nothing.", least=1)
    queue: int = _setting(32, "Runs admitted beyond one a thread; further ones are told to retry.")
    max_upload_mib: int = _setting(10, "Largest body of a request, in MiB.", least=1, most=64)
    max_pixels: int = _setting(MAX_PIXELS, "Largest picture, in pixels.", least=1)
    models: str = _setting(
        "", "Folder of .onnx networks to offer, each with an optional .toml of the same name beside it."
    )
    imports: str = _setting(
        "auto",
        "Whether people may import networks; auto: while only this machine gets in. One of: "
        f"{', '.join(_IMPORTS)}.",
        choices=_IMPORTS,
    )
    max_model_mib: int = _setting(128, "Largest ONNX file that is read, in MiB.", least=1, most=2048)
    max_imports: int = _setting(8, "Imported networks kept; the oldest makes room for the next.", least=1)
    max_imports_mib: int = _setting(
        512, "Largest weights of all imported networks together, in MiB.", least=1
    )
    max_run_mib: int = _setting(
        512, "Most that the layers of a network from a file may hold in a run, in MiB.", least=1
    )
    max_runs_mib: int = _setting(
        2048, "About the most that all runs hold at once, in MiB; further ones wait.", least=1
    )
    max_updates_mib: int = _setting(
        256, "Largest weights of all networks after steps of learning, in MiB; older ones make room.", least=1
    )
    frame_ancestors: str = _setting("*", "Who may frame /embed/ pages, as CSP's frame-ancestors says it.")
    shutdown_seconds: int = _setting(5, "How long open streams may go on after Ctrl+C.")
    log_level: str = _setting("warning", f"One of: {', '.join(_LOG_LEVELS)}.", choices=_LOG_LEVELS)

    @property
    def takes_imports(self) -> bool:
        """Whether people may import networks."""
        return is_loopback(self.host) if self.imports == "auto" else self.imports == "on"

    @property
    def model_limits(self) -> Limits:
        """How large the file of a network may be, and what a run of it may hold."""
        return Limits(
            file_bytes=self.max_model_mib * _MIB, activations=self.max_run_mib * _MIB // _FLOAT32_BYTES
        )


TABLE = tuple(
    Setting(
        name=each.name,
        default=each.default,
        help=each.metadata["help"],
        **{key: value for key, value in each.metadata.items() if key != "help"},
    )
    for each in fields(Settings)
)


def parse(
    parser: argparse.ArgumentParser, arguments: Sequence[str], environment: Mapping[str, str]
) -> Settings:
    """Read the settings: an option before a variable before the default. Exits with 2 where one is wrong."""
    for setting in TABLE:
        parser.add_argument(
            setting.flag,
            metavar=type(setting.default).__name__.upper(),
            help=f"{setting.help.replace('%', '%%')} (default: {setting.without}; {setting.variable})",
        )
    options = vars(parser.parse_args(arguments))
    values: dict[str, Any] = {}
    for setting in TABLE:
        given = {setting.variable: environment.get(setting.variable), setting.flag: options[setting.name]}
        for source, text in given.items():
            if text is not None:
                values[setting.name] = _read(setting, source, text, parser)
    return Settings(**values)


def _read(setting: Setting, source: str, text: str, parser: argparse.ArgumentParser) -> str | int:
    try:
        return setting.read(text)
    except ValueError as error:
        parser.error(f"{source}: {error}")


def markdown_table() -> str:
    """The table as it stands in the README."""
    head = ["| Option | Environment | Default | What it does |", "| --- | --- | --- | --- |"]
    rows = [f"| `{each.flag}` | `{each.variable}` | `{each.without}` | {each.help} |" for each in TABLE]
    return "\n".join([*head, *rows])


if __name__ == "__main__":
    print(markdown_table())
