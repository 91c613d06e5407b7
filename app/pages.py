"""The pages: templates, the built front end they load, and what says how fresh each may be kept."""

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.templating import Jinja2Templates
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.gallery import exhibits
from app.reference import operations, schemas
from app.resources import STATIC, TEMPLATES

STATIC_URL = "/static"
_MANIFEST = "manifest.json"
_FOREVER = "public, max-age=31536000, immutable"
# A browser may keep these, and asks each time whether they are still the newest.
_ASK_FIRST = "no-cache"

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(TEMPLATES)


@dataclass(frozen=True)
class Frontend:
    """The front end as it was built: which files an entry of the build ("explorer") consists of.

    The manifest is read anew each time, so that a build shows without a new start of the server.
    """

    folder: Path

    @property
    def _chunks(self) -> dict[str, dict[str, Any]]:
        chunks: dict[str, dict[str, Any]] = json.loads((self.folder / _MANIFEST).read_text())
        return chunks

    @property
    def is_built(self) -> bool:
        """Whether there is anything to serve."""
        return (self.folder / _MANIFEST).is_file()

    def asset(self, entry: str) -> str:
        """The address of an entry's script."""
        return _url(self._entry(entry)["file"])

    def preloads(self, entry: str) -> list[str]:
        """The addresses of the scripts that an entry imports."""
        return [_url(chunk["file"]) for chunk in self._with_imports(entry)[1:]]

    def styles(self, entry: str) -> list[str]:
        """The addresses of the style sheets of an entry and of what it imports."""
        return [_url(file) for chunk in self._with_imports(entry) for file in chunk.get("css", [])]

    @property
    def hashed(self) -> frozenset[str]:
        """The files whose names change with their content."""
        return frozenset(
            name
            for chunk in self._chunks.values()
            for name in (chunk["file"], *chunk.get("css", []), *chunk.get("assets", []))
        )

    def _entry(self, entry: str) -> dict[str, Any]:
        return next(
            chunk for chunk in self._chunks.values() if chunk.get("isEntry") and chunk["name"] == entry
        )

    def _with_imports(self, entry: str) -> list[dict[str, Any]]:
        chunks, found = self._chunks, [self._entry(entry)]
        for chunk in found:
            found += [each for name in chunk.get("imports", []) if (each := chunks[name]) not in found]
        return found


class BuiltFiles(StaticFiles):
    """The built files; those with a hash in their name never change, so they may be kept."""

    def __init__(self, frontend: Frontend) -> None:
        super().__init__(directory=frontend.folder, check_dir=False)
        self._frontend = frontend

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not self._frontend.is_built:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = _FOREVER if path in self._frontend.hashed else _ASK_FIRST
        return response


frontend = Frontend(STATIC)


def _page(request: Request, template: str, *, embed: bool) -> HTMLResponse:
    headers = {"Cache-Control": _ASK_FIRST}
    if not frontend.is_built:
        return templates.TemplateResponse(request, "unbuilt.html", status_code=503, headers=headers)
    imports = request.app.state.settings.takes_imports
    helpers = {"asset": frontend.asset, "preloads": frontend.preloads, "styles": frontend.styles}
    return templates.TemplateResponse(
        request, template, {"embed": embed, "imports": imports, **helpers}, headers=headers
    )


@router.get("/")
async def explorer(request: Request) -> HTMLResponse:
    """The explorer."""
    return _page(request, "explorer.html", embed=False)


@router.get("/embed/explorer")
async def embedded_explorer(request: Request) -> HTMLResponse:
    """The explorer without page chrome, made to be framed."""
    return _page(request, "embed.html", embed=True)


@router.get("/gallery")
async def gallery(request: Request) -> HTMLResponse:
    """Every view once, in frames of the explorer."""
    shown = exhibits(request.app.state.library.models.values())
    kinds = {kind: list(each) for kind, each in groupby(shown, key=lambda exhibit: exhibit.kind)}
    return templates.TemplateResponse(
        request, "gallery.html", {"kinds": kinds}, headers={"Cache-Control": _ASK_FIRST}
    )


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """What the server answers to, written from its OpenAPI document."""
    document = request.app.openapi()
    context = {
        "info": document["info"],
        "operations": operations(document, str(request.base_url)),
        "schemas": schemas(document),
    }
    return templates.TemplateResponse(request, "docs.html", context, headers={"Cache-Control": _ASK_FIRST})


@router.get("/docs/style.css")
async def docs_style() -> FileResponse:
    """The style of the pages that do not need the front end to be built."""
    return FileResponse(TEMPLATES / "docs.css", headers={"Cache-Control": _ASK_FIRST})


def _url(file: str) -> str:
    return f"{STATIC_URL}/{file}"
