"""Which units depend on which: a unit's cone back to the picture, and the units that see a place of it.

A receptive field (receptive_field.py) is one size for all units of a layer, and may lie in the padding. Here
every unit is followed on its own, layer by layer, and what there is of it: places that windows leave out by
their dilation or stride are left out, and a branch that reaches further does not widen the other's part.

Along an axis a layer connects its outputs with its inputs as a matrix of booleans says; a set of units is a
mask over the places of its layer, and goes through a layer one axis after the other. Channels are left aside,
as they are in a receptive field. Where a layer mixes places in a way that it does not tell (a reshape), all
its outputs count as connected with all its inputs: what is found is never too little.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

import numpy as np

from core.network import INPUT, Layer, Network
from core.ops.base import Array, Everything, Pointwise, Reach, Whole
from core.receptive_field import Fields, receptive_fields
from core.shapes import Shape, Span
from core.units import checked_index

Interval = tuple[int, int]  # the first and the last place, both included
T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """What of a layer (or the picture) takes part: `places` is True where a unit does.

    `window` is what is read without regard to the layer's ends; where it goes beyond them lies the padding.
    `reads` is how a unit of the layer reads what is before it, an axis each: None where it reads all.
    """

    name: str
    places: Array
    window: tuple[Interval, ...]
    reads: tuple[Span | None, ...] = ()

    @property
    def count(self) -> int:
        """How many places take part."""
        return int(np.count_nonzero(self.places))

    @property
    def seen(self) -> tuple[Interval, ...] | None:
        """The narrowest box that holds them; None where there are none."""
        return _box(self.places)


def cone(network: Network, layer: str, unit: Sequence[int]) -> tuple[Part, ...]:
    """All that a unit depends on, from the picture to the unit itself, in execution order.

    `unit`: its place along the axes of the layer's output (of a row of values: which of them), as
    `place_of` takes it. UnknownLayer, UnknownUnit for what is not there.
    """
    graph = _Connections(network)
    place = place_of(network, layer, unit, graph.fields)
    reached = {layer: _only(place, graph.sizes(layer))}
    windows: dict[str, list[Interval]] = {layer: [(at, at) for at in place]}
    for each in reversed(network.layers):
        if each.name not in reached:
            continue
        for name, links in graph.inputs(each):
            behind = _through(reached[each.name], [link.matrix.T for link in links])
            reached[name] = reached[name] | behind if name in reached else behind
            read = [link.window(box) for link, box in zip(links, windows[each.name], strict=True)]
            windows[name] = _hull(windows[name], read) if name in windows else read
    order = [name for name in (INPUT, *network.names) if name in reached]
    return tuple(Part(name, reached[name], tuple(windows[name]), graph.reads(name)) for name in order)


def seers(network: Network, place: Sequence[int]) -> dict[str, Array]:
    """For every layer which of its units a change at a place of the input can reach, as a mask.

    Of a layer that reads one row of values the mask is over the places that these come from. UnknownUnit
    where the input has no such place.
    """
    graph = _Connections(network)
    sizes = network.input_shape[1:]
    reached = {INPUT: _only(checked_index(INPUT, place, sizes), sizes)}
    for layer in network.layers:
        found = np.zeros(graph.sizes(layer.name), bool)
        for name, links in graph.inputs(layer):
            found |= _through(reached[name], [link.matrix for link in links])
        reached[layer.name] = found
    del reached[INPUT]
    return reached


def place_of(
    network: Network, layer: str, unit: Sequence[int], fields: dict[str, Fields] | None = None
) -> tuple[int, ...]:
    """Where a unit lies, along the input's axes; that of a flattened value is the place it was taken from.

    `unit` leads into one map of the output, its channel left out; in a row of values it is the number of one.
    """
    found = network.layer(layer)
    shape = network.shapes[layer]
    sizes = tuple(field.units for field in (fields or receptive_fields(network))[layer])
    axes = shape[1:] or shape
    unit = checked_index(layer, unit, axes)
    if len(shape) > 1:
        return _along(unit, sizes)
    while isinstance(found.operation.reach(*network.input_shapes(found)), Pointwise) and found.inputs:
        above = found.inputs[0]
        before = network.shapes[above]
        if len(before) > 1 and prod(before) == shape[0]:
            return _along([int(each) for each in np.unravel_index(unit[0], before)[1:]], sizes)
        if above == INPUT or before != shape:
            break
        found = network.layer(above)
    return _along((), sizes)


def _along(unit: Sequence[int], sizes: Shape) -> tuple[int, ...]:
    """A place along the picture's axes, counted from the last one; an axis that is mixed has but one."""
    places = (*(0 for _ in sizes), *unit)[len(unit) :]
    return tuple(min(place, size - 1) for place, size in zip(places, sizes, strict=True))


class _Connections:
    """How the layers of a network hang together, place by place."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.fields = receptive_fields(network)

    def sizes(self, name: str) -> Shape:
        """How many places a layer has along each of the input's axes: one where all are mixed."""
        return tuple(field.units for field in self.fields[name])

    def inputs(self, layer: Layer) -> Iterator[tuple[str, list["_Link"]]]:
        """What a layer reads that depends on the picture, and how along each of the picture's axes."""
        shapes = self.network.input_shapes(layer)
        reach = layer.operation.reach(*shapes)
        told = layer.operation.connections(*shapes)
        outs = self.sizes(layer.name)
        for name in dict.fromkeys(layer.inputs):
            if all(field.size for field in self.fields[name]):
                sizes = self.sizes(name)
                rank = len(sizes)
                yield (
                    name,
                    [
                        _Link(_reach(reach, axis - rank, size == out), _at(told, axis - rank), size, out)
                        for axis, (size, out) in enumerate(zip(sizes, outs, strict=True))
                    ],
                )

    def reads(self, name: str) -> tuple[Span | None, ...]:
        """How a unit reads what is before it, along each of the picture's axes; None where it reads all."""
        if name == INPUT:
            return ()
        layer = self.network.layer(name)
        reach = layer.operation.reach(*self.network.input_shapes(layer))
        rank = len(self.fields[name])
        told = (_reach(reach, axis - rank, keeps=True) for axis in range(rank))
        return tuple(each if isinstance(each, Span) else None for each in told)


@dataclass(frozen=True)
class _Link:
    """How a layer reads another along one axis of the picture; `told` is what the operation says exactly."""

    reach: Span | Whole
    told: Array | None
    size: int
    out: int

    @property
    def matrix(self) -> Array:
        """Which places each output depends on, outputs×inputs."""
        if isinstance(self.reach, Whole):
            return np.ones((self.out, self.size), bool)
        if self.told is not None and self.told.shape == (self.out, self.size):
            return self.told
        return self.reach.connections(self.size, self.out)

    def window(self, units: Interval) -> Interval:
        """What a row of outputs reads from its first place to its last, ends and padding not looked at."""
        if isinstance(self.reach, Whole):
            return 0, self.size - 1
        return self.reach.read_by(units[0])[0], self.reach.read_by(units[1])[1]


def _reach(reach: Reach, axis: int, keeps: bool) -> Span | Whole:
    if isinstance(reach, Pointwise):
        # Branches with other numbers of places, joined as rows of values, are mixed by that.
        return Span(1) if keeps else Whole()
    return (None if isinstance(reach, Everything) else _at(reach, axis)) or Whole()


def _at(told: Sequence[T], axis: int) -> T | None:
    """What is told of an axis, where axes are counted from the last one."""
    return told[axis] if -axis <= len(told) else None


def _through(mask: Array, relations: Sequence[Array]) -> Array:
    """A set of places on the other side of a layer, given relations new×old."""
    for axis, relation in enumerate(relations):
        moved = np.moveaxis(mask, axis, -1).astype(np.float32) @ relation.T.astype(np.float32)
        mask = np.moveaxis(moved > 0, -1, axis)
    return mask


def _hull(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(one, other, strict=True)]


def _only(place: Sequence[int], sizes: Shape) -> Array:
    mask = np.zeros(sizes, bool)
    mask[tuple(place)] = True
    return mask


def _box(mask: Array) -> tuple[Interval, ...] | None:
    places = np.argwhere(mask)
    if not len(places):
        return None
    return tuple((int(low), int(high)) for low, high in zip(places.min(0), places.max(0), strict=True))
