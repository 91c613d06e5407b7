"""The events of a stream, and what describes models and samples; the TypeScript types come from these.

A field with a default may be absent; all others are always there. Only what was set is put on the wire.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic.json_schema import SkipJsonSchema

from app.wire import Tensor
from core.zoo.model import Weights

PerAxis: TypeAlias = Annotated[
    list[int], Field(description="A number an axis, outermost first: (frame,) row, column.")
]


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def absent(description: str) -> Any:
    """A field that is left out where it does not apply; in the schema optional, and never null."""
    return Field(default=None, description=description, json_schema_extra=_without_default)


class ReceptiveField(BaseModel):
    """Which part of the input a layer's units see, along each of its axes (pictures: rows, columns).

    Unit (y, x) sees rows ⌊start + y·stride⌋ … + size; a stride is a fraction behind a layer that enlarges.
    """

    size: PerAxis
    stride: Annotated[list[int | float], Field(description="How far apart two units' fields begin.")]
    start: Annotated[
        list[int | float], Field(description="Where the first unit's field begins; < 0: in the padding.")
    ]


class LayerDescription(BaseModel):
    """A layer: its place in the graph, its cost, and its hyperparameters, each under its own name."""

    model_config = ConfigDict(extra="allow")

    name: str
    op: Annotated[str, Field(description="Kind of operation: conv2d, relu, maxpool2d, dense …")]
    inputs: Annotated[list[str], Field(description='Names of the layers read; "input" is the picture.')]
    output_shape: Annotated[list[int], Field(description="C×H×W, or the number of units.")]
    parameters: int
    macs: Annotated[int, Field(description="Multiply-accumulates for one picture (1 MAC = 2 FLOPs).")]
    bytes: Annotated[int, Field(description="Size of the output in float32.")]
    receptive_field: ReceptiveField
    filters: int | SkipJsonSchema[None] = absent("How many filters a convolution has.")
    kernel: PerAxis | SkipJsonSchema[None] = absent("Size of the window.")
    stride: PerAxis | SkipJsonSchema[None] = absent("How far the window moves.")
    padding: list[int] | SkipJsonSchema[None] = absent(
        "What is added around: all that is before, then all that is after (top, left, bottom, right)."
    )
    dilation: PerAxis | SkipJsonSchema[None] = absent("Distance between the window's elements.")
    groups: int | SkipJsonSchema[None] = absent("Groups of channels convolved apart from each other.")
    ceil_mode: bool | SkipJsonSchema[None] = absent("Whether a window may hang over the edge.")
    units: int | SkipJsonSchema[None] = absent("How many values a dense layer computes.")
    slope: float | SkipJsonSchema[None] = absent("Slope of a leaky ReLU below zero.")
    epsilon: float | SkipJsonSchema[None] = absent("What a normalization adds to the variance.")
    rate: float | SkipJsonSchema[None] = absent("Share of values that dropout removes in training.")
    folded: list[str] | SkipJsonSchema[None] = absent(
        "Names of batch norms that have become part of this layer's weights."
    )


class Preprocessing(BaseModel):
    """What was done to pixels in 0..1, a number a channel: value = (pixel − mean) / std."""

    mean: list[float]
    std: list[float]


class Drawing(BaseModel):
    """How to draw for a network that reads drawings."""

    paper: Annotated[float, Field(description="Pixel value of the empty sheet, 0..1.")]
    ink: Annotated[float, Field(description="Pixel value of the line, 0..1.")]
    brush: Annotated[float, Field(description="Width of the line in pixels of the network's input.")]


class ModelSummary(BaseModel):
    """A model in the list of models."""

    id: str
    title: str
    summary: str
    input_shape: Annotated[
        list[int], Field(description="C×H×W; of a signal C×L, of a clip C×T×H×W.", min_length=1)
    ]
    classes: list[str]
    parameters: int
    weights: Annotated[
        Weights, Field(description="trained here; random: a definition only; imported: from a file.")
    ]
    accuracy: float | SkipJsonSchema[None] = absent("Share of the whole test set that it gets right.")


class ModelDescription(ModelSummary):
    """A model with all its layers."""

    layers: Annotated[list[LayerDescription], Field(description="In execution order.")]
    logits: Annotated[str, Field(description="The layer whose outputs are the class scores before softmax.")]
    preprocessing: Preprocessing
    drawing: Drawing | SkipJsonSchema[None] = absent("Present where drawing makes sense.")
    notes: list[str] | SkipJsonSchema[None] = absent("What was done to the network when it was imported.")


class SampleDescription(BaseModel):
    """A sample (picture, clip or signal) with its true label."""

    id: str
    model: str
    label: Annotated[str, Field(description="The true class.")]
    picture: Annotated[
        str, Field(description="Where its file is: a PNG, animated for a clip; a WAV for a signal.")
    ]


class RunEvent(BaseModel):
    """The first event: the picture as the network sees it, and the network."""

    event: Literal["run"]
    model: str
    input: Tensor | SkipJsonSchema[None] = absent(
        "After preprocessing, C×H×W (of a signal C×L, of a clip C×T×H×W), always exact."
    )
    layers: list[LayerDescription]
    classes: list[str]
    logits: Annotated[str, Field(description="The layer whose outputs are the class scores before softmax.")]
    preprocessing: Preprocessing
    truth: str | SkipJsonSchema[None] = absent(
        "The true label, where the picture is a sample of one of the model's classes."
    )
    note: str | SkipJsonSchema[None] = absent("What was done to a clip or signal of another length.")


class LayerEvent(BaseModel):
    """A layer has been computed."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Tensor]

    event: Literal["layer"]
    index: Annotated[int, Field(ge=0, description="Place in the order of execution.")]
    name: str
    op: str
    output: Tensor | SkipJsonSchema[None] = absent("C×H×W, or the units.")
    min: Annotated[float | None, Field(description="Smallest value; null where it is no finite number.")]
    max: Annotated[float | None, Field(description="Largest value; null where it is no finite number.")]
    milliseconds: Annotated[float, Field(ge=0)]
    winners: Tensor | SkipJsonSchema[None] = absent(
        "Max pooling: for each output the flat index in its window of the value that won."
    )


class ClassScore(BaseModel):
    """How the network scores a class."""

    index: int
    label: str
    logit: Annotated[
        float | None, Field(description="The score before softmax; null where it is not finite.")
    ]
    probability: Annotated[float | None, Field(description="The softmax of the logits.")]


class PredictionEvent(BaseModel):
    """All layers have been computed: the classes, highest score first."""

    event: Literal["prediction"]
    classes: list[ClassScore]


class LossEvent(BaseModel):
    """What the backward pass takes the gradient of."""

    event: Literal["loss"]
    name: Annotated[
        Literal["cross_entropy", "logit", "hinge", "unit"],
        Field(description="unit: no loss, but the value of one unit."),
    ]
    target: int | SkipJsonSchema[None] = absent("Index of the class answered for.")
    label: str | SkipJsonSchema[None] = absent("Label of the class answered for.")
    layer: str | SkipJsonSchema[None] = absent("Of a unit answered for: its layer.")
    unit: list[int] | SkipJsonSchema[None] = absent("And its index there: map, row, column.")
    value: float | None


class GradientEvent(BaseModel):
    """A layer's gradients; layers come last first. A parameter `p` has its gradient under `d_p`."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Tensor]

    event: Literal["gradient"]
    name: str
    milliseconds: Annotated[float, Field(ge=0)]
    min: Annotated[
        float | None, Field(description="The least number of d_output; null where it is not finite.")
    ]
    max: Annotated[float | None, Field(description="Its greatest; null where it is not finite.")]
    counts: Annotated[
        bool, Field(description="False where the loss does not depend on the layer: all its gradients are 0.")
    ]
    d_output: Tensor | SkipJsonSchema[None] = absent(
        "The whole gradient at the output, summed over its consumers."
    )
    d_input: Tensor | list[Tensor] | SkipJsonSchema[None] = absent(
        "What the layer sends back to its input; a list where it has several, absent where it has none."
    )
    d_weight: Tensor | SkipJsonSchema[None] = absent(
        "Shaped as the weight; left out where it has more than 16,000,000 values."
    )
    d_bias: Tensor | SkipJsonSchema[None] = absent("Shaped as the bias.")


class EndEvent(BaseModel):
    """The last event of a stream that went well."""

    event: Literal["end"]


class ErrorEvent(BaseModel):
    """The last event of a stream that broke: the fields of a problem document."""

    event: Literal["error"]
    type: str
    title: str
    status: int
    detail: str


Event: TypeAlias = Annotated[
    RunEvent | LayerEvent | PredictionEvent | LossEvent | GradientEvent | EndEvent | ErrorEvent,
    Field(discriminator="event"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


def to_line(event: Event) -> bytes:
    """An event as a line of a JSON Lines stream."""
    return EVENTS.dump_json(event, exclude_unset=True) + b"\n"
