"""An attribution as the events of a stream, each made when it is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from app import wire
from app.attribution_events import (
    AskedEvent,
    AttributionEvent,
    AttributionStreamEvent,
    CoveredEvent,
    PaintedEvent,
)
from app.events import EndEvent
from app.runs import Task
from app.streams import lines_of
from app.wire import Array, Form
from core import attribution as methods
from core.attribution import Method, Question, Target, Unit
from core.errors import NoMaps
from core.network import Network

# A painted picture is sent every so many steps: the numbers in between tell enough.
_STEPS_A_PICTURE = 4
# The patch, unless told otherwise, as a part of the picture's sides; it moves by half of its size.
_PATCH_PART = 5

_EVENTS: TypeAdapter[AttributionStreamEvent] = TypeAdapter(AttributionStreamEvent)


@dataclass(frozen=True)
class Wish:
    """Which method, what is asked about (None: the predicted class), and the method's own numbers by name.

    forget: how many layers, from the last one with weights on, have lost what they learned.
    """

    method: Method
    target: Target | None = None
    forget: int = 0
    layer: str | None = None
    numbers: dict[str, Any] = field(default_factory=dict)


def check(wish: Wish, network: Network) -> None:
    """UnknownClass, UnknownLayer, UnknownUnit, NoMaps where the network has not what is wished for."""
    question = Question(network, wish.target or 0)
    if wish.method == "grad_cam" and wish.layer is not None:
        known = methods.cam_layers(question.network)
        if wish.layer not in known:
            raise NoMaps(wish.layer, known)


def lines(task: Task, wish: Wish, form: Form) -> Iterator[bytes]:
    """The stream; should it break, its last event is the error."""
    return lines_of(_events(task, wish, form), _to_line)


def _events(task: Task, wish: Wish, form: Form) -> Iterator[AttributionStreamEvent]:
    yield from _Attribution(task, wish, form).events()


def _to_line(event: AttributionStreamEvent) -> bytes:
    return _EVENTS.dump_json(event, exclude_unset=True) + b"\n"


class _Attribution:
    """One method asked of one picture."""

    def __init__(self, task: Task, wish: Wish, form: Form) -> None:
        self.task, self.wish, self.form = task, wish, form
        self.network, self.x = task.network(), task.tensor()
        self.target = self._predicted() if wish.target is None else wish.target

    def events(self) -> Iterator[AttributionStreamEvent]:
        """The events in their order."""
        steps: dict[Method, Callable[[Question], Iterator[AttributionStreamEvent]]] = {
            "grad_cam": self._grad_cam,
            "occlusion": self._occlusion,
            "maximization": self._maximization,
        }
        question = self._question(self._asked_network())
        yield self._asked(question)
        yield from steps.get(self.wish.method, self._by_gradient)(question)
        yield EndEvent(event="end")

    def _predicted(self) -> int:
        return int(np.argmax(self.network.run(self.x).finish(keep=False).logits))

    def _question(self, network: Network) -> Question:
        return Question(methods.guided(network) if self.wish.method == "guided" else network, self.target)

    def _asked_network(self) -> Network:
        return methods.randomised(self.network, self.wish.forget) if self.wish.forget else self.network

    def _asked(self, question: Question) -> AskedEvent:
        about: dict[str, Any] = {}
        if isinstance(self.target, Unit):
            about = {"layer": self.target.layer, "unit": list(self.target.index)}
        else:
            about = {"target": self.target, "label": self.task.model.classes[self.target]}
        if self.wish.method == "occlusion":
            patch, stride = self._patch()
            places = methods.places(self.x.shape[2:], patch, stride)
            about |= {"places": len(places), "patch": list(patch)}
        if self.wish.method == "maximization":
            about |= {"steps": self.wish.numbers.get("steps", 64)}
        value = float(question.values(self.x)[0])
        return AskedEvent(event="asked", method=self.wish.method, value=value, **about)

    def _by_gradient(self, question: Question) -> Iterator[AttributionStreamEvent]:
        found, more = self._gradient_map(question)
        if self.wish.forget:
            trained, _ = self._gradient_map(self._question(self.network))
            more["similarity"] = methods.rank_correlation(found, trained)
        yield self._found(found, **more)

    def _gradient_map(self, question: Question) -> tuple[Array, dict[str, Any]]:
        numbers = self.wish.numbers
        match self.wish.method:
            case "smooth_grad":
                return methods.smooth_grad(question, self.x, **numbers), {}
            case "integrated":
                found = methods.integrated_gradients(question, self.x, **numbers)
                return found.attribution, {"total": found.total, "expected": found.expected}
            case "gradient_input":
                return methods.gradient_times_input(question, self.x), {}
            case _:
                return methods.saliency(question, self.x), {}

    def _grad_cam(self, question: Question) -> Iterator[AttributionStreamEvent]:
        layer = self.wish.layer or methods.cam_layers(question.network)[-1]
        found = methods.grad_cam(question, self.x, layer)
        more: dict[str, Any] = {"layer": layer}
        if self.wish.forget:
            trained = methods.grad_cam(self._question(self.network), self.x, layer)
            more["similarity"] = methods.rank_correlation(found.map, trained.map)
        more["coarse"] = wire.encode(found.map, self.form)
        more["weights"] = wire.encode(found.weights, self.form)
        yield self._found(found.enlarged[None], **more)

    def _occlusion(self, question: Question) -> Iterator[AttributionStreamEvent]:
        patch, stride = self._patch()
        covered = []
        for each in methods.occlusion(question, self.x, patch=patch, stride=stride):
            covered.append(each)
            yield CoveredEvent(event="covered", start=list(each.start), value=each.value, fall=each.fall)
        yield self._found(methods.heat_map(self.x.shape[2:], patch, covered)[None])

    def _patch(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        sizes, numbers = self.x.shape[2:], self.wish.numbers
        side = numbers.get("patch") or max(1, round(max(sizes) / _PATCH_PART))
        patch = tuple(min(side, size) for size in sizes)
        step = numbers.get("stride") or max(1, side // 2)
        return patch, tuple(step for _ in sizes)

    def _maximization(self, question: Question) -> Iterator[AttributionStreamEvent]:
        chosen = dict(self.wish.numbers)
        regularisers = methods.Regularisers(
            **{name: chosen.pop(name) for name in ("decay", "blur", "jitter") if name in chosen}
        )
        preprocessing = self.task.model.preprocessing
        mean, std = (np.array(each, np.float32) for each in (preprocessing.mean, preprocessing.std))
        low, high = -mean / std, (1 - mean) / std
        last = chosen.get("steps", 64)
        for each in methods.maximize(question, low, high, regularisers=regularisers, **chosen):
            shown = each.step % _STEPS_A_PICTURE == 0 or each.step == last
            more = {"picture": wire.encode(each.picture, self.form)} if shown else {}
            yield PaintedEvent(event="painted", step=each.step, value=each.value, **more)
        yield self._found(each.picture)

    def _found(self, found: Array, **more: Any) -> AttributionEvent:
        return AttributionEvent(event="attribution", map=wire.encode(found, self.form), **more)
