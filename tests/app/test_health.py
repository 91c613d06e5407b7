"""Whether the server runs, and whether it can be used."""

from fastapi.testclient import TestClient


def test_it_is_healthy_as_long_as_it_answers(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_once_the_models_are_loaded(client: TestClient) -> None:
    assert client.get("/readyz").json() == {"status": "ok", "models": ["tiny"], "runs": 0, "places": 34}
