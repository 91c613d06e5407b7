"""Bad clips and signals get a problem document that says what is allowed, and the server goes on."""

import struct
import wave
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from tests.contract.test_hostile_input import assert_problem


def animation(size: tuple[int, int], frames: int, kind: str = "GIF", mode: str = "L") -> bytes:
    """Black and white frames."""
    images = [Image.new(mode, size, 255 * (index % 2)) for index in range(frames)]
    buffer = BytesIO()
    images[0].save(buffer, kind, save_all=True, append_images=images[1:], duration=20)
    return buffer.getvalue()


def noise(frames: int) -> bytes:
    rng = np.random.default_rng(1)
    images = [Image.fromarray(rng.integers(0, 255, (64, 64), np.uint8)) for _ in range(frames)]
    buffer = BytesIO()
    images[0].save(buffer, "PNG", save_all=True, append_images=images[1:], duration=20)
    return buffer.getvalue()


def claiming_frames(count: int) -> bytes:
    """An animated PNG that says it has far more frames than it has."""
    data = animation((8, 8), 3, "PNG", "L")
    start = data.index(b"acTL")
    body = b"acTL" + struct.pack(">II", count, 0)
    return data[:start] + body + struct.pack(">I", zlib.crc32(body)) + data[start + 16 :]


def recording(count: int) -> bytes:
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 1, 8000, count, "NONE", ""))
        file.writeframes(bytes(count))
    return buffer.getvalue()


def claiming(field: int, form: str, value: int) -> bytes:
    """A WAV file with another number in its header."""
    data = bytearray(recording(100))
    struct.pack_into(form, data, field, value)
    return bytes(data)


CLIPS = {
    "text": b"This is no clip.",
    "a signal": recording(100),
    "cut off": noise(20)[:5000],
    "5000 frames": animation((2, 2), 5000),
    "40 megapixels in all": animation((2000, 2000), 10),
    "200 megapixels in a frame": animation((20_000, 10_000), 1, "PNG", "1"),
    "claiming 4 billion frames": claiming_frames(2**32 - 1),
    "claiming 500 frames": claiming_frames(500),
}
SIGNALS = {
    "text": b"This is no signal.",
    "a clip": animation((8, 8), 3),
    "only a header": recording(100)[:44],
    "five million samples": recording(5_000_000),
    "no channels": claiming(22, "<H", 0),
    "no bits": claiming(34, "<H", 0),
    "compressed": claiming(20, "<H", 85),
    "64 bits": claiming(34, "<H", 64),
}
BODIES: dict[str, tuple[str, Any]] = {
    "no frames": ("clips-3d", []),
    "a frame too many": ("clips-3d", [[[0.5]]] * 1025),
    "a signal": ("clips-3d", [0.5] * 128),
    "frames too deep": ("clips-3d", [[[[[0.5]]]]]),
    "no samples": ("signals", []),
    "a picture": ("signals", [[0.5] * 9] * 9),
    "text": ("signals", ["loud"]),
    "too loud": ("signals", [-1, 1]),
}


@pytest.fixture(autouse=True)
def goes_on(client: TestClient) -> Any:
    """After each test the server must still run both kinds of networks, and hold no place."""
    yield
    for model, pixels in (("clips-3d", [[[0.5]]]), ("signals", [0.5])):
        response = client.post(f"/api/models/{model}/forward", json={"pixels": pixels})
        assert response.text.endswith('{"event":"end"}\n')
    assert client.get("/readyz").json()["runs"] == 0


@pytest.mark.parametrize("name", CLIPS)
def test_a_bad_clip_is_refused(client: TestClient, name: str) -> None:
    for model in ("clips-3d", "clips-2plus1d"):
        response = client.post(f"/api/models/{model}/forward", files={"image": CLIPS[name]})
        assert_problem(response, 422)
        assert response.elapsed.total_seconds() < 3


@pytest.mark.parametrize("name", SIGNALS)
def test_a_bad_signal_is_refused(client: TestClient, name: str) -> None:
    assert_problem(client.post("/api/models/signals/forward", files={"image": SIGNALS[name]}), 422)


@pytest.mark.parametrize("name", BODIES)
def test_bad_lists_are_refused(client: TestClient, name: str) -> None:
    model, pixels = BODIES[name]
    assert_problem(client.post(f"/api/models/{model}/forward", json={"pixels": pixels}), 422)


@pytest.mark.parametrize("seed", range(4))
def test_bytes_after_a_header_that_mean_nothing_are_read_or_refused(client: TestClient, seed: int) -> None:
    noise = np.random.default_rng(seed).bytes(5000)
    for model, good in (("clips-3d", animation((32, 32), 9)), ("signals", recording(500))):
        response = client.post(f"/api/models/{model}/forward", files={"image": good[:60] + noise})
        if response.status_code != 200:
            assert_problem(response, 422)
