"""A network's table, to be held against the published one."""

from core.counting import count
from core.network import Network
from core.ops import Conv2d, Dense
from core.receptive_field import receptive_fields


def shapes(network: Network, *names: str) -> list[tuple[int, ...]]:
    """The output shapes of these layers."""
    return [network.shapes[name] for name in names]


def macs(network: Network, prefix: str = "") -> int:
    """The multiply-accumulates of convolutions and dense layers; papers count no others."""
    return sum(
        count(network, layer).macs
        for layer in network.layers
        if isinstance(layer.operation, Conv2d | Dense) and layer.name.startswith(prefix)
    )


def parameters(network: Network, prefix: str) -> int:
    """The parameters of all layers whose names begin so."""
    return sum(layer.operation.parameter_count for layer in network.layers if layer.name.startswith(prefix))


def fields(network: Network, *names: str) -> list[int]:
    """The receptive fields of these layers, which are squares."""
    found = receptive_fields(network)
    for name in names:
        assert found[name][0] == found[name][1]
    return [found[name][0].size for name in names]
