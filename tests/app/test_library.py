"""Models are found by name and described as the contract says."""

import copy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.library import Library, class_index, describe, summarize, weight_bytes
from app.problems import Problem
from core.errors import UnknownClass, UnknownModel, UnknownSample
from core.zoo.model import Model


@pytest.fixture
def library(model: Model) -> Library:
    return Library({model.id: model})


def test_a_model_and_a_sample_are_found_by_their_ids(library: Library, model: Model) -> None:
    assert library.models["tiny"] is model
    assert library.sample("tiny-stripes") is model.samples[0]


def test_what_does_not_exist_is_refused_with_what_does(library: Library) -> None:
    with pytest.raises(UnknownModel, match="Choose one of: tiny"):
        library.models["huge"]
    with pytest.raises(UnknownSample, match="Choose one of: tiny-stripes"):
        library.sample("photos-cat-1")


def test_samples_come_with_their_label_and_where_their_picture_is(library: Library) -> None:
    assert [each.model_dump() for each in library.samples()] == [
        {"id": "tiny-stripes", "model": "tiny", "label": "rough", "picture": "/api/samples/tiny-stripes.png"}
    ]


def test_an_added_model_is_offered_and_removed_again(library: Library, model: Model) -> None:
    library.add(replace(model, id="mine"))
    assert list(library.models) == ["tiny", "mine"]
    library.remove("mine")
    assert list(library.models) == ["tiny"]
    with pytest.raises(UnknownModel, match="Choose one of: tiny"):
        library.remove("mine")


def test_an_id_that_is_taken_gets_a_number(library: Library, model: Model) -> None:
    assert [library.add(model).id for _ in range(2)] == ["tiny-2", "tiny-3"]
    assert list(library.models) == ["tiny", "tiny-2", "tiny-3"]
    assert library.models["tiny"] is model


def test_what_belongs_to_the_server_cannot_be_removed(library: Library) -> None:
    with pytest.raises(Problem, match="Only networks that were imported") as refusal:
        library.remove("tiny")
    assert refusal.value.status == 403
    assert list(library.models) == ["tiny"]


def test_the_oldest_added_models_make_room_by_number_and_by_bytes(model: Model) -> None:
    by_number = Library({"tiny": model}, most_added=2)
    by_bytes = Library({"tiny": model}, most_added_bytes=2 * weight_bytes(model))
    for library in (by_number, by_bytes):
        for name in ("a", "b", "c"):
            library.add(replace(model, id=name))
        assert list(library.models) == ["tiny", "b", "c"]


def test_a_model_that_is_larger_than_the_room_is_refused_and_displaces_nothing(model: Model) -> None:
    library = Library({}, most_added_bytes=2 * weight_bytes(model) - 1)
    library.add(replace(model, id="first"))
    large = replace(model, network=copy.deepcopy(model.network))
    scores = large.network.layer("scores").operation
    scores.parameters["weight"] = scores.parameters["weight"].astype("float64")
    scores.parameters["more"] = scores.parameters["weight"]
    with pytest.raises(Problem, match="--max-imports-mib") as refusal:
        library.add(large)
    assert refusal.value.status == 413
    assert list(library.models) == ["first"]


def test_many_threads_add_and_remove_at_once_and_readers_see_whole_tables(
    library: Library, model: Model
) -> None:
    def add_and_remove(_: int) -> int:
        for _ in range(20):
            library.remove(library.add(model).id)
            assert [each.title for each in library.models.values()].count("Tiny") >= 1
        return len(library.models)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add_and_remove, range(4)))
    assert list(library.models) == ["tiny"]


@pytest.mark.parametrize(("target", "index"), [("calm", 0), ("0", 0), (1, 1), ("rough", 1), ("7", 2)])
def test_a_class_is_meant_by_its_label_or_its_index_and_a_label_goes_first(
    target: int | str, index: int
) -> None:
    assert class_index(("calm", "rough", "7"), target) == index


@pytest.mark.parametrize("target", ["stormy", "", "-1", "3", 7, -2, "01", "١"])
def test_a_class_that_does_not_exist_is_refused_with_those_that_do(target: int | str) -> None:
    with pytest.raises(UnknownClass, match=r"0 \(calm\), 1 \(rough\), 2 \(7\)"):
        class_index(("calm", "rough", "7"), target)


def test_a_description_holds_the_summary_and_every_layer(model: Model) -> None:
    described = describe(model).model_dump(exclude_unset=True)
    assert summarize(model).model_dump(exclude_unset=True).items() <= described.items()
    assert described["logits"] == "scores"
    assert described["preprocessing"] == {"mean": [0.5], "std": [0.25]}
    assert described["drawing"] == {"paper": 1.0, "ink": 0.0, "brush": 1.5}
    assert described["layers"][0] == {
        "name": "conv",
        "op": "conv2d",
        "inputs": ["input"],
        "output_shape": [2, 6, 4],
        "parameters": 20,
        "macs": 432,
        "bytes": 192,
        "filters": 2,
        "kernel": [3, 3],
        "stride": [1, 1],
        "padding": [1, 1, 1, 1],
        "dilation": [1, 1],
        "groups": 1,
        "receptive_field": {"size": [3, 3], "stride": [1, 1], "start": [-1, -1]},
    }
