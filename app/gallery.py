"""Every view once: one layer of each kind among the server's networks, as a state of the explorer.

What is shown follows from the networks: a kind of layer that none of them has is not in the gallery, and one
that a new network brings is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Any
from urllib.parse import quote

from core.counting import summary
from core.network import Layer, Network
from core.zoo.model import Model

# A page of frames runs dozens of networks at once.
_MOST_MACS = 50_000_000
# Maps of so many rows and columns are drawn in large cells.
_FEW = 4


@dataclass(frozen=True)
class Exhibit:
    """A state of the explorer: what is special about it, and its query."""

    kind: str
    title: str
    query: str


def exhibits(models: Iterable[Model]) -> list[Exhibit]:
    """The networks whole, then a layer of each kind and make; of networks that run in a moment."""
    shown = [model for model in models if summary(model.network).total.macs <= _MOST_MACS]
    whole = [Exhibit("networks", model.title, f"model={_in_query(model.id)}") for model in shown]
    layers: dict[tuple[str, str], Exhibit] = {}
    for model in shown:
        for layer in model.network.layers:
            traits = ", ".join(_traits(model.network, layer))
            key = layer.operation.kind, traits
            layers.setdefault(key, _opened(model, layer, traits))
    opened = sorted(layers.values(), key=lambda each: (each.kind, each.title))
    return whole + _states(opened) + list(_backward(opened)) + opened


# What else the explorer shows of a layer.
_STATES = {
    "unit": "&depth=unit",
    "product": "&depth=product&product=4",
    "as a matrix": "&how=matrix",
    "sees": "&view=sees",
    "backward": "&pass=backward",
    "backward painted": "&pass=backward&how=scatter",
    "backward as a matrix": "&pass=backward&how=matrix",
    "backward to the weights": "&pass=backward&wrt=weight",
    "backward to the weights as a matrix": "&pass=backward&wrt=weight&how=matrix",
    "backward to the biases": "&pass=backward&wrt=bias",
}


# And of a network, without a layer.
_LOOKS = {
    "film": "&show=film",
    "film backward": "&show=film&pass=backward",
    "looked at": "&show=looked",
    "integrated gradients": "&show=looked&method=integrated",
}


def _states(opened: list[Exhibit]) -> list[Exhibit]:
    """Every state of a layer that has them all."""
    layer = next((each for each in opened if each.kind == "conv2d"), None)
    if layer is None:
        return []
    network, _, _ = layer.query.partition("&")
    return [
        *(Exhibit("states", f"{layer.title}, {name}", layer.query + more) for name, more in _STATES.items()),
        *(Exhibit("states", name.capitalize(), network + more) for name, more in _LOOKS.items()),
    ]


# One kind of each way in which a gradient goes back, and with respect to what.
_WAYS_BACK = {
    "add": ("",),
    "avgpool2d": ("",),
    "batchnorm": ("", "weight"),
    "concat": ("",),
    "dense": ("", "weight"),
    "flatten": ("",),
    "globalavgpool": ("",),
    "layernorm": ("",),
    "maxpool2d": ("",),
    "mul": ("1",),
    "relu": ("",),
    "sigmoid": ("",),
    "softmax": ("",),
}


def _backward(opened: list[Exhibit]) -> Iterator[Exhibit]:
    """The first layer of every kind that goes back in a way of its own."""
    for kind, ways in _WAYS_BACK.items():
        layer = next((each for each in opened if each.kind == kind), None)
        if layer is None:
            continue
        for wrt in ways:
            query = f"{layer.query}&pass=backward{wrt and f'&wrt={wrt}'}"
            yield Exhibit("backward", f"{layer.title}, {kind} backward {wrt}".rstrip(), query)


def _opened(model: Model, layer: Layer, traits: str) -> Exhibit:
    """A layer at its middle unit: at an edge much is zero."""
    _, *axes = model.network.shapes[layer.name]
    unit = f"&unit={','.join(str(size // 2) for size in axes)}" if axes else ""
    query = f"model={_in_query(model.id)}&layer={_in_query(layer.name)}{unit}"
    words = f" ({traits})" if traits else ""
    return Exhibit(layer.operation.kind, f"{model.title}: {layer.name}{words}", query)


def _traits(network: Network, layer: Layer) -> Iterator[str]:
    """What makes a layer look other than most of its kind."""
    settings = layer.operation.hyperparameters
    shapes = network.input_shapes(layer)
    channels = shapes[0][0] if shapes else 1
    kernel = settings.get("kernel")
    if kernel and prod(kernel) == 1:
        yield "1×1"
    if kernel and len(set(kernel)) > 1:
        yield "not square"
    if _any(settings, "stride", 1) and not layer.operation.kind.endswith(("pool1d", "pool2d", "pool3d")):
        yield "stride"
    if _any(settings, "dilation", 1):
        yield "dilation"
    if _any(settings, "padding", 0):
        yield "padding"
    if settings.get("groups", 1) > 1:
        yield "depthwise" if settings["groups"] == channels else "groups"
    if shapes and all(size == 1 for size in shapes[0][1:]) and len(shapes[0]) > 1:
        yield "one place"
    elif shapes and len(shapes[0]) > 1 and max(shapes[0][1:]) <= _FEW:
        yield "few places"
    if len(network.shapes[layer.name]) == 2:
        yield "signal"
    if len(network.shapes[layer.name]) == 4:
        yield "clip"


def _any(settings: dict[str, Any], name: str, usual: int) -> bool:
    return any(each != usual for each in settings.get(name, []))


def _in_query(text: str) -> str:
    return quote(text, safe="")
