"""Every error is a problem document that says what to do."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import ClientDisconnect

from app import problems
from app.problems import Problem, problem_of
from core.errors import GraphError, UnknownLayer, UnknownModel, UnknownSample


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Problem(418, "no"), 418),
        (UnknownModel("x", ["a"]), 404),
        (UnknownSample("x", ["a"]), 404),
        (UnknownLayer("x", ["a"]), 422),
        (GraphError("x"), 422),
        (ClientDisconnect(), 400),
        (RuntimeError("x"), 500),
    ],
)
def test_each_kind_of_error_has_its_status(error: Exception, status: int) -> None:
    assert problem_of(error).status == status


def test_what_the_engine_says_reaches_the_client() -> None:
    assert problem_of(UnknownModel("x", ["a", "b"])).detail == "There is no model 'x'. Choose one of: a, b."


def test_an_unforeseen_error_keeps_its_insides_to_itself() -> None:
    app = FastAPI()
    problems.install(app)

    @app.get("/")
    async def broken() -> None:
        raise RuntimeError("secret")

    response = TestClient(app, raise_server_exceptions=False).get("/")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Internal Server Error"
    assert "secret" not in response.text


def test_an_address_where_nothing_is_says_where_to_look(client: TestClient) -> None:
    response = client.get("/api/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address. Everything the server answers to is listed at /docs.",
    }


def test_a_method_that_is_not_taken_is_told_with_those_that_are(client: TestClient) -> None:
    response = client.get("/api/models/tiny/forward")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert "it takes POST" in response.json()["detail"]


def test_a_query_that_does_not_fit_is_told_with_what_does(client: TestClient) -> None:
    response = client.post("/api/models/tiny/forward?tensors=all", json={"sample": "tiny-stripes"})
    assert response.status_code == 422
    assert response.json()["detail"] == "query tensors: Input should be 'exact', 'preview' or 'none'."
