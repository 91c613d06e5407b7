"""Bodies are read up to a limit, and whatever is no body for a run is refused with what is."""

import json

import pytest
from fastapi.testclient import TestClient

FORWARD = "/api/models/tiny/forward?tensors=none"
FORM = "multipart/form-data"


@pytest.fixture
def part() -> dict[str, tuple[str, bytes]]:
    return {"image": ("picture.png", b"x")}


def refused(client: TestClient, status: int, **request: object) -> str:
    response = client.post(FORWARD, **request)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def test_a_form_with_a_file_is_taken(client: TestClient, picture: bytes) -> None:
    assert client.post(FORWARD, files={"image": ("any name.exe", picture)}).status_code == 200


def test_the_type_a_file_claims_to_have_does_not_matter(client: TestClient, picture: bytes) -> None:
    assert client.post(FORWARD, files={"image": ("a.txt", picture, "text/plain")}).status_code == 200


def test_json_is_taken_with_and_without_a_charset(client: TestClient) -> None:
    for content_type in ("application/json", "Application/JSON; charset=utf-8"):
        body = b'{"sample": "tiny-stripes"}'
        assert client.post(FORWARD, content=body, headers={"Content-Type": content_type}).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "image/png", "application/x-www-form-urlencoded", "?"]
)
def test_another_type_of_body_is_refused(client: TestClient, content_type: str) -> None:
    detail = refused(client, 415, content=b"x", headers={"Content-Type": content_type})
    assert "multipart/form-data" in detail
    assert "application/json" in detail


def test_no_body_is_refused(client: TestClient) -> None:
    assert "without a Content-Type" in refused(client, 415)
    assert "not valid JSON" in refused(client, 422, headers={"Content-Type": "application/json"})


def test_a_form_without_the_file_is_refused(client: TestClient, part: dict[str, tuple[str, bytes]]) -> None:
    assert 'no file in the field "image"' in refused(client, 422, files={"target": (None, "1")})
    assert 'no file in the field "image"' in refused(client, 422, files={"image": (None, "text")})
    assert "has a field 'photo'" in refused(client, 422, files={"photo": part["image"]})


def test_an_empty_file_is_refused(client: TestClient) -> None:
    assert "is empty" in refused(client, 422, files={"image": ("picture.png", b"")})


def test_more_than_one_file_is_refused(client: TestClient, part: dict[str, tuple[str, bytes]]) -> None:
    both = [("image", part["image"]), ("image", part["image"])]
    assert "more than once" in refused(client, 400, files=both)


@pytest.mark.parametrize(
    "content_type", [FORM, f"{FORM}; boundary=x", f"{FORM}; boundary=", f"{FORM}; boundary={'é' * 9}"]
)
def test_a_form_that_cannot_be_parsed_is_refused(client: TestClient, content_type: str) -> None:
    headers = {"Content-Type": content_type.encode("latin-1")}
    response = client.post(FORWARD, content=b"no form at all", headers=headers)
    assert response.status_code in (400, 422)
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("as_form", [True, False])
def test_a_body_above_the_limit_is_refused_with_the_limit(client: TestClient, as_form: bool) -> None:
    large = bytes(1024**2 + 1)
    body = {"files": {"image": ("a.png", large)}} if as_form else {"json": {"sample": "x" * len(large)}}
    assert "larger than 1 MiB" in refused(client, 413, **body)


def test_a_body_above_the_limit_is_refused_without_a_declared_length(client: TestClient) -> None:
    pieces = (b" " * 1000 for _ in range(2000))
    headers = {"Content-Type": "application/json"}
    assert "larger than 1 MiB" in refused(client, 413, content=pieces, headers=headers)


def test_a_body_up_to_the_limit_is_taken(client: TestClient) -> None:
    body = json.dumps({"sample": "tiny-stripes"}).encode().ljust(1024**2)
    headers = {"Content-Type": "application/json"}
    assert client.post(FORWARD, content=body, headers=headers).status_code == 200
