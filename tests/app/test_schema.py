"""The OpenAPI document names all that can travel."""

import json
import re

import pytest

from app import schema
from app.server import create_app


@pytest.fixture(scope="module")
def document() -> dict[str, dict[str, dict[str, object]]]:
    return create_app().openapi()


def test_it_holds_every_event_and_description(document: dict[str, dict[str, dict[str, object]]]) -> None:
    kinds = ["Run", "Layer", "Prediction", "Loss", "Gradient", "End", "Error"]
    described = document["components"]["schemas"].keys()
    assert {f"{kind}Event" for kind in kinds} <= described
    assert {
        "Event",
        "ModelDescription",
        "SampleDescription",
        "FormBody",
        "JsonBody",
        "ProblemDocument",
    } <= described
    assert "HTTPValidationError" not in described


def test_it_refers_to_nothing_that_it_does_not_hold(
    document: dict[str, dict[str, dict[str, object]]],
) -> None:
    referred = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert referred <= document["components"]["schemas"].keys()


def test_streams_are_lines_of_events(document: dict[str, dict[str, dict[str, object]]]) -> None:
    for way in ("forward", "backward"):
        content = document["paths"][f"/api/models/{{model}}/{way}"]["post"]["responses"]["200"]["content"]  # type: ignore[index]
        assert content == {"application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/Event"}}}


def test_every_endpoint_tells_that_errors_are_problem_documents(
    document: dict[str, dict[str, dict[str, object]]],
) -> None:
    for path in document["paths"].values():
        for operation in path.values():
            assert list(operation["responses"]["4XX"]["content"]) == ["application/problem+json"]  # type: ignore[index]


def test_it_can_be_printed_without_starting_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    schema.main()
    assert json.loads(capsys.readouterr().out)["info"]["title"] == "convscope"
