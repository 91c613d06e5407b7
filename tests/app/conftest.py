"""A small model with a branch, a pool and a softmax, and a server that offers it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import settings
from PIL import Image

from app.server import create_app
from app.settings import Settings
from core.network import Layer, Network
from core.ops import Add, BatchNorm, Conv2d, Dense, Flatten, MaxPool2d, ReLU, Softmax
from core.zoo.model import Drawing, Model, Preprocessing, Sample

# A busy machine is no failure, and a case that fails once must fail again.
settings.register_profile("server", deadline=None, derandomize=True)
settings.load_profile("server")

CLASSES = ("calm", "rough", "7")


@pytest.fixture
def model(tmp_path: Path) -> Model:
    """Grey pictures of 6×4 in three classes, one of them called like a number that is no index."""
    network = Network(
        (1, 6, 4),
        [
            Layer("conv", Conv2d(1, 2, 3, padding=1), ("input",)),
            Layer("norm", BatchNorm(2), ("conv",)),
            Layer("relu", ReLU(), ("norm",)),
            Layer("sum", Add(), ("conv", "relu")),
            Layer("pool", MaxPool2d(2), ("sum",)),
            Layer("flatten", Flatten(), ("pool",)),
            Layer("scores", Dense(12, 3), ("flatten",)),
            Layer("shares", Softmax(), ("scores",)),
        ],
    )
    network.initialize(seed=1)
    path = tmp_path / "stripes.png"
    Image.fromarray(np.tile(np.array([0, 255], np.uint8), (6, 2))).save(path)
    return Model(
        id="tiny",
        title="Tiny",
        summary="For tests.",
        network=network,
        classes=CLASSES,
        preprocessing=Preprocessing((0.5,), (0.25,)),
        samples=(Sample("tiny-stripes", "rough", path),),
        accuracy=0.75,
        drawing=Drawing(paper=1.0, ink=0.0, brush=1.5),
    )


@pytest.fixture
def client(model: Model) -> Iterator[TestClient]:
    """A client of a server that offers the model; what breaks inside it is answered and not raised."""
    app = create_app(Settings(max_upload_mib=1), lambda: {model.id: model})
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def picture(model: Model) -> bytes:
    """The sample's file."""
    return model.samples[0].path.read_bytes()
