"""A network told in plain dictionaries, generated from its graph."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from core.counting import count
from core.network import Network
from core.receptive_field import Fields, receptive_fields


def describe_layers(network: Network) -> list[dict[str, Any]]:
    """Every layer in execution order: name, op, inputs, shape, cost, hyperparameters, receptive field."""
    fields = receptive_fields(network)
    return [
        {
            "name": layer.name,
            "op": layer.operation.kind,
            "inputs": list(layer.inputs),
            "output_shape": list(network.shapes[layer.name]),
            **asdict(count(network, layer)),
            **layer.operation.hyperparameters,
            **({"folded": list(layer.operation.folded)} if layer.operation.folded else {}),
            "receptive_field": _describe_field(fields[layer.name]),
        }
        for layer in network.layers
    ]


def _describe_field(fields: Fields) -> dict[str, list[int | float]]:
    return {
        "size": [field.size for field in fields],
        "stride": [_plain(field.stride) for field in fields],
        "start": [_plain(field.start) for field in fields],
    }


def _plain(number: int | Fraction) -> int | float:
    return int(number) if number == int(number) else float(number)
