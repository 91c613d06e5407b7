"""Streams, read as a client in any language would: by the contract alone."""

import json
from typing import Any

import numpy as np
from fastapi.testclient import TestClient

from app.events import EVENTS, Event
from app.wire import Tensor, decode

JsonObject = dict[str, Any]


def run(client: TestClient, model: str, way: str, body: JsonObject, **query: str) -> list[Event]:
    """The events of a run, each validated against its model."""
    response = client.post(f"/api/models/{model}/{way}", params=query, json=body)
    assert response.status_code == 200, response.text
    lines = response.content.split(b"\n")
    assert lines.pop() == b""
    return [_validated(line) for line in lines]


def tensors(event: Event) -> dict[str, Tensor]:
    """An event's tensors by field; those of a list by field and place."""
    found: dict[str, Tensor] = {}
    for name, value in event:
        for place, each in enumerate(value if isinstance(value, list) else [value]):
            if hasattr(each, "dtype"):
                found[f"{name}.{place}"] = each
    return found


def arrays(events: list[Event]) -> dict[str, np.ndarray]:
    """All tensors of a stream as numbers, by event, layer and field."""
    return {
        f"{event.event} {getattr(event, 'name', '')} {name}": decode(tensor)
        for event in events
        for name, tensor in tensors(event).items()
    }


def _validated(line: bytes) -> Event:
    """An event whose JSON is just what its model would write: no unknown fields, no NaN."""
    sent = json.loads(line, parse_constant=_refuse)
    event = EVENTS.validate_python(sent, strict=True)
    assert EVENTS.dump_python(event, mode="json", exclude_unset=True) == sent
    return event


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")
