"""The application, put together from its parts."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp

from app import api, attributions, checks, fields, health, imports, pages, problems, schema, updates
from app.capacity import Capacity
from app.library import Library, under_own_id
from app.models_folder import models_in
from app.security import SecurityHeaders
from app.settings import Settings
from app.updated import UpdatedNetworks
from core.zoo import catalogue
from core.zoo.model import Model, Models

_GZIP_LEVEL = 6
# Compressing a stream of tensors takes longer than sending it over a loopback or a local network.
_NOT_COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/jsonl")

Catalogue = Callable[[], Mapping[str, Model]]


class _Server(FastAPI):
    """Puts the security headers around everything; added middleware stands inside of what answers 500."""

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(super().build_middleware_stack(), self.state.settings.frame_ancestors)


def create_app(settings: Settings | None = None, models: Catalogue = catalogue) -> FastAPI:
    """A server for these models, which are loaded when it starts."""
    app = _Server(
        title="convscope",
        version=installed_version(),
        description="Runs convolutional networks on your own picture, and shows every number of it.",
        docs_url=None,
        redoc_url=None,
        lifespan=_loading(models),
    )
    app.state.settings = settings or Settings()
    chosen = app.state.settings
    app.state.capacity = Capacity(chosen.workers, chosen.queue, chosen.max_runs_mib * 1024**2)
    app.state.updates = UpdatedNetworks(chosen.max_updates_mib * 1024**2)
    _route(app)
    problems.install(app)
    app.add_middleware(GZipMiddleware, compresslevel=_GZIP_LEVEL, exclude_content_types=_NOT_COMPRESSED)
    return app


def installed_version() -> str:
    """The version of the installed package; of a bare checkout nobody knows it."""
    try:
        return version("convscope")
    except PackageNotFoundError:
        return "unreleased"


def _route(app: FastAPI) -> None:
    for router in (
        api.router,
        fields.router,
        attributions.router,
        checks.router,
        updates.router,
        imports.router,
        health.router,
        pages.router,
    ):
        app.include_router(router)
    app.mount(pages.STATIC_URL, pages.BuiltFiles(pages.frontend), name="static")
    described: dict[str, Any] = {}

    def openapi() -> dict[str, Any]:
        described.update(described or schema.document(app))
        return described

    app.openapi = openapi  # type: ignore[method-assign]


def _all_models(catalogue: Catalogue, settings: Settings) -> Models:
    """The networks of the catalogue, and after them those of the folder that the settings name."""
    models = Models(catalogue())
    for model in models_in(Path(settings.models), settings.model_limits) if settings.models else ():
        offered = under_own_id(model, models)
        models[offered.id] = offered
    return models


def _loading(models: Catalogue) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings: Settings = app.state.settings
        app.state.library = Library(
            await to_thread.run_sync(_all_models, models, settings),
            most_added=settings.max_imports,
            most_added_bytes=settings.max_imports_mib * 1024**2,
        )
        yield

    return lifespan
