"""What every operation can tell: its shape rule, its forward and backward, its reach and its work."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from inspect import Parameter, signature
from math import prod
from typing import Any, ClassVar, Self, TypeAlias

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


def whole_along(axes: Collection[int], rank: int) -> Reach:
    """The reach of what mixes all places along some of a sample's axes (0: channels), and no others."""
    return tuple(Whole() if axis in axes else Span(1) for axis in range(1, rank))


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

    A constructor keeps what it is given under the argument's name, as an attribute or, of an array, as a
    parameter. By that an operation can be told, saved, and built again.
    """

    kind: ClassVar[str]
    # Whether, in training, what it computes for an example depends on the others of its batch.
    looks_at_batches: ClassVar[bool] = False
    takes: ClassVar[int | None] = 1  # how many layers it reads; None: it depends
    folded: tuple[str, ...] = ()  # batch norms that have become part of its weights, by name

    def __init__(self) -> None:
        self.parameters: dict[str, Array] = {}
        self.statistics: dict[str, Array] = {}

    @property
    def arguments(self) -> dict[str, Any]:
        """What the constructor takes to build this operation again, by name."""
        names = constructor_arguments(type(self))
        return {name: getattr(self, name, self.parameters.get(name)) for name in names}

    def __repr__(self) -> str:
        told = (f"{name}={_in_short(value)}" for name, value in self.arguments.items())
        return f"{type(self).__name__}({', '.join(told)})"

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

    def backward_to_parameters(self, saved: Any, d_output: Array) -> Gradients:
        """What `backward` gives, without the inputs' gradients, for less where an operation can."""
        return Gradients((), self.backward(saved, d_output).parameters)

    def backward_to_inputs(self, saved: Any, d_output: Array) -> Gradients:
        """What `backward` gives, without the parameters' gradients, for less where an operation can."""
        return Gradients(self.backward(saved, d_output).inputs, {})

    def show(self, saved: Any) -> dict[str, Array]:
        """What is worth showing beside the output, such as the winners of a pool."""
        return {}

    def sides(self, saved: Any) -> Array | None:
        """What was decided where the function has a kink: the side of it, the winner; None: it is smooth."""
        return None

    def reach(self, *inputs: Shape) -> Reach:
        """Which positions of the input an output position depends on: an axis each, channels aside.

        Axes are counted from the last one: a layer that keeps only the last of them apart tells of one.
        """
        return Pointwise()

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        """Which places each output depends on, outputs×inputs of booleans: an axis each, as in `reach`.

        For operations that leave out places of the span they reach; () where the reach tells all.
        """
        return ()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        """Multiply-accumulates of one forward pass of one picture (1 MAC = 2 FLOPs)."""
        return 0

    def initialize(self, rng: np.random.Generator) -> None:  # noqa: B027 - most layers learn nothing
        """Fill the parameters at random, where a layer learns any."""

    def laid_out(self, name: str, value: Array) -> Array:
        """A parameter or statistic in the memory order that the operation computes fastest with."""
        return value

    def twin(self) -> Self:
        """The same operation, sharing its arrays, in tables of its own: to put others in their place."""
        twin = copy(self)
        twin.parameters, twin.statistics = dict(self.parameters), dict(self.statistics)
        return twin

    @property
    def parameter_count(self) -> int:
        """Weights and biases that training changes."""
        return sum(prod(each.shape) for each in self.parameters.values())


@cache
def constructor_arguments(operation: type[Operation]) -> tuple[str, ...]:
    """The names of all that an operation's constructor takes, those it hands on to its base included."""
    names: dict[str, None] = {}
    for each in operation.__mro__:
        if "__init__" not in vars(each):
            continue
        _, *chosen = signature(each.__init__).parameters.values()  # type: ignore[misc]
        names |= {one.name: None for one in chosen if one.kind is not Parameter.VAR_KEYWORD}
        if all(one.kind is not Parameter.VAR_KEYWORD for one in chosen):
            break
    return tuple(names)


def _in_short(value: Any) -> str:
    return f"array {'×'.join(map(str, value.shape))}" if isinstance(value, np.ndarray) else repr(value)


def he_normal(rng: np.random.Generator, shape: Shape) -> Array:
    """Weights O×I×… as He et al. (2015) draw them: variance 2 / (values a unit sees)."""
    scale = np.sqrt(2 / prod(shape[1:]))
    weights = np.empty(prod(shape), np.float32)
    for start in range(0, weights.size, _DRAWN_AT_ONCE):
        part = weights[start : start + _DRAWN_AT_ONCE]
        np.multiply(rng.standard_normal(part.size), scale, out=part, casting="same_kind")
    return weights.reshape(shape)


def unset(shape: Shape, value: float = 0) -> Array:
    """Parameters that have no values yet: one for all, which takes no memory and cannot be written to."""
    return np.broadcast_to(np.float32(value), shape)
