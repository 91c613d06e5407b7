"""The API as another client reads it: exact numbers to hold against what the pages show."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import APIRequestContext

Floats = NDArray[np.float32]
Json = dict[str, Any]


@dataclass
class Answer:
    """One run. Outputs and gradients are float32 by layer, without a batch axis."""

    run: Json = field(default_factory=dict)
    outputs: dict[str, Floats] = field(default_factory=dict)
    gradients: dict[str, dict[str, Floats]] = field(default_factory=dict)
    ways: dict[str, dict[str, Floats]] = field(default_factory=dict)
    """What each layer sends back: by input ("" is the first, then "1") and by parameter, as in addresses."""
    scores: list[Json] = field(default_factory=list)
    loss: Json = field(default_factory=dict)

    @property
    def layers(self) -> list[Json]:
        """Descriptions of the layers in execution order."""
        layers: list[Json] = self.run["layers"]
        return layers

    @property
    def said(self) -> str:
        """Label of the predicted class."""
        return str(self.scores[0]["label"])

    def layer(self, name: str) -> Json:
        """The description of a layer."""
        return next(layer for layer in self.layers if layer["name"] == name)


class Api:
    """The server's endpoints."""

    def __init__(self, request: APIRequestContext) -> None:
        self._request = request

    def samples(self, model: str) -> list[Json]:
        """The sample pictures of a network, in the order in which the pages list them."""
        return [sample for sample in self._get("/api/samples") if sample["model"] == model]

    def weights(self, model: str, layer: str) -> dict[str, Floats]:
        """A layer's parameters by name."""
        wire = self._get(f"/api/models/{model}/weights?layer={layer}")
        return {name: _tensor(tensor) for name, tensor in wire.items()}

    def run(
        self, model: str, sample: str = "", *, tensors: str = "exact", edits: list[Json] | None = None
    ) -> Answer:
        """A forward run on a sample (the first one if none is named), with some weights replaced."""
        body: Json = {"sample": sample or self.samples(model)[0]["id"], "edits": edits or []}
        return self._answer(f"/api/models/{model}/forward?tensors={tensors}", data=body)

    def run_on_file(self, model: str, content: bytes, mime: str) -> Answer:
        """A forward run on the bytes of a picture file."""
        file = {"name": "picture", "mimeType": mime, "buffer": content}
        return self._answer(f"/api/models/{model}/forward?tensors=exact", multipart={"image": file})

    def run_backward(self, model: str, sample: str = "", target: str = "", loss: str = "") -> Answer:
        """A backward run on a sample for a class (the predicted one if none is named) under a loss."""
        picture = {"sample": sample or self.samples(model)[0]["id"]}
        wish = (f"&target={target}" if target else "") + (f"&loss={loss}" if loss else "")
        return self._answer(f"/api/models/{model}/backward?tensors=exact{wish}", data=picture)

    def field(self, model: str, layer: str, index: Sequence[int]) -> Json:
        """What a unit sees; `index` leads into its layer's output."""
        unit = ",".join(map(str, index))
        return dict(self._get(f"/api/models/{model}/field?layer={layer}&unit={unit}"))

    def slopes(self, model: str, layer: str, index: Sequence[int]) -> Json:
        """How much each pixel of the first sample moves a unit."""
        unit = ",".join(map(str, index))
        picture = {"sample": self.samples(model)[0]["id"]}
        response = self._request.post(f"/api/models/{model}/field?layer={layer}&unit={unit}", data=picture)
        return dict(response.json())

    def seen(self, model: str, at: Sequence[int]) -> list[Json]:
        """How much of every layer sees a place of the picture."""
        return list(self._get(f"/api/models/{model}/seen?at={','.join(map(str, at))}")["layers"])

    def attribution(self, model: str, sample: str, query: str) -> list[Json]:
        """What a method finds in a sample: the events of its stream, the tensors of its result decoded."""
        path = f"/api/models/{model}/attribution?{query}"
        response = self._request.post(path, data={"sample": sample})
        assert response.ok, response.text()
        events: list[Json] = [json.loads(line) for line in response.text().splitlines()]
        found = next(event for event in events if event["event"] == "attribution")
        found |= {name: _tensor(found[name]) for name in ("map", "coarse", "weights") if name in found}
        return events

    def patches(self, model: str, layer: str, channel: int) -> list[Json]:
        """The patches of the samples that excite a map most."""
        response = self._request.post(f"/api/models/{model}/patches?layer={layer}&map={channel}", data={})
        return list(response.json())

    def _get(self, path: str) -> Any:
        response = self._request.get(path)
        assert response.ok, response.text()
        return response.json()

    def _answer(self, path: str, **body: Any) -> Answer:
        response = self._request.post(path, **body)
        assert response.ok, response.text()
        answer = Answer()
        for line in response.text().splitlines():
            _take(answer, json.loads(line))
        return answer


def _ways(event: Json) -> dict[str, Floats]:
    sent = event.get("d_input") or []
    inputs = sent if isinstance(sent, list) else [sent]
    ways = {str(i) if i else "": _tensor(wire) for i, wire in enumerate(inputs)}
    others = {name[2:]: wire for name, wire in event.items() if name.startswith("d_")}
    return ways | {
        name: _tensor(wire) for name, wire in others.items() if wire and name not in ("output", "input")
    }


def _take(answer: Answer, event: Json) -> None:
    match event["event"]:
        case "run":
            answer.run = event
            if event.get("input"):
                answer.outputs["input"] = _tensor(event["input"])
        case "layer" if event.get("output"):
            answer.outputs[event["name"]] = _tensor(event["output"])
        case "prediction":
            answer.scores = event["classes"]
        case "loss":
            answer.loss = event
        case "gradient":
            tensors = {name: event.get(name) for name in ("d_output", "d_weight", "d_bias")}
            answer.gradients[event["name"]] = {name: _tensor(wire) for name, wire in tensors.items() if wire}
            answer.ways[event["name"]] = _ways(event)


def _tensor(wire: Json) -> Floats:
    values: Floats = np.frombuffer(base64.b64decode(wire["data"]), dtype="<f4").reshape(wire["shape"])
    return values
