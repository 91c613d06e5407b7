"""The application as a whole."""

import pytest
from fastapi.testclient import TestClient

from app.server import create_app
from core.errors import WeightsError
from core.zoo import catalogue
from core.zoo.model import Model


def test_it_offers_the_networks_that_ship_in_their_order() -> None:
    with TestClient(create_app()) as client:
        assert [model["id"] for model in client.get("/api/models").json()] == list(catalogue())


def test_long_answers_are_compressed(client: TestClient) -> None:
    assert client.get("/api/models/tiny").headers["content-encoding"] == "gzip"


def test_models_that_cannot_be_loaded_keep_it_from_starting() -> None:
    def broken() -> dict[str, Model]:
        raise WeightsError("The weights are of another network.")

    with pytest.raises(WeightsError), TestClient(create_app(models=broken)):
        pass


@pytest.mark.parametrize("path", ["/redoc", "/docs/oauth2-redirect"])
def test_nothing_is_served_that_would_load_scripts_from_elsewhere(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
