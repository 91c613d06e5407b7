"""Places and units as an address writes them: whole numbers joined by commas."""

from typing import Annotated, TypeAlias

from fastapi import Query

from app.problems import Problem
from core.units import Unit

LayerOfUnit: TypeAlias = Annotated[
    str | None,
    Query(description="Of a unit that is asked about instead of a class: its layer.", examples=["conv1"]),
]
UnitInLayer: TypeAlias = Annotated[
    str | None, Query(description="And its index there: map,row,column.", examples=["0,12,5"])
]


def numbers(name: str, text: str) -> tuple[int, ...]:
    """The numbers of a query parameter; a problem where it holds something else."""
    parts = text.split(",") if text else []
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise Problem(422, f"query {name}: {text!r} is not whole numbers joined by commas. Write 0,12,5.")
    return tuple(map(int, parts))


def asked_unit(asks: str | None, target: str | None) -> Unit | None:
    """The unit that is asked about instead of a class, told in one: layer:map,row,column."""
    if asks is None:
        return None
    layer, colon, unit = asks.rpartition(":")  # names of layers may have colons
    if not colon:
        raise Problem(422, f"query asks: {asks!r} names no unit. Write conv1:0,12,5.")
    return unit_of(layer, unit, target)


def unit_of(layer: str | None, unit: str | None, target: str | None) -> Unit | None:
    """The unit that a query asks about instead of a class; a problem where it is half told, or both are."""
    if (layer is None) != (unit is None):
        raise Problem(422, "query layer and unit: a unit is told by both. Give layer=conv1&unit=0,12,5.")
    if layer is None or unit is None:
        return None
    if target is not None:
        raise Problem(422, "query target and unit: there is one of them to ask about. Leave the other out.")
    return Unit(layer, numbers("unit", unit))
