"""A layer's parameters go on the wire whole, or a row at a time; what is too large is refused or left out."""

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app import wire
from app.events import EVENTS
from app.parameters import parameters_of
from app.problems import Problem
from app.wire import Tensor, decode
from core.errors import UnknownLayer
from core.network import Network
from core.zoo.model import Model


@pytest.fixture
def network(model: Model) -> Network:
    return model.network


def test_all_parameters_and_statistics_come_by_name(network: Network) -> None:
    norm = network.layer("norm").operation
    assert parameters_of(network, "norm") == norm.parameters | norm.statistics
    assert parameters_of(network, "relu") == {}


def test_a_row_is_one_units_share(network: Network) -> None:
    found = parameters_of(network, "scores", 2)
    assert found["weight"].shape == (1, 12)
    np.testing.assert_array_equal(found["weight"][0], network.parameters["scores.weight"][2])
    np.testing.assert_array_equal(found["bias"], network.parameters["scores.bias"][2:])


@pytest.mark.parametrize(
    ("layer", "row", "remedy"), [("scores", 3, "Choose 0 to 2"), ("relu", 0, "without a row")]
)
def test_a_row_that_does_not_exist_is_refused(network: Network, layer: str, row: int, remedy: str) -> None:
    with pytest.raises(Problem, match=remedy) as refusal:
        parameters_of(network, layer, row)
    assert refusal.value.status == 422


def test_an_unknown_layer_is_refused(network: Network) -> None:
    with pytest.raises(UnknownLayer):
        parameters_of(network, "conv9", 0)


def test_what_is_too_large_is_refused_whole_and_sent_by_rows(
    client: TestClient, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MOST_VALUES", 35)
    url = "/api/models/tiny/weights?layer=scores"
    refusal = client.get(url)
    assert refusal.status_code == 413
    assert "36 values, and 35 may be sent" in refusal.json()["detail"]
    sent = TypeAdapter(dict[str, Tensor]).validate_json(client.get(f"{url}&row=1").content)
    np.testing.assert_array_equal(decode(sent["weight"])[0], model.network.parameters["scores.weight"][1])


def test_what_is_too_large_is_left_out_of_streams(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "MOST_VALUES", 35)
    answer = client.post("/api/models/tiny/backward", json={"sample": "tiny-stripes"}).content
    events = [EVENTS.validate_json(line) for line in answer.splitlines()]
    gradients = {event.name: event for event in events if event.event == "gradient"}
    assert gradients["scores"].model_fields_set >= {"d_output", "d_input", "d_bias"}
    assert "d_weight" not in gradients["scores"].model_fields_set
    assert "d_weight" in gradients["conv"].model_fields_set
    assert gradients["conv"].d_output is None  # 2×6×4
