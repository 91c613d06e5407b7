"""The patches of some pictures that excite a map's units most."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from core.dependence import Interval, cone
from core.network import INPUT, Network
from core.ops.base import Array
from core.units import checked_index


@dataclass(frozen=True)
class Patch:
    """Where in which picture the map is largest: the unit, its value, and what it sees of the picture.

    `window`: first and last row, column, …; it may begin or end beyond the picture. None where no place is
    seen.
    `cutout`: what of the picture lies in it, C×….
    """

    picture: int
    unit: tuple[int, ...]
    value: float
    window: tuple[Interval, ...] | None
    cutout: Array


def top_patches(
    network: Network, layer: str, channel: int, pictures: Iterable[Array], count: int = 9
) -> list[Patch]:
    """The strongest unit of a map in each picture 1×C×…, the largest first, at most `count`.

    UnknownLayer, UnknownUnit where the network has no such map.
    """
    part = network.as_far_as(layer)
    shape = part.shapes[layer]
    checked_index(layer, (channel,), shape[:1])
    best = sorted(_strongest(part, layer, channel, pictures), key=lambda each: (-each[2], each[0]))
    return [
        _patch(number, (channel, *unit), value, picture, _window(part, layer, unit or (channel,)))
        for number, unit, value, picture in best[:count]
    ]


def _patch(
    number: int,
    unit: tuple[int, ...],
    value: float,
    picture: Array,
    window: tuple[Interval, ...] | None,
) -> Patch:
    inside = tuple(slice(max(0, first), last + 1) for first, last in window or ())
    return Patch(number, unit, value, window, picture[0][(slice(None), *inside)])


def _strongest(
    network: Network, layer: str, channel: int, pictures: Iterable[Array]
) -> Iterator[tuple[int, tuple[int, ...], float, Array]]:
    for number, picture in enumerate(pictures):
        values = np.asarray(network.run(picture).finish().activations[layer][0, channel])
        unit = np.unravel_index(int(values.argmax()), values.shape)
        yield number, tuple(int(each) for each in unit), float(values[unit]), picture


def _window(network: Network, layer: str, unit: tuple[int, ...]) -> tuple[Interval, ...] | None:
    found = next((each for each in cone(network, layer, unit) if each.name == INPUT), None)
    return found.window if found else None
