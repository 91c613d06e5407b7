"""The real server in a process of its own, for tests that speak to it as a browser does."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
_START_SECONDS = 30.0


@contextmanager
def serving(log: Path, *options: str, module: str = "app") -> Iterator[str]:
    """Run `convscope` (or another module) on a free port; gives its address once it is ready, and stops it.

    Raises RuntimeError, with what the server printed, where it does not start or ever printed a traceback.
    """
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", module, "--port", str(port), *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=_environment()
        )
    try:
        _wait_until_ready(process, address, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=_START_SECONDS)
    if "Traceback" in log.read_text():
        raise RuntimeError(f"The server printed a traceback:\n{log.read_text()}")


def _environment() -> dict[str, str]:
    """The environment without settings of a server that the person running the tests may have made."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CONVSCOPE_")}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError(f"The server was not ready within {_START_SECONDS:.0f} s:\n{log.read_text()}")
