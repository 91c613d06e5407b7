"""Bodies as they arrive: a form with a picture, or JSON, read up to a limit."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.problems import Problem

# A body that is too large is still read up to here: a client that is cut off while it sends does not see why.
_DRAINED_BYTES = 64 * 1024 * 1024
_IMAGE = "image"
_OTHER_FIELDS = ("target", "loss")
ALLOWED = (
    'Send a form (multipart/form-data) with the file in the field "image", '
    'or JSON (application/json): {"sample": id} or {"pixels": lists}.'
)


@dataclass(frozen=True)
class Upload:
    """A body that has been read: a picture's bytes and a form's other fields, or JSON not yet parsed."""

    image: bytes | None = None
    fields: dict[str, str] = field(default_factory=dict)
    json: bytes | None = None


async def read(request: Request, limit: int) -> Upload:
    """Read the body of a request; a problem where it is larger than `limit` bytes or of another kind."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "multipart/form-data":
        return await _read_form(request, limit)
    if content_type == "application/json":
        return Upload(json=b"".join([chunk async for chunk in _limited(request, limit)]))
    found = f"of type {content_type}" if content_type else "without a Content-Type"
    raise Problem(415, f"The body is {found}. {ALLOWED}")


async def _read_form(request: Request, limit: int) -> Upload:
    body = _limited(request, limit)
    parser = MultiPartParser(request.headers, body, max_files=1, max_fields=len(_OTHER_FIELDS))
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise Problem(400, f"The form cannot be read: {error.message} {ALLOWED}") from None
    try:
        return await _from_form(form)
    finally:
        await form.close()


async def _from_form(form: FormData) -> Upload:
    unknown = sorted(set(form) - {_IMAGE, *_OTHER_FIELDS})
    if unknown:
        raise Problem(422, f"The form has a field {unknown[0]!r}. Its fields may be: image, target, loss.")
    image = form.get(_IMAGE)
    if not isinstance(image, UploadFile):
        raise Problem(422, f'The form has no file in the field "{_IMAGE}". {ALLOWED}')
    data = await image.read()
    if not data:
        raise Problem(422, f"The picture's file is empty. {ALLOWED}")
    return Upload(image=data, fields={name: str(form[name]) for name in _OTHER_FIELDS if name in form})


async def _limited(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            yield chunk
        elif received > _DRAINED_BYTES:
            break
    if received > limit:
        raise Problem(
            413, f"The body is larger than {limit / 1024**2:g} MiB, the limit. Send a smaller picture."
        )
