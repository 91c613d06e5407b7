"""Layers and how they hang together: named, checked, and put into an order in which they can run."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from core.errors import GraphError
from core.ops.base import Operation
from core.ops.constant import Constant

INPUT = "input"  # what the picture is called among the layers
_DIMENSION = re.compile(r"[123]d$")


@dataclass(frozen=True, slots=True)
class Layer:
    """An operation with a name, and the names of the layers whose outputs it reads ("input": the picture)."""

    name: str
    operation: Operation
    inputs: tuple[str, ...]


def in_a_row(operations: Iterable[Operation | tuple[str, Operation]]) -> list[Layer]:
    """Each layer reads the one before it; one without a name gets its kind and a number: conv1, conv2, …"""
    counts: Counter[str] = Counter()
    layers: list[Layer] = []
    before = INPUT
    for each in operations:
        if not isinstance(each, tuple):
            kind = _DIMENSION.sub("", getattr(each, "kind", "layer"))
            counts[kind] += 1
            each = f"{kind}{counts[kind]}", each
        if len(each) != 2:
            raise GraphError(f"{each!r} is no item of a chain. Write the operation, or (name, operation).")
        layers.append(Layer(*each, (before,)))
        before = layers[-1].name
    return layers


def in_execution_order(layers: list[Layer]) -> tuple[Layer, ...]:
    """Sorted so that every layer stands behind its inputs, otherwise in the order given."""
    _check_layers(layers)
    readers = defaultdict[str, list[int]](list)
    waits_for = [set(layer.inputs) - {INPUT} for layer in layers]
    for place, names in enumerate(waits_for):
        for name in names:
            readers[name].append(place)
    # One at a time keeps a branch together instead of going through the graph level by level.
    ready = [place for place, names in enumerate(waits_for) if not names]
    ordered = []
    while ready:
        layer = layers[heappop(ready)]
        ordered.append(layer)
        for place in readers[layer.name]:
            waits_for[place].remove(layer.name)
            if not waits_for[place]:
                heappush(ready, place)
    if len(ordered) < len(layers):
        waiting = [layer.name for layer, names in zip(layers, waits_for, strict=True) if names]
        raise GraphError(f"These layers wait for each other in a circle: {', '.join(waiting)}. Break it up.")
    return tuple(ordered)


def only_output(layers: tuple[Layer, ...]) -> str:
    read = {name for layer in layers for name in layer.inputs}
    ends = [layer.name for layer in layers if layer.name not in read]
    if len(ends) != 1:
        raise GraphError(
            f"A network has one output and this one has {len(ends)}: {', '.join(ends) or 'none'}. "
            "Let a layer read what is left over, or leave it out."
        )
    return ends[0]


def _check_layers(layers: list[Layer]) -> None:
    for layer in layers:
        _check_layer(layer)
    names = [INPUT, *(layer.name for layer in layers)]
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise GraphError(
            f"These names are used more than once: {', '.join(twice)}. Give every layer its own."
        )
    known = set(names)
    for layer in layers:
        unknown = [name for name in layer.inputs if name not in known]
        reads_nothing = not layer.inputs and not isinstance(layer.operation, Constant)
        if unknown or reads_nothing:
            raise GraphError(
                f"{layer.name} reads {unknown or 'nothing'}. It can read any of: {', '.join(names)}."
            )


def _check_layer(layer: object) -> None:
    """What types promise and a notebook does not check."""
    if not isinstance(layer, Layer):
        raise GraphError(f"{layer!r} is no layer. Write Layer(name, operation, inputs).")
    name: object = layer.name
    operation: object = layer.operation
    inputs: object = layer.inputs
    if not isinstance(name, str) or not name:
        raise GraphError(f"A layer is called {name!r}. Give it a name of letters.")
    if not isinstance(operation, Operation):
        raise GraphError(f"{name} is {operation!r}, which is no operation. Build one, like ReLU().")
    if not isinstance(inputs, tuple | list):
        raise GraphError(f"{name}'s inputs are {inputs!r}. Give names in a tuple: ({inputs!r},).")
