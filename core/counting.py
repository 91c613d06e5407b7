"""Parameters, work and memory of every layer, for one picture.

Parameters: what training changes; a batch norm's running statistics are none. 1 MAC (multiply-accumulate)
= 2 FLOPs. A normalization takes one for each value, which papers leave out as a rule; biases, pools and
activations take none. Bytes: the layer's output in float32, which a forward pass keeps.
"""

from dataclasses import dataclass
from math import prod

from core.network import Layer, Network
from core.shapes import Shape

FLOAT32_BYTES = 4
_CONVENTION = "For one picture. 1 MAC = 2 FLOPs; a normalization takes 1 a value. Bytes: outputs in float32."
_LEFT = 3  # columns of text; those behind them hold numbers


@dataclass(frozen=True)
class Count:
    """What a layer costs."""

    parameters: int
    macs: int
    bytes: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.parameters + other.parameters, self.macs + other.macs, self.bytes + other.bytes)


def count(network: Network, layer: Layer) -> Count:
    """The cost of one layer of a network."""
    output = network.shapes[layer.name]
    return Count(
        parameters=layer.operation.parameter_count,
        macs=layer.operation.macs(network.input_shapes(layer), output),
        bytes=prod(output) * FLOAT32_BYTES,
    )


def total_parameters(network: Network) -> int:
    """All weights and biases of a network."""
    return sum(layer.operation.parameter_count for layer in network.layers)


def run_bytes(network: Network, *, backward: bool = False) -> int:
    """About what a run of one picture holds at most, the weights aside.

    Forward (keeping nothing) the largest outputs with their copies on the way; backward all outputs, as much
    again of gradients and of what layers remember, and the largest layer's gradient of its weights.
    """
    counts = [count(network, layer) for layer in network.layers]
    if not backward:
        return 8 * max(each.bytes for each in counts)
    largest = max(each.parameters for each in counts) * FLOAT32_BYTES
    return 3 * sum(each.bytes for each in counts) + largest


@dataclass(frozen=True)
class Row:
    """A layer's line in a table."""

    name: str
    kind: str
    output_shape: Shape
    count: Count


@dataclass(frozen=True, repr=False)
class Summary:
    """A network as a table; shown as text, in a notebook or by print."""

    rows: tuple[Row, ...]

    @property
    def total(self) -> Count:
        """What all layers cost together."""
        return sum((row.count for row in self.rows), start=Count(0, 0, 0))

    def __repr__(self) -> str:
        lines = [
            ("layer", "operation", "output", "parameters", "MACs", "bytes"),
            *(
                (row.name, row.kind, "×".join(map(str, row.output_shape)), *_cells(row.count))
                for row in self.rows
            ),
            ("total", "", "", *_cells(self.total)),
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        texts = [
            "  ".join(
                [cell.ljust(width) for cell, width in zip(line[:_LEFT], widths[:_LEFT], strict=True)]
                + [cell.rjust(width) for cell, width in zip(line[_LEFT:], widths[_LEFT:], strict=True)]
            )
            for line in lines
        ]
        rule = "─" * len(texts[0])
        return "\n".join([texts[0], rule, *texts[1:-1], rule, texts[-1], _CONVENTION])


def summary(network: Network) -> Summary:
    """The cost of every layer of a network, in execution order, and of the whole."""
    return Summary(
        tuple(
            Row(layer.name, layer.operation.kind, network.shapes[layer.name], count(network, layer))
            for layer in network.layers
        )
    )


def _cells(cost: Count) -> tuple[str, str, str]:
    return f"{cost.parameters:,}", f"{cost.macs:,}", f"{cost.bytes:,}"
