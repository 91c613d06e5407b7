"""The endpoints that tell what a network looked at."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from app.api import BODY, JsonLines
from app.attribution_events import MethodDescription, PatchDescription
from app.attribution_runs import Wish, check, lines
from app.dependencies import Computing, EncodingInQuery, KeptTask, ModelInPath, Models, ModelToRun
from app.library import Library, class_index
from app.orders import Wishes
from app.places import LayerOfUnit, UnitInLayer, unit_of
from app.problems import Problem
from app.runs import Task
from app.selection import Selection
from core.attribution import ABOUT, Method, Target, top_patches
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

# The method's own numbers: which methods take each of them.
_TAKEN: dict[str, tuple[Method, ...]] = {
    "samples": ("smooth_grad",),
    "noise": ("smooth_grad",),
    "steps": ("integrated", "maximization"),
    "patch": ("occlusion",),
    "stride": ("occlusion",),
    "rate": ("maximization",),
    "decay": ("maximization",),
    "blur": ("maximization",),
    "jitter": ("maximization",),
    "seed": ("smooth_grad", "maximization"),
}


def _at_most(most: float, description: str, least: float = 1) -> Any:
    return Query(ge=least, le=most, description=description)


async def _numbers(
    method: Method,
    samples: Annotated[int | None, _at_most(100, "smooth_grad: noisy copies (25).")] = None,
    noise: Annotated[
        float | None, _at_most(2, "smooth_grad: as a share of the picture's range (0.15).", 0)
    ] = None,
    steps: Annotated[
        int | None, _at_most(300, "integrated: points on the way (50); maximization: steps (64).")
    ] = None,
    patch: Annotated[int | None, _at_most(512, "occlusion: side of the patch in pixels.")] = None,
    stride: Annotated[int | None, _at_most(512, "occlusion: how far the patch moves.")] = None,
    rate: Annotated[
        float | None, _at_most(1, "maximization: how far a step moves a pixel (0.05).", 0.0001)
    ] = None,
    decay: Annotated[float | None, _at_most(0.9, "maximization: pull to the middle (0.01).", 0)] = None,
    blur: Annotated[float | None, _at_most(5, "maximization: pixels, every fourth step (0.5).", 0)] = None,
    jitter: Annotated[int | None, _at_most(32, "maximization: random shift, in pixels (2).", 0)] = None,
    seed: Annotated[
        int | None, _at_most(2**31, "smooth_grad, maximization: of what is random (0).", 0)
    ] = None,
) -> tuple[Method, dict[str, Any]]:
    """A method, and the numbers given for it; a problem where it does not take one of them."""
    given = {name: value for name, value in locals().items() if name in _TAKEN and value is not None}
    for name in given:
        if method not in _TAKEN[name]:
            takers = " and ".join(_TAKEN[name])
            raise Problem(422, f"query {name}: {method} does not take it. Leave it out; {takers} takes it.")
    return method, given


async def _wish(
    model: ModelInPath,
    way: Annotated[tuple[Method, dict[str, Any]], Depends(_numbers)],
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
    method, given = way
    if maps is not None and method != "grad_cam":
        raise Problem(422, f"query maps: {method} does not take it. Leave it out; grad_cam takes it.")
    asked: Target | None = unit_of(layer, unit, target)
    if target is not None:
        asked = class_index(model.classes, target)
    wish = Wish(method, asked, forget, maps, given)
    check(wish, model.network)
    return wish


@router.get("/attribution")
async def attribution_methods() -> list[MethodDescription]:
    """The ways to find out what a network looked at: what each shows, and how it can mislead."""
    return [
        MethodDescription(id=method, title=each.title, shows=each.shows, misleads=each.misleads)
        for method, each in ABOUT.items()
    ]


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


@router.get("/models/{model}/patches", response_model_exclude_unset=True)
async def patches(
    model: ModelToRun,
    layer: Annotated[str, Query(description="Name of a layer.")],
    channel: Annotated[int, Query(ge=0, alias="map", description="Number of one of its maps.")],
    library: Models,
    capacity: Computing,
    count: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 9,
) -> list[PatchDescription]:
    """The patches of the samples that excite a map's units most, the strongest first."""
    return await capacity.compute(_patches, model, library, layer, channel, count)


def _patches(model: Model, library: Library, layer: str, channel: int, count: int) -> list[PatchDescription]:
    samples = library.samples_for(model)
    slot = Wishes(model, Selection(None), "crop", MAX_PIXELS).slot
    pictures = (_tensor(model, slot.read(each.path.read_bytes()).pixels) for each in samples)
    return [
        PatchDescription(
            sample=samples[each.picture].id,
            unit=list(each.unit),
            value=each.value,
            **({} if each.window is None else {"window": list(each.window)}),
        )
        for each in top_patches(model.runnable(), layer, channel, pictures, count)
    ]


def _tensor(model: Model, pixels: Any) -> Any:
    return Task(model, pixels, Selection(None)).tensor()
