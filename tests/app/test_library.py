"""Models are found by name and described as the contract says."""

import pytest

from app.library import Library, class_index, describe, summarize
from core.errors import UnknownClass, UnknownModel, UnknownSample
from core.zoo.model import Model


@pytest.fixture
def library(model: Model) -> Library:
    return Library({model.id: model})


def test_a_model_and_a_sample_are_found_by_their_ids(library: Library, model: Model) -> None:
    assert library.model("tiny") is model
    assert library.sample("tiny-stripes") is model.samples[0]


def test_what_does_not_exist_is_refused_with_what_does(library: Library) -> None:
    with pytest.raises(UnknownModel, match="Choose one of: tiny"):
        library.model("huge")
    with pytest.raises(UnknownSample, match="Choose one of: tiny-stripes"):
        library.sample("photos-cat-1")


def test_samples_come_with_their_label_and_where_their_picture_is(library: Library) -> None:
    assert [each.model_dump() for each in library.samples()] == [
        {"id": "tiny-stripes", "model": "tiny", "label": "rough", "picture": "/api/samples/tiny-stripes.png"}
    ]


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
