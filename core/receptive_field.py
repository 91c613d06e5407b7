"""Which part of the picture a unit sees.

Along an axis, r_l = r_{l−1} + (k_l − 1)·j_{l−1} and j_l = j_{l−1}·s_l, with k the window's extent (dilation
included) and s its stride; padding moves the start into the negative.
"""

from dataclasses import dataclass

from core.network import INPUT, Network
from core.ops.base import Everything, Pointwise, Reach
from core.shapes import Axis, Shape


@dataclass(frozen=True)
class Field:
    """Along one axis: unit i sees `size` input rows (or columns) from start + i·stride on.

    A start below 0 lies in the padding. `units` is how many units there are along the axis; once a layer
    has mixed all positions there is one, and the stride is 0.
    """

    size: int
    stride: int
    start: int
    units: int

    def through(self, axis: Axis, units: int) -> "Field":
        """The field of the units of a window that moves over the units of this one."""
        return Field(
            self.size + (axis.extent - 1) * self.stride,
            self.stride * axis.stride,
            self.start - axis.before * self.stride,
            units,
        )

    def whole(self) -> "Field":
        """The field of a unit that depends on every unit of this one."""
        return Field(self.size + (self.units - 1) * self.stride, 0, self.start, 1)

    def joined(self, other: "Field") -> "Field":
        """The field of a unit that depends on the same unit of two branches.

        Where the branches' strides differ it is as wide as the unit that sees most needs; where they have
        other numbers of units (joined vectors) it is all that both see.
        """
        if self.units != other.units:
            return self.whole().joined(other.whole())
        stride = max(self.stride, other.stride)
        # Both ends of a field move in a straight line from unit to unit, so that they are furthest from the
        # common stride's at the first or the last one.
        drifts = [(each, i * (each.stride - stride)) for each in (self, other) for i in (0, self.units - 1)]
        start = min(each.start + drift for each, drift in drifts)
        end = max(each.start + each.size + drift for each, drift in drifts)
        return Field(end - start, stride, start, self.units)


Fields = tuple[Field, Field]


def receptive_fields(network: Network) -> dict[str, Fields]:
    """Every layer's field, vertical and horizontal, by layer name; "input" included.

    A flatten layer only renames its input's units, so it has its input's field.
    """
    _, height, width = network.input_shape
    fields = {INPUT: (Field(1, 1, 0, height), Field(1, 1, 0, width))}
    for layer in network.layers:
        reach = layer.operation.reach(*network.input_shapes(layer))
        vertical, horizontal = (
            _joined(
                [
                    _through(fields[name][axis], reach, axis, network.shapes[layer.name])
                    for name in layer.inputs
                ]
            )
            for axis in (0, 1)
        )
        fields[layer.name] = vertical, horizontal
    return fields


def _through(field: Field, reach: Reach, axis: int, output: Shape) -> Field:
    if isinstance(reach, Pointwise):
        return field
    if isinstance(reach, Everything):
        return field.whole()
    return field.through(reach[axis], output[1 + axis])


def _joined(fields: list[Field]) -> Field:
    first, *others = fields
    for other in others:
        first = first.joined(other)
    return first
