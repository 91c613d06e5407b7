"""A run with edits answers with the numbers of a network that has those weights; nobody else notices."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app import edits
from core.network import Network
from core.zoo.model import Model

SAMPLE = {"sample": "tiny-stripes"}
PIXELS = {"pixels": [[0, 1, 0, 1]] * 6}
KERNEL = [[0.5, -1, 0.25], [0, 2, 0], [1, 1, -3]]
EDITS: list[dict[str, Any]] = [
    {"layer": "conv", "parameter": "weight", "at": [1, 0], "values": KERNEL},
    {"layer": "conv", "parameter": "bias", "at": [0], "values": 0.75},
    {"layer": "norm", "parameter": "weight", "values": [2, -1.5]},
    {"layer": "norm", "parameter": "running_mean", "at": [1], "values": 0.125},
    {"layer": "scores", "parameter": "weight", "at": [2], "values": [0.5] * 12},
]


def built(model: Model) -> Network:
    """A network of its own that has the edited weights."""
    network = model.fresh()
    network.state["conv.weight"][1, 0] = KERNEL
    network.state["conv.bias"][0] = 0.75
    network.state["norm.weight"][:] = [2, -1.5]
    network.state["norm.running_mean"][1] = 0.125
    network.state["scores.weight"][2] = 0.5
    return network


def events(client: TestClient, way: str = "forward", **body: Any) -> list[dict[str, Any]]:
    response = client.post(f"/api/models/tiny/{way}?encoding=list", **body)
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def refused(client: TestClient, status: int = 422, **body: Any) -> str:
    response = client.post("/api/models/tiny/forward", **body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def bodies(picture: bytes, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same order by a sample, by pixels, and by a form."""
    return [
        {"json": {**SAMPLE, "edits": wanted}},
        {"json": {**PIXELS, "edits": wanted}},
        {"files": {"image": picture}, "data": {"edits": json.dumps(wanted)}},
    ]


@pytest.mark.parametrize("way", [0, 1, 2], ids=["sample", "pixels", "form"])
def test_every_number_forward_and_backward_is_that_of_a_network_with_those_weights(
    client: TestClient, model: Model, picture: bytes, way: int
) -> None:
    stream = events(client, "backward", **bodies(picture, EDITS)[way])
    x = np.array(stream[0]["input"]["data"], np.float32)[None]
    run = built(model).run(x).finish()
    for event in (each for each in stream if each["event"] == "layer"):
        np.testing.assert_array_equal(np.float32(event["output"]["data"]), run.activations[event["name"]][0])
    value, steps = run.answer_for(int(np.argmax(run.logits)))
    assert next(each for each in stream if each["event"] == "loss")["value"] == value
    gradients = [each for each in stream if each["event"] == "gradient"]
    for event, step in zip(gradients, steps, strict=True):
        np.testing.assert_array_equal(np.float32(event["d_output"]["data"]), step.d_output[0])
        for name, array in step.d_parameters.items():
            np.testing.assert_array_equal(np.float32(event[f"d_{name}"]["data"]), array)


def test_the_next_run_and_the_weights_know_nothing_of_the_edits(client: TestClient) -> None:
    weights, plain = client.get("/api/models/tiny/weights?layer=conv").json(), without_times(client)
    assert without_times(client, edits=EDITS) != plain
    assert without_times(client) == plain
    assert without_times(client, edits=[]) == plain
    assert client.get("/api/models/tiny/weights?layer=conv").json() == weights


def test_runs_with_other_edits_at_the_same_time_do_not_mix(client: TestClient) -> None:
    def wish(number: int) -> list[dict[str, Any]]:
        return [{"layer": "scores", "parameter": "bias", "values": [number, 0, 0]}]

    alone = [without_times(client, edits=wish(number)) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda number: without_times(client, edits=wish(number % 4)), range(12)))
    assert together == alone * 3


def without_times(client: TestClient, **fields: Any) -> list[dict[str, Any]]:
    stream = events(client, json={**SAMPLE, **fields})
    return [{name: value for name, value in each.items() if name != "milliseconds"} for each in stream]


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        ({"layer": "conv7"}, "There is no layer 'conv7'"),
        ({"parameter": "gamma"}, "conv has: weight, bias"),
        ({"layer": "relu"}, "relu has no parameters"),
        ({"values": [1, 2]}, r"Give 3×3 there"),
        ({"at": [5, 0]}, "nothing at [5, 0]"),
        ({"at": [-1, 0]}, "nothing at [-1, 0]"),
        ({"at": [0.5]}, "0.at.0"),
        ({"at": [0] * 9}, "0.at"),
        ({"values": [[1, 2, 3], [4, 5, 6], [7, 8, 1e39]]}, "not finite"),
        ({"values": [[1, 2, 3], [4, 5, 6], [7, 8, "9"]]}, "no array of numbers"),
        ({"values": [[1, 2, 3], [4, 5, 6], [7, 8]]}, "no array of numbers"),
        ({"values": True}, "0.values"),
        ({"values": None}, "0.values"),
        ({"vaules": 1}, "0.vaules: Extra inputs are not permitted"),
        ({"layer": 3}, "0.layer: Input should be a valid string"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_before_anything_runs(
    client: TestClient, picture: bytes, edit: dict[str, Any], complaint: str
) -> None:
    wanted = [{**EDITS[0], **edit}]
    for body in bodies(picture, wanted):
        assert complaint in refused(client, **body)


@pytest.mark.parametrize("text", ["", "{", "3", '"conv"', "[3]", '[{"layer": "conv"}]', "[" * 100_000])
def test_a_field_that_is_no_list_of_edits_is_refused(client: TestClient, picture: bytes, text: str) -> None:
    assert "edits" in refused(client, files={"image": picture}, data={"edits": text})


def test_what_json_cannot_say_is_refused_too(client: TestClient) -> None:
    content = json.dumps({**SAMPLE, "edits": [{**EDITS[1], "values": float("nan")}]})
    headers = {"Content-Type": "application/json"}
    assert "not finite" in refused(client, content=content, headers=headers)


def test_too_many_edits_or_values_are_refused_with_how_many_may_be_sent(
    client: TestClient, picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edits, "MOST_EDITS", 4)
    for body in bodies(picture, EDITS):
        assert "There are 5 edits, and 4 may be sent" in refused(client, 413, **body)
    monkeypatch.setattr(edits, "MOST_EDITS", 5)
    monkeypatch.setattr(edits, "MOST_VALUES", 24)
    for body in bodies(picture, EDITS):
        assert "25 values, and 24 may be sent" in refused(client, 413, **body)
    monkeypatch.setattr(edits, "MOST_VALUES", 25)
    for body in bodies(picture, EDITS):
        events(client, **body)


def test_a_long_list_has_room_in_a_form(client: TestClient, picture: bytes) -> None:
    text = json.dumps(EDITS) + " " * 900_000
    events(client, files={"image": picture}, data={"edits": text})


def test_edits_are_described_where_bodies_are(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["JsonBody"]["properties"]["edits"]["items"]["$ref"].endswith("/EditBody")
    assert set(schemas["EditBody"]["required"]) == {"layer", "parameter", "values"}
    assert "edits" in schemas["FormBody"]["properties"]
