from dataclasses import replace
from math import prod

import numpy as np

from core.network import Layer, Network
from core.zoo.architectures import lenet5
from core.zoo.filling import fill
from tests.core.zoo.architectures.tables import fields, macs, parameters, shapes

NETWORK = lenet5.build()
FIRST_SIX = ("C1", "S2", "C3", "S4", "C5", "F6")


def connections(network: Network, layer: str) -> int:
    """As the paper counts: what all units of a layer read, and their biases."""
    units = prod(network.shapes[layer])
    return 5 * units if layer.startswith("S") else macs(network, layer) + units


def test_published_parameters():
    counted = [parameters(NETWORK, name) for name in FIRST_SIX]
    assert counted == [156, 12, 1516, 32, 48_120, 10_164]
    assert sum(counted) == 60_000


def test_published_connections():
    counted = [connections(NETWORK, name) for name in FIRST_SIX]
    assert counted == [122_304, 5_880, 151_600, 2_000, 48_120, 10_164]
    assert sum(counted) + macs(NETWORK, "output") == 340_908


def test_sizes_are_those_of_the_papers_figure():
    assert shapes(NETWORK, *FIRST_SIX, "output") == [
        (6, 28, 28),
        (6, 14, 14),
        (16, 10, 10),
        (16, 5, 5),
        (120, 1, 1),
        (84,),
        (10,),
    ]
    assert fields(NETWORK, "C1", "S2", "C3", "S4", "C5") == [5, 6, 14, 16, 32]


def test_the_maps_of_c3_read_those_of_s2_that_the_papers_table_marks():
    rows = (  # a map of S2 each; X: read by the map of C3 in this column
        "X...XXX..XXXX.XX",
        "XX...XXX..XXXX.X",
        "XXX...XXX..X.XXX",
        ".XXX..XXXX..X.XX",
        "..XXX..XXXX.XX.X",
        "...XXX..XXXX.XXX",
    )
    network = fill(lenet5.build())
    layers = [layer for layer in network.layers if layer.name.startswith("C3")]
    part = Network(network.shapes["S2/tanh"], [_reading_input(layer) for layer in layers])
    quiet = part.run(np.zeros((1, 6, 14, 14), np.float32)).finish().activations["C3"]
    for number, row in enumerate(rows):
        x = np.zeros((1, 6, 14, 14), np.float32)
        x[:, number] = 1
        moved = (part.run(x).finish().activations["C3"] != quiet).any(axis=(0, 2, 3))
        assert "".join("X" if each else "." for each in moved) == row


def _reading_input(layer: Layer) -> Layer:
    return replace(layer, inputs=tuple("input" if name == "S2/tanh" else name for name in layer.inputs))
