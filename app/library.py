"""The models that the server offers, and those that people add while it runs."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from itertools import count
from threading import Lock
from typing import Any

from app.events import (
    Drawing,
    LayerDescription,
    ModelDescription,
    ModelSummary,
    Preprocessing,
    SampleDescription,
)
from app.problems import Problem
from core.counting import total_parameters
from core.describe import describe_layers
from core.errors import UnknownClass, UnknownSample
from core.zoo.model import Model, Models, Sample

_MIB = 1024**2


class Library:
    """Models by id, and their samples by id.

    A model may be added or removed at any time by any thread. Whoever has read `models` keeps what was there
    then, because a change puts another table in its place. Added models are bounded in number and in bytes of
    weights; the oldest make room for the next, because whoever brought them still has the file.
    """

    def __init__(
        self, models: Mapping[str, Model], *, most_added: int = 8, most_added_bytes: int = 512 * _MIB
    ) -> None:
        self.models = Models(models)
        self._samples = {sample.id: (model, sample) for model in models.values() for sample in model.samples}
        self._most_added = most_added
        self._most_added_bytes = most_added_bytes
        self._added: dict[str, int] = {}  # bytes by id, oldest first
        self._changing = Lock()

    def add(self, model: Model) -> Model:
        """Offer one more model; gives it as offered, with a number in its id where that was taken.

        A 413 problem where it alone is larger than all that are added may be.
        """
        size = weight_bytes(model)
        if size > self._most_added_bytes:
            raise Problem(
                413,
                f"The network's weights take {size / _MIB:.0f} MiB, and all imported ones together may take "
                f"{self._most_added_bytes / _MIB:g} MiB. Start the server with a higher --max-imports-mib.",
            )
        with self._changing:
            models = Models(self.models)
            while self._added and not self._has_room_for(size):
                oldest = next(iter(self._added))
                del models[oldest], self._added[oldest]
            offered = under_own_id(model, models)
            models[offered.id] = offered
            self._added[offered.id] = size
            self.models = models
        return offered

    def remove(self, model_id: str) -> None:
        """Take an added model away; UnknownModel where there is none, a 403 problem where not added."""
        with self._changing:
            models = Models(self.models)
            model = models[model_id]
            if model_id not in self._added:
                raise Problem(
                    403,
                    f"{model.title} belongs to the server. Only networks that were imported can be removed.",
                )
            del models[model_id], self._added[model_id]
            self.models = models

    def sample(self, name: str) -> Sample:
        """The sample of that id; UnknownSample where there is none."""
        if name not in self._samples:
            raise UnknownSample(name, self._samples)
        return self._samples[name][1]

    def samples(self) -> list[SampleDescription]:
        """All samples, model by model."""
        return [
            SampleDescription(id=sample.id, model=model.id, label=sample.label, picture=address_of(sample))
            for model, sample in self._samples.values()
        ]

    def samples_for(self, model: Model) -> list[Sample]:
        """The samples that go with a model: its own, or else those of models that take the like.

        Like are inputs with as many axes and channels, or else with as many axes.
        """
        shape = model.network.input_shape
        kin = [each for each in self.models.values() if len(each.network.input_shape) == len(shape)]
        alike = [each for each in kin if each.network.input_shape[0] == shape[0]]
        found = ([sample for each in those for sample in each.samples] for those in ([model], alike, kin))
        return next((samples for samples in found if samples), [])

    def _has_room_for(self, size: int) -> bool:
        taken = sum(self._added.values())
        return len(self._added) < self._most_added and taken + size <= self._most_added_bytes


def weight_bytes(model: Model) -> int:
    """The memory that a model's weights take."""
    return sum(array.nbytes for array in model.network.state.values())


def under_own_id(model: Model, others: Mapping[str, Model]) -> Model:
    """The model, with a number behind its id where another has that."""
    wanted = (model.id if number == 1 else f"{model.id}-{number}" for number in count(1))
    return replace(model, id=next(each for each in wanted if each not in others))


def address_of(sample: Sample) -> str:
    """Where a sample's file is served."""
    return f"/api/samples/{sample.id}{sample.path.suffix}"


def class_index(classes: Iterable[str], target: int | str) -> int:
    """The class meant by a label or an index, a label before an index; UnknownClass where there is none."""
    labels = list(classes)
    if target in labels:
        return labels.index(str(target))
    if str(target) in {str(index) for index in range(len(labels))}:
        return int(target)
    raise UnknownClass(target, (f"{index} ({label})" for index, label in enumerate(labels)))


def describe(model: Model) -> ModelDescription:
    """A model with all its layers."""
    present: dict[str, Any] = {}
    if model.drawing is not None:
        drawing = model.drawing
        present["drawing"] = Drawing(paper=drawing.paper, ink=drawing.ink, brush=drawing.brush)
    if model.notes:
        present["notes"] = list(model.notes)
    return ModelDescription(
        **summarize(model).model_dump(exclude_unset=True),
        layers=layers_of(model),
        logits=model.network.logits,
        preprocessing=preprocessing_of(model),
        **present,
    )


def summarize(model: Model) -> ModelSummary:
    """A model as it stands in the list."""
    present: dict[str, Any] = {} if model.accuracy is None else {"accuracy": model.accuracy}
    return ModelSummary(
        id=model.id,
        title=model.title,
        summary=model.summary,
        input_shape=list(model.network.input_shape),
        classes=list(model.classes),
        parameters=total_parameters(model.network),
        weights=model.weights,
        **present,
    )


def layers_of(model: Model) -> list[LayerDescription]:
    """All layers in execution order."""
    return [LayerDescription.model_validate(layer) for layer in describe_layers(model.network)]


def preprocessing_of(model: Model) -> Preprocessing:
    """What the model does to pixels."""
    return Preprocessing.model_validate(asdict(model.preprocessing))
