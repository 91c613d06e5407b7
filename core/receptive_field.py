"""Which part of the network's input a unit sees.

Along an axis, r_l = r_{l−1} + (k_l − 1)·j_{l−1} and j_l = j_{l−1}·s_l, with k the window's extent (dilation
included) and s its stride; padding moves the start into the negative. A layer that enlarges has s = 1/2 or
the like, so that strides and starts may be fractions; the rows that a unit sees begin at whole ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm

from core.network import INPUT, Network
from core.ops.base import Everything, Pointwise, Reach, Whole
from core.shapes import Shape, Span
from core.units import checked_index

Number = int | Fraction


@dataclass(frozen=True)
class Field:
    """Along one axis: unit i sees `size` input rows (or columns) from ⌊start + i·stride⌋ on.

    A start below 0 lies in the padding. `units` is how many units there are along the axis; once a layer
    has mixed all positions there is one, and the stride is 0. A constant sees nothing: its size is 0.
    """

    size: int
    stride: Number
    start: Number
    units: int

    def of(self, unit: int, size: int) -> slice:
        """What a unit sees of an axis that long, without the padding."""
        first = floor(self.start + unit * self.stride)
        return slice(min(max(first, 0), size), min(max(first + self.size, 0), size))

    def through(self, span: Span, units: int) -> "Field":
        """The field of the units of a layer whose units each read a span of this one's."""
        if not self.size:
            return self
        stride = self.stride * span.stride
        # Where a stride is a fraction, a field's ends depend on the unit; they do so again and again alike.
        moves = stride, self.stride, span.stride
        repeats = lcm(*(Fraction(each).denominator for each in moves))
        ends = [self._ends(span, unit) for unit in range(min(repeats, units))]
        start = min(first - unit * stride for unit, (first, _) in enumerate(ends))
        size = max(last - floor(start + unit * stride) for unit, (_, last) in enumerate(ends))
        return Field(size, stride, start, units)

    def _ends(self, span: Span, unit: int) -> tuple[int, int]:
        """The first row that a unit of the next layer sees, and the first that it does not see any more."""
        first = floor(span.offset + unit * span.stride)
        last = first + span.extent - 1
        return floor(self.start + first * self.stride), floor(self.start + last * self.stride) + self.size

    def whole(self, units: int = 1) -> "Field":
        """The field of units that depend on every unit of this one."""
        if not self.size:
            return self
        first, last = floor(self.start), floor(self.start + (self.units - 1) * self.stride)
        return Field(last - first + self.size, 0, first, units)

    def joined(self, other: "Field") -> "Field":
        """The field of a unit that depends on the same unit of two branches.

        Where the branches' strides differ it is as wide as the unit that sees most needs; where they have
        other numbers of units (joined vectors) it is all that both see.
        """
        if not (self.size and other.size):
            return self if self.size else other
        if self.units != other.units:
            return self.whole().joined(other.whole())
        stride = max(self.stride, other.stride)
        # Both ends of a field move in a straight line from unit to unit, so that they are furthest from the
        # common stride's at the first or the last one.
        drifts = [(each, i * (each.stride - stride)) for each in (self, other) for i in (0, self.units - 1)]
        start = min(each.start + drift for each, drift in drifts)
        size = max(ceil(each.start + drift - start) + each.size for each, drift in drifts)
        return Field(size, stride, start, self.units)


Fields = tuple[Field, ...]


def receptive_field(network: Network, layer: str, unit: Sequence[int]) -> tuple[slice, ...]:
    """The part of an input C×… that a unit of a layer sees, as slices: `x[receptive_field(…)]` cuts it out.

    `unit`: its place along the spatial axes of the layer's output. What lies in the padding is left out.
    UnknownLayer, UnknownUnit for what is not there.
    """
    network.layer(layer)
    fields = receptive_fields(network)[layer]
    units = tuple(field.units for field in fields)
    checked_index(layer, unit, units)
    sizes = network.input_shape[1:]
    seen = zip(fields, unit, sizes, strict=True)
    return (slice(None), *(field.of(i, size) for field, i, size in seen))


def receptive_fields(network: Network) -> dict[str, Fields]:
    """Every layer's field along each of the input's axes (pictures: vertical, horizontal), by layer name.

    "input" is included. A flatten layer only renames its input's units, so it has its input's field.
    """
    fields = {INPUT: tuple(Field(1, 1, 0, size) for size in network.input_shape[1:])}
    for layer in network.layers:
        inputs = network.input_shapes(layer)
        reach, output = layer.operation.reach(*inputs), network.shapes[layer.name]
        branches = [_through(fields[name], reach, output) for name in layer.inputs]
        fields[layer.name] = _joined(branches) if branches else _nothing(network.input_shape)
    return fields


def _through(fields: Fields, reach: Reach, output: Shape) -> Fields:
    if isinstance(reach, Pointwise):
        return fields
    told = () if isinstance(reach, Everything) else reach
    # Axes are counted from the last one; what a layer does not tell of, it has mixed.
    reaches = ((Whole(),) * len(fields) + told)[len(told) :]
    sizes = ((1,) * len(fields) + output[1:])[len(output[1:]) :]
    return tuple(
        field.whole(units) if isinstance(each, Whole) else field.through(each, units)
        for field, each, units in zip(fields, reaches, sizes, strict=True)
    )


def _nothing(input_shape: Shape) -> Fields:
    return (Field(0, 0, 0, 1),) * (len(input_shape) - 1)


def _joined(branches: list[Fields]) -> Fields:
    first, *others = branches
    for other in others:
        first = tuple(one.joined(another) for one, another in zip(first, other, strict=True))
    return first
