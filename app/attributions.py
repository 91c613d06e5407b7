"""The endpoints that tell what a network looked at."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from app import wire
from app.api import BODY, JsonLines
from app.attribution_events import MethodDescription, NumberDescription, PatchDescription
from app.attribution_numbers import NUMBERS, Chosen, in_query, usual
from app.attribution_runs import Wish, check, lines
from app.dependencies import Computing, EncodingInQuery, KeptTask, ModelInPath, Models, ModelToRun
from app.edits import EditBody, edits_of
from app.events import absent
from app.library import Library, class_index
from app.orders import Wishes
from app.places import LayerOfUnit, UnitInLayer, unit_of
from app.problems import Problem
from app.runs import Task
from app.selection import Selection
from app.wire import Form
from core.attribution import ABOUT, PATCHES, About, Method, Target, cam_layers, top_patches
from core.editing import Edit, edited
from core.images import MAX_PIXELS
from core.zoo.model import Model

router = APIRouter(prefix="/api")

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "JSON Lines, an event a line: asked, then covered or painted for every step, "
        "attribution, end.",
        "content": {
            "application/jsonl": {"itemSchema": {"$ref": "#/components/schemas/AttributionStreamEvent"}}
        },
    }
}


async def _chosen(
    method: Method,
    samples: Annotated[int | None, in_query("samples")] = None,
    noise: Annotated[float | None, in_query("noise")] = None,
    steps: Annotated[int | None, in_query("steps")] = None,
    patch: Annotated[int | None, in_query("patch")] = None,
    stride: Annotated[int | None, in_query("stride")] = None,
    rate: Annotated[float | None, in_query("rate")] = None,
    decay: Annotated[float | None, in_query("decay")] = None,
    blur: Annotated[float | None, in_query("blur")] = None,
    jitter: Annotated[int | None, in_query("jitter")] = None,
    seed: Annotated[int | None, in_query("seed")] = None,
) -> Chosen:
    """A method, and the numbers given for it; a problem where it does not take one of them."""
    given = {name: value for name, value in locals().items() if name in NUMBERS and value is not None}
    return Chosen(method, given)


async def _wish(
    model: ModelInPath,
    chosen: Annotated[Chosen, Depends(_chosen)],
    target: Annotated[
        str | None, Query(description="Index or label of the class; left out: the predicted one.")
    ] = None,
    layer: LayerOfUnit = None,
    unit: UnitInLayer = None,
    maps: Annotated[
        str | None, Query(description="grad_cam: the layer whose maps to look at; the last one with maps.")
    ] = None,
    forget: Annotated[
        int,
        Query(
            ge=0,
            le=10_000,
            description="The sanity check: so many layers with weights, from the last one on, forget what "
            "they learned.",
        ),
    ] = 0,
) -> Wish:
    method = chosen.method
    if maps is not None and method != "grad_cam":
        raise Problem(422, f"query maps: {method} does not take it. Leave it out; grad_cam takes it.")
    asked: Target | None = unit_of(layer, unit, target)
    if target is not None:
        asked = class_index(model.classes, target)
    wish = Wish(method, asked, forget, maps, chosen.given)
    check(wish, model.network)
    return wish


@router.get("/models/{model}/attribution", response_model_exclude_unset=True)
async def attribution_methods(model: ModelInPath) -> list[MethodDescription]:
    """The ways to find out what a model looked at: what each shows, how it can mislead, its own numbers."""
    of_samples = _described("patches", PATCHES, ())
    return [*(_of_method(method, model) for method in ABOUT), of_samples]


def _of_method(method: Method, model: Model) -> MethodDescription:
    sizes = tuple(model.network.input_shape[1:])
    numbers = [
        NumberDescription(
            name=name,
            title=each.title,
            says=each.says,
            least=each.least,
            most=each.most,
            usual=usual(name, method, sizes),
            whole=each.whole,
        )
        for name, each in NUMBERS.items()
        if method in each.usual
    ]
    maps = {"maps": cam_layers(model.network)} if method == "grad_cam" else {}
    return _described(method, ABOUT[method], numbers, **maps)


def _described(
    name: Method | Literal["patches"], about: About, numbers: Sequence[NumberDescription], **maps: list[str]
) -> MethodDescription:
    return MethodDescription(
        id=name,
        title=about.title,
        family=about.family,
        shows=about.shows,
        misleads=about.misleads,
        holds=about.numbers,
        numbers=list(numbers),
        **maps,
    )


@router.post("/models/{model}/attribution", response_class=JsonLines, responses=_STREAM, openapi_extra=BODY)
async def attribution(
    wish: Annotated[Wish, Depends(_wish)],
    task: KeptTask,
    capacity: Computing,
    encoding: EncodingInQuery = "base64",
) -> AsyncIterator[bytes]:
    """What a model looked at in a picture, by one method, for a class or a unit."""
    async for line in capacity.iterate(lines(task, wish, "list" if encoding == "list" else "exact")):
        yield line


class PatchesBody(BaseModel):
    """The network as it is to be asked."""

    model_config = ConfigDict(extra="forbid")

    edits: list[EditBody] = absent("Weights replaced for this answer.")


@router.post("/models/{model}/patches", response_model_exclude_unset=True)
async def patches(
    model: ModelToRun,
    layer: Annotated[str, Query(description="Name of a layer.")],
    channel: Annotated[int, Query(ge=0, alias="map", description="Number of one of its maps.")],
    library: Models,
    capacity: Computing,
    body: PatchesBody | None = None,
    count: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 9,
    encoding: EncodingInQuery = "base64",
) -> list[PatchDescription]:
    """The patches of the samples that excite a map's units most, the strongest first."""
    form: Form = "list" if encoding == "list" else "exact"
    edits = () if body is None else edits_of(body.edits or [], model.network)
    return await capacity.compute(_patches, model, library, layer, channel, count, edits, form)


def _patches(
    model: Model,
    library: Library,
    layer: str,
    channel: int,
    count: int,
    edits: tuple[Edit, ...],
    form: Form,
) -> list[PatchDescription]:
    samples = library.samples_for(model)
    slot = Wishes(model, Selection(None), "crop", MAX_PIXELS).slot
    pictures = (_tensor(model, slot.read(each.path.read_bytes()).pixels) for each in samples)
    return [
        PatchDescription(
            sample=samples[each.picture].id,
            unit=list(each.unit),
            value=each.value,
            cutout=wire.encode(each.cutout, form),
            **({} if each.window is None else {"window": [list(span) for span in each.window]}),
        )
        for each in top_patches(edited(model.runnable(), edits), layer, channel, pictures, count)
    ]


def _tensor(model: Model, pixels: Any) -> Any:
    return Task(model, pixels, Selection(None)).tensor()
