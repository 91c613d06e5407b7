"""Steps of learning: what they lead to under their id, what the server keeps of them, and what it refuses."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.problems import Problem
from app.server import create_app
from app.settings import Settings
from app.updated import Updated, UpdatedNetworks
from core.editing import Edit, edited
from core.network import Network
from core.stepping import Stepped, optimizer_of, step
from core.zoo.model import Model

STRIPES = {"sample": "tiny-stripes"}
EDITS: list[dict[str, Any]] = [{"layer": "scores", "parameter": "bias", "at": [1], "values": 2.5}]
URL = "/api/models/tiny"


def taken(client: TestClient, query: str = "", body: dict[str, Any] = STRIPES) -> dict[str, Any]:
    response = client.post(f"{URL}/updates?{query}", json=body)
    assert response.status_code == 201, response.text
    answer: dict[str, Any] = response.json()
    return answer


def refused(client: TestClient, query: str, status: int = 422, body: dict[str, Any] = STRIPES) -> str:
    response = client.post(f"{URL}/updates?{query}", json=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["detail"])


def events(client: TestClient, way: str, query: str = "", **body: Any) -> list[dict[str, Any]]:
    response = client.post(f"{URL}/{way}?encoding=list{query}", json={**STRIPES, **body})
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def picture_of(client: TestClient) -> np.ndarray:
    return np.float32(events(client, "forward")[0]["input"]["data"])[None]


def by_hand(model: Model, x: np.ndarray, *rates: float, target: int = 2, rule: str = "sgd") -> Stepped:
    network: Network = model.network
    optimizer = None
    for rate in rates:
        found = step(network, x, target, "cross_entropy", optimizer_of(rule, rate, {}, optimizer))  # type: ignore[arg-type]
        network, optimizer = found.network, found.optimizer
    return found


def test_a_step_may_be_away_from_a_units_value(client: TestClient, model: Model) -> None:
    found = taken(client, "rate=0.02&asks=conv:1,2,3")
    assert (found["name"], "target" in found, "label" in found) == ("unit", False, False)
    value = model.network.run(picture_of(client)).finish().activations["conv"][0, 1, 2, 3]
    assert found["loss_before"] == pytest.approx(float(value))
    assert found["loss_after"] < found["loss_before"]
    went = {(each["layer"], each["parameter"]) for each in found["moved"] if each["step"] > 0}
    assert went == {("conv", "weight"), ("conv", "bias")}


def test_whatever_is_asked_of_a_step_is_answered_by_its_weights(client: TestClient, model: Model) -> None:
    first = taken(client, "optimizer=adam&rate=0.02&target=2")
    second = taken(client, f"optimizer=adam&rate=0.05&target=2&updated={first['id']}")
    assert (second["parent"], "parent" in first) == (first["id"], False)
    expected = by_hand(model, picture_of(client), 0.02, 0.05, rule="adam")
    assert (second["loss_before"], second["loss_after"]) == (expected.before, expected.after)
    assert first["loss_after"] == second["loss_before"]
    assert second["moved"] == [vars(each) for each in expected.moved]
    updated = f"&updated={second['id']}"
    x = picture_of(client)
    run = expected.network.run(x).finish()
    stream = events(client, "backward", f"{updated}&target=2")
    for event in (each for each in stream if each["event"] == "layer"):
        np.testing.assert_array_equal(np.float32(event["output"]["data"]), run.activations[event["name"]][0])
    assert next(each for each in stream if each["event"] == "loss")["value"] == expected.after
    shown = client.get(f"{URL}/weights?layer=conv&encoding=list{updated}").json()
    np.testing.assert_array_equal(
        np.float32(shown["weight"]["data"]), expected.network.parameters["conv.weight"]
    )
    checked = client.post(f"{URL}/check?layer=conv&of=bias&index=1&target=2{updated}", json=STRIPES).json()
    assert checked["value"] == expected.network.parameters["conv.bias"][1]
    field = client.post(f"{URL}/field?layer=conv&unit=1,2,1{updated}", json=STRIPES).json()
    assert np.float32(field["value"]) == run.activations["conv"][0, 1, 2, 1]
    looked = client.post(f"{URL}/attribution?method=saliency&target=2{updated}", json=STRIPES)
    assert json.loads(looked.text.splitlines()[0])["value"] == pytest.approx(float(run.logits[2]))


def test_the_model_itself_stays_as_it_is(client: TestClient) -> None:
    before = [client.get(f"{URL}/weights?layer={layer}").json() for layer in ("conv", "norm", "scores")]
    taken(client, "rate=5")
    assert before == [
        client.get(f"{URL}/weights?layer={layer}").json() for layer in ("conv", "norm", "scores")
    ]


def test_edits_are_part_of_what_a_step_begins_with(client: TestClient, model: Model) -> None:
    found = taken(client, "rate=0.1&target=0", {**STRIPES, "edits": EDITS})
    x = picture_of(client)
    network = edited(model.network, [Edit("scores", "bias", 2.5, (1,))])
    expected = step(network, x, 0, "cross_entropy", optimizer_of("sgd", 0.1, {}))
    assert (found["loss_before"], found["loss_after"]) == (expected.before, expected.after)
    again = events(client, "backward", f"&target=0&updated={found['id']}", edits=EDITS)
    run = edited(expected.network, [Edit("scores", "bias", 2.5, (1,))]).run(x).finish()
    assert next(each for each in again if each["event"] == "loss")["value"] == run.answer_for(0)[0]


def test_the_same_order_has_the_same_id_and_any_other_another(client: TestClient) -> None:
    first = taken(client, "rate=0.1&target=0")
    assert taken(client, "rate=0.1&target=calm&optimizer=sgd") == first
    predicted = taken(client, "rate=0.1")
    assert taken(client, f"rate=0.1&target={predicted['target']}") == predicted
    others = [
        taken(client, "rate=0.2&target=0"),
        taken(client, "rate=0.1&target=1"),
        taken(client, "rate=0.1&target=0&loss=logit"),
        taken(client, "rate=0.1&target=0&optimizer=momentum"),
        taken(client, "rate=0.1&target=0&optimizer=momentum&momentum=0.5"),
        taken(client, f"rate=0.1&target=0&updated={first['id']}"),
        taken(client, "rate=0.1&target=0", {**STRIPES, "edits": EDITS}),
        taken(client, "rate=0.1&target=0", {"pixels": [[0, 1, 0, 0.9]] * 6}),
    ]
    assert len({each["id"] for each in (first, *others)}) == 9


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("rate=0", "greater than 0"),
        ("rate=nan", "rate"),
        ("rate=1e10", "less than or equal"),
        ("optimizer=newton", "'sgd', 'momentum', 'nesterov', 'rmsprop' or 'adam'"),
        ("momentum=0.5", "momentum and nesterov take it"),
        ("optimizer=momentum&decay=0.5", "rmsprop and adam take it"),
        ("optimizer=momentum&momentum=1", "less than or equal"),
        ("optimizer=adam&epsilon=0", "greater than or equal"),
        ("target=9", "no class"),
        ("rate=1e9&optimizer=adam&loss=logit", "Take a smaller rate"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused_with_what_can(
    client: TestClient, query: str, told: str
) -> None:
    edits = [{"layer": "scores", "parameter": "weight", "at": [], "values": [[1e35] * 12] * 3}]
    assert told in refused(client, query, body={**STRIPES, **({"edits": edits} if "1e9" in query else {})})


@pytest.mark.parametrize(
    "path", ["updates?rate=1&", "forward?", "backward?", "check?layer=conv&index=0,0,0&"]
)
@pytest.mark.parametrize("wanted", ["", "0" * 20, "x" * 5000, "%00"])
def test_an_id_that_is_not_kept_is_gone_and_the_answer_says_how_it_comes_back(
    client: TestClient, path: str, wanted: str
) -> None:
    response = client.post(f"{URL}/{path}updated={wanted}", json=STRIPES)
    assert response.status_code == 410
    assert "POST the steps that led to it to /api/models/tiny/updates" in response.json()["detail"]
    assert len(response.text) < 600
    assert response.headers["cache-control"] == "no-store"  # browsers would keep it, and the id may come back


def _made(model: Model, name: str, rule: str = "sgd") -> Updated:
    x = np.ones((1, 1, 6, 4), np.float32)
    return Updated(name, None, model, by_hand(model, x, 0.1, target=0, rule=rule))


def test_what_was_not_asked_for_longest_makes_room(model: Model) -> None:
    size = _made(model, "a").stepped.nbytes
    kept = UpdatedNetworks(2 * size)
    for name in "ab":
        kept.keep(_made(model, name))
    kept.find(model, "a")
    kept.keep(_made(model, "c"))
    assert kept.find(model, "a").id == "a"
    assert kept.find(model, "c").id == "c"
    with pytest.raises(Problem) as gone:
        kept.find(model, "b")
    assert gone.value.status == 410
    kept.keep(_made(model, "c"))  # the same one takes no room twice
    assert kept.find(model, "a").id == "a"


def test_what_is_too_large_alone_is_refused_and_lets_nothing_go(model: Model) -> None:
    size = _made(model, "a").stepped.nbytes
    kept = UpdatedNetworks(2 * size)
    kept.keep(_made(model, "a"))
    with pytest.raises(Problem, match="--max-updates-mib") as large:
        kept.keep(_made(model, "b", rule="adam"))
    assert large.value.status == 413
    assert kept.find(model, "a").id == "a"


def test_a_network_that_took_the_name_of_another_has_none_of_its_steps(model: Model) -> None:
    kept = UpdatedNetworks(1 << 20)
    kept.keep(_made(model, "a"))
    with pytest.raises(Problem):
        kept.find(replace(model), "a")


@pytest.fixture
def narrow(model: Model) -> Iterator[TestClient]:
    """A server that keeps three steps of many."""
    app = create_app(Settings(max_updates_mib=1), lambda: {model.id: model})
    with TestClient(app, raise_server_exceptions=False) as client:
        app.state.updates = UpdatedNetworks(3 * _made(model, "a").stepped.nbytes)
        yield client


def test_steps_that_were_let_go_are_taken_again_under_the_same_ids(narrow: TestClient) -> None:
    chain = []
    for _ in range(5):
        query = "rate=0.1&target=0" + (f"&updated={chain[-1]}" if chain else "")
        chain.append(taken(narrow, query)["id"])
    refused(narrow, f"rate=0.1&target=0&updated={chain[0]}", 410)
    assert taken(narrow, "rate=0.1&target=0")["id"] == chain[0]
    assert taken(narrow, f"rate=0.1&target=0&updated={chain[0]}")["id"] == chain[1]
