"""A pass of the engine becomes a stream of events in the order of the contract."""

import logging
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from app.events import EVENTS, ErrorEvent, GradientEvent, LayerEvent, LossEvent, PredictionEvent, RunEvent
from app.runs import Answer, Task, events, lines
from app.selection import Selection, select
from app.wire import ExactTensor, ListedTensor, PreviewTensor, decode
from core.network import Network
from core.ops import ReLU
from core.zoo.model import Model

NAMES = ["conv", "norm", "relu", "sum", "pool", "flatten", "scores", "shares"]


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(5).random((6, 4, 1), dtype=np.float32)


T = TypeVar("T")


def of_kind(kind: type[T], stream: Iterator[object]) -> list[T]:
    return [event for event in stream if isinstance(event, kind)]


def test_forward_tells_the_run_every_layer_in_order_the_prediction_and_the_end(
    model: Model, pixels: np.ndarray
) -> None:
    stream = list(events(Task(model, pixels, Selection("exact"))))
    assert [event.event for event in stream] == ["run", *["layer"] * 8, "prediction", "end"]
    layers = of_kind(LayerEvent, iter(stream))
    assert [event.name for event in layers] == NAMES
    assert [event.index for event in layers] == list(range(8))


def test_a_forward_run_keeps_no_more_than_what_is_still_to_be_read(model: Model) -> None:
    network = Network.chain((1, 128, 128), [(f"relu{number}", ReLU()) for number in range(60)])
    deep = replace(model, network=network, classes=("only",))
    task = Task(deep, np.ones((128, 128, 1), np.float32), Selection(None))
    tracemalloc.start()
    for _ in events(task):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * 4 * 128 * 128


def test_backward_goes_on_with_the_loss_and_every_gradient_in_reverse(
    model: Model, pixels: np.ndarray
) -> None:
    stream = list(events(Task(model, pixels, Selection("exact"), answer=Answer(1))))
    assert [event.event for event in stream[9:]] == ["prediction", "loss", *["gradient"] * 8, "end"]
    assert [event.name for event in of_kind(GradientEvent, iter(stream))] == NAMES[::-1]


def test_the_input_is_the_picture_after_preprocessing(model: Model, pixels: np.ndarray) -> None:
    (run,) = of_kind(RunEvent, events(Task(model, pixels, Selection("preview"), truth="rough")))
    assert isinstance(run.input, ExactTensor)
    np.testing.assert_allclose(decode(run.input)[0], (pixels[:, :, 0] - 0.5) / 0.25, rtol=1e-6)
    assert run.truth == "rough"


def test_outputs_and_gradients_are_those_of_the_engine(model: Model, pixels: np.ndarray) -> None:
    stream = list(events(Task(model, pixels, Selection("exact"), answer=Answer(2, "logit"))))
    run = model.network.run(model.preprocessing.tensor(pixels.transpose(2, 0, 1)[None])).finish()
    for event in of_kind(LayerEvent, iter(stream)):
        np.testing.assert_array_equal(decode(event.output), run.activations[event.name][0])
    value, steps = run.answer_for(2, "logit")
    (loss,) = of_kind(LossEvent, iter(stream))
    assert (loss.value, loss.target, loss.label) == (value, 2, "7")
    for event, step in zip(of_kind(GradientEvent, iter(stream)), steps, strict=True):
        np.testing.assert_array_equal(decode(event.d_output), step.d_output[0])
        d_inputs = event.d_input if isinstance(event.d_input, list) else [event.d_input]
        for sent, d_input in zip(d_inputs, step.d_inputs, strict=True):
            np.testing.assert_array_equal(decode(sent), d_input[0])


def test_a_layer_with_several_inputs_sends_a_list_back(model: Model, pixels: np.ndarray) -> None:
    stream = events(Task(model, pixels, Selection("exact"), answer=Answer()))
    lengths = {
        event.name: len(event.d_input)
        for event in of_kind(GradientEvent, stream)
        if isinstance(event.d_input, list)
    }
    assert lengths == {"sum": 2}


def test_every_parameter_has_its_gradient_under_its_name(model: Model, pixels: np.ndarray) -> None:
    for event in of_kind(GradientEvent, events(Task(model, pixels, Selection("exact"), answer=Answer()))):
        sent = event.model_dump(exclude_unset=True)
        for name, value in model.network.layer(event.name).operation.parameters.items():
            assert sent[f"d_{name}"]["shape"] == list(value.shape)


def test_without_a_target_the_predicted_class_is_answered_for(model: Model, pixels: np.ndarray) -> None:
    stream = list(events(Task(model, pixels, Selection(None), answer=Answer())))
    (prediction,), (loss,) = of_kind(PredictionEvent, iter(stream)), of_kind(LossEvent, iter(stream))
    assert loss.target == prediction.classes[0].index


def test_the_prediction_has_every_class_highest_first(model: Model, pixels: np.ndarray) -> None:
    (prediction,) = of_kind(PredictionEvent, events(Task(model, pixels, Selection(None))))
    scores = [(each.logit, each.probability) for each in prediction.classes]
    assert scores == sorted(scores, reverse=True)
    assert sum(each.probability for each in prediction.classes) == pytest.approx(1)
    assert {each.label for each in prediction.classes} == set(model.classes)


def test_max_pooling_tells_its_winners(model: Model, pixels: np.ndarray) -> None:
    by_name = {
        event.name: event for event in of_kind(LayerEvent, events(Task(model, pixels, Selection("preview"))))
    }
    winners = by_name["pool"].winners
    assert isinstance(winners, PreviewTensor)
    assert winners.scale == 1
    assert set(np.unique(decode(winners))) <= {0, 1, 2, 3}
    assert "winners" not in by_name["relu"].model_fields_set


@pytest.mark.parametrize(
    ("tensors", "encoding", "kind"),
    [
        ("exact", "base64", ExactTensor),
        ("preview", "base64", PreviewTensor),
        ("exact", "list", ListedTensor),
        ("preview", "list", ListedTensor),
    ],
)
def test_tensors_have_the_form_that_was_asked_for(
    model: Model, pixels: np.ndarray, tensors: str, encoding: str, kind: type
) -> None:
    selection = select(model.network, tensors, encoding, None)  # type: ignore[arg-type]
    for event in of_kind(LayerEvent, events(Task(model, pixels, selection))):
        assert isinstance(event.output, kind)


def test_without_tensors_the_events_still_come_with_their_extremes(model: Model, pixels: np.ndarray) -> None:
    selection = select(model.network, "none", "list", None)
    for event in events(Task(model, pixels, selection, answer=Answer())):
        sent = event.model_dump(exclude_unset=True)
        assert not {"input", "output", "winners", "d_output", "d_input", "d_weight"} & set(sent)


def test_each_layer_is_computed_when_its_event_is_asked_for(
    model: Model, pixels: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed = []
    forward = ReLU.forward
    monkeypatch.setattr(ReLU, "forward", lambda *a, **k: computed.append(1) or forward(*a, **k))
    stream = events(Task(model, pixels, Selection("exact")))
    for _ in range(3):
        next(stream)
    assert not computed
    next(stream)
    assert computed


def test_a_stream_that_breaks_ends_with_the_error_and_no_traceback(
    model: Model, pixels: np.ndarray, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(ReLU, "forward", broken)
    with caplog.at_level(logging.ERROR):
        stream = [EVENTS.validate_json(line) for line in lines(Task(model, pixels, Selection("exact")))]
    assert [event.event for event in stream] == ["run", "layer", "layer", "error"]
    error = stream[-1]
    assert isinstance(error, ErrorEvent)
    assert error.status == 500
    assert "secret" not in error.detail
    assert "secret" in caplog.text


def test_numbers_that_are_not_finite_do_not_break_the_stream(model: Model, pixels: np.ndarray) -> None:
    model.network.parameters["conv.weight"][:] = np.nan
    stream = [
        EVENTS.validate_json(line) for line in lines(Task(model, pixels, Selection("list"), answer=Answer()))
    ]
    assert stream[-1].event == "end"
    assert stream[1].max is None
