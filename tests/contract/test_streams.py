"""Every stream of every network holds to the contract."""

import itertools
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.events import Event
from app.wire import ExactTensor, ListedTensor, PreviewTensor
from core.inputs import kind_of
from core.zoo import catalogue
from tests.contract.streams import arrays, run, tensors

TRAINED = [model.id for model in catalogue().values() if model.weights == "trained"]
MODELS = [*TRAINED, "lenet5"]  # of the definitions the smallest
WAYS = ("forward", "backward")
EVERY_STREAM = list(itertools.product(MODELS, WAYS, ("exact", "preview", "none"), ("base64", "list")))


def sample_of(model: str) -> dict[str, Any]:
    samples = catalogue()[model].samples or catalogue()["digits"].samples
    return {"sample": samples[0].id}


def names(events: list[Event], kind: str) -> list[str]:
    return [event.name for event in events if event.event == kind]  # type: ignore[union-attr]


@pytest.mark.parametrize(("model", "way", "tensors_", "encoding"), EVERY_STREAM)
def test_events_come_in_the_order_of_the_contract(
    client: TestClient, model: str, way: str, tensors_: str, encoding: str
) -> None:
    events = run(client, model, way, sample_of(model), tensors=tensors_, encoding=encoding)
    layers = [layer.name for layer in events[0].layers]  # type: ignore[union-attr]
    expected = ["run", *["layer"] * len(layers), "prediction"]
    expected += ["loss", *["gradient"] * len(layers)] if way == "backward" else []
    assert [event.event for event in events] == [*expected, "end"]
    assert names(events, "layer") == layers == [layer.name for layer in catalogue()[model].network.layers]
    assert names(events, "gradient") == (layers[::-1] if way == "backward" else [])


@pytest.mark.parametrize(("model", "way", "tensors_", "encoding"), EVERY_STREAM)
def test_tensors_have_the_form_and_the_shape_that_were_promised(
    client: TestClient, model: str, way: str, tensors_: str, encoding: str
) -> None:
    run_event, *rest = run(client, model, way, sample_of(model), tensors=tensors_, encoding=encoding)
    if tensors_ == "none":
        assert not [name for event in (run_event, *rest) for name in tensors(event)]
        return
    exact: type = ListedTensor if encoding == "list" else ExactTensor
    kind: type = PreviewTensor if (tensors_, encoding) == ("preview", "base64") else exact
    assert isinstance(run_event.input, exact)  # type: ignore[union-attr]
    assert {type(tensor) for event in rest for tensor in tensors(event).values()} == {kind}
    shapes = {layer.name: layer.output_shape for layer in run_event.layers}  # type: ignore[union-attr]
    shapes["input"] = run_event.input.shape  # type: ignore[union-attr]
    inputs = {layer.name: layer.inputs for layer in run_event.layers}  # type: ignore[union-attr]
    for event in rest:
        sent = {field: tensor.shape for field, tensor in tensors(event).items()}
        if event.event == "layer":
            assert sent["output.0"] == shapes[event.name]
            assert sent.get("winners.0", shapes[event.name]) == shapes[event.name]
        if event.event == "gradient":
            assert sent["d_output.0"] == shapes[event.name]
            d_inputs = [shape for field, shape in sent.items() if field.startswith("d_input")]
            assert d_inputs == [shapes[name] for name in inputs[event.name]]
    for array in arrays([run_event, *rest]).values():
        assert np.isfinite(array).all()


@pytest.mark.parametrize("model", MODELS)
def test_numbers_are_the_same_in_every_form(client: TestClient, model: str) -> None:
    def numbers(**query: str) -> dict[str, np.ndarray]:
        return arrays(run(client, model, "backward", {**sample_of(model), "target": 1}, **query))

    exact, listed, preview = numbers(tensors="exact"), numbers(encoding="list"), numbers(tensors="preview")
    assert exact.keys() == listed.keys() == preview.keys()
    for name, array in exact.items():
        np.testing.assert_array_equal(listed[name], array)
        np.testing.assert_allclose(preview[name], array, rtol=2**-11, atol=np.abs(array).max() * 2.0**-28)


@pytest.mark.parametrize("model", MODELS)
def test_what_a_layer_sends_back_is_what_arrives_at_its_inputs(client: TestClient, model: str) -> None:
    events = run(client, model, "backward", sample_of(model), tensors="exact")
    layers = {layer.name: layer for layer in events[0].layers}  # type: ignore[union-attr]
    sent: dict[str, np.ndarray] = {}
    numbers = arrays(events)
    for name in names(events, "gradient"):
        if name in sent:
            np.testing.assert_allclose(numbers[f"gradient {name} d_output.0"], sent[name], rtol=1e-6)
        for place, source in enumerate(layers[name].inputs):
            sent[source] = sent.get(source, 0) + numbers[f"gradient {name} d_input.{place}"]
    assert sent["input"].any()


@pytest.mark.parametrize("model", MODELS)
def test_extremes_and_scores_agree_with_the_tensors(client: TestClient, model: str) -> None:
    events = run(client, model, "forward", sample_of(model), tensors="exact")
    numbers = arrays(events)
    for event in events:
        if event.event == "layer":
            output = numbers[f"layer {event.name} output.0"]
            assert (event.min, event.max) == (output.min(), output.max())
    prediction = events[-2]
    logits = numbers[f"layer {events[0].logits} output.0"].ravel()  # type: ignore[union-attr]
    scores = prediction.classes  # type: ignore[union-attr]
    assert [logits[score.index] for score in scores] == [score.logit for score in scores]
    assert [score.logit for score in scores] == sorted(logits.tolist(), reverse=True)
    shares = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    np.testing.assert_allclose([score.probability for score in scores], np.sort(shares)[::-1], rtol=1e-5)


@pytest.mark.parametrize("model", MODELS)
def test_gradients_of_a_logit_agree_with_its_change(client: TestClient, model: str) -> None:
    """A picture moved a little along the gradient has a logit that is higher by as much as it says."""
    events = run(client, model, "backward", {**sample_of(model), "target": 0}, tensors="exact", loss="logit")
    numbers = arrays(events)
    first = names(events, "gradient")[-1]
    column = (-1, *[1] * (len(events[0].input.shape) - 1))  # type: ignore[union-attr]
    std = np.array(events[0].preprocessing.std).reshape(column)  # type: ignore[union-attr]
    mean = np.array(events[0].preprocessing.mean).reshape(column)  # type: ignore[union-attr]
    gradient = numbers[f"gradient {first} d_input.0"] / std
    pixels = numbers["run  input.0"] * std + mean
    step = 1e-3 * gradient / np.abs(gradient).max()
    moved = np.clip(pixels + step, 0, 1)
    expected = float(((moved - pixels) * gradient).sum())

    def logit(picture: np.ndarray) -> float:
        body = {"pixels": np.moveaxis(picture, 0, -1).tolist()}
        scores = run(client, model, "forward", body, tensors="none")[-2].classes  # type: ignore[union-attr]
        return next(score.logit for score in scores if score.index == 0)

    assert logit(moved) - logit(np.clip(pixels, 0, 1)) == pytest.approx(expected, rel=0.1, abs=1e-4)


@pytest.mark.parametrize("model", TRAINED)
def test_every_sample_runs_and_tells_its_true_label(client: TestClient, model: str) -> None:
    mine = [each for each in client.get("/api/samples").json() if each["model"] == model]
    assert {each["label"] for each in mine} == set(catalogue()[model].classes)
    for each in mine:
        assert client.get(each["picture"]).status_code == 200
        first = run(client, model, "forward", {"sample": each["id"]}, tensors="none")[0]
        assert first.truth == each["label"]  # type: ignore[union-attr]


@pytest.mark.parametrize("model", MODELS)
def test_a_file_of_any_sample_runs_through_any_network_but_signals_and_pictures_do_not_mix(
    client: TestClient, model: str
) -> None:
    takes_signals = kind_of(catalogue()[model].network.input_shape) == "signal"
    for each in client.get("/api/samples").json():
        if each["id"].endswith("-1"):
            files = {"image": client.get(each["picture"]).content}
            response = client.post(f"/api/models/{model}/forward?fit=fit", files=files)
            is_signal = each["picture"].endswith(".wav")
            assert response.status_code == (200 if is_signal == takes_signals else 422), response.text


@pytest.mark.parametrize("model", MODELS)
def test_weights_of_every_layer_are_those_that_the_description_counts(client: TestClient, model: str) -> None:
    for layer in client.get(f"/api/models/{model}").json()["layers"]:
        weights = client.get(f"/api/models/{model}/weights", params={"layer": layer["name"]}).json()
        assert sum(int(np.prod(each["shape"])) for each in weights.values()) == layer["parameters"]
