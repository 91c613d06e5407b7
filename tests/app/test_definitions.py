"""A model without weights of its own is listed without any, and run with random ones."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.events import EVENTS, Event, LayerEvent
from app.server import create_app
from app.wire import Tensor, decode
from core.network import Network
from core.ops import Conv2d, Dense, Flatten, ReLU
from core.zoo.definition import Definition
from core.zoo.model import Model, Preprocessing

FORWARD = "/api/models/famous/forward?tensors=exact"


def build() -> Network:
    return Network.chain(
        (3, 9, 9),
        [
            ("conv", Conv2d(3, 4, 3)),
            ("relu", ReLU()),
            ("flatten", Flatten()),
            ("scores", Dense(196, 2)),
        ],
    )


@pytest.fixture
def client(model: Model) -> Iterator[TestClient]:
    """A server with a model that brings samples, in grey, and a definition, in colour, that does not."""
    famous = Definition(
        id="famous",
        title="Famous",
        summary="For tests.",
        network=build(),
        build=build,
        classes=("rough", "smooth"),
        preprocessing=Preprocessing((0.5,) * 3, (0.25,) * 3),
        samples=(),
    )
    others = Model(**{each.name: getattr(model, each.name) for each in fields(Model)} | {"classes": ("a",)})
    with TestClient(create_app(models=lambda: {"tiny": model, "famous": famous, "others": others})) as client:
        yield client


def events(client: TestClient, url: str = FORWARD, **body: str) -> list[Event]:
    response = client.post(url, json=body)
    assert response.status_code == 200, response.text
    return [EVENTS.validate_json(line) for line in response.content.splitlines()]


def test_the_list_says_that_the_weights_are_random(client: TestClient) -> None:
    assert [each["weights"] for each in client.get("/api/models").json()] == ["trained", "random", "trained"]
    assert "accuracy" not in client.get("/api/models/famous").json()


def test_it_runs_on_the_sample_of_another_model(client: TestClient) -> None:
    run, *rest = events(client, sample="tiny-stripes")
    assert run.input.shape == [3, 9, 9]  # type: ignore[union-attr]
    assert [event.event for event in rest] == ["layer"] * 4 + ["prediction", "end"]


def test_a_samples_label_is_the_truth_only_for_networks_that_have_such_a_class(client: TestClient) -> None:
    assert events(client, sample="tiny-stripes")[0].truth == "rough"  # type: ignore[union-attr]
    other = events(client, "/api/models/others/forward", sample="tiny-stripes")[0]
    assert other.truth is None  # type: ignore[union-attr]


def test_the_weights_told_are_those_it_runs_with(client: TestClient) -> None:
    answer = client.get("/api/models/famous/weights?layer=scores").content
    weights = TypeAdapter(dict[str, Tensor]).validate_json(answer)
    outputs = {
        event.name: decode(event.output)
        for event in events(client, sample="tiny-stripes")
        if isinstance(event, LayerEvent) and event.output is not None
    }
    expected = decode(weights["weight"]) @ outputs["flatten"] + decode(weights["bias"])
    np.testing.assert_allclose(outputs["scores"], expected, rtol=1e-4, atol=1e-5)
    assert outputs["scores"].std() > 0
