"""Whether the server runs, and whether it can be used."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from app.dependencies import Computing, Models

router = APIRouter()


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Readiness(Health):
    """The models are loaded; how many runs are under way, and how many there may be."""

    models: list[str]
    runs: int
    places: int


@router.get("/healthz")
async def healthz() -> Health:
    """Answers as long as the process does, however busy it is."""
    return Health(status="ok")


@router.get("/readyz")
async def readyz(library: Models, capacity: Computing) -> Readiness:
    """Answers once the models are loaded."""
    return Readiness(status="ok", models=list(library.models), runs=capacity.taken, places=capacity.places)
