"""Which of a run's numbers go on the wire: chosen layers, first maps, thumbnails."""

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.events import GradientEvent, LayerEvent, RunEvent
from app.runs import Answer, Task, events
from app.selection import Selection, select
from app.wire import decode
from core.errors import UnknownLayer
from core.zoo.model import Model

T = TypeVar("T")


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(5).random((6, 4, 1), dtype=np.float32)


def of_kind(kind: type[T], stream: Iterator[object]) -> list[T]:
    return [event for event in stream if isinstance(event, kind)]


def test_only_chosen_layers_carry_tensors_and_the_picture_always_does(
    model: Model, pixels: np.ndarray
) -> None:
    selection = select(model.network, "exact", "base64", "conv,pool,input")
    stream = list(events(Task(model, pixels, selection, answer=Answer())))
    (run,) = of_kind(RunEvent, iter(stream))
    assert run.input is not None
    assert {event.name for event in of_kind(LayerEvent, iter(stream)) if event.output} == {"conv", "pool"}
    assert {event.name for event in of_kind(GradientEvent, iter(stream)) if event.d_output} == {
        "conv",
        "pool",
    }


@pytest.mark.parametrize("layers", ["conv9", "conv,", "", "conv, pool"])
def test_a_layer_that_does_not_exist_is_refused_with_those_that_do(model: Model, layers: str) -> None:
    with pytest.raises(UnknownLayer, match="conv, norm, relu"):
        select(model.network, "exact", "base64", layers)


def test_of_each_output_and_gradient_only_the_first_maps_come(model: Model, pixels: np.ndarray) -> None:
    whole = _backward(model, pixels, Selection("exact"))
    part = _backward(model, pixels, Selection("exact", maps=1))
    for all_of_it, first in zip(whole, part, strict=True):
        for name in ("output", "d_output"):
            expected = getattr(all_of_it, name, None)
            if expected is not None:
                assert np.array_equal(decode(getattr(first, name)), decode(expected)[:1])


def test_asking_for_more_maps_than_there_are_gives_all(model: Model, pixels: np.ndarray) -> None:
    whole = of_kind(LayerEvent, iter(_backward(model, pixels, Selection("exact"))))
    part = of_kind(LayerEvent, iter(_backward(model, pixels, Selection("exact", maps=10**6))))
    assert [event.output for event in part] == [event.output for event in whole]


def test_of_larger_maps_every_so_many_rows_and_columns_come(model: Model, pixels: np.ndarray) -> None:
    whole = of_kind(LayerEvent, iter(_backward(model, pixels, Selection("exact"))))
    part = of_kind(LayerEvent, iter(_backward(model, pixels, Selection("exact", side=3))))
    for all_of_it, thumbnail in zip(whole, part, strict=True):
        assert all_of_it.output is not None
        assert thumbnail.output is not None
        expected = decode(all_of_it.output)
        if expected.ndim == 3:
            rows, columns = expected.shape[1:]
            expected = expected[:, :: -(-rows // 3), :: -(-columns // 3)]
        assert max(expected.shape[1:], default=0) <= 3
        assert np.array_equal(decode(thumbnail.output), expected)


@pytest.mark.parametrize("part", [{"maps": 1}, {"side": 2}])
def test_a_part_leaves_winners_and_the_gradients_of_parameters_out(
    model: Model, pixels: np.ndarray, part: dict[str, int]
) -> None:
    for event in _backward(model, pixels, Selection("exact", **part)):  # type: ignore[arg-type]
        sent = set(event.model_dump(exclude_unset=True))
        assert not {"winners", "d_weight", "d_bias"} & sent
        assert ("d_input" in sent) == (event.event == "gradient" and event.name == "conv")


def test_the_gradient_of_the_input_comes_whole_with_the_layer_that_reads_it(
    model: Model, pixels: np.ndarray
) -> None:
    whole = of_kind(GradientEvent, iter(_backward(model, pixels, Selection("exact"))))[-1]
    part = of_kind(GradientEvent, iter(_backward(model, pixels, Selection("exact", maps=1, side=1))))[-1]
    assert part.name == "conv"
    assert part.d_input == whole.d_input


def test_least_and_greatest_are_the_whole_layers_however_little_comes(
    model: Model, pixels: np.ndarray
) -> None:
    whole = _backward(model, pixels, Selection("exact"))
    for selection in (Selection("exact", maps=1, side=1), Selection(None), Selection("exact", frozenset())):
        for all_of_it, part in zip(whole, _backward(model, pixels, selection), strict=True):
            numbers = decode(all_of_it.output if isinstance(all_of_it, LayerEvent) else all_of_it.d_output)  # type: ignore[arg-type]
            assert (part.min, part.max) == (float(numbers.min()), float(numbers.max()))


@pytest.mark.parametrize("query", ["maps=0", "maps=-1", "maps=few", "side=0", "side=1.5"])
@pytest.mark.parametrize("way", ["forward", "backward"])
def test_a_part_that_makes_no_sense_is_refused_by_name(client: TestClient, way: str, query: str) -> None:
    model = client.get("/api/models").json()[0]["id"]
    answer = client.post(f"/api/models/{model}/{way}?{query}", json={"pixels": [[0.5]]})
    assert answer.status_code == 422
    assert query.split("=")[0] in answer.json()["detail"]


def _backward(model: Model, pixels: np.ndarray, selection: Selection) -> list[LayerEvent | GradientEvent]:
    stream = events(Task(model, pixels, selection, answer=Answer()))
    return [event for event in stream if isinstance(event, LayerEvent | GradientEvent)]
