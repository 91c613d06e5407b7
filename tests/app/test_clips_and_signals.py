"""Networks of clips and of signals are served as those of pictures are."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from app.server import create_app
from app.settings import Settings
from core.inputs import ending_of, write
from core.network import Network
from core.ops import Conv1d, Conv3d, Dense, Flatten, ReLU
from core.zoo.model import Model, Models, Preprocessing, Sample

CLASSES = ("slow", "fast")
SHAPES = {"clip": (1, 3, 5, 4), "signal": (1, 12)}
EVERY_KIND = pytest.mark.parametrize("kind", SHAPES)
MEDIA_TYPES = {"clip": "image/png", "signal": "audio/wav"}


def example(kind: str) -> np.ndarray:
    """Whole numbers C×… as a data set holds them."""
    rng = np.random.default_rng(4)
    type_ = np.uint16 if kind == "signal" else np.uint8
    return rng.integers(0, np.iinfo(type_).max, SHAPES[kind], dtype=type_)


def model(kind: str, folder: Path) -> Model:
    """A small network with one sample."""
    shape = SHAPES[kind]
    convolution = Conv3d(1, 2, 3, padding=1) if kind == "clip" else Conv1d(1, 2, 3, padding=1)
    units = 2 * int(np.prod(shape[1:]))
    layers = [("conv", convolution), ("relu", ReLU()), ("flatten", Flatten()), ("scores", Dense(units, 2))]
    network = Network.chain(shape, layers)
    network.initialize(seed=1)
    path = folder / f"{kind}{ending_of(shape)}"
    write(path, shape, example(kind))
    sample = Sample(f"{kind}-fast-1", "fast", path)
    return Model(kind, kind, "For tests.", network, CLASSES, Preprocessing((0.5,), (0.5,)), (sample,))


@pytest.fixture
def models(tmp_path: Path) -> Models:
    """One of each kind."""
    return Models({kind: model(kind, tmp_path) for kind in SHAPES})


@pytest.fixture
def client(models: Models) -> Iterator[TestClient]:
    """A client of a server that offers both."""
    with TestClient(create_app(Settings(), lambda: models), raise_server_exceptions=False) as client:
        yield client


def events(client: TestClient, kind: str, way: str = "forward", **body: object) -> list[dict]:
    response = client.post(f"/api/models/{kind}/{way}?encoding=list", **body)
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def refused(client: TestClient, kind: str, **body: object) -> str:
    response = client.post(f"/api/models/{kind}/forward", **body)
    assert response.status_code == 422, response.text
    return str(response.json()["detail"])


def as_pixels(kind: str) -> list:
    """The sample as nested lists with the channels last."""
    whole = example(kind)
    return np.moveaxis(whole / np.float64(np.iinfo(whole.dtype).max), 0, -1).tolist()


@EVERY_KIND
def test_a_sample_its_file_and_its_pixels_are_the_same_input(client: TestClient, kind: str) -> None:
    (sample,) = [each for each in client.get("/api/samples").json() if each["model"] == kind]
    file = client.get(sample["picture"])
    assert file.headers["content-type"] == MEDIA_TYPES[kind]
    whole = example(kind)
    expected = whole / np.float64(np.iinfo(whole.dtype).max) * 2 - 1
    bodies = [
        {"json": {"sample": sample["id"]}},
        {"files": {"image": file.content}},
        {"json": {"pixels": as_pixels(kind)}},
    ]
    for body in bodies:
        run = events(client, kind, **body)[0]
        assert run["input"]["shape"] == list(SHAPES[kind])
        np.testing.assert_allclose(run["input"]["data"], expected, atol=1e-6)
        assert "note" not in run


@EVERY_KIND
def test_a_run_gives_what_the_network_computes_there_and_back(
    client: TestClient, models: Models, kind: str
) -> None:
    stream = events(client, kind, "backward", json={"pixels": as_pixels(kind), "target": "slow"})
    names = [event["event"] for event in stream]
    assert names == ["run", *["layer"] * 4, "prediction", "loss", *["gradient"] * 4, "end"]
    whole = example(kind)
    x = (whole / np.float32(np.iinfo(whole.dtype).max) * 2 - 1)[None]
    run = models[kind].network.run(x).finish()
    np.testing.assert_allclose(stream[1]["output"]["data"], run.activations["conv"][0], atol=1e-5)
    steps = list(run.answer_for(0)[1])
    np.testing.assert_allclose(stream[-2]["d_input"]["data"], steps[-1].d_inputs[0][0], atol=1e-5)
    np.testing.assert_allclose(stream[-2]["d_weight"]["data"], steps[-1].d_parameters["weight"], atol=1e-5)


def test_a_clip_or_signal_of_another_length_is_fitted_and_that_is_said(client: TestClient) -> None:
    clip = events(client, "clip", json={"pixels": [[[0.5] * 4] * 5] * 7})[0]
    assert "The clip has 7 frames and the network takes 3" in clip["note"]
    signal = events(client, "signal", json={"pixels": [0.5] * 30})[0]
    assert "The signal has 30 samples and the network takes 12" in signal["note"]
    buffer = BytesIO()
    Image.new("L", (4, 5), 255).save(buffer, "PNG")
    still = events(client, "clip", files={"image": buffer.getvalue()})[0]
    assert "The clip has 1 frame and" in still["note"]
    np.testing.assert_array_equal(still["input"]["data"], np.ones(SHAPES["clip"]))


def test_what_is_no_clip_or_signal_is_refused_with_what_is_allowed(client: TestClient) -> None:
    assert "Send a WAV file" in refused(client, "signal", json={"sample": "clip-fast-1"})
    assert "animated PNG, WebP or GIF" in refused(client, "clip", json={"sample": "signal-fast-1"})
    assert "Send a WAV file" in refused(client, "signal", files={"image": b"no signal"})
    assert "animated PNG, WebP or GIF" in refused(client, "clip", files={"image": b"no clip"})
    assert "Frame 1 of 1" in refused(client, "clip", json={"pixels": [[0.5]]})
    assert "lists of shape" in refused(client, "signal", json={"pixels": [[[0.5]]]})


@pytest.mark.parametrize(("sample", "other"), [("clip-fast-1", "wav"), ("signal-fast-1", "png")])
def test_a_sample_is_at_one_address_and_the_other_says_where(
    client: TestClient, sample: str, other: str
) -> None:
    response = client.get(f"/api/samples/{sample}.{other}")
    assert response.status_code == 404
    ending = {"wav": "png", "png": "wav"}[other]
    assert f"/api/samples/{sample}.{ending}" in response.json()["detail"]
    assert client.get(f"/api/samples/{sample}.{ending}").status_code == 200
    assert client.get("/api/samples/nothing.wav").status_code == 404
