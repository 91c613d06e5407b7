"""Grad-CAM: which places of a layer's maps speak for the target (Selvaraju et al., 2017)."""

from dataclasses import dataclass
from math import prod

import numpy as np

from core.attribution.target import Question
from core.errors import NoMaps
from core.network import Network
from core.ops.base import Array
from core.ops.resize import Resize


@dataclass(frozen=True)
class GradCam:
    """`weights`: a number a map, the mean of its gradient. `map`: max(0, Σ weight · map), as large as the
    layer's maps. `enlarged`: that, as large as the picture.
    """

    layer: str
    weights: Array
    map: Array
    enlarged: Array


def grad_cam(question: Question, x: Array, layer: str) -> GradCam:
    """Grad-CAM for one picture 1×C×… at a layer that has maps with as many axes as the picture.

    NoMaps where the target depends on no such layer.
    """
    network = question.network
    if layer not in cam_layers(network):
        raise NoMaps(layer, cam_layers(network))
    maps, gradient = question.seen_at(x, layer)
    axes = tuple(range(1, maps.ndim))
    weights = gradient.mean(axis=axes)
    found = np.maximum(np.tensordot(weights, maps, 1), 0)
    enlarged = Resize(size=network.input_shape[1:], mode="linear").forward(found[None, None]).output
    return GradCam(layer, weights, found, np.asarray(enlarged[0, 0]))


def cam_layers(network: Network) -> list[str]:
    """The layers with maps that lie over the picture; a map of a single place tells none of them apart."""
    rank = len(network.input_shape)
    shapes = ((layer.name, network.shapes[layer.name]) for layer in network.layers)
    return [name for name, shape in shapes if len(shape) == rank and prod(shape[1:]) > 1]
