"""How much each pixel moves a unit, beside which pixels could: the effective receptive field.

A receptive field's pixels do not count alike: many paths lead from its middle to the unit, few from its rim.
The gradient of the unit with respect to the input tells how much each of them counts, for this picture
(Luo et al., 2016). Its *mass* at a place is the sum of its magnitudes over the channels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from core.attribution import Question
from core.dependence import Interval, cone
from core.network import INPUT, Network
from core.ops.base import Array
from core.units import Unit

MOST = 0.9  # of the mass: what is left out is the rim


@dataclass(frozen=True)
class Box:
    """A box about the middle of a field: its sides, and what share of the mass and of the pixels it holds.

    Pixels are those of the field that lie in the picture.
    """

    sides: tuple[int, ...]
    mass: float
    area: float


@dataclass(frozen=True)
class EffectiveField:
    """A unit's value, its gradient dunit/dinput (shaped as the input), and how that lies in the unit's field.

    `middle`: the box of half the field's sides. `most`: the smallest box, in the field's proportions, that
    holds 90 % of the mass. Both are None where no pixel moves the unit.
    """

    value: float
    gradient: Array
    middle: Box | None = None
    most: Box | None = None


def effective_field(network: Network, x: Array, layer: str, index: Sequence[int]) -> EffectiveField:
    """The effective field of one unit, for a batch of one picture. `index`: into the layer's output C×….

    UnknownLayer, UnknownUnit for what is not there.
    """
    question = Question(network, Unit(layer, tuple(index)))
    values, gradients = question.gradients(x)
    value, gradient = float(values[0]), gradients[0]
    mass = np.abs(gradient.astype(np.float64)).sum(axis=0)
    reached = cone(question.network, layer, index[1:] or index)
    seen = next((each for each in reached if each.name == INPUT), None)
    if seen is None or not 0 < mass.sum() < np.inf:
        return EffectiveField(value, gradient)
    return EffectiveField(value, gradient, *_boxes(mass, seen.window))


def _boxes(mass: Array, window: Sequence[Interval]) -> tuple[Box, Box]:
    """The middle box, and the smallest that holds most of the mass."""
    lengths = [last - first + 1 for first, last in window]
    boxes = [_box(mass, window, [_side(length, part) for length in lengths]) for part in _parts(lengths)]
    return boxes[_parts(lengths).index(_HALF)], next(box for box in boxes if box.mass >= MOST)


_HALF = Fraction(1, 2)


def _parts(lengths: Sequence[int]) -> list[Fraction]:
    """Shares of the field's sides at which a box in its proportions gets another pixel; and a half."""
    longest = max(lengths, default=1)
    return sorted({Fraction(side, longest) for side in range(1, longest + 1)} | {_HALF})


def _side(length: int, part: Fraction) -> int:
    """A part of a side, down to what lies about the same middle: an odd side of an odd one."""
    side = int(length * part)
    return max(side - (length - side) % 2, 2 - length % 2)


def _box(mass: Array, window: Sequence[Interval], sides: Sequence[int]) -> Box:
    inside = tuple(_within(interval, side) for interval, side in zip(window, sides, strict=True))
    field = tuple(slice(max(first, 0), last + 1) for first, last in window)
    area = mass[inside].size / mass[field].size
    return Box(tuple(sides), float(mass[inside].sum() / mass.sum()), area)


def _within(interval: Interval, side: int) -> slice:
    first, last = interval
    start = first + (last - first + 1 - side) // 2
    return slice(max(start, 0), max(start + side, 0))
