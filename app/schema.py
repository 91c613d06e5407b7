"""The OpenAPI document: the endpoints, and every event and error that can travel.

`python -m app.schema` prints it; the TypeScript types are generated from what it prints.
"""

import json
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter

from app.attribution_events import AttributionStreamEvent
from app.events import Event
from app.imports import ModelBody
from app.orders import FormBody, JsonBody
from app.problems import MEDIA_TYPE, ProblemDocument

_REFERENCE = "#/components/schemas/{model}"
_MODELS: tuple[type[BaseModel], ...] = (FormBody, JsonBody, ModelBody, ProblemDocument)
_PROBLEM = {
    "description": "What was wrong, what is allowed, and what to do.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model=ProblemDocument.__name__)}}},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an application."""
    described = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    known = described.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        known.pop(unused, None)
    for model in _MODELS:
        _add(known, model.__name__, TypeAdapter(model))
    _add(known, "Event", TypeAdapter(Event))
    _add(known, "AttributionStreamEvent", TypeAdapter(AttributionStreamEvent))
    for methods in described["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("422", None)
            # What FastAPI says of the body as a whole: a text. Its lines have a schema of their own.
            _stream_of(operation).pop("schema", None)
            operation["responses"] |= {"4XX": _PROBLEM, "5XX": _PROBLEM}
    return described


def _stream_of(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation["responses"].get("200", {}).get("content", {})
    stream: dict[str, Any] = content.get("application/jsonl", {})
    return stream


def _add(known: dict[str, Any], name: str, adapter: TypeAdapter[Any]) -> None:
    """Put a schema and all that it refers to beside those that are known."""
    schema = adapter.json_schema(ref_template=_REFERENCE)
    known.update(schema.pop("$defs", {}))
    known[name] = schema


def main() -> None:
    """Print the OpenAPI document of the server."""
    from app.server import create_app

    print(json.dumps(create_app().openapi(), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
