"""Gradients checked by measuring: one value nudged by ±ε, the network run on twice, in float64.

The slope (L(x+ε) − L(x−ε)) / 2ε is what dL/dx should be, up to ε²·L‴/6, to rounding, and to kinks: where a
ReLU or the winner of a maximum changes between both runs, L is not straight there. How many did is told.
"""

from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from core.errors import HyperparameterError, UnknownPart
from core.network import INPUT, Network
from core.ops.base import Array, Result
from core.run import BackwardStep, Run
from core.units import Target, checked_index

OUTPUT = "output"
# The step that errs least where L and all of its slopes are about as large as x: ∛(3 · 2⁻⁵³) is 7·10⁻⁶.
_STEP = 1e-5
_TOLD = 1e-6  # so exactly a slope is to be told, as a share of itself
_ROUNDINGS = 4  # about so many of them a loss carries, each half of its last bit


@dataclass(frozen=True)
class Place:
    """One number: of a layer's output (or the network's input, layer "input"), or what the layer reads.

    of: "output"; "input", "input1", …: what the layer reads there, which others may read too and are not
    told of; or the name of one of its parameters. index: into that, the batch left out.
    """

    layer: str
    of: str
    index: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """What the gradient is taken of: the loss of a class, or a unit's value, as `Run.answer_for` has it."""

    target: Target
    loss: str = "cross_entropy"

    def value(self, run: Run, place: Place) -> float:
        """The loss of a run in which this number may have been nudged."""
        network = run.network
        ends_in_shares = place.layer == network.output != network.logits
        if ends_in_shares and isinstance(self.target, int) and self.loss == "cross_entropy":
            # The engine takes the loss from the logits, which know nothing of shares that are nudged.
            shares = run.activations[network.output]
            if shares[0].size == len(run.logits):
                return -log(max(shares.flat[self.target], np.finfo(shares.dtype).tiny))
        return run.answer_for(self.target, self.loss)[0]

    def gradient(self, run: Run, place: Place) -> float:
        """dL/d(value), as the run's backward pass gives it."""
        found = 0.0
        for step in run.answer_for(self.target, self.loss)[1]:
            if place.layer == INPUT:
                sent = zip(step.layer.inputs, step.d_inputs, strict=True)
                found += sum(float(each[0, *place.index]) for name, each in sent if name == INPUT)
            elif step.layer.name == place.layer:
                return float(_gradients(step, place)[place.index])
        return found


@dataclass(frozen=True)
class Nudge:
    """L where the value is ε less (lower) and ε more (upper), and the slope between.

    switched: how many decisions (the side of a kink, the winner of a maximum) differ, by layer.
    """

    epsilon: float
    lower: float
    upper: float
    switched: dict[str, int]

    @property
    def slope(self) -> float:
        """(L(x+ε) − L(x−ε)) / 2ε."""
        return (self.upper - self.lower) / (2 * self.epsilon)


@dataclass(frozen=True)
class Check:
    """A value, dL/d(value) as backpropagation gives it in float64, and the slope that was measured.

    rounding: so far the slope may err, because losses have no more digits.
    """

    place: Place
    value: float
    loss: float
    gradient: float
    nudge: Nudge
    rounding: float

    @property
    def relative_error(self) -> float:
        """|slope − gradient| as a share of the larger of both; 0 where both are 0."""
        largest = max(abs(self.nudge.slope), abs(self.gradient))
        return abs(self.nudge.slope - self.gradient) / largest if largest else 0.0


def in_float64(network: Network) -> Network:
    """The network with all of its parameters and statistics in float64."""
    twins = {layer.name: layer.operation.twin() for layer in network.layers}
    for twin in twins.values():
        for home in (twin.parameters, twin.statistics):
            for name, value in home.items():
                home[name] = twin.laid_out(name, value.astype(np.float64))
    return network.with_operations(twins)


def check(network: Network, x: Array, place: Place, asked: Asked, epsilon: float | None = None) -> Check:
    """Nudge one number of a run on a picture 1×C×…. UnknownLayer, UnknownPart, UnknownUnit without such.

    epsilon: by how much; unless given, about 10⁻⁵ of the value, or of the values around it.
    """
    checked_place(network, place)
    if epsilon is not None and not 0 < epsilon < np.inf:
        raise HyperparameterError(f"ε is a number above 0, and not {epsilon}. Give about 1e-5.")
    run = in_float64(network).run(x.astype(np.float64)).finish()
    numbers = _numbers(run, place)
    value = float(numbers[place.index])
    loss, gradient = asked.value(run, place), asked.gradient(run, place)
    size = max(abs(loss), float(np.abs(run.logits).max()))
    by = epsilon or _step(value, numbers, size, gradient)
    lower, upper = (_nudged(run, place, shift) for shift in (-by, by))
    nudge = Nudge(by, asked.value(lower, place), asked.value(upper, place), _switched(lower, upper))
    return Check(place, value, loss, gradient, nudge, _rounding(size, by))


def checked_place(network: Network, place: Place) -> None:
    """UnknownLayer, UnknownPart, UnknownUnit where the network has not got the number."""
    shape = network.input_shape
    parts = {OUTPUT: shape}
    if place.layer != INPUT:
        layer = network.layer(place.layer)
        read = {_input_name(i): each for i, each in enumerate(network.input_shapes(layer))}
        learned = {name: value.shape for name, value in layer.operation.parameters.items()}
        parts = {OUTPUT: network.shapes[layer.name], **read, **learned}
    if place.of not in parts:
        raise UnknownPart(place.of, place.layer, parts)
    checked_index(f"{place.of} of {place.layer}", place.index, parts[place.of])


def _input_name(number: int) -> str:
    return f"input{number}" if number else "input"


def _input_number(of: str) -> int | None:
    """Which input is meant, if one is."""
    return int(of.removeprefix("input") or 0) if of.startswith("input") else None


def _numbers(run: Run, place: Place) -> Array:
    """The array that the value is one of, without the batch."""
    if place.of == OUTPUT:
        return run.activations[place.layer][0]
    layer = run.network.layer(place.layer)
    number = _input_number(place.of)
    if number is None:
        return layer.operation.parameters[place.of]
    return run.activations[layer.inputs[number]][0]


def _gradients(step: BackwardStep, place: Place) -> Array:
    if place.of == OUTPUT:
        return step.d_output[0]
    number = _input_number(place.of)
    return step.d_parameters[place.of] if number is None else step.d_inputs[number][0]


def _step(value: float, numbers: Array, size: float, gradient: float) -> float:
    """ε for a value: by its own size, or its neighbours' where it is next to nothing.

    A faint slope is lost in rounding so near: then a hundred times as much, or as little of that as will do.
    """
    around = sqrt(float(np.mean(np.square(numbers))))
    scale = _STEP * (max(abs(value), around) or 1.0)
    wanted = _rounding(size, _TOLD * abs(gradient)) if gradient else 0.0
    return float(f"{min(max(wanted, scale), 100 * scale):.0e}")  # a round number can be told


def _rounding(size: float, epsilon: float) -> float:
    """How far a slope may err because losses of this size have no more digits."""
    return _ROUNDINGS * float(np.finfo(np.float64).eps) / 2 * size / epsilon


def _nudged(run: Run, place: Place, shift: float) -> Run:
    """The run with the value shifted, and all computed anew that depends on it."""
    numbers = _numbers(run, place).copy()
    numbers[place.index] += shift
    if place.of == OUTPUT:
        return run.with_result(place.layer, Result(numbers[None]))
    layer = run.network.layer(place.layer)
    inputs = [run.activations[name] for name in layer.inputs]
    operation, number = layer.operation, _input_number(place.of)
    if number is None:
        operation = operation.twin()
        operation.parameters[place.of] = operation.laid_out(place.of, numbers)
    else:
        inputs[number] = numbers[None]
    return run.with_result(place.layer, operation.forward(*inputs))


def _switched(lower: Run, upper: Run) -> dict[str, int]:
    """How many decisions of each layer differ between two runs; layers without any are left out."""
    counts = {
        name: int(np.count_nonzero(sides != lower.sides(name)))
        for name in lower.network.names
        if (sides := upper.sides(name)) is not None
    }
    return {name: count for name, count in counts.items() if count}
