"""What an attribution's stream says, and what there is to choose from."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app.events import EndEvent, ErrorEvent, absent
from app.wire import Tensor
from core.attribution import Method


class NumberDescription(BaseModel):
    """A number of a method that can be chosen."""

    name: str
    title: str
    says: str
    least: float
    most: float
    usual: Annotated[float, Field(description="What it is unless given, for this model.")]
    whole: bool


class MethodDescription(BaseModel):
    """A way to find out what a network looked at."""

    id: Method | Literal["patches"]
    title: str
    family: Annotated[str, Field(description="What is done to the network or the picture.")]
    shows: Annotated[str, Field(description="What it shows, in a sentence.")]
    misleads: Annotated[str, Field(description="How it can mislead, in another.")]
    holds: Annotated[
        Literal["signed", "positive", "picture"],
        Field(description="Numbers for and against, numbers for, or pixels."),
    ]
    numbers: list[NumberDescription]
    maps: list[str] | SkipJsonSchema[None] = absent("Grad-CAM: the layers whose maps can be looked at.")


class AskedEvent(BaseModel):
    """First: what is asked about, and its value for this picture."""

    event: Literal["asked"]
    method: Method
    target: int | SkipJsonSchema[None] = absent("Index of the class whose score is asked about.")
    label: str | SkipJsonSchema[None] = absent("Its label.")
    layer: str | SkipJsonSchema[None] = absent("Of a unit that is asked about: its layer.")
    unit: list[int] | SkipJsonSchema[None] = absent("And its index there.")
    value: float
    places: int | SkipJsonSchema[None] = absent("Occlusion: how many places the patch will have.")
    patch: list[int] | SkipJsonSchema[None] = absent("Occlusion: the patch's size.")
    steps: int | SkipJsonSchema[None] = absent("How many averaged or painted events there will be.")
    baseline: float | SkipJsonSchema[None] = absent("Integrated gradients: the target's value there.")


class CoveredEvent(BaseModel):
    """Occlusion: one place of the patch, what the target is then, and by how much less than without it."""

    event: Literal["covered"]
    start: Annotated[list[int], Field(description="The patch's first row and column.")]
    value: float
    fall: float


class AveragedEvent(BaseModel):
    """SmoothGrad and integrated gradients: the mean as far as it has come."""

    event: Literal["averaged"]
    count: Annotated[int, Field(description="Over so many pictures.")]
    value: Annotated[float, Field(description="The target's value for the last of them.")]
    at: float | SkipJsonSchema[None] = absent("Where on the way from the baseline (0) it lies.")
    total: float | SkipJsonSchema[None] = absent("Integrated gradients: the sum of all numbers so far.")
    map: Tensor | SkipJsonSchema[None] = absent("After 1, 2, 4, 8, … and all.")


class PaintedEvent(BaseModel):
    """Maximization: the picture after so many steps, as the network gets it, and the target's value."""

    event: Literal["painted"]
    step: int
    value: float
    picture: Tensor | SkipJsonSchema[None] = absent("Every so many steps, and at the first and last.")


class AttributionEvent(BaseModel):
    """The result, and the numbers that go with it."""

    event: Literal["attribution"]
    map: Annotated[
        Tensor,
        Field(
            description="C×… shaped as the input; of Grad-CAM and occlusion one map, as large as the input."
        ),
    ]
    coarse: Tensor | SkipJsonSchema[None] = absent("Grad-CAM: as large as the layer's maps.")
    weights: Tensor | SkipJsonSchema[None] = absent("Grad-CAM: a number a map, the mean of its gradient.")
    layer: str | SkipJsonSchema[None] = absent("Grad-CAM: the layer whose maps were looked at.")
    total: float | SkipJsonSchema[None] = absent("Integrated gradients: what all numbers add up to.")
    expected: float | SkipJsonSchema[None] = absent(
        "What that should be: the target here minus that of the baseline."
    )
    similarity: float | SkipJsonSchema[None] = absent(
        "With forget: Spearman's rank correlation of the magnitudes with those of the trained network."
    )


AttributionStreamEvent: TypeAlias = Annotated[
    AskedEvent | AveragedEvent | CoveredEvent | PaintedEvent | AttributionEvent | EndEvent | ErrorEvent,
    Field(discriminator="event"),
]


class PatchDescription(BaseModel):
    """Where in a sample a map is largest, and what the unit there sees of it."""

    sample: str
    unit: Annotated[list[int], Field(description="Its index in the layer's output.")]
    value: float
    window: list[list[int]] | SkipJsonSchema[None] = absent(
        "First and last row, column, …; it may begin or end in the padding."
    )
    cutout: Annotated[Tensor, Field(description="What of the picture lies there, as the network gets it.")]
