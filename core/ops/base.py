"""What every operation can tell: its shape rule, its forward and backward, its reach and its work."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from math import prod
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.shapes import Shape, Span

Array: TypeAlias = NDArray[Any]

# Random numbers come in float64; drawn all at once they would take twice the memory of the weights, or more.
_DRAWN_AT_ONCE = 1 << 18


@dataclass(frozen=True)
class Everything:
    """The reach of an operation whose every output depends on every position of its input."""


@dataclass(frozen=True)
class Pointwise:
    """The reach of an operation whose output at a position depends on its input at that position only."""


@dataclass(frozen=True)
class Whole:
    """The reach along one axis where every output depends on every position of that axis."""


Reach = tuple[Span | Whole, ...] | Everything | Pointwise


# Not frozen, as values here otherwise are: one of each is made for every layer of every pass, and a frozen
# one takes thrice as long to make.
@dataclass(slots=True)
class Result:
    """An output, and what the backward pass needs to know of how it came about."""

    output: Array
    saved: Any = None


@dataclass(slots=True)
class Gradients:
    """What an operation sends back: dL/d(input) an input, dL/d(parameter) by parameter name."""

    inputs: tuple[Array, ...]
    parameters: dict[str, Array] = field(default_factory=dict)


class Operation(ABC):
    """One layer's computation. Arrays carry the batch first: N×C×H×W or N×K; shapes come without it.

    Operations keep the type of the numbers they get (float32, or float64 for checking), and at inference
    they change nothing in themselves: threads may share them.
    """

    kind: ClassVar[str]
    # Whether, in training, what it computes for an example depends on the others of its batch.
    looks_at_batches: ClassVar[bool] = False

    def __init__(self) -> None:
        self.parameters: dict[str, Array] = {}
        self.statistics: dict[str, Array] = {}

    @property
    def hyperparameters(self) -> dict[str, Any]:
        """What was chosen when the layer was built, by name; numbers, booleans and lists of them."""
        return {}

    @abstractmethod
    def output_shape(self, *inputs: Shape) -> Shape:
        """The shape for these input shapes; ShapeError with the rule where they do not fit."""

    @abstractmethod
    def forward(self, *inputs: Array, training: bool = False) -> Result:
        """Compute the output; `training` switches batch statistics and dropout on."""

    @abstractmethod
    def backward(self, saved: Any, d_output: Array) -> Gradients:
        """Take dL/d(output), shaped as the output, to the inputs and the parameters."""

    def show(self, saved: Any) -> dict[str, Array]:
        """What is worth showing beside the output, such as the winners of a pool."""
        return {}

    def reach(self, *inputs: Shape) -> Reach:
        """Which positions of the input an output position depends on: an axis each, channels aside.

        Axes are counted from the last one: a layer that keeps only the last of them apart tells of one.
        """
        return Pointwise()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        """Multiply-accumulates of one forward pass of one picture (1 MAC = 2 FLOPs)."""
        return 0

    def initialize(self, rng: np.random.Generator) -> None:  # noqa: B027 - most layers learn nothing
        """Fill the parameters at random, where a layer learns any."""

    def laid_out(self, name: str, value: Array) -> Array:
        """A parameter or statistic in the memory order that the operation computes fastest with."""
        return value

    @property
    def parameter_count(self) -> int:
        """Weights and biases that training changes."""
        return sum(prod(each.shape) for each in self.parameters.values())


def he_normal(rng: np.random.Generator, shape: Shape) -> Array:
    """Weights O×I×… as He et al. (2015) draw them: variance 2 / (values a unit sees)."""
    scale = np.sqrt(2 / prod(shape[1:]))
    weights = np.empty(prod(shape), np.float32)
    for start in range(0, weights.size, _DRAWN_AT_ONCE):
        part = weights[start : start + _DRAWN_AT_ONCE]
        np.multiply(rng.standard_normal(part.size), scale, out=part, casting="same_kind")
    return weights.reshape(shape)


def unset(shape: Shape) -> Array:
    """Parameters that have no values yet: zeros that take no memory, and that cannot be written to."""
    return np.broadcast_to(np.float32(0), shape)
