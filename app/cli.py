"""The command `convscope`."""

import argparse
import asyncio
import logging
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import uvicorn

from app.server import create_app, installed_version
from app.settings import Settings, parse

# A backstop only: how much is computed at once is limited where it is known what a request costs.
_MAX_CONNECTIONS = 1000
_EVERYWHERE = {"0.0.0.0", "::", ""}


class _Server(uvicorn.Server):
    """Says where it is once it can be reached there."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if sockets and not self.should_exit:
            print(f"convscope is running at {address(sockets[0])} (Ctrl+C stops it)", flush=True)


def _is_not_cut_off(record: logging.LogRecord) -> bool:
    """Whether a record of the log is about more than a stream that was cut off when the server stopped."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not issubclass(kind, asyncio.CancelledError)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the settings and serve until stopped; exits with 1 where the address cannot be had."""
    settings = parse(_parser(), sys.argv[1:] if arguments is None else arguments, os.environ)
    if settings.models and not Path(settings.models).is_dir():
        sys.exit(f"convscope: There is no folder {settings.models!r}. Name one that holds .onnx files.")
    try:
        listening = listen(settings.host, settings.port)
    except OSError as error:
        sys.exit(f"convscope: {_remedy(settings, error)}")
    config = uvicorn.Config(
        create_app(settings),
        log_level=settings.log_level,
        limit_concurrency=_MAX_CONNECTIONS,
        timeout_graceful_shutdown=settings.shutdown_seconds,
        server_header=False,
    )
    # That streams are cut off after `shutdown_seconds` is what the setting says, and no error to trace back.
    logging.getLogger("uvicorn.error").addFilter(_is_not_cut_off)
    # The server has ended in good order when it passes Ctrl+C on.
    with listening, suppress(KeyboardInterrupt):
        _Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to an address; OSError where that cannot be had."""
    family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    bound = socket.socket(family, kind, protocol)
    try:
        # Else a port stays taken for a minute after a server has stopped. On Windows it means another thing.
        if os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(where)
    except OSError:
        bound.close()
        raise
    return bound


def address(listening: socket.socket) -> str:
    """Where a browser on this machine finds what listens on a socket."""
    host, port = listening.getsockname()[:2]
    if host in _EVERYWHERE:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="convscope",
        description="Run convolutional networks on your own picture, in the browser and offline.",
        epilog="Every option can also be given as the environment variable beside it; an option comes first.",
    )
    parser.add_argument("--version", action="version", version=f"convscope {installed_version()}")
    return parser


def _remedy(settings: Settings, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return (
            f"There is no host {settings.host!r}. Use --host 127.0.0.1, or 0.0.0.0 to let other machines in."
        )
    if isinstance(error, PermissionError):
        return f"Port {settings.port} may not be used without more rights. Use one from 1024 on: --port 8000."
    return (
        f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}. "
        "Stop what uses it, or take any free port: --port 0."
    )
