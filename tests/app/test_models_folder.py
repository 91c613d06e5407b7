"""Networks in a folder that the person who starts the server names."""

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import cli
from app.models_folder import models_in
from app.server import create_app
from app.settings import Settings
from core.onnx_import import Limits
from core.zoo.model import Model
from tests import onnx_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "nets"
    folder.mkdir()
    (folder / "b.onnx").write_bytes(onnx_files.classifier())
    (folder / "a.onnx").write_bytes(onnx_files.classifier(channels=1))
    (folder / "a.toml").write_text('title = "First"\nlabels = ["x", "y", "z"]')
    (folder / "notes.txt").write_text("no network")
    return folder


def test_every_file_is_a_model_with_what_its_toml_says(folder: Path) -> None:
    first, second = models_in(folder, Limits())
    assert (first.id, first.title, first.classes) == ("a", "First", ("x", "y", "z"))
    assert (second.id, second.title) == ("b", "b")


def test_what_cannot_be_used_is_logged_by_name_and_left_out(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "broken.onnx").write_bytes(b"no network")
    (folder / "b.toml").write_text("size = 3")
    with caplog.at_level(logging.WARNING, "convscope"):
        assert [model.id for model in models_in(folder, Limits())] == ["a"]
    assert "b.onnx is left out: b.toml: there is no key 'size'" in caplog.text
    assert "broken.onnx is left out: " in caplog.text


def test_a_file_beyond_the_limit_is_left_out(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "convscope"):
        assert list(models_in(folder, Limits(file_bytes=100))) == []
    assert "a.onnx is left out: " in caplog.text
    assert "100 are allowed" in caplog.text


def test_a_server_offers_them_after_its_own_under_ids_of_their_own(folder: Path, model: Model) -> None:
    (folder / "tiny.onnx").write_bytes(onnx_files.classifier())
    app = create_app(Settings(models=str(folder)), lambda: {model.id: model})
    with TestClient(app, base_url="http://localhost") as client:
        assert [each["id"] for each in client.get("/api/models").json()] == ["tiny", "a", "b", "tiny-2"]
        assert client.delete("/api/models/tiny-2").status_code == 403


def test_a_folder_that_does_not_exist_is_one_line_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"convscope: There is no folder '.*none'\. Name one"):
        cli.main(["--models", str(tmp_path / "none")])
