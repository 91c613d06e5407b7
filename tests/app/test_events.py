"""What an event's JSON holds, and what its schema promises."""

import json

import numpy as np
import pytest
from pydantic import ValidationError

from app.events import EVENTS, EndEvent, LayerEvent, to_line
from app.wire import encode


def layer_event(**more: object) -> LayerEvent:
    return LayerEvent(
        event="layer", index=0, name="conv", op="conv2d", min=None, max=1.0, milliseconds=0.1, **more
    )


def test_an_event_is_one_line_of_json() -> None:
    assert to_line(EndEvent(event="end")) == b'{"event":"end"}\n'


def test_what_does_not_apply_is_left_out_and_what_is_not_finite_is_null() -> None:
    sent = json.loads(to_line(layer_event()))
    assert sent["min"] is None
    assert "output" not in sent
    assert "winners" not in sent


def test_a_line_is_read_back_as_the_event_it_was() -> None:
    event = layer_event(output=encode(np.ones((1, 2), np.float32), "preview"))
    assert EVENTS.validate_json(to_line(event)) == event


def test_what_an_operation_shows_travels_under_its_own_name() -> None:
    sent = json.loads(to_line(layer_event(mean=encode(np.ones(2, np.float32), "list"))))
    assert sent["mean"] == {"shape": [2], "dtype": "float32", "data": [1.0, 1.0]}


def test_an_extra_that_is_no_tensor_is_refused() -> None:
    with pytest.raises(ValidationError):
        layer_event(mean=3)


def test_the_schema_tells_what_may_be_absent_and_never_says_null_for_it() -> None:
    schema = EVENTS.json_schema()["$defs"]["LayerEvent"]
    assert set(schema["required"]) == {"event", "index", "name", "op", "min", "max", "milliseconds"}
    assert {"type": "null"} not in schema["properties"]["output"]["anyOf"]
    assert "default" not in schema["properties"]["output"]
