"""What is checked before what, and what is given back."""

import pytest
from fastapi.testclient import TestClient

from app import uploads


@pytest.mark.parametrize(
    "url", ["/api/models/x/forward", "/api/models/tiny/forward?layers=x"], ids=["model", "layer"]
)
def test_an_address_that_cannot_be_met_is_refused_before_the_body_is_read(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    async def read(*_: object) -> None:
        pytest.fail("read")

    monkeypatch.setattr(uploads, "read", read)
    assert client.post(url, json={"sample": "tiny-stripes"}).status_code in (404, 422)


@pytest.mark.parametrize(
    "body", [{"sample": "tiny-stripes"}, {"sample": "x"}, {}], ids=["good", "unknown", "empty"]
)
def test_a_place_is_given_back_whatever_becomes_of_the_run(client: TestClient, body: dict[str, str]) -> None:
    for _ in range(40):  # more than there are places
        assert client.post("/api/models/tiny/forward", json=body).status_code != 503
    assert client.get("/readyz").json()["runs"] == 0


def test_where_all_places_are_taken_a_run_is_refused_and_the_rest_still_answers(client: TestClient) -> None:
    client.app.state.capacity.taken = client.app.state.capacity.places  # type: ignore[attr-defined]
    response = client.post("/api/models/tiny/forward", json={"sample": "tiny-stripes"})
    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    assert response.headers["content-type"] == "application/problem+json"
    assert client.get("/api/models").status_code == 200
