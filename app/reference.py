"""The OpenAPI document, taken apart for the page that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

_CURL_OPTIONS = {"get": "", "post": "", "delete": " -X DELETE"}
_EXAMPLE_FILES = {"FormBody": "image=@picture.png", "ModelBody": "file=@network.onnx"}
_EXAMPLES = {
    "model": "photos",
    "layer": "conv1",
    "map": "0",
    "method": "grad_cam",
    "unit": "0,12,5",
    "at": "12,5",
    "index": "0,12,5",
    "sample": "photos-cat-1",
    "signal": "signals-sine-1",
}


@dataclass(frozen=True)
class Operation:
    """An endpoint: how it is called, what it takes, what it answers, and a call to try."""

    method: str
    path: str
    description: str
    parameters: list[Json]
    bodies: list[str]
    answers: list[str]
    curl: str


@dataclass(frozen=True)
class Field:
    """A field of an object on the wire."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Schema:
    """An object on the wire, or a choice of several."""

    name: str
    description: str
    fields: list[Field]
    choices: list[str]


def operations(document: Json, base_url: str) -> list[Operation]:
    """All endpoints in the order of the document; `base_url` is where the examples call."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            description=operation.get("description", ""),
            parameters=[
                {**each, "kind": kind_of(each["schema"])} for each in operation.get("parameters", [])
            ],
            bodies=[
                f"{media}: {kind_of(each['schema'])}"
                for media, each in _contents(operation.get("requestBody"))
            ],
            answers=list(_answers(operation)),
            curl=_curl(method, path, operation, base_url.rstrip("/")),
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def schemas(document: Json) -> list[Schema]:
    """All objects on the wire, by name."""
    return [
        Schema(
            name=name,
            description=schema.get("description", ""),
            fields=[
                Field(field, kind_of(each), field in schema.get("required", []), each.get("description", ""))
                for field, each in schema.get("properties", {}).items()
            ],
            choices=[kind_of(each) for each in schema.get("oneOf", schema.get("anyOf", []))],
        )
        for name, schema in sorted(document["components"]["schemas"].items())
    ]


def kind_of(schema: Json) -> str:
    """A schema in a few words: "integer", "list of Tensor", "exact | preview | none"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema:
        return f'"{schema["const"]}"'
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        return " | ".join(kind_of(each) for each in options)
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))


def _contents(part: Json | None) -> list[tuple[str, Json]]:
    return list((part or {}).get("content", {}).items())


def _answers(operation: Json) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        kinds = [f"{media}: {_answer_kind(each)}" for media, each in _contents(answer)]
        yield f"{status} {', '.join(kinds)}"


def _answer_kind(content: Json) -> str:
    if "itemSchema" in content:
        return f"a {kind_of(content['itemSchema'])} a line"
    return kind_of(content.get("schema", {}))


def _curl(method: str, path: str, operation: Json, base_url: str) -> str:
    in_query = [each for each in operation.get("parameters", []) if each["in"] == "query"]
    query = "&".join(f"{each['name']}={_EXAMPLES[each['name']]}" for each in in_query if each["required"])
    url = f"{base_url}{path.format_map(_EXAMPLES)}" + (f"?{query}" if query else "")
    return f"curl '{url}'{_CURL_OPTIONS[method]}" + _curl_body(operation)


def _curl_body(operation: Json) -> str:
    """The file that a form is sent with."""
    forms = {kind_of(each["schema"]) for _, each in _contents(operation.get("requestBody"))}
    return "".join(f" -F {part}" for form, part in _EXAMPLE_FILES.items() if form in forms)
