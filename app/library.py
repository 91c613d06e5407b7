"""The models that the server offers, found by name; a name that does not exist is an error that lists all."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from app.events import (
    Drawing,
    LayerDescription,
    ModelDescription,
    ModelSummary,
    Preprocessing,
    SampleDescription,
)
from core.counting import total_parameters
from core.describe import describe_layers
from core.errors import UnknownClass, UnknownModel, UnknownSample
from core.zoo.model import Model, Sample


class Library:
    """Models by id, and their samples by id."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._samples = {sample.id: (model, sample) for model in models.values() for sample in model.samples}

    def model(self, name: str) -> Model:
        """The model of that id; UnknownModel where there is none."""
        if name not in self.models:
            raise UnknownModel(name, self.models)
        return self.models[name]

    def sample(self, name: str) -> Sample:
        """The sample of that id; UnknownSample where there is none."""
        if name not in self._samples:
            raise UnknownSample(name, self._samples)
        return self._samples[name][1]

    def samples(self) -> list[SampleDescription]:
        """All samples, model by model."""
        return [
            SampleDescription(
                id=sample.id, model=model.id, label=sample.label, picture=f"/api/samples/{sample.id}.png"
            )
            for model, sample in self._samples.values()
        ]


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
        **present,
    )


def layers_of(model: Model) -> list[LayerDescription]:
    """All layers in execution order."""
    return [LayerDescription.model_validate(layer) for layer in describe_layers(model.network)]


def preprocessing_of(model: Model) -> Preprocessing:
    """What the model does to pixels."""
    return Preprocessing.model_validate(asdict(model.preprocessing))
