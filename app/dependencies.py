"""What routes get handed: the parts of the application, and a request's wishes, checked."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, TypeAlias

from fastapi import Depends, Path, Query, Request

from app import uploads
from app.capacity import Capacity
from app.library import Library
from app.orders import Wishes, order_of, task_of
from app.places import LayerOfUnit, UnitInLayer, asked_unit, unit_of
from app.runs import Loss, Task
from app.selection import Encoding, Selection, Tensors, select
from app.settings import Settings
from app.updated import Updated, UpdatedNetworks
from app.uploads import Upload
from core.images import Fit
from core.zoo.model import Model


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _capacity(request: Request) -> Capacity:
    capacity: Capacity = request.app.state.capacity
    return capacity


SettingsInUse: TypeAlias = Annotated[Settings, Depends(_settings)]
Models: TypeAlias = Annotated[Library, Depends(_library)]
Computing: TypeAlias = Annotated[Capacity, Depends(_capacity)]


async def _model(model: Annotated[str, Path(description="Id of a model.")], library: Models) -> Model:
    return library.models[model]


ModelInPath: TypeAlias = Annotated[Model, Depends(_model)]


def _updates(request: Request) -> UpdatedNetworks:
    updates: UpdatedNetworks = request.app.state.updates
    return updates


Updates: TypeAlias = Annotated[UpdatedNetworks, Depends(_updates)]


async def _updated(
    model: ModelInPath,
    updates: Updates,
    updated: Annotated[
        str | None,
        Query(description="Id of a step that was taken (/updates): the network has the weights after it."),
    ] = None,
) -> Updated | None:
    return None if updated is None else updates.find(model, updated)


UpdatedInQuery: TypeAlias = Annotated[Updated | None, Depends(_updated)]


async def _model_to_run(model: ModelInPath, updated: UpdatedInQuery) -> Model:
    return model if updated is None else updated.as_model()


# With the weights of a step that was taken, where the address names one.
ModelToRun: TypeAlias = Annotated[Model, Depends(_model_to_run)]

_TensorsInQuery: TypeAlias = Annotated[
    Tensors,
    Query(description="exact: float32. preview: float16 with a scale, half the bytes. none: no tensors."),
]
_LayersInQuery: TypeAlias = Annotated[
    str | None,
    Query(
        description="Names joined by commas: only these layers' events carry tensors.",
        examples=["conv1,conv2"],
    ),
]
EncodingInQuery: TypeAlias = Annotated[
    Encoding, Query(description="list: the exact numbers as nested lists, with null for what is not finite.")
]
FitInQuery: TypeAlias = Annotated[
    Fit,
    Query(
        description="Pictures of other proportions: crop to the centre, or fit all in with bars beside it."
    ),
]
_MapsInQuery: TypeAlias = Annotated[
    int | None,
    Query(
        ge=1,
        description="For an overview: of each output and its gradient only so many maps, the first ones. "
        "min and max still are the whole layer's; winners and the gradients of parameters are left out.",
        examples=[24],
    ),
]
_SideInQuery: TypeAlias = Annotated[
    int | None,
    Query(
        ge=1,
        description="For thumbnails: of maps with more rows or columns every second, third, …, so that at "
        "most so many are left; else as with maps.",
        examples=[48],
    ),
]
_TargetInQuery: TypeAlias = Annotated[
    str | None,
    Query(
        description="Index or label of the class to answer for; left out: the predicted one. Or in the body."
    ),
]
_LossInQuery: TypeAlias = Annotated[
    Loss | None,
    Query(
        description="What to take the gradient of: cross_entropy (the default), −log of the class's "
        "probability; logit, its score; hinge, by how much other scores come within 1 of it, summed. Of a "
        "unit none: its own value is taken. Or in the body."
    ),
]


_AsksInQuery: TypeAlias = Annotated[
    str | None,
    Query(
        description="A unit to answer for instead of a class: layer:map,row,column.",
        examples=["conv1:0,12,5"],
    ),
]


async def _forward_wishes(
    model: ModelToRun,
    settings: SettingsInUse,
    tensors: _TensorsInQuery = "preview",
    layers: _LayersInQuery = None,
    encoding: EncodingInQuery = "base64",
    fit: FitInQuery = "crop",
    maps: _MapsInQuery = None,
    side: _SideInQuery = None,
) -> Wishes:
    selection = select(model.network, tensors, encoding, layers, maps, side)
    return Wishes(model, selection, fit, settings.max_pixels)


async def _backward_wishes(
    wishes: Annotated[Wishes, Depends(_forward_wishes)],
    target: _TargetInQuery = None,
    loss: _LossInQuery = None,
    layer: LayerOfUnit = None,
    unit: UnitInLayer = None,
) -> Wishes:
    asked = unit_of(layer, unit, target)
    if asked is not None:
        asked.check(wishes.model.network)
    return wishes.answering(target, loss, asked)


async def _kept_wishes(model: ModelToRun, settings: SettingsInUse, fit: FitInQuery = "crop") -> Wishes:
    return Wishes(model, Selection(None), fit, settings.max_pixels, backward=True)


async def _answering_wishes(
    model: ModelToRun,
    settings: SettingsInUse,
    fit: FitInQuery = "crop",
    target: _TargetInQuery = None,
    loss: _LossInQuery = None,
    asks: _AsksInQuery = None,
) -> Wishes:
    unit = asked_unit(asks, target)
    if unit is not None:
        unit.check(model.network)
    wishes = Wishes(model, Selection(None), fit, settings.max_pixels, in_float64=True)
    return wishes.answering(target, loss, unit)


async def _upload(request: Request, settings: SettingsInUse) -> Upload:
    return await uploads.read(request, settings.max_upload_mib * 1024**2)


async def _place(capacity: Computing) -> AsyncIterator[Capacity]:
    """A place that is given back when the response has been sent, or the client has left."""
    with capacity.place():
        yield capacity


# Parameters are resolved in this order: wishes that cannot be met are refused before the body is read, and a
# place is taken only after, so that a slow upload does not hold one.
Uploaded: TypeAlias = Annotated[Upload, Depends(_upload)]
Place: TypeAlias = Annotated[Capacity, Depends(_place)]


@asynccontextmanager
async def ordered(wishes: Wishes, upload: Upload, place: Capacity, library: Library) -> AsyncIterator[Task]:
    """The run that a body orders, with the memory it needs held."""
    order = await place.compute(order_of, wishes, upload)
    async with place.memory(order.memory):
        yield await place.compute(task_of, order, library)


def _ordered_by(wishes_of: Callable[..., Awaitable[Wishes]]) -> Callable[..., AsyncIterator[Task]]:
    """The dependency that gives the run which these wishes and a body order."""

    async def task(
        wishes: Annotated[Wishes, Depends(wishes_of)], upload: Uploaded, place: Place, library: Models
    ) -> AsyncIterator[Task]:
        async with ordered(wishes, upload, place, library) as task:
            yield task

    return task


ForwardTask: TypeAlias = Annotated[Task, Depends(_ordered_by(_forward_wishes))]
BackwardTask: TypeAlias = Annotated[Task, Depends(_ordered_by(_backward_wishes))]
# Of a picture, with memory for its gradients, whatever is asked of them. What else the address asks for
# stands before it in a route, to be refused before the body is read.
KeptTask: TypeAlias = Annotated[Task, Depends(_ordered_by(_kept_wishes))]
# The same for a class under a loss, with memory for as much again in float64, weights included.
AnsweringTask: TypeAlias = Annotated[Task, Depends(_ordered_by(_answering_wishes))]
