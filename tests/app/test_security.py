"""What a page may load, and who may frame it."""

import re

import pytest
from fastapi.testclient import TestClient

from app.security import headers_for


def policy(path: str) -> dict[str, str]:
    directives = headers_for(path, "https://lms.example")["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (directive.partition(" ") for directive in directives)}


@pytest.mark.parametrize("path", ["/", "/embed/explorer", "/docs", "/static/x.js"])
def test_nothing_is_loaded_from_elsewhere_or_written_into_the_page(path: str) -> None:
    told = policy(path)
    assert told["default-src"] == "'none'"
    assert told["script-src"] == told["style-src"] == told["connect-src"] == "'self'"
    assert told["require-trusted-types-for"] == "'script'"
    assert not re.search(r"unsafe|https?:(?!//lms\.example)|\*", " ".join(told.values()))


def test_only_embeds_may_be_framed() -> None:
    assert policy("/")["frame-ancestors"] == policy("/embedded")["frame-ancestors"] == "'none'"
    assert headers_for("/", "*")["X-Frame-Options"] == "DENY"
    assert policy("/embed/explorer")["frame-ancestors"] == "https://lms.example"
    assert "X-Frame-Options" not in headers_for("/embed/explorer", "*")


def test_the_camera_is_for_our_own_pages() -> None:
    assert "camera=(self)" in headers_for("/", "*")["Permissions-Policy"]


@pytest.mark.parametrize(
    "path", ["/healthz", "/nothing", "/api/samples/tiny-stripes.png", "/static/x.js", "/docs"]
)
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "content-security-policy" in headers


def test_an_error_that_nobody_foresaw_carries_them_too(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(client.app.state, "library")  # type: ignore[attr-defined]
    response = client.get("/readyz")
    assert response.status_code == 500
    assert "content-security-policy" in response.headers
