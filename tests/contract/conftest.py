"""The server with the networks that ship: in this process, and as a process of its own."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.server import create_app
from tests.browser.server import serving

BUSY_PLACES = 2


@pytest.fixture(scope="session")
def app() -> FastAPI:
    """The application."""
    return create_app()


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the application; what breaks inside it is answered and not raised."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def live(tmp_path: Path) -> Iterator[httpx2.Client]:
    """A client of a real server that has a thread and two places."""
    with (
        serving(tmp_path / "log.txt", "--workers", "1", "--queue", str(BUSY_PLACES - 1)) as address,
        httpx2.Client(base_url=address, timeout=30) as client,
    ):
        yield client
