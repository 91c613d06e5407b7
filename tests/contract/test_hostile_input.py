"""Bad input gets a problem document that says what is allowed, and the server goes on."""

import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

FORWARD = "/api/models/photos/forward"


def picture(width: int, height: int, mode: str = "RGB", kind: str = "PNG") -> bytes:
    buffer = BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind)
    return buffer.getvalue()


def noise(kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8)).save(buffer, kind)
    return buffer.getvalue()


def text_bomb() -> bytes:
    """A PNG with a compressed text of 100 MB."""
    body = b"zTXt" + b"comment\0\0" + zlib.compress(bytes(100_000_000))
    chunk = (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)
    data = picture(8, 8)
    return data[:33] + chunk + data[33:]


FILES = {
    "text": (b"This is no picture.", 422),
    "a web page": (b"<html><script>alert(1)</script></html>", 422),
    "empty": (b"", 422),
    "cut off": (noise()[:5000], 422),
    "cut off PNG": (noise("PNG")[:5000], 422),
    "only a header": (picture(8, 8)[:33], 422),
    "another format": (picture(8, 8, kind="GIF"), 422),
    "20 MB": (bytes(20 * 1024**2), 413),
    "100 megapixels": (picture(10_000, 10_000, "1"), 422),
    "200 megapixels": (picture(20_000, 10_000, "1"), 422),
    "a text bomb": (text_bomb(), 422),
}
BODIES: dict[str, Any] = {
    "no picture": {},
    "a list": [],
    "unknown sample": {"sample": "photos-unicorn-1"},
    "sample of a wrong type": {"sample": [1]},
    "both": {"sample": "photos-cat-1", "pixels": [[0]]},
    "no pixels": {"pixels": []},
    "empty rows": {"pixels": [[], []]},
    "ragged": {"pixels": [[0, 1], [0]]},
    "too deep": {"pixels": [[[[0]]]]},
    "two channels": {"pixels": [[[0, 0]]]},
    "too bright": {"pixels": [[256]]},
    "text": {"pixels": [["white"]]},
    "too wide": {"pixels": [[0] * 4097]},
}


@pytest.fixture(autouse=True)
def goes_on(client: TestClient) -> Any:
    """After each test the server must still run a network, and hold no place."""
    yield
    assert client.post(FORWARD, json={"pixels": [[0.5]]}).text.endswith('{"event":"end"}\n')
    assert client.get("/readyz").json()["runs"] == 0


def assert_problem(response: Any, status: int) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert set(problem) == {"type", "title", "status", "detail"}
    assert len(problem["detail"]) > 20
    assert "Traceback" not in response.text


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_refused(client: TestClient, name: str) -> None:
    data, status = FILES[name]
    assert_problem(client.post(FORWARD, files={"image": data}), status)


@pytest.mark.parametrize("name", BODIES)
def test_bad_json_is_refused(client: TestClient, name: str) -> None:
    status = 404 if name == "unknown sample" else 422
    assert_problem(client.post(FORWARD, json=BODIES[name]), status)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5000], ids=lambda text: text[:9]
)
def test_what_is_no_finite_number_is_refused(client: TestClient, number: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert_problem(client.post(FORWARD, content=f'{{"pixels": [[{number}]]}}', headers=headers), 422)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/api/models/unicorns/forward", 404),
        ("/api/models/photos/forward?layers=conv99", 422),
        ("/api/models/photos/forward?tensors=some", 422),
        ("/api/models/photos/forward?fit=stretch", 422),
        ("/api/models/photos/backward?target=unicorn", 422),
        ("/api/models/photos/backward?target=10", 422),
        ("/api/models/photos/backward?target=-1", 422),
        ("/api/models/photos/backward?loss=wrath", 422),
    ],
)
def test_a_name_that_does_not_exist_is_refused(client: TestClient, url: str, status: int) -> None:
    assert_problem(client.post(url, json={"pixels": [[0.5]]}), status)


def test_a_hundred_megapixels_are_refused_in_no_time(client: TestClient) -> None:
    data = picture(10_000, 10_000, "1")
    assert len(data) < 100_000
    response = client.post(FORWARD, files={"image": data})
    assert response.elapsed.total_seconds() < 1
    assert "16,777,216" in response.json()["detail"]
