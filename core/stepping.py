"""One step of learning from a single picture: where every weight goes, and what that does to the loss."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from core.errors import TrainingError
from core.network import Network
from core.ops.base import Array
from core.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from core.units import Target, Unit

Rule: TypeAlias = Literal["sgd", "momentum", "nesterov", "rmsprop", "adam"]

# What each rule takes beside the rate, and what holds unless somebody says otherwise.
NUMBERS: dict[Rule, dict[str, float]] = {
    "sgd": {},
    "momentum": {"momentum": 0.9},
    "nesterov": {"momentum": 0.9},
    "rmsprop": {"decay": 0.9, "epsilon": 1e-8},
    "adam": {"decay": 0.9, "square_decay": 0.999, "epsilon": 1e-8},
}


@dataclass(frozen=True)
class Moved:
    """How far a parameter went: Euclidean lengths of w, of dL/dw and of the step; the largest part of it."""

    layer: str
    parameter: str
    weight: float
    gradient: float
    step: float
    largest: float


@dataclass(frozen=True, eq=False)
class Stepped:
    """The network after the step, the optimizer with what it remembers now, and the loss before and after."""

    network: Network
    optimizer: Optimizer
    before: float
    after: float
    moved: tuple[Moved, ...]

    @property
    def nbytes(self) -> int:
        """The memory that this step's weights take, and what the optimizer remembers."""
        weights = sum(self.network.parameters[f"{each.layer}.{each.parameter}"].nbytes for each in self.moved)
        return weights + self.optimizer.nbytes


def optimizer_of(
    rule: Rule, rate: float, numbers: Mapping[str, float], before: Optimizer | None = None
) -> Optimizer:
    """A rule with its numbers; one that goes on from `before` remembers what that does, where it is alike."""
    chosen = NUMBERS[rule] | dict(numbers)
    match rule:
        case "sgd":
            fresh: Optimizer = SGD(rate)
        case "momentum" | "nesterov":
            fresh = Momentum(rate, chosen["momentum"], nesterov=rule == "nesterov")
        case "rmsprop":
            fresh = RMSProp(rate, chosen["decay"], chosen["epsilon"])
        case "adam":
            fresh = Adam(rate, chosen["decay"], chosen["square_decay"], chosen["epsilon"])
    return fresh.after(before) if type(before) is type(fresh) else fresh


def step(network: Network, x: Array, target: Target, loss: str, optimizer: Optimizer) -> Stepped:
    """One step on a picture 1×C×…, away from which the network and the optimizer stay as they are.

    Batch norms keep their running statistics, as in every run here. TrainingError where weights or the loss
    would be no finite numbers any more.
    """
    optimizer = optimizer.after(optimizer)
    with np.errstate(all="ignore"):  # what overflows is told below
        before, steps = network.run(x).finish().answer_for(target, loss)
        twins, moved = {}, []
        for each in steps:
            operation = each.layer.operation.twin()
            for name, gradient in each.d_parameters.items():
                old = operation.parameters[name]
                new = optimizer.update(f"{each.layer.name}.{name}", old, gradient)
                _check_finite(new, f"{name} of {each.layer.name}", optimizer.rate)
                operation.parameters[name] = operation.laid_out(name, new)
                moved.append(_moved(each.layer.name, name, old, gradient, new))
            if each.d_parameters:
                twins[each.layer.name] = operation
        found = network.with_operations(twins)
        # Only scores are kept in any case.
        after, _ = found.run(x).finish(keep=isinstance(target, Unit)).answer_for(target, loss)
    _check_finite(np.array(after), "loss", optimizer.rate)
    return Stepped(found, optimizer, before, after, tuple(reversed(moved)))


def _moved(layer: str, name: str, old: Array, gradient: Array, new: Array) -> Moved:
    went = new - old
    return Moved(layer, name, _length(old), _length(gradient), _length(went), float(np.abs(went).max()))


def _length(values: Array) -> float:
    return float(np.sqrt(np.sum(np.square(values, dtype=np.float64))))


def _check_finite(values: Array, what: str, rate: float) -> None:
    if not np.isfinite(values).all():
        raise TrainingError(
            f"With a rate of {rate:g} the {what} would be no finite number any more: the step is too large. "
            "Nothing was changed. Take a smaller rate."
        )
