"""Every error as a problem document (RFC 9457): what was wrong, what is allowed, what to do."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from core.errors import ConvscopeError, UnknownModel, UnknownSample

MEDIA_TYPE = "application/problem+json"
DOCS = "Everything the server answers to is listed at /docs."


class ProblemDocument(BaseModel):
    """What went wrong, for people and programs (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Problem(Exception):
    """An error to be answered with a problem document."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers

    def document(self) -> ProblemDocument:
        """The problem as it goes on the wire; its status says what kind it is, so its type is about:blank."""
        title = HTTPStatus(self.status).phrase
        return ProblemDocument(type="about:blank", title=title, status=self.status, detail=self.detail)


def problem_of(error: Exception) -> Problem:
    """The problem to answer an error with; one that nobody foresaw keeps its insides to itself."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, ConvscopeError):
        missing = isinstance(error, UnknownModel | UnknownSample)
        return Problem(404 if missing else 422, str(error))
    if isinstance(error, RequestValidationError):
        return Problem(422, " ".join(_sentence(each["loc"], each["msg"]) for each in error.errors()))
    if isinstance(error, ClientDisconnect):
        return Problem(400, "The client left before its request was read.")
    if isinstance(error, HTTPException):
        return Problem(error.status_code, _http_detail(error), dict(error.headers or {}))
    return Problem(500, "The server ran into an error of its own, and its log tells more. Try again.")


def problem_of_validation(where: str, error: ValidationError) -> Problem:
    """The problem to answer data with that does not fit its model."""
    return Problem(422, " ".join(_sentence((where, *each["loc"]), each["msg"]) for each in error.errors()))


def respond(problem: Problem) -> JSONResponse:
    """The response that carries a problem document; browsers would keep one of status 410 for good."""
    headers = {"Cache-Control": "no-store"} | dict(problem.headers or {})
    return JSONResponse(
        problem.document().model_dump(), problem.status, headers=headers, media_type=MEDIA_TYPE
    )


def install(app: FastAPI) -> None:
    """Answer every error of an application with a problem document."""
    for kind in (Problem, ConvscopeError, RequestValidationError, HTTPException, ClientDisconnect, Exception):
        app.add_exception_handler(kind, _handle)


async def _handle(_request: Request, error: Exception) -> JSONResponse:
    return respond(problem_of(error))


def _http_detail(error: HTTPException) -> str:
    if error.status_code == 404:
        return f"There is nothing at this address. {DOCS}"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "another method")
        return f"This address does not take that method; it takes {allowed}. {DOCS}"
    return f"{error.detail}. {DOCS}"


def _sentence(location: Sequence[str | int], message: str) -> str:
    """One validation error: where, and what is allowed there."""
    where, *names = location
    return f"{where} {'.'.join(str(name) for name in names)}".strip() + f": {message}."
