"""What a unit sees, how much each pixel moves it, and which units see a place of the picture."""

import json

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.wire import Tensor, decode
from core.checking import in_float64
from core.dependence import cone, seers
from core.network import Network
from core.zoo.model import Model
from tests.core.oracles import slopes

TENSOR: TypeAdapter[Tensor] = TypeAdapter(Tensor)
FIELD = "/api/models/tiny/field"
STRIPES = {"sample": "tiny-stripes"}


def ranges(*box: tuple[int, int]) -> list[dict[str, int]]:
    return [{"first": first, "last": last} for first, last in box]


def unit_by_hand(network: Network, x: np.ndarray, layer: str, index: tuple[int, ...]) -> float:
    return float(network.run(x).finish().activations[layer][0, *index])


def test_the_field_of_a_unit_is_its_cone_from_the_picture_on(client: TestClient, model: Model) -> None:
    found = client.get(f"{FIELD}?layer=pool&unit=1,0,1").json()
    parts = cone(model.network, "pool", (0, 1))
    assert (found["layer"], found["unit"], found["size"]) == ("pool", [1, 0, 1], [4, 4])
    assert [part["name"] for part in found["parts"]] == [part.name for part in parts]
    picture = found["parts"][0]
    assert picture == {
        "name": "input",
        "sizes": [6, 4],
        "window": ranges((-1, 2), (1, 4)),
        "seen": ranges((0, 2), (1, 3)),
        "places": 9,
        "extent": [],
        "stride": [],
    }
    assert found["parts"][-1] == {
        "name": "pool",
        "sizes": [3, 2],
        "window": ranges((0, 0), (1, 1)),
        "seen": ranges((0, 0), (1, 1)),
        "places": 1,
        "extent": [2, 2],
        "stride": [2, 2],
    }


def test_a_layer_that_mixes_all_places_reads_all_of_them(client: TestClient) -> None:
    scores = client.get(f"{FIELD}?layer=scores&unit=2").json()["parts"][-1]
    assert (scores["extent"], scores["stride"], scores["sizes"]) == ([None, None], [None, None], [1, 1])


@pytest.mark.parametrize(
    ("layer", "index"),
    [("conv", (1, 0, 0)), ("sum", (0, 3, 2)), ("pool", (1, 2, 1)), ("flatten", (7,)), ("shares", (2,))],
)
def test_the_gradient_of_a_unit_is_its_slope_in_every_pixel(
    client: TestClient, model: Model, layer: str, index: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(0)
    pixels = rng.random((6, 4, 1))
    unit = ",".join(map(str, index))
    answer = client.post(f"{FIELD}?layer={layer}&unit={unit}", json={"pixels": pixels.tolist()})
    assert answer.status_code == 200
    found = answer.json()
    network, x = in_float64(model.network), (np.moveaxis(pixels, -1, 0)[None] - 0.5) / 0.25
    wanted = slopes(lambda: unit_by_hand(network, x, layer, index), x)[0]
    gradient = decode(TENSOR.validate_python(found["gradient"]))
    np.testing.assert_allclose(gradient, wanted, rtol=2e-4, atol=2e-6)
    assert found["value"] == pytest.approx(unit_by_hand(network, x, layer, index), rel=1e-5)
    assert (found["layer"], found["unit"]) == (layer, list(index))


def test_the_boxes_tell_how_much_of_the_gradient_they_hold(client: TestClient) -> None:
    url = f"{FIELD}?layer=conv&unit=0,2,2&encoding=list"
    found = client.post(url, json=STRIPES).json()
    mass = np.abs(found["gradient"]["data"][0])
    assert found["middle"]["sides"] == [1, 1]
    assert found["middle"]["mass"] == pytest.approx(mass[2, 2] / mass.sum())
    assert found["middle"]["area"] == pytest.approx(1 / 9)
    assert found["most"] == {"sides": [3, 3], "mass": pytest.approx(1), "area": 1}


def test_a_unit_that_no_pixel_moves_has_no_boxes(client: TestClient, model: Model) -> None:
    conv = model.network.layer("conv").operation
    conv.parameters["bias"] = np.full(2, -100, np.float32)
    found = client.post(f"{FIELD}?layer=relu&unit=0,1,1&encoding=list", json=STRIPES).json()
    assert not np.any(found["gradient"]["data"])
    assert "middle" not in found
    assert "most" not in found


def test_a_file_is_taken_as_a_run_takes_it(client: TestClient, picture: bytes) -> None:
    url = f"{FIELD}?layer=conv&unit=0,2,2"
    from_file = client.post(url, files={"image": picture}).json()
    assert from_file == client.post(url, json=STRIPES).json()


def test_edited_weights_move_the_gradient(client: TestClient) -> None:
    kernel = {
        "layer": "conv",
        "parameter": "weight",
        "at": [0],
        "values": [[[0, 0, 0], [0, 2, 0], [0, 0, 0]]],
    }
    url = f"{FIELD}?layer=conv&unit=0,3,1&encoding=list"
    found = client.post(url, json=STRIPES | {"edits": [kernel]}).json()
    wanted = np.zeros((6, 4))
    wanted[3, 1] = 2
    np.testing.assert_array_equal(found["gradient"]["data"][0], wanted)


def test_every_layer_tells_how_much_of_it_sees_a_place(client: TestClient, model: Model) -> None:
    found = client.get("/api/models/tiny/seen?at=0,3").json()
    masks = seers(model.network, (0, 3))
    assert found["at"] == [0, 3]
    assert [each["name"] for each in found["layers"]] == list(masks)
    by_name = {each["name"]: each for each in found["layers"]}
    assert by_name["conv"] == {"name": "conv", "sizes": [6, 4], "ranges": ranges((0, 1), (2, 3)), "places": 4}
    assert by_name["pool"] == {"name": "pool", "sizes": [3, 2], "ranges": ranges((0, 0), (1, 1)), "places": 1}
    assert by_name["scores"] == {
        "name": "scores",
        "sizes": [1, 1],
        "ranges": ranges((0, 0), (0, 0)),
        "places": 1,
    }


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("layer=conv9&unit=0,0,0", "There is no layer 'conv9'. Choose one of: conv, norm"),
        ("layer=conv&unit=0,6,0", "conv has 2×6×4 units, and none at (0, 6, 0). Give 3 numbers"),
        ("layer=conv&unit=0,0", "Give 3 numbers, each from 0 to one below the size"),
        ("layer=scores&unit=3", "scores has 3 units, and none at (3,). Give 1 number"),
        ("layer=conv&unit=a", "'a' is not whole numbers joined by commas"),
        ("layer=conv&unit=0,-1,0", "'0,-1,0' is not whole numbers joined by commas"),
        ("layer=conv", "query unit"),
        ("unit=0,0,0", "query layer"),
    ],
)
def test_a_unit_that_is_not_there_is_refused_with_what_is(client: TestClient, query: str, told: str) -> None:
    for answer in (client.get(f"{FIELD}?{query}"), client.post(f"{FIELD}?{query}", json=STRIPES)):
        assert answer.status_code == 422
        assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("at", "told"), [("6,0", "input has 6×4 units"), ("0", "Give 2 numbers"), ("x,y", "'x,y' is not whole")]
)
def test_a_place_that_is_not_there_is_refused_with_what_is(client: TestClient, at: str, told: str) -> None:
    answer = client.get(f"/api/models/tiny/seen?at={at}")
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


def test_a_model_that_is_not_there_is_refused(client: TestClient) -> None:
    assert client.get("/api/models/none/seen?at=0,0").status_code == 404
    assert client.post("/api/models/none/field?layer=conv&unit=0,0,0", json=STRIPES).status_code == 404


@pytest.mark.parametrize("body", [{}, {"sample": "tiny-stripes", "pixels": [[0]]}, {"sample": "nothing"}])
def test_without_a_picture_there_is_no_gradient(client: TestClient, body: dict[str, object]) -> None:
    answer = client.post(f"{FIELD}?layer=conv&unit=0,0,0", content=json.dumps(body), headers=JSON)
    assert answer.status_code in (404, 422)


JSON = {"Content-Type": "application/json"}
