"""Bodies as they arrive: a form with a file, or JSON, read up to a limit."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.problems import Problem

# A body that is too large is still read up to here: a client that is cut off while it sends does not see why.
_DRAINED_BYTES = 64 * 1024 * 1024
_DRAINED_LIMITS = 8
# A field that is no file is held in memory; the longest are edits of weights.
_LARGEST_FIELD = 16 * 1024 * 1024


@dataclass(frozen=True)
class Form:
    """What a form may hold: a file, and other fields; `remedy` says how to send one."""

    file: str
    others: tuple[str, ...]
    remedy: str
    too_large: str


PICTURE = Form(
    file="image",
    others=("target", "loss", "edits"),
    remedy='Send a form (multipart/form-data) with the file in the field "image", '
    'or JSON (application/json): {"sample": id} or {"pixels": lists}.',
    too_large="Send a smaller picture.",
)


@dataclass(frozen=True)
class Upload:
    """A body that has been read: a picture's bytes and a form's other fields, or JSON not yet parsed."""

    image: bytes | None = None
    fields: dict[str, str] = field(default_factory=dict)
    json: bytes | None = None


async def read(request: Request, limit: int) -> Upload:
    """Read the body of a run; a problem where it is larger than `limit` bytes or of another kind."""
    content_type = type_of(request)
    if content_type == "multipart/form-data":
        async with open_form(request, PICTURE, limit) as (image, fields):
            return Upload(image=await image.read(), fields=fields)
    if content_type == "application/json":
        chunks = _limited(request, limit, PICTURE)
        return Upload(json=b"".join([chunk async for chunk in chunks]))
    raise unreadable(content_type, PICTURE)


def type_of(request: Request) -> str:
    """The type a body says it has, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def unreadable(content_type: str, form: Form) -> Problem:
    """The problem to answer a body with that is of no known type."""
    found = f"of type {content_type}" if content_type else "without a Content-Type"
    return Problem(415, f"The body is {found}. {form.remedy}")


@asynccontextmanager
async def open_form(
    request: Request, form: Form, limit: int
) -> AsyncIterator[tuple[UploadFile, dict[str, str]]]:
    """A form's file, which may lie on disk and is there only inside, and its other fields as texts."""
    body = _limited(request, limit, form)
    files = 1 + len(form.others)
    parser = MultiPartParser(
        request.headers, body, max_files=files, max_fields=len(form.others), max_part_size=_LARGEST_FIELD
    )
    try:
        data = await parser.parse()
    except MultiPartException as error:
        raise Problem(400, f"The form cannot be read: {error.message} {form.remedy}") from None
    try:
        yield _file_of(data, form), {name: await _text(data, name) for name in form.others if name in data}
    finally:
        await data.close()


def _file_of(data: FormData, form: Form) -> UploadFile:
    """The one file; a problem where there is none, or anything that has no place in the form."""
    names = (form.file, *form.others)
    unknown = sorted(set(data) - set(names))
    if unknown:
        raise Problem(422, f"The form has a field {unknown[0]!r}. Its fields may be: {', '.join(names)}.")
    for name in names:
        if len(data.getlist(name)) > 1:
            raise Problem(400, f"The form has the field {name!r} more than once. {form.remedy}")
    file = data.get(form.file)
    if not isinstance(file, UploadFile):
        raise Problem(422, f'The form has no file in the field "{form.file}". {form.remedy}')
    if not file.size:
        raise Problem(422, f'The file in the field "{form.file}" is empty. {form.remedy}')
    return file


async def _text(data: FormData, name: str) -> str:
    """A field's text, which clients may send as a file too."""
    value = data[name]
    if isinstance(value, str):
        return value
    try:
        return (await value.read()).decode()
    except UnicodeDecodeError:
        raise Problem(422, f"The field {name!r} is not text in UTF-8.") from None


async def _limited(request: Request, limit: int, form: Form) -> AsyncGenerator[bytes, None]:
    received, drained = 0, max(_DRAINED_BYTES, _DRAINED_LIMITS * limit)
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            yield chunk
        elif received > drained:
            break
    if received > limit:
        raise Problem(413, f"The body is larger than {limit / 1024**2:g} MiB, the limit. {form.too_large}")
