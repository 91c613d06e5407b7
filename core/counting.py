"""Parameters, work and memory of every layer, for one picture.

1 MAC (multiply-accumulate) = 2 FLOPs. Bytes: the layer's output in float32, which a forward pass keeps.
"""

from dataclasses import dataclass
from math import prod

from core.network import Layer, Network

_FLOAT32_BYTES = 4


@dataclass(frozen=True)
class Count:
    """What a layer costs."""

    parameters: int
    macs: int
    bytes: int


def count(network: Network, layer: Layer) -> Count:
    """The cost of one layer of a network."""
    output = network.shapes[layer.name]
    return Count(
        parameters=layer.operation.parameter_count,
        macs=layer.operation.macs(network.input_shapes(layer), output),
        bytes=prod(output) * _FLOAT32_BYTES,
    )


def total_parameters(network: Network) -> int:
    """All weights and biases of a network."""
    return sum(layer.operation.parameter_count for layer in network.layers)
