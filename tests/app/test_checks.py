"""A gradient checked by the server: the slope of the loss between two runs, and what is refused."""

import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from core.checking import in_float64
from core.zoo.model import Model

STRIPES = {"sample": "tiny-stripes"}
EDITS = [{"layer": "scores", "parameter": "bias", "at": [1], "values": 2.5}]
WEIGHT = "layer=conv&of=weight&index=1,0,2,0"


def asked(client: TestClient, query: str, **body: Any) -> dict[str, Any]:
    response = client.post(f"/api/models/tiny/check?{query}", **(body or {"json": STRIPES}))
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def streamed(client: TestClient, layer: str, body: dict[str, Any]) -> dict[str, Any]:
    response = client.post("/api/models/tiny/backward?encoding=list", json=body)
    events = [json.loads(line) for line in response.text.splitlines()]
    return next(each for each in events if each["event"] == "gradient" and each["name"] == layer)


@pytest.mark.parametrize(
    ("query", "field", "index"),
    [
        (WEIGHT, "d_weight", (1, 0, 2, 0)),
        ("layer=norm&of=bias&index=1", "d_bias", (1,)),
        ("layer=conv&index=0,3,2", "d_output", (0, 3, 2)),
        ("layer=scores&of=input&index=7", "d_input", (7,)),
        ("layer=sum&of=input1&index=1,2,1", "d_input", (1, 1, 2, 1)),
    ],
)
@pytest.mark.parametrize("body", [STRIPES, {**STRIPES, "edits": EDITS, "target": 2}], ids=["plain", "edited"])
def test_the_slope_is_the_gradient_that_the_stream_shows(
    client: TestClient, query: str, field: str, index: tuple[int, ...], body: dict[str, Any]
) -> None:
    found = asked(client, query, json=body)
    sent = streamed(client, found["layer"], body)[field]
    if isinstance(sent, list):  # a layer with two inputs sends two
        sent, index = sent[index[0]], index[1:]
    shown = np.float32(sent["data"])[index]
    assert np.float32(found["gradient32"]) == shown
    assert found["gradient"] == pytest.approx(shown, rel=1e-4, abs=1e-7)
    if not found["switched"]:
        assert abs(found["slope"] - found["gradient"]) <= 1e-6 * abs(shown) + 4 * found["rounding"]


def test_the_answer_adds_up_and_says_what_it_is_about(client: TestClient, model: Model) -> None:
    found = asked(client, f"{WEIGHT}&epsilon=0.5&target=rough&loss=cross_entropy")
    assert (found["layer"], found["of"], found["index"]) == ("conv", "weight", [1, 0, 2, 0])
    assert (found["target"], found["label"], found["name"]) == (1, "rough", "cross_entropy")
    assert found["value"] == model.network.parameters["conv.weight"][1, 0, 2, 0]
    assert found["slope"] == (found["upper"] - found["lower"]) / (2 * 0.5)
    larger = max(abs(found["slope"]), abs(found["gradient"]))
    assert found["relative_error"] == abs(found["slope"] - found["gradient"]) / larger
    stripes = np.tile(np.float32([0, 1]), (6, 2))
    x = ((stripes - 0.5) / 0.25)[None, None].astype(np.float64)
    for by, name in ((-0.5, "lower"), (0, "loss"), (0.5, "upper")):
        network = in_float64(model.network)
        network.layer("conv").operation.parameters["weight"][1, 0, 2, 0] += by
        assert found[name] == pytest.approx(-np.log(network.run(x).finish().probabilities[1]), rel=1e-9)


def test_the_picture_itself_can_be_nudged_and_may_be_a_file(client: TestClient, picture: bytes) -> None:
    query = "layer=input&index=0,2,1&loss=logit"
    assert asked(client, query) == asked(client, query, files={"image": picture})
    sent = streamed(client, "conv", {**STRIPES, "loss": "logit"})
    assert np.float32(asked(client, query)["gradient32"]) == np.float32(sent["d_input"]["data"])[0, 2, 1]


def test_a_unit_can_be_asked_about_instead_of_a_class(client: TestClient) -> None:
    found = asked(client, "layer=conv&of=bias&index=1&asks=pool:1,2,0")
    assert (found["name"], "target" in found, "label" in found) == ("unit", False, False)
    assert found["relative_error"] < 1e-6 or found["switched"]
    assert found["loss"] != 0
    nothing = asked(client, "layer=scores&of=bias&index=1&asks=pool:1,2,0")
    assert (nothing["gradient"], nothing["slope"], nothing["relative_error"]) == (0, 0, 0)


def test_a_nudge_that_overflows_is_told_as_no_number(client: TestClient) -> None:
    edits = [{"layer": "scores", "parameter": "weight", "at": [], "values": [[3e38] * 12] * 3}]
    found = asked(client, "layer=conv&index=0,0,0&epsilon=1e6", json={**STRIPES, "edits": edits})
    assert all(found[name] is None or np.isfinite(found[name]) for name in ("lower", "upper", "slope"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("index=0", "query layer"),
        ("layer=conv", "query index"),
        ("layer=none&index=0", "There is no layer 'none'"),
        ("layer=conv&of=gain&index=0", "Choose one of: output, input, weight, bias"),
        ("layer=conv&of=input9&index=0", "Choose one of"),
        ("layer=norm&of=running_mean&index=0", "Choose one of"),
        ("layer=conv&of=weight&index=0,0,0", "weight of conv has 2×1×3×3 units"),
        ("layer=conv&of=weight&index=0,0,0,3", "none at"),
        ("layer=conv&index=-1,0,0", "whole numbers"),
        ("layer=conv&index=" + "9" * 400, "whole numbers"),
        (f"{WEIGHT}&epsilon=0", "greater than 0"),
        (f"{WEIGHT}&epsilon=1e9", "less than or equal"),
        (f"{WEIGHT}&epsilon=nan", "epsilon"),
        (f"{WEIGHT}&target=9", "no class"),
        (f"{WEIGHT}&asks=pool", "Write conv1:0,12,5"),
        (f"{WEIGHT}&asks=pool:9,0,0", "pool has 2×3×2 units"),
        (f"{WEIGHT}&asks=none:0", "no layer"),
        (f"{WEIGHT}&asks=pool:0,0,0&target=1", "Leave the other out"),
        (f"{WEIGHT}&loss=wrath", "loss"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_what_can(client: TestClient, query: str, told: str) -> None:
    response = client.post(f"/api/models/tiny/check?{query}", json=STRIPES)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert told in response.json()["detail"]


def test_a_place_that_is_not_there_is_refused_before_the_body_is_read(client: TestClient) -> None:
    response = client.post("/api/models/tiny/check?layer=none&index=0", content=b"x" * 10)
    assert "none" in response.json()["detail"]
