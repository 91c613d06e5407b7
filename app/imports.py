"""POST and DELETE of models: networks that people bring along, and send away again."""

import math
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, BinaryIO, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, Field

from app import library as shelf
from app.dependencies import Computing, Models, SettingsInUse
from app.events import ModelDescription, absent
from app.library import Library
from app.origin import refuse_other_sites
from app.problems import Problem
from app.settings import Settings
from app.uploads import Form, open_form, type_of, unreadable
from core.shapes import Shape
from core.zoo.about_file import about_in, lines
from core.zoo.imported import LAYOUTS, About, Layout, import_model

_MIB = 1024**2
_LONGEST_QUOTE = 60
_FORM = Form(
    file="file",
    others=("toml", "title", "labels", "mean", "std", "layout", "input_shape", "fold_batchnorm"),
    remedy='Send a form (multipart/form-data) with an ONNX file in the field "file".',
    too_large="Start the server with a higher --max-model-mib.",
)
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"multipart/form-data": {"schema": {"$ref": "#/components/schemas/ModelBody"}}},
    }
}
_CREATED: dict[int | str, dict[str, Any]] = {
    201: {
        "description": "The network can be run.",
        "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string"}}},
    }
}


class ModelBody(BaseModel):
    """A network as a file in a form."""

    file: Annotated[str, Field(description="ONNX file.", json_schema_extra={"format": "binary"})]
    toml: str = absent("A TOML file that says some of what follows; see the read me.")
    title: str = absent("What people call it; the file's name where left out.")
    labels: str = absent("The classes' labels in the order of the outputs, one a line.")
    mean: str = absent("What is subtracted from pixels in 0..1: a number, or one a channel, by commas.")
    std: str = absent("What pixels are divided by after that: a number, or one a channel, by commas.")
    layout: Layout = absent("Axes of the network's input: channels first (nchw, if left out) or last (nhwc).")
    input_shape: str = absent("Where the file leaves sizes open: the input's, by commas, without the batch.")
    fold_batchnorm: Literal["true", "false"] = absent(
        "Whether batch norms become part of the convolutions before them."
    )


@dataclass(frozen=True)
class ModelUpload:
    """A file that has arrived and may lie on disk, its name, and what was said of it."""

    file: BinaryIO
    file_name: str
    about: About


async def _from_own_pages(request: Request, settings: SettingsInUse) -> None:
    """A problem where networks may not be imported at all, or not by whoever asks."""
    if not settings.takes_imports:
        raise Problem(
            403,
            "This server takes no networks. Start it with --imports on, or for this machine alone, or put "
            "the file into the folder that --models names.",
        )
    refuse_other_sites(request.headers, settings.host)


async def _upload(request: Request, settings: SettingsInUse) -> AsyncIterator[ModelUpload]:
    content_type = type_of(request)
    if content_type != "multipart/form-data":
        raise unreadable(content_type, _FORM)
    async with open_form(request, _FORM, settings.max_model_mib * _MIB) as (file, fields):
        yield ModelUpload(file.file, file.filename or "", _about(fields))


router = APIRouter(prefix="/api", dependencies=[Depends(_from_own_pages)])


@router.post(
    "/models",
    status_code=201,
    response_model_exclude_unset=True,
    responses=_CREATED,
    openapi_extra=_BODY,
)
async def import_network(
    upload: Annotated[ModelUpload, Depends(_upload)],
    settings: SettingsInUse,
    library: Models,
    capacity: Computing,
    response: Response,
) -> ModelDescription:
    """Import a network from an ONNX file; it is there until the server stops or newer ones need its room."""
    with capacity.place():
        description = await capacity.compute(_take, upload, settings, library)
    response.headers["Location"] = f"/api/models/{description.id}"
    return description


@router.delete("/models/{model}", status_code=204)
async def remove_network(
    model: Annotated[str, Path(description="Id of an imported model.")], library: Models
) -> None:
    """Remove an imported network; those that belong to the server stay."""
    library.remove(model)


def _take(upload: ModelUpload, settings: Settings, library: Library) -> ModelDescription:
    """Read a network and offer it. Reads and decodes the file, so call it in a worker thread."""
    model = import_model(upload.file.read(), upload.file_name, upload.about, settings.model_limits)
    described = shelf.describe(model)  # before it is offered: what cannot be described is no use to anybody
    return described.model_copy(update={"id": library.add(model).id})


def _about(fields: dict[str, str]) -> About:
    """What the form's other fields say: an empty one nothing, and the TOML file what no other does."""
    toml = fields.pop("toml", "")
    said = {name: _READERS[name](name, text) for name, text in fields.items() if text.strip()}
    return replace(about_in(toml.encode(), "toml", known=said), **said)


def _numbers(name: str, text: str) -> tuple[float, ...]:
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = (math.nan,)
    if not all(map(math.isfinite, numbers)):
        raise _unfit(name, text, "it has to be one or more numbers with commas between")
    return numbers


def _sizes(name: str, text: str) -> Shape:
    sizes = [part.strip() for part in text.split(",")]
    if not all(each.isascii() and each.isdigit() and 0 < len(each) < 10 and int(each) for each in sizes):
        raise _unfit(name, text, "it has to be whole numbers with commas between, such as 3,224,224")
    return tuple(map(int, sizes))


def _one_of(name: str, text: str, choices: dict[str, Any]) -> Any:
    if text not in choices:
        raise _unfit(name, text, f"it may be: {', '.join(choices)}")
    return choices[text]


def _unfit(name: str, text: str, allowed: str) -> Problem:
    return Problem(422, f"The field {name} is {text[:_LONGEST_QUOTE]!r}; {allowed}.")


_READERS: dict[str, Callable[[str, str], Any]] = {
    "title": lambda _, text: text,
    "labels": lambda _, text: lines(text),
    "mean": _numbers,
    "std": _numbers,
    "layout": lambda name, text: _one_of(name, text, {layout: layout for layout in LAYOUTS}),
    "input_shape": _sizes,
    "fold_batchnorm": lambda name, text: _one_of(name, text, {"true": True, "false": False}),
}
