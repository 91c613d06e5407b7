"""A pass of the engine as the events of a stream, each event made when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from app.events import (
    ClassScore,
    EndEvent,
    Event,
    GradientEvent,
    LayerEvent,
    LossEvent,
    PredictionEvent,
    RunEvent,
    to_line,
)
from app.library import layers_of, preprocessing_of
from app.selection import Selection
from app.streams import lines_of
from app.wire import Array
from core.editing import Edit, edited
from core.network import INPUT, Network
from core.run import BackwardStep, ForwardStep, Run
from core.units import Target, Unit
from core.zoo.model import Model

Loss: TypeAlias = Literal["cross_entropy", "logit", "hinge"]
DEFAULT_LOSS: Loss = "cross_entropy"


@dataclass(frozen=True)
class Answer:
    """What a backward pass answers for: a class (None: the predicted one) under a loss, or a unit's value."""

    target: Target | None = None
    loss: Loss = DEFAULT_LOSS

    def target_in(self, run: Run) -> Target:
        """What a finished run is asked about."""
        return int(np.argmax(run.logits)) if self.target is None else self.target


@dataclass(frozen=True)
class Task:
    """All that a run needs: pixels in 0..1 with the channels last (H×W×C, T×H×W×C, L×C), what the client
    wants to see, the label if it is known, what was done to the pixels so that they fit, and weights that
    are other than the model's in this run.
    """

    model: Model
    pixels: Array
    selection: Selection
    truth: str | None = None
    answer: Answer | None = None
    note: str | None = None
    edits: tuple[Edit, ...] = ()

    def tensor(self) -> Array:
        """What the network gets: a batch of one."""
        return self.model.preprocessing.tensor(np.moveaxis(self.pixels, -1, 0)[None])

    def network(self) -> Network:
        """The network to run, with its weights in place."""
        network = self.model.runnable()
        return edited(network, self.edits) if self.edits else network


def lines(task: Task) -> Iterator[bytes]:
    """The stream; should it break, its last event is the error."""
    return lines_of(events(task), to_line)


def events(task: Task) -> Iterator[Event]:
    """The events of a run in the order of the contract."""
    model = task.model
    x = task.tensor()
    yield _run_event(task, x[0])  # before the weights are in place, which may take a second
    run = task.network().run(x)
    for step in run.forward(keep=task.answer is not None):
        yield _layer_event(task.selection, step)
    yield _prediction_event(model, run)
    if task.answer is not None:
        yield from _backward_events(task, task.answer, run)
    yield EndEvent(event="end")


def _backward_events(task: Task, answer: Answer, run: Run) -> Iterator[Event]:
    target = answer.target_in(run)
    value, steps = run.answer_for(target, answer.loss)
    yield _loss_event(task.model, target, answer.loss, _finite(value))
    for step in steps:
        yield _gradient_event(task.selection, step)


def _loss_event(model: Model, target: Target, loss: Loss, value: float | None) -> LossEvent:
    if isinstance(target, Unit):
        return LossEvent(event="loss", name="unit", layer=target.layer, unit=list(target.index), value=value)
    return LossEvent(event="loss", name=loss, target=target, label=model.classes[target], value=value)


def _run_event(task: Task, x: Array) -> RunEvent:
    present: dict[str, Any] = dict(task.selection.picture(x))
    if task.truth is not None:
        present["truth"] = task.truth
    if task.note is not None:
        present["note"] = task.note
    return RunEvent(
        event="run",
        model=task.model.id,
        layers=layers_of(task.model),
        classes=list(task.model.classes),
        logits=task.model.network.logits,
        preprocessing=preprocessing_of(task.model),
        **present,
    )


def _layer_event(selection: Selection, step: ForwardStep) -> LayerEvent:
    name = step.layer.name
    tensors: dict[str, Any] = dict(selection.tensors(name, {"output": step.output[0]}))
    if tensors and selection.whole:
        tensors |= selection.tensors(name, {shown: array[0] for shown, array in step.shown.items()})
    return LayerEvent(
        event="layer",
        index=step.index,
        name=name,
        op=step.layer.operation.kind,
        min=_finite(step.output.min()),
        max=_finite(step.output.max()),
        milliseconds=step.milliseconds,
        **tensors,
    )


def _prediction_event(model: Model, run: Run) -> PredictionEvent:
    logits, probabilities = run.logits, run.probabilities
    highest_first = np.argsort(-logits, kind="stable")
    return PredictionEvent(
        event="prediction",
        classes=[
            ClassScore(
                index=index,
                label=model.classes[index],
                logit=_finite(logits[index]),
                probability=_finite(probabilities[index]),
            )
            for index in highest_first.tolist()
        ],
    )


def _gradient_event(selection: Selection, step: BackwardStep) -> GradientEvent:
    name = step.layer.name
    present: dict[str, Any] = dict(selection.tensors(name, {"d_output": step.d_output[0]}))
    if selection.whole:
        gradients = {f"d_{key}": array for key, array in step.d_parameters.items()}
        present |= selection.whole_tensors(name, gradients)
    # What reaches the network's input comes whole, as the input does.
    if selection.whole or INPUT in step.layer.inputs:
        present |= _d_inputs(selection, step)
    return GradientEvent(
        event="gradient",
        name=name,
        milliseconds=step.milliseconds,
        min=_finite(step.d_output.min()),
        max=_finite(step.d_output.max()),
        counts=step.counts,
        **present,
    )


def _d_inputs(selection: Selection, step: BackwardStep) -> dict[str, Any]:
    sent = [selection.whole_tensors(step.layer.name, {"d_input": array[0]}) for array in step.d_inputs]
    d_inputs = [each["d_input"] for each in sent if each]
    if not d_inputs or len(d_inputs) < len(sent):  # a constant has none
        return {}
    return {"d_input": d_inputs if len(d_inputs) > 1 else d_inputs[0]}


def _finite(value: Any) -> float | None:
    """A number as JSON can hold it."""
    return float(value) if np.isfinite(value) else None
