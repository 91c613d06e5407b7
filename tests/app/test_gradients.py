"""Gradients as the API sends them: against another implementation, and against slopes measured in float64."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.server import create_app
from app.settings import Settings
from app.wire import ExactTensor, decode
from core.zoo import catalogue
from tests import autograd_network
from tests.browser.networks import models

EXPORTS = Path(__file__).parents[1] / "core/onnx_import/exports"
IMPORTED = ("resnet20-torchscript-11", "mobilenet-torchscript-17", "squeezenet-torchscript-9")
OWN = ("residual", "inception", "u-shape", "windows")
SHIPPED = tuple(name for name, model in catalogue().items() if model.weights == "trained")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    app = create_app(Settings(), lambda: {**catalogue(), **models()})
    with TestClient(app, base_url="http://localhost") as client:
        for name in IMPORTED:
            file = (EXPORTS / f"{name}.onnx").read_bytes()
            assert client.post("/api/models", files={"file": (f"{name}.onnx", file)}).status_code == 201
        yield client


@pytest.fixture(scope="module", params=[*SHIPPED, *OWN, *IMPORTED])
def told(request: pytest.FixtureRequest, client: TestClient) -> "Told":
    return Told(client, request.param)


class Told:
    """A network as the API tells it, and one backward pass for the class that is not its first choice."""

    def __init__(self, client: TestClient, model: str) -> None:
        self.client, self.model = client, model
        self.description = client.get(f"/api/models/{model}").json()
        self.layers = self.description["layers"]
        self.source = self._source()
        ask = f"/api/models/{model}/backward?tensors=exact&target=1"
        events = [json.loads(line) for line in client.post(ask, json=self.source).text.splitlines()]
        assert events[-1] == {"event": "end"}
        self.input = _array(events[0]["input"])
        self.loss = next(event["value"] for event in events if event["event"] == "loss")
        self.gradients = {event["name"]: event for event in events if event["event"] == "gradient"}

    def _source(self) -> dict[str, Any]:
        samples = self.client.get("/api/samples").json()
        own = [sample["id"] for sample in samples if sample["model"] == self.model]
        if own:
            return {"sample": own[0]}
        channels, *axes = self.description["input_shape"]
        return {"pixels": np.random.default_rng(5).random((*axes, channels)).round(4).tolist()}

    def weights(self) -> dict[str, dict[str, Any]]:
        return {layer["name"]: self._weights_of(layer["name"]) for layer in self.layers}

    def _weights_of(self, name: str) -> dict[str, Any]:
        found = self.client.get(f"/api/models/{self.model}/weights", params={"layer": name}).json()
        return {key: _array(tensor).astype(np.float64) for key, tensor in found.items()}


def test_every_gradient_is_that_of_another_implementation(told: Told) -> None:
    wanted = autograd_network.gradients(
        told.layers, told.weights(), told.input.astype(np.float64), told.description["logits"], 1
    )
    assert told.loss == pytest.approx(wanted.loss, rel=1e-4)
    for name, gradient in wanted.outputs.items():
        if _counts(told, name):
            _alike(f"{name}, output", _array(told.gradients[name]["d_output"]), gradient)
    for (name, parameter), gradient in wanted.parameters.items():
        if parameter in ("weight", "bias") and _counts(told, name):
            _alike(f"{name}, {parameter}", _array(told.gradients[name][f"d_{parameter}"]), gradient)


def test_gradients_are_the_slopes_that_are_measured_in_float64(told: Told) -> None:
    rng = np.random.default_rng(11)
    checked = 0
    for layer in told.layers:
        sent = {
            key.removeprefix("d_"): _array(tensor)
            for key, tensor in told.gradients[layer["name"]].items()
            if key in ("d_output", "d_weight", "d_bias") and _counts(told, layer["name"])
        }
        for of, gradient in sent.items():
            place = tuple(int(rng.integers(size)) for size in gradient.shape)
            answer = _measured(told, layer["name"], of, place)
            if not answer["switched"]:
                limit = max(1e-3 * abs(answer["slope"]), 1e-5 * float(np.abs(gradient).max()), 1e-9)
                assert abs(float(gradient[place]) - answer["slope"]) <= limit, (
                    layer["name"],
                    of,
                    place,
                    answer,
                )
                checked += 1
    assert checked > len(told.layers) // 2


def _measured(told: Told, layer: str, of: str, place: tuple[int, ...]) -> dict[str, Any]:
    query = {"layer": layer, "of": of, "index": ",".join(map(str, place)), "target": "1"}
    answer = told.client.post(f"/api/models/{told.model}/check", params=query, json=told.source)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _counts(told: Told, name: str) -> bool:
    """Whether the loss is told of it: cross-entropy reads the logits, not the shares behind them."""
    names = [layer["name"] for layer in told.layers]
    return names.index(name) <= names.index(told.description["logits"])


def _alike(what: str, found: Any, wanted: Any) -> None:
    limit = max(2e-4 * float(np.abs(wanted).max()), 1e-7)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=limit, err_msg=what)


def _array(tensor: dict[str, Any]) -> Any:
    return decode(ExactTensor(**tensor))
