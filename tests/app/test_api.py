"""The endpoints under /api."""

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.wire import Tensor, decode
from core.zoo.model import Model

WEIGHTS: TypeAdapter[dict[str, Tensor]] = TypeAdapter(dict[str, Tensor])


def test_the_list_of_models_holds_what_the_contract_names(client: TestClient) -> None:
    assert client.get("/api/models").json() == [
        {
            "id": "tiny",
            "title": "Tiny",
            "summary": "For tests.",
            "input_shape": [1, 6, 4],
            "classes": ["calm", "rough", "7"],
            "parameters": 63,
            "weights": "trained",
            "accuracy": 0.75,
        }
    ]


def test_a_model_holds_the_same_and_its_layers_as_in_a_run(client: TestClient) -> None:
    described = client.get("/api/models/tiny").json()
    assert client.get("/api/models").json()[0].items() <= described.items()
    run = client.post("/api/models/tiny/forward", json={"sample": "tiny-stripes"}).text.splitlines()[0]
    assert described["layers"] == TypeAdapter(dict).validate_json(run)["layers"]


@pytest.mark.parametrize("encoding", ["base64", "list"])
def test_weights_are_exact_and_named(client: TestClient, model: Model, encoding: str) -> None:
    response = client.get(f"/api/models/tiny/weights?layer=conv&encoding={encoding}")
    sent = WEIGHTS.validate_json(response.content)
    parameters = model.network.layer("conv").operation.parameters
    assert sent.keys() == parameters.keys()
    for name, tensor in sent.items():
        np.testing.assert_array_equal(decode(tensor), parameters[name])


def test_a_batch_norms_weights_come_with_its_running_statistics(client: TestClient) -> None:
    weights = client.get("/api/models/tiny/weights?layer=norm&encoding=list").json()
    assert {name: each["data"] for name, each in weights.items()} == {
        "weight": [1, 1],
        "bias": [0, 0],
        "running_mean": [0, 0],
        "running_var": [1, 1],
    }


def test_a_layer_without_parameters_has_no_weights(client: TestClient) -> None:
    assert client.get("/api/models/tiny/weights?layer=relu").json() == {}


@pytest.mark.parametrize("query", ["", "?layer=conv9", "?layer="])
def test_weights_of_no_layer_are_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/api/models/tiny/weights{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_samples_are_listed_and_their_pictures_can_be_kept(client: TestClient, picture: bytes) -> None:
    (sample,) = client.get("/api/samples").json()
    response = client.get(sample["picture"])
    assert response.content == picture
    assert response.headers["content-type"] == "image/png"
    assert "max-age" in response.headers["cache-control"]


def test_a_sample_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert client.get("/api/samples/x.png").status_code == 404


def test_a_stream_is_json_lines_that_nobody_holds_back(client: TestClient) -> None:
    response = client.post("/api/models/tiny/forward", json={"sample": "tiny-stripes"})
    assert response.headers["content-type"] == "application/jsonl"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in response.headers
    assert response.text.endswith("\n")
