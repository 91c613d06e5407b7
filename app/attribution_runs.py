"""An attribution as the events of a stream, each made when it is asked for."""

from collections import deque
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
    AveragedEvent,
    CoveredEvent,
    PaintedEvent,
)
from app.attribution_numbers import NUMBERS, patch_and_stride
from app.events import EndEvent
from app.runs import Task
from app.streams import lines_of
from app.wire import Array, Form
from core import attribution as methods
from core.attribution import Averaged, Covered, Method, Question, Target, Unit
from core.errors import NoMaps
from core.network import Network

# A painted picture is sent every so many steps: the numbers in between tell enough.
_STEPS_A_PICTURE = 4

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
            "smooth_grad": self._averaging,
            "integrated": self._averaging,
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
        if steps := self._steps():
            about |= {"steps": steps}
        if self.wish.method == "integrated":
            about |= {"baseline": float(question.values(np.zeros_like(self.x))[0])}
        value = float(question.values(self.x)[0])
        return AskedEvent(event="asked", method=self.wish.method, value=value, **about)

    def _steps(self) -> int:
        """Of how many steps the method's course has; 0 where it has none, or one of places."""
        for name in ("samples", "steps"):
            if self.wish.method in NUMBERS[name].usual:
                return int(self.wish.numbers.get(name) or NUMBERS[name].usual[self.wish.method] or 0)
        return 0

    def _by_gradient(self, question: Question) -> Iterator[AttributionStreamEvent]:
        found = self._gradient_map(question)
        trained = self._question(self.network)
        yield self._found(found, **self._left(found, lambda: self._gradient_map(trained)))

    def _left(self, found: Array, trained: Callable[[], Array]) -> dict[str, Any]:
        """How much of what the trained network says is left where it forgot."""
        return {"similarity": methods.rank_correlation(found, trained())} if self.wish.forget else {}

    def _gradient_map(self, question: Question) -> Array:
        if self.wish.method == "gradient_input":
            return methods.gradient_times_input(question, self.x)
        return methods.saliency(question, self.x)

    def _averaging(self, question: Question) -> Iterator[AttributionStreamEvent]:
        steps = self._steps()
        is_a_way = self.wish.method == "integrated"
        where = methods.points(steps) if is_a_way else None
        for each in self._means(question):
            more: dict[str, Any] = {}
            total = float(each.attribution.sum(dtype=np.float64))
            if where is not None:
                more |= {"at": float(where[each.count - 1]), "total": total}
            if each.count.bit_count() == 1 or each.count == steps:
                more["map"] = wire.encode(each.attribution, self._sketch)
            yield AveragedEvent(event="averaged", count=each.count, value=each.value, **more)
        found = each.attribution
        ends = {}
        if is_a_way:
            value, before = question.values(np.concatenate([self.x, np.zeros_like(self.x)]))
            ends = {"total": total, "expected": float(value) - float(before)}
        left = self._left(found, lambda: self._mean(self._question(self.network)))
        yield self._found(found, **ends, **left)

    def _means(self, question: Question) -> Iterator[Averaged]:
        if self.wish.method == "integrated":
            return methods.integration(question, self.x, **self.wish.numbers)
        return methods.smoothing(question, self.x, **self.wish.numbers)

    def _mean(self, question: Question) -> Array:
        return deque(self._means(question), maxlen=1)[0].attribution

    @property
    def _sketch(self) -> Form:
        """How what is on its way is sent: it is looked at, and not added up."""
        return "preview" if self.form == "exact" else self.form

    def _grad_cam(self, question: Question) -> Iterator[AttributionStreamEvent]:
        layer = self.wish.layer or methods.cam_layers(question.network)[-1]
        found = methods.grad_cam(question, self.x, layer)
        trained = self._question(self.network)
        more = self._left(found.map, lambda: methods.grad_cam(trained, self.x, layer).map)
        more["layer"] = layer
        more["coarse"] = wire.encode(found.map, self.form)
        more["weights"] = wire.encode(found.weights, self.form)
        yield self._found(found.enlarged[None], **more)

    def _occlusion(self, question: Question) -> Iterator[AttributionStreamEvent]:
        covered = []
        for each in self._places(question):
            covered.append(each)
            yield CoveredEvent(event="covered", start=list(each.start), value=each.value, fall=each.fall)
        found = self._fallen(covered)
        trained = self._question(self.network)
        yield self._found(found, **self._left(found, lambda: self._fallen(list(self._places(trained)))))

    def _places(self, question: Question) -> Iterator[Covered]:
        patch, stride = self._patch()
        return methods.occlusion(question, self.x, patch=patch, stride=stride)

    def _fallen(self, covered: list[Covered]) -> Array:
        return methods.heat_map(self.x.shape[2:], self._patch()[0], covered)[None]

    def _patch(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return patch_and_stride(self.wish.numbers, self.x.shape[2:])

    def _maximization(self, question: Question) -> Iterator[AttributionStreamEvent]:
        chosen = dict(self.wish.numbers)
        regularisers = methods.Regularisers(
            **{name: chosen.pop(name) for name in ("decay", "blur", "jitter") if name in chosen}
        )
        preprocessing = self.task.model.preprocessing
        mean, std = (np.array(each, np.float32) for each in (preprocessing.mean, preprocessing.std))
        low, high = -mean / std, (1 - mean) / std
        last = self._steps()
        for each in methods.maximize(question, low, high, regularisers=regularisers, **chosen):
            shown = each.step % _STEPS_A_PICTURE == 0 or each.step == last
            form = self.form if each.step == last else self._sketch
            more = {"picture": wire.encode(each.picture, form)} if shown else {}
            yield PaintedEvent(event="painted", step=each.step, value=each.value, **more)
        yield self._found(each.picture)

    def _found(self, found: Array, **more: Any) -> AttributionEvent:
        return AttributionEvent(event="attribution", map=wire.encode(found, self.form), **more)
