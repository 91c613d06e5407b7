"""The pages load the front end as it was built, and say so where it was not."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import pages
from app.pages import BuiltFiles, Frontend

MANIFEST = {
    "static/src/pages/explorer.ts": {
        "file": "explorer-A1.js",
        "name": "explorer",
        "isEntry": True,
        "imports": ["_shared-B2.js"],
        "css": ["explorer-C3.css"],
        "assets": ["assets/font-D4.woff2"],
    },
    "static/src/pages/embed.ts": {
        "file": "embed-E5.js",
        "name": "embed",
        "isEntry": True,
        "imports": ["_shared-B2.js"],
    },
    "_shared-B2.js": {
        "file": "chunks/shared-B2.js",
        "name": "shared",
        "imports": ["_lit-F6.js"],
        "css": ["shared-G7.css"],
    },
    "_lit-F6.js": {"file": "chunks/lit-F6.js", "name": "lit", "imports": ["_shared-B2.js"]},
}


@pytest.fixture
def frontend(tmp_path: Path) -> Frontend:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "explorer-A1.js").write_text("export {};" * 500)
    (tmp_path / "robots.txt").write_text("hello")
    return Frontend(tmp_path)


@pytest.fixture
def built(client: TestClient, frontend: Frontend, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of a server whose front end has been built."""
    monkeypatch.setattr(pages, "frontend", frontend)
    mount = next(route for route in client.app.routes if getattr(route, "name", "") == "static")  # type: ignore[attr-defined]
    monkeypatch.setattr(mount, "app", BuiltFiles(frontend))
    return client


def test_an_entry_comes_with_all_that_it_imports(frontend: Frontend) -> None:
    assert frontend.asset("explorer") == "/static/explorer-A1.js"
    assert frontend.preloads("explorer") == ["/static/chunks/shared-B2.js", "/static/chunks/lit-F6.js"]
    assert frontend.styles("explorer") == ["/static/explorer-C3.css", "/static/shared-G7.css"]
    assert frontend.styles("embed") == ["/static/shared-G7.css"]


@pytest.mark.parametrize(("path", "script"), [("/", "explorer-A1.js"), ("/embed/explorer", "embed-E5.js")])
def test_a_page_loads_its_entry(built: TestClient, path: str, script: str) -> None:
    response = built.get(path)
    assert response.status_code == 200
    assert f"/static/{script}" in response.text
    assert response.headers["cache-control"] == "no-cache"


def test_files_with_a_hash_may_be_kept_for_ever_and_others_not(built: TestClient) -> None:
    assert "immutable" in built.get("/static/explorer-A1.js").headers["cache-control"]
    assert built.get("/static/robots.txt").headers["cache-control"] == "no-cache"


def test_files_are_compressed(built: TestClient) -> None:
    assert built.get("/static/explorer-A1.js").headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "path", ["/static/missing.js", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml"]
)
def test_a_file_that_was_not_built_is_not_found(built: TestClient, path: str) -> None:
    response = built.get(path)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/", "/embed/explorer"])
def test_where_nothing_was_built_the_page_says_how_to(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(pages, "frontend", Frontend(tmp_path / "nowhere"))
    response = client.get(path)
    assert response.status_code == 503
    assert "make build" in response.text


def test_the_docs_list_every_endpoint_and_load_nothing_from_elsewhere(client: TestClient) -> None:
    text = client.get("/docs").text
    for path in client.app.openapi()["paths"]:  # type: ignore[attr-defined]
        assert path in text
    assert "//cdn" not in text
    assert "<script" not in text
    assert "<style" not in text
    assert client.get("/docs/style.css").headers["content-type"].startswith("text/css")
