"""What a unit sees, how much each pixel moves it, and which units see a place: told for the wire."""

from fractions import Fraction
from math import isfinite
from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app import wire
from app.events import PerAxis, absent
from app.runs import Task
from app.wire import Array, Tensor
from core.dependence import Interval, Part, cone, seers
from core.effective_field import Box, EffectiveField, effective_field
from core.receptive_field import receptive_fields
from core.shapes import Span
from core.units import Unit
from core.zoo.model import Model


class Range(BaseModel):
    """Places along an axis, both ends included."""

    first: int
    last: int


Ranges: TypeAlias = Annotated[list[Range], Field(description="A range for every axis.")]


class FieldPart(BaseModel):
    """What of a layer, or of the picture ("input"), a unit depends on."""

    name: str
    sizes: Annotated[
        PerAxis, Field(description="How many places there are along each axis; 1 where all are mixed.")
    ]
    window: Annotated[
        Ranges, Field(description="What is read, were the map endless: beyond 0 and `sizes` is padding.")
    ]
    seen: Annotated[Ranges | None, Field(description="The box around what there is of it; null: nothing.")]
    places: Annotated[int, Field(description="How many places in it the unit depends on: some are left out.")]
    extent: Annotated[
        list[int | None],
        Field(description="How far a unit here reads along each axis of its inputs; null: all of it."),
    ]
    stride: Annotated[
        list[float | None], Field(description="How far apart two units' windows are; null: they are one.")
    ]


class UnitField(BaseModel):
    """A unit's receptive field, and its cone through all layers that lead to it."""

    layer: str
    unit: Annotated[list[int], Field(description="Its map, and its place there.")]
    size: Annotated[PerAxis, Field(description="Of the field on the picture, padding included.")]
    parts: Annotated[list[FieldPart], Field(description="From the picture to the unit, in execution order.")]


class FieldBox(BaseModel):
    """A box about the middle of a receptive field."""

    sides: PerAxis
    mass: Annotated[float, Field(description="Share of the gradient's magnitudes that lies in it.")]
    area: Annotated[float, Field(description="Share of the field's pixels in the picture that it holds.")]


class UnitGradient(BaseModel):
    """The effective receptive field: how much each value of the input moves the unit, on this picture."""

    layer: str
    unit: list[int]
    value: float | None
    gradient: Annotated[Tensor, Field(description="dunit/dinput, shaped as the network's input.")]
    middle: FieldBox | SkipJsonSchema[None] = absent("Half the field's sides; absent where all slopes are 0.")
    most: FieldBox | SkipJsonSchema[None] = absent("The smallest box with 90 % of the magnitudes.")


class Seeing(BaseModel):
    """How much of a layer sees a place of the picture."""

    name: str
    sizes: PerAxis
    ranges: Annotated[Ranges | None, Field(description="The box around the places that do; null: none does.")]
    places: Annotated[int, Field(description="How many do.")]


class SeenBy(BaseModel):
    """The units that a change of one place of the picture can reach."""

    at: list[int]
    layers: Annotated[list[Seeing], Field(description="In execution order.")]


def field_of(model: Model, unit: Unit) -> UnitField:
    """What a unit depends on, from the picture on."""
    parts = cone(model.network, unit.layer, unit.index[1:] or unit.index)
    size = [field.size for field in receptive_fields(model.network)[unit.layer]]
    return UnitField(
        layer=unit.layer, unit=list(unit.index), size=size, parts=[_part(each) for each in parts]
    )


def _part(part: Part) -> FieldPart:
    return FieldPart(
        name=part.name,
        sizes=list(part.places.shape),
        window=_ranges(part.window),
        seen=None if part.seen is None else _ranges(part.seen),
        places=part.count,
        extent=[None if each is None else each.extent for each in part.reads],
        stride=[_stride(each) for each in part.reads],
    )


def _ranges(box: tuple[Interval, ...]) -> list[Range]:
    return [Range(first=first, last=last) for first, last in box]


def _stride(span: Span | None) -> float | None:
    return None if span is None else float(Fraction(span.stride))


def seen_by(model: Model, at: tuple[int, ...]) -> SeenBy:
    """The units of all layers that see a place."""
    return SeenBy(at=list(at), layers=[_seeing(*each) for each in seers(model.network, at).items()])


def _seeing(name: str, mask: Array) -> Seeing:
    part = Part(name, mask, ())
    ranges = None if part.seen is None else _ranges(part.seen)
    return Seeing(name=name, sizes=list(mask.shape), ranges=ranges, places=part.count)


def gradient_of(task: Task, unit: Unit, as_list: bool) -> bytes:
    """A unit's gradient, as JSON."""
    found = effective_field(task.network(), task.tensor(), unit.layer, unit.index)
    answer = UnitGradient(
        layer=unit.layer,
        unit=list(unit.index),
        value=found.value if isfinite(found.value) else None,
        gradient=wire.encode(found.gradient, "list" if as_list else "exact"),
        **_boxes(found),
    )
    return answer.model_dump_json(exclude_unset=True).encode()


def _boxes(found: EffectiveField) -> dict[str, FieldBox]:
    boxes = {"middle": found.middle, "most": found.most}
    return {name: _box(box) for name, box in boxes.items() if box is not None}


def _box(box: Box) -> FieldBox:
    return FieldBox(sides=list(box.sides), mass=box.mass, area=box.area)
