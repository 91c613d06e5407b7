"""The endpoints under /api: what models and samples there are, their numbers, and runs as streams."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response, StreamingResponse
from pydantic import TypeAdapter

from app import library as shelf
from app import wire
from app.dependencies import (
    BackwardTask,
    Computing,
    EncodingInQuery,
    ForwardTask,
    ModelInPath,
    Models,
    ModelToRun,
)
from app.events import ModelDescription, ModelSummary, SampleDescription
from app.parameters import parameters_of
from app.problems import Problem
from app.runs import Task, lines
from app.wire import Tensor
from core.zoo.model import Model, Sample

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": {"$ref": "#/components/schemas/FormBody"}},
            "application/json": {"schema": {"$ref": "#/components/schemas/JsonBody"}},
        },
    }
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "JSON Lines, an event a line, each sent as soon as it is computed.",
        "content": {"application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/Event"}}},
    }
}
_MEDIA_TYPES = {".png": "image/png", ".wav": "audio/wav"}
_PARAMETERS: TypeAdapter[dict[str, Tensor]] = TypeAdapter(dict[str, Tensor])

router = APIRouter(prefix="/api")


def _file(media_type: str) -> dict[int | str, dict[str, Any]]:
    schema = {"type": "string", "format": "binary"}
    return {200: {"description": "The file.", "content": {media_type: {"schema": schema}}}}


class JsonLines(StreamingResponse):
    """A stream of events; proxies are asked not to hold them back."""

    media_type = "application/jsonl"

    def init_headers(self, headers: Any = None) -> None:
        super().init_headers({"Cache-Control": "no-store", "X-Accel-Buffering": "no"} | dict(headers or {}))


@router.get("/models", response_model_exclude_unset=True)
async def models(library: Models) -> list[ModelSummary]:
    """All models."""
    return [shelf.summarize(model) for model in library.models.values()]


@router.get("/models/{model}", response_model_exclude_unset=True)
async def model(model: ModelInPath) -> ModelDescription:
    """A model with its layers."""
    return shelf.describe(model)


@router.get("/models/{model}/weights", response_model=dict[str, Tensor])
async def weights(
    model: ModelToRun,
    layer: Annotated[str, Query(description="Name of a layer.")],
    capacity: Computing,
    encoding: EncodingInQuery = "base64",
    row: Annotated[
        int | None, Query(ge=0, description="Only this entry of each first axis: a filter, or a dense unit.")
    ] = None,
) -> Response:
    """A layer's parameters and running statistics by name, exact; empty where it has none.

    Of a layer with more than 16,000,000 values in one of them a row can be asked for, and not all.
    """
    form: wire.Form = "list" if encoding == "list" else "exact"
    parameters_of(model.network, layer, row)  # refuses what cannot be sent before weights are put in place
    return Response(await capacity.compute(_weights, model, layer, row, form), media_type="application/json")


def _weights(model: Model, layer: str, row: int | None, form: wire.Form) -> bytes:
    arrays = parameters_of(model.runnable(), layer, row)
    return _PARAMETERS.dump_json({name: wire.encode(each, form) for name, each in arrays.items()})


@router.get("/samples")
async def samples(library: Models) -> list[SampleDescription]:
    """All samples (pictures, clips, signals) with their true labels."""
    return library.samples()


@router.get("/samples/{sample}.png", response_class=FileResponse, responses=_file("image/png"))
async def sample_picture(sample: str, library: Models) -> FileResponse:
    """A sample that is a picture, or a clip (an animated PNG)."""
    return _sample_file(library.sample(sample), "image/png")


@router.get("/samples/{signal}.wav", response_class=FileResponse, responses=_file("audio/wav"))
async def sample_signal(signal: str, library: Models) -> FileResponse:
    """A sample that is a signal."""
    return _sample_file(library.sample(signal), "audio/wav")


def _sample_file(sample: Sample, media_type: str) -> FileResponse:
    if media_type != _MEDIA_TYPES[sample.path.suffix]:
        raise Problem(404, f"That sample is at {shelf.address_of(sample)}.")
    return FileResponse(
        sample.path, media_type=media_type, headers={"Cache-Control": "public, max-age=86400"}
    )


@router.post("/models/{model}/forward", response_class=JsonLines, responses=_STREAM, openapi_extra=BODY)
async def forward(task: ForwardTask, capacity: Computing) -> AsyncIterator[bytes]:
    """Run a model on a picture: run, a layer event for every layer, prediction, end."""
    async for line in _stream(task, capacity):
        yield line


@router.post("/models/{model}/backward", response_class=JsonLines, responses=_STREAM, openapi_extra=BODY)
async def backward(task: BackwardTask, capacity: Computing) -> AsyncIterator[bytes]:
    """The same, and then back: loss, a gradient event for every layer in reverse, end."""
    async for line in _stream(task, capacity):
        yield line


def _stream(task: Task, capacity: Computing) -> AsyncIterator[bytes]:
    return capacity.iterate(lines(task))
