"""What a model looked at, as it goes on the wire."""

import json
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.wire import Tensor, decode
from core import attribution as methods
from core.attribution import ABOUT, Question, Unit
from core.zoo.model import Model

TENSOR: TypeAdapter[Tensor] = TypeAdapter(Tensor)
ADDRESS = "/api/models/tiny/attribution"
STRIPES = {"sample": "tiny-stripes"}


def asked(client: TestClient, query: str, **body: Any) -> list[dict[str, Any]]:
    answer = client.post(f"{ADDRESS}?{query}", json=STRIPES | body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def refused(client: TestClient, query: str) -> str:
    answer = client.post(f"{ADDRESS}?{query}", json=STRIPES)
    assert answer.status_code in (404, 422), answer.text
    return str(answer.json()["detail"])


def map_of(event: dict[str, Any], name: str = "map") -> np.ndarray:
    return decode(TENSOR.validate_python(event[name]))


@pytest.fixture
def x(model: Model) -> np.ndarray:
    """The sample as the network gets it."""
    stripes = np.tile(np.array([0, 1], np.float32), (6, 2))
    return model.preprocessing.tensor(stripes[None, None])


@pytest.mark.parametrize("method", ABOUT)
def test_every_method_says_what_is_asked_and_ends_in_a_map_of_the_picture(
    client: TestClient, method: str
) -> None:
    first, *_, found, end = asked(client, f"method={method}&target=rough")
    assert (first["event"], first["method"], first["target"], first["label"]) == ("asked", method, 1, "rough")
    assert (found["event"], end) == ("attribution", {"event": "end"})
    assert map_of(found).shape == (1, 6, 4)


def test_methods_are_listed_with_what_they_show_and_how_they_mislead(client: TestClient) -> None:
    listed = client.get(ADDRESS).json()
    assert [each["id"] for each in listed] == [*ABOUT, "patches"]
    assert all(each["title"] and each["shows"] and each["misleads"] for each in listed)
    assert {each["id"] for each in listed if "maps" in each} == {"grad_cam"}


def test_every_number_that_is_listed_is_taken_and_is_what_it_says_where_none_is_given(
    client: TestClient,
) -> None:
    for method in client.get(ADDRESS).json()[:-1]:
        numbers = {each["name"]: each for each in method["numbers"]}
        for each in numbers.values():
            assert each["least"] <= each["usual"] <= each["most"], each
            below = f"method={method['id']}&{each['name']}={each['least'] - 1:g}"
            assert "greater than or equal" in refused(client, below)
        said = "&".join(f"{name}={each['usual']:g}" for name, each in numbers.items())
        query = f"method={method['id']}&target=0"
        np.testing.assert_array_equal(
            map_of(asked(client, f"{query}&{said}")[-2]), map_of(asked(client, query)[-2])
        )


def test_the_gradient_is_that_of_the_class_s_score(client: TestClient, model: Model, x: np.ndarray) -> None:
    question = Question(model.network, 2)
    first, found, _ = asked(client, "method=saliency&target=2")
    assert first["value"] == pytest.approx(float(question.values(x)[0]), rel=1e-6)
    np.testing.assert_allclose(map_of(found), methods.saliency(question, x), rtol=1e-5, atol=1e-7)


def test_without_a_target_the_predicted_class_is_asked_about(
    client: TestClient, model: Model, x: np.ndarray
) -> None:
    first, *_ = asked(client, "method=saliency")
    assert first["target"] == int(np.argmax(model.network.run(x).finish().logits))


def test_a_unit_can_be_asked_about(client: TestClient, model: Model, x: np.ndarray) -> None:
    unit = Unit("relu", (1, 2, 3))
    first, found, _ = asked(client, "method=saliency&layer=relu&unit=1,2,3")
    assert (first["layer"], first["unit"], "target" in first) == ("relu", [1, 2, 3], False)
    np.testing.assert_allclose(
        map_of(found), methods.saliency(Question(model.network, unit), x), rtol=1e-5, atol=1e-7
    )


def test_integrated_gradients_say_what_they_should_add_up_to(client: TestClient) -> None:
    first, *course, found, _ = asked(client, "method=integrated&target=0&steps=200")
    assert found["expected"] == pytest.approx(first["value"] - first["baseline"], abs=1e-5)
    assert [each["count"] for each in course] == list(range(1, 201))
    assert first["steps"] == 200
    assert course[-1]["total"] == found["total"]
    assert [each["at"] for each in course] == sorted(each["at"] for each in course)
    assert found["total"] == pytest.approx(float(map_of(found).sum()), rel=1e-4, abs=1e-5)
    assert found["total"] == pytest.approx(found["expected"], rel=0.02, abs=0.02)


def test_the_mean_over_noisy_copies_is_sent_as_it_comes_together(client: TestClient) -> None:
    first, *course, found, _ = asked(client, "method=smooth_grad&target=0&samples=6")
    assert first["steps"] == 6
    assert [each["count"] for each in course] == [1, 2, 3, 4, 5, 6]
    assert [each["count"] for each in course if "map" in each] == [1, 2, 4, 6]
    np.testing.assert_allclose(map_of(course[-1]), map_of(found), atol=1e-3 * np.abs(map_of(found)).max())
    _, *shorter = asked(client, "method=smooth_grad&target=0&samples=4")
    np.testing.assert_allclose(map_of(course[3]), map_of(shorter[3]), rtol=1e-5, atol=1e-6)


def test_grad_cam_is_sent_coarse_and_enlarged_with_its_weights(client: TestClient) -> None:
    _, found, _ = asked(client, "method=grad_cam&target=0&maps=pool")
    assert found["layer"] == "pool"
    assert map_of(found, "coarse").shape == (3, 2)
    assert map_of(found, "weights").shape == (2,)
    _, by_default, _ = asked(client, "method=grad_cam&target=0")
    assert by_default["layer"] == "pool"


def test_each_place_of_the_patch_comes_as_an_event(client: TestClient, model: Model, x: np.ndarray) -> None:
    first, *places, found, _ = asked(client, "method=occlusion&target=0&patch=2&stride=2")
    assert (first["places"], first["patch"]) == (6, [2, 2])
    expected = list(methods.occlusion(Question(model.network, 0), x, patch=(2, 2), stride=(2, 2)))
    assert [each["start"] for each in places] == [list(each.start) for each in expected]
    for event, each in zip(places, expected, strict=True):
        assert event["fall"] == pytest.approx(each.fall, abs=1e-5)
        assert event["fall"] == pytest.approx(first["value"] - event["value"], abs=1e-5)
    np.testing.assert_allclose(
        map_of(found)[0], methods.heat_map((6, 4), (2, 2), expected), rtol=1e-4, atol=1e-5
    )


def test_the_course_of_a_painting_is_streamed_and_stays_in_the_range_of_pixels(client: TestClient) -> None:
    first, *course, found, _ = asked(client, "method=maximization&target=0&steps=10&jitter=0&blur=0")
    assert first["steps"] == 10
    assert [each["step"] for each in course] == list(range(11))
    assert [each["step"] for each in course if "picture" in each] == [0, 4, 8, 10]
    assert course[-1]["value"] > course[0]["value"]
    picture = map_of(found)
    np.testing.assert_array_equal(picture, map_of(course[-1], "picture"))
    assert -2 <= picture.min() <= picture.max() <= 2  # (0 − 0.5) / 0.25 … (1 − 0.5) / 0.25


@pytest.mark.parametrize("method", ["saliency", "grad_cam", "integrated", "occlusion"])
def test_a_network_that_forgot_tells_how_much_is_left(client: TestClient, method: str) -> None:
    *_, found, _ = asked(client, f"method={method}&target=0&forget=3")
    assert -1 <= found["similarity"] <= 1
    *_, trained, _ = asked(client, f"method={method}&target=0")
    assert "similarity" not in trained
    assert not np.array_equal(map_of(found), map_of(trained))


def test_an_edited_network_is_asked_as_edited(client: TestClient) -> None:
    nothing = [{"layer": "scores", "parameter": "weight", "at": [0], "values": [0] * 12}]
    _, found, _ = asked(client, "method=saliency&target=0", edits=nothing)
    assert not map_of(found).any()


def test_numbers_can_be_written_out(client: TestClient) -> None:
    _, found, _ = asked(client, "method=saliency&encoding=list")
    assert np.array(found["map"]["data"]).shape == (1, 6, 4)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("method=magic", "'saliency'"),
        ("method=saliency&samples=3", "smooth_grad takes it"),
        ("method=saliency&maps=conv", "grad_cam takes it"),
        ("method=saliency&layer=conv", "layer=conv1&unit=0,12,5"),
        ("method=saliency&layer=conv&unit=0,0,0&target=1", "Leave the other out"),
        ("method=saliency&layer=conv&unit=0,6,0", "2×6×4"),
        ("method=saliency&layer=nothing&unit=0", "conv, norm"),
        ("method=saliency&target=wild", "calm"),
        ("method=grad_cam&maps=scores", "conv, norm, relu, sum, pool"),
        ("method=occlusion&patch=0", "greater than or equal to 1"),
        ("method=integrated&steps=1000", "less than or equal to 300"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(
    client: TestClient, query: str, says: str
) -> None:
    detail = refused(client, query)
    assert says in detail
    assert detail.count(says) == 1


def test_the_strongest_patches_of_the_samples(client: TestClient, model: Model, x: np.ndarray) -> None:
    (patch,) = client.post("/api/models/tiny/patches?layer=conv&map=1").json()
    maps = model.network.run(x).finish().activations["conv"][0]
    assert patch["sample"] == "tiny-stripes"
    assert patch["value"] == pytest.approx(float(maps[1].max()), rel=1e-6)
    y, column = patch["unit"][1:]
    assert patch["window"] == [[y - 1, y + 1], [column - 1, column + 1]]
    seen = x[0][:, max(0, y - 1) : y + 2, max(0, column - 1) : column + 2]
    np.testing.assert_array_equal(map_of(patch, "cutout"), seen)


def test_patches_are_those_of_the_network_as_edited(client: TestClient, model: Model) -> None:
    weight = np.zeros_like(model.network.parameters["conv.weight"][1])
    edits = [{"layer": "conv", "parameter": "weight", "at": [1], "values": weight.tolist()}]
    (patch,) = client.post("/api/models/tiny/patches?layer=conv&map=1", json={"edits": edits}).json()
    assert patch["value"] == pytest.approx(float(model.network.parameters["conv.bias"][1]))
    answer = client.post("/api/models/tiny/patches?layer=conv&map=1", json={"edit": []})
    assert answer.status_code == 422


def test_a_map_that_is_not_there_is_told(client: TestClient) -> None:
    answer = client.post("/api/models/tiny/patches?layer=conv&map=2")
    assert answer.status_code in (404, 422)
    assert "2 units" in answer.json()["detail"]
