"""What a client orders is checked in full before anything runs."""

import json
from io import BytesIO

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

BACKWARD = "/api/models/tiny/backward"
SAMPLE = {"sample": "tiny-stripes"}


def stream(client: TestClient, url: str, **body: object) -> list[dict[str, object]]:
    response = client.post(url, **body)  # type: ignore[arg-type]
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def loss_of(client: TestClient, url: str = BACKWARD, **body: object) -> dict[str, object]:
    return next(event for event in stream(client, url, **body) if event["event"] == "loss")


def refused(client: TestClient, url: str, status: int = 422, **body: object) -> str:
    response = client.post(url, **body)  # type: ignore[arg-type]
    assert response.status_code == status, response.text
    return str(response.json()["detail"])


def input_of(
    client: TestClient, url: str = "/api/models/tiny/forward?encoding=list", **body: object
) -> np.ndarray:
    return np.array(stream(client, url, **body)[0]["input"]["data"])  # type: ignore[index]


def test_a_sample_its_file_and_its_pixels_are_the_same_picture(client: TestClient, picture: bytes) -> None:
    expected = np.tile([-2.0, 2.0], (1, 6, 2))
    for body in ({"json": SAMPLE}, {"files": {"image": picture}}, {"json": {"pixels": [[0, 1, 0, 1]] * 6}}):
        np.testing.assert_array_equal(input_of(client, **body), expected)


def test_only_a_sample_has_a_known_truth(client: TestClient, picture: bytes) -> None:
    url = "/api/models/tiny/forward?tensors=none"
    assert stream(client, url, json=SAMPLE)[0]["truth"] == "rough"
    assert "truth" not in stream(client, url, files={"image": picture})[0]


def test_bars_have_the_colour_of_the_empty_sheet(client: TestClient) -> None:
    buffer = BytesIO()
    Image.new("L", (4, 2)).save(buffer, "PNG")
    files = {"image": buffer.getvalue()}
    fitted = input_of(client, "/api/models/tiny/forward?encoding=list&fit=fit", files=files)
    assert fitted[0, :, 0].tolist() == [2, 2, -2, -2, 2, 2]
    assert input_of(client, files=files).max() == -2


@pytest.mark.parametrize("target", [2, "7", "2"], ids=repr)
def test_the_class_to_answer_for_may_stand_in_the_address_or_the_body(
    client: TestClient, picture: bytes, target: int | str
) -> None:
    ways = [
        {"url": f"{BACKWARD}?target={target}&loss=logit", "json": SAMPLE},
        {"json": {**SAMPLE, "target": target, "loss": "logit"}},
        {"files": {"image": picture}, "data": {"target": str(target), "loss": "logit"}},
    ]
    for way in ways:
        loss = loss_of(client, **way)
        assert (loss["target"], loss["name"]) == (2, "logit")


def test_without_a_loss_it_is_the_cross_entropy(client: TestClient) -> None:
    assert loss_of(client, json=SAMPLE)["name"] == "cross_entropy"


def test_a_unit_may_be_asked_about_instead_of_a_class(client: TestClient) -> None:
    url = f"{BACKWARD}?tensors=exact&encoding=list"
    events = stream(client, f"{url}&layer=conv&unit=1,2,3", json=SAMPLE)
    loss = next(event for event in events if event["event"] == "loss")
    assert (loss["name"], loss["layer"], loss["unit"]) == ("unit", "conv", [1, 2, 3])
    assert not {"target", "label"} & set(loss)
    output = next(event for event in events if event.get("name") == "conv")["output"]
    assert loss["value"] == pytest.approx(output["data"][1][2][3])  # type: ignore[index]
    counts = {event["name"]: event["counts"] for event in events if event["event"] == "gradient"}
    assert counts["conv"]
    assert not counts["scores"]
    assert loss_of(client, f"{BACKWARD}?loss=hinge", json=SAMPLE)["name"] == "hinge"


@pytest.mark.parametrize(
    ("query", "body", "complaint"),
    [
        ("layer=conv", {}, "a unit is told by both"),
        ("unit=0,1,2", {}, "a unit is told by both"),
        ("layer=nowhere&unit=0", {}, "There is no layer 'nowhere'. Choose one of: conv"),
        ("layer=conv&unit=0,1", {}, "Give 3 numbers"),
        ("layer=conv&unit=0,99,0", {}, "none at (0, 99, 0)"),
        ("layer=conv&unit=a", {}, "whole numbers joined by commas"),
        ("layer=conv&unit=0,1,2&target=1", {}, "there is one of them to ask about"),
        ("layer=conv&unit=0,1,2", {"target": 1}, "leave the target out"),
        ("layer=conv&unit=0,1,2&loss=logit", {}, "leave the loss out"),
        ("layer=conv&unit=0,1,2", {"loss": "hinge"}, "leave the loss out"),
    ],
)
def test_a_unit_that_cannot_be_asked_about_is_refused_with_what_is_allowed(
    client: TestClient, query: str, body: dict[str, object], complaint: str
) -> None:
    assert complaint in refused(client, f"{BACKWARD}?{query}", json={**SAMPLE, **body})


def test_what_is_said_twice_must_agree(client: TestClient) -> None:
    assert loss_of(client, f"{BACKWARD}?target=1", json={**SAMPLE, "target": 1})["target"] == 1
    assert "give it once" in refused(client, f"{BACKWARD}?target=1", json={**SAMPLE, "target": 2})
    assert "give it once" in refused(
        client, f"{BACKWARD}?loss=logit", json={**SAMPLE, "loss": "cross_entropy"}
    )


def test_forward_does_not_mind_a_class_to_answer_for(client: TestClient) -> None:
    events = stream(client, "/api/models/tiny/forward", json={**SAMPLE, "target": "rough"})
    assert "loss" not in {event["event"] for event in events}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({}, "neither sample nor pixels"),
        ({"sample": None}, "body sample: Input should be a valid string."),
        ({"sample": "tiny-stripes", "pixels": [[0]]}, "both sample and pixels"),
        ({"sample": 3}, "body sample: Input should be a valid string."),
        ({"pixels": "0"}, "body pixels: Input should be a valid list."),
        ({"pixels": [[2]]}, "from 0 to 1"),
        ({"smaple": "x"}, "body smaple: Extra inputs are not permitted."),
        ({"sample": "tiny-stripes", "target": 1.5}, "body target"),
        ({"sample": "tiny-stripes", "target": True}, "body target"),
        ({"sample": "tiny-stripes", "target": "stormy"}, "There is no class 'stormy'"),
        (
            {"sample": "tiny-stripes", "loss": "wrath"},
            "body loss: Input should be 'cross_entropy', 'logit' or 'hinge'.",
        ),
        ([], "body: Input should be"),
    ],
    ids=str,
)
def test_json_that_is_no_order_is_refused_with_what_is_allowed(
    client: TestClient, body: object, complaint: str
) -> None:
    assert complaint in refused(client, BACKWARD, json=body)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b'{"pixels": [[NaN]]}', b"[" * 100_000],
    ids=["empty", "cut", "binary", "NaN", "deep"],
)
def test_bytes_that_are_no_json_or_no_numbers_are_refused(client: TestClient, body: bytes) -> None:
    refused(client, BACKWARD, content=body, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("way", ["forward", "backward"])
@pytest.mark.parametrize("loss", ["wrath", ""])
def test_a_form_may_not_name_a_loss_that_does_not_exist(
    client: TestClient, picture: bytes, way: str, loss: str
) -> None:
    body = {"files": {"image": picture}, "data": {"loss": loss}}
    assert f"no loss {loss!r}" in refused(client, f"/api/models/tiny/{way}", **body)


def test_a_sample_or_a_model_that_does_not_exist_is_not_found(client: TestClient) -> None:
    assert "tiny-stripes" in refused(client, BACKWARD, 404, json={"sample": "x"})
    assert "Choose one of: tiny" in refused(client, "/api/models/x/forward", 404, json=SAMPLE)


def test_a_layer_that_does_not_exist_is_refused(client: TestClient) -> None:
    assert "conv, norm, relu" in refused(client, f"{BACKWARD}?layers=conv7", json=SAMPLE)
