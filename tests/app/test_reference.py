"""The OpenAPI document, taken apart for a page."""

import pytest
from fastapi.testclient import TestClient

from app.reference import Field, kind_of, operations, schemas


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"$ref": "#/components/schemas/Event"}, "Event"),
        ({"type": "integer"}, "integer"),
        ({"enum": ["exact", "none"], "type": "string"}, "exact | none"),
        ({"const": "run"}, '"run"'),
        ({"type": "array", "items": {"type": "number"}}, "list of number"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string | null"),
        ({}, "anything"),
    ],
)
def test_a_schema_is_told_in_a_few_words(schema: dict[str, object], kind: str) -> None:
    assert kind_of(schema) == kind


def test_an_endpoint_comes_with_a_call_that_can_be_copied(client: TestClient) -> None:
    document = client.app.openapi()  # type: ignore[attr-defined]
    calls = {each.path: each.curl for each in operations(document, "http://localhost:8000/")}
    assert calls["/api/models/{model}/weights"] == (
        "curl 'http://localhost:8000/api/models/photos/weights?layer=conv1'"
    )
    assert calls["/api/models/{model}/forward"] == (
        "curl 'http://localhost:8000/api/models/photos/forward' -F image=@picture.png"
    )


def test_networks_are_sent_and_removed_by_calls_that_can_be_copied(client: TestClient) -> None:
    document = client.app.openapi()  # type: ignore[attr-defined]
    calls = {(each.method, each.path): each for each in operations(document, "http://localhost:8000")}
    sent, removed = calls["POST", "/api/models"], calls["DELETE", "/api/models/{model}"]
    assert sent.curl == "curl 'http://localhost:8000/api/models' -F file=@network.onnx"
    assert sent.bodies == ["multipart/form-data: ModelBody"]
    assert "201 application/json: ModelDescription" in sent.answers
    assert removed.curl == "curl 'http://localhost:8000/api/models/photos' -X DELETE"


def test_an_endpoint_tells_what_it_takes_and_answers(client: TestClient) -> None:
    document = client.app.openapi()  # type: ignore[attr-defined]
    forward = next(each for each in operations(document, "") if each.path.endswith("/forward"))
    assert forward.bodies == ["multipart/form-data: FormBody", "application/json: JsonBody"]
    assert "200 application/jsonl: a Event a line" in forward.answers
    assert "4XX application/problem+json: ProblemDocument" in forward.answers


def test_an_object_on_the_wire_comes_with_its_fields(client: TestClient) -> None:
    by_name = {each.name: each for each in schemas(client.app.openapi())}  # type: ignore[attr-defined]
    assert (
        Field("data", "string", True, "The numbers, little-endian in C order.")
        in by_name["ExactTensor"].fields
    )
    assert "RunEvent" in by_name["Event"].choices
