"""A network with all that a person needs to use it: its classes, its pixels, its samples, how good it is."""

from copy import deepcopy
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from core.errors import UnknownModel
from core.network import Network
from core.ops.base import Array

Weights: TypeAlias = Literal["trained", "random", "imported"]
"""Where weights come from: trained here, filled at random, or brought along by a file of somebody's."""


@dataclass(frozen=True)
class Preprocessing:
    """From pixels in 0..1 to what the network was trained on: (pixel − mean)/std, a number a channel."""

    mean: tuple[float, ...]
    std: tuple[float, ...]

    def tensor(self, pixels: Array) -> Array:
        """Pixels N×C×… in 0..1 as the float32 tensor that the network gets, laid out channel by channel."""
        column = (slice(None), *[None] * (pixels.ndim - 1))
        mean, std = np.array(self.mean, np.float32)[column], np.array(self.std, np.float32)[column]
        by_channel = np.ascontiguousarray(pixels.swapaxes(0, 1), np.float32)
        return np.asarray((by_channel - mean) / std).swapaxes(0, 1)


@dataclass(frozen=True)
class Drawing:
    """How to draw for this network: paper's and ink's pixel value in 0..1, the brush's width in pixels."""

    paper: float
    ink: float
    brush: float


@dataclass(frozen=True)
class Sample:
    """A picture, clip or signal to begin with, and its true class."""

    id: str
    label: str
    path: Path


@dataclass(frozen=True)
class Model:
    """A network that can be shown. accuracy: the share of its whole test set that it gets right.

    A model that brings no samples of its own is shown with those of others.
    """

    id: str
    title: str
    summary: str
    network: Network
    classes: tuple[str, ...]
    preprocessing: Preprocessing
    samples: tuple[Sample, ...]
    accuracy: float | None = None
    drawing: Drawing | None = None
    weights: Weights = "trained"
    notes: tuple[str, ...] = ()  # what an import did to the network, for people

    def runnable(self) -> Network:
        """The network with its weights in place. Its description needs none: `network` tells that."""
        return self.network

    def with_network(self, network: Network) -> "Model":
        """The model with other weights, or another network that takes and gives the same."""
        given = {each.name: getattr(self, each.name) for each in fields(Model)}
        return Model(**given | {"network": network})

    def fresh(self) -> Network:
        """A network of the caller's own, with weights: what is done to it, nobody else sees."""
        return deepcopy(self.runnable())


class Models(dict[str, Model]):
    """Models by id. Asking for one that is not there is an UnknownModel, which names those that are."""

    def __missing__(self, model_id: str) -> Model:
        raise UnknownModel(model_id, self)
