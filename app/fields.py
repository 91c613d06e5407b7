"""The endpoints that tell what a unit sees, how much each pixel moves it, and which units see a place."""

from collections.abc import AsyncIterator
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.api import BODY
from app.dependencies import (
    Computing,
    EncodingInQuery,
    FitInQuery,
    ModelInPath,
    Models,
    Place,
    SettingsInUse,
    Uploaded,
    ordered,
)
from app.field_answers import SeenBy, Unit, UnitField, UnitGradient, field_of, gradient_of, seen_by
from app.orders import Wishes
from app.places import numbers
from app.runs import Task
from app.selection import Selection
from core.errors import UnknownUnit

router = APIRouter(prefix="/api")


async def _unit(
    model: ModelInPath,
    layer: Annotated[str, Query(description="Name of a layer.")],
    unit: Annotated[
        str,
        Query(
            description="Which unit of it: map,row,column (a clip's: map,frame,row,column, a signal's: "
            "map,sample, a row of values': its number).",
            examples=["0,12,5"],
        ),
    ],
) -> Unit:
    """The unit that the address names; UnknownUnit where there is no such."""
    network = model.network
    shape = network.shapes[network.layer(layer).name]
    index = numbers("unit", unit)
    if len(index) != len(shape) or any(i >= size for i, size in zip(index, shape, strict=True)):
        raise UnknownUnit(layer, index, shape)
    return Unit(layer, index)


UnitInQuery: TypeAlias = Annotated[Unit, Depends(_unit)]


@router.get("/models/{model}/field")
async def field(model: ModelInPath, unit: UnitInQuery, capacity: Computing) -> UnitField:
    """What a unit sees: its field on the picture, and the part of each layer that leads from there to it."""
    return await capacity.compute(field_of, model, unit)


@router.get("/models/{model}/seen")
async def seen(
    model: ModelInPath,
    at: Annotated[str, Query(description="A place of the picture: row,column (frame,row,column or sample).")],
    capacity: Computing,
) -> SeenBy:
    """Which units of every layer see a place of the picture."""
    return await capacity.compute(seen_by, model, numbers("at", at))


async def _field_task(
    model: ModelInPath,
    unit: UnitInQuery,  # refused, where there is none, before the body is read
    settings: SettingsInUse,
    upload: Uploaded,
    place: Place,
    library: Models,
    fit: FitInQuery = "crop",
) -> AsyncIterator[Task]:
    wishes = Wishes(model, Selection(None), fit, settings.max_pixels, backward=True)
    async with ordered(wishes, upload, place, library) as task:
        yield task


@router.post("/models/{model}/field", response_model=UnitGradient, openapi_extra=BODY)
async def gradient(
    unit: UnitInQuery,
    task: Annotated[Task, Depends(_field_task)],
    capacity: Computing,
    encoding: EncodingInQuery = "base64",
) -> Response:
    """How much each pixel moves a unit on this picture: its gradient with respect to the network's input."""
    answer = await capacity.compute(gradient_of, task, unit, encoding == "list")
    return Response(answer, media_type="application/json")
