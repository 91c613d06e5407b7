"""The endpoints that tell what a unit sees, how much each pixel moves it, and which units see a place."""

from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from app.api import BODY
from app.dependencies import Computing, EncodingInQuery, KeptTask, ModelInPath
from app.field_answers import SeenBy, UnitField, UnitGradient, field_of, gradient_of, seen_by
from app.places import numbers
from core.units import Unit, checked_index

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
    return Unit(layer, checked_index(layer, numbers("unit", unit), shape))


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


@router.post("/models/{model}/field", response_model=UnitGradient, openapi_extra=BODY)
async def gradient(
    unit: UnitInQuery,
    task: KeptTask,
    capacity: Computing,
    encoding: EncodingInQuery = "base64",
) -> Response:
    """How much each pixel moves a unit on this picture: its gradient with respect to the network's input."""
    answer = await capacity.compute(gradient_of, task, unit, encoding == "list")
    return Response(answer, media_type="application/json")
