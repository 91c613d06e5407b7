"""Rules that turn gradients into steps. Each keeps what it remembers by parameter name.

`update(name, parameter, gradient)` returns the parameter after the step; `rate` may be changed between steps.
"""

from abc import ABC, abstractmethod
from copy import copy
from typing import Self

import numpy as np

from core.ops.base import Array


class Optimizer(ABC):
    """A rule with a learning rate."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    @abstractmethod
    def update(self, name: str, parameter: Array, gradient: Array) -> Array:
        """The parameter one step further; arrays of one shape."""

    def after(self, other: Self) -> Self:
        """A rule with these numbers that remembers what another of its kind does. Both go on apart."""
        twin = copy(self)
        twin.__dict__ |= {name: dict(each) for name, each in vars(other).items() if isinstance(each, dict)}
        return twin

    @property
    def nbytes(self) -> int:
        """The memory that what it remembers takes."""
        tables = (each for each in vars(self).values() if isinstance(each, dict))
        kept = (each if isinstance(each, tuple) else (each,) for table in tables for each in table.values())
        return sum(part.nbytes for each in kept for part in each if isinstance(part, np.ndarray))


class SGD(Optimizer):
    """w ← w − α·g."""

    def update(self, name: str, parameter: Array, gradient: Array) -> Array:
        return parameter - parameter.dtype.type(self.rate) * gradient


class Momentum(Optimizer):
    """v ← μ·v + g; w ← w − α·v, or with `nesterov` w ← w − α·(g + μ·v)."""

    def __init__(self, rate: float, momentum: float = 0.9, *, nesterov: bool = False) -> None:
        super().__init__(rate)
        self.momentum, self.nesterov = momentum, nesterov
        self._velocity: dict[str, Array] = {}

    def update(self, name: str, parameter: Array, gradient: Array) -> Array:
        momentum = parameter.dtype.type(self.momentum)
        velocity = momentum * self._velocity.get(name, np.zeros_like(parameter)) + gradient
        self._velocity[name] = velocity
        step = gradient + momentum * velocity if self.nesterov else velocity
        return parameter - parameter.dtype.type(self.rate) * step


class RMSProp(Optimizer):
    """E[g²] ← β·E[g²] + (1−β)·g²; w ← w − α·g / (√E[g²] + ε)."""

    def __init__(self, rate: float = 0.001, decay: float = 0.9, epsilon: float = 1e-8) -> None:
        super().__init__(rate)
        self.decay, self.epsilon = decay, epsilon
        self._square: dict[str, Array] = {}

    def update(self, name: str, parameter: Array, gradient: Array) -> Array:
        number = parameter.dtype.type
        square = self._square.get(name, np.zeros_like(parameter))
        square = number(self.decay) * square + number(1 - self.decay) * gradient**2
        self._square[name] = square
        return parameter - number(self.rate) * gradient / (np.sqrt(square) + number(self.epsilon))


class Adam(Optimizer):
    """Running means of g and g², corrected for their start at zero (Kingma and Ba, 2015)."""

    def __init__(
        self, rate: float = 0.001, decay: float = 0.9, square_decay: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(rate)
        self.decay, self.square_decay, self.epsilon = decay, square_decay, epsilon
        self._moments: dict[str, tuple[int, Array, Array]] = {}

    def update(self, name: str, parameter: Array, gradient: Array) -> Array:
        number = parameter.dtype.type
        zeros = np.zeros_like(parameter)
        steps, mean, square = self._moments.get(name, (0, zeros, zeros))
        steps += 1
        mean = number(self.decay) * mean + number(1 - self.decay) * gradient
        square = number(self.square_decay) * square + number(1 - self.square_decay) * gradient**2
        self._moments[name] = steps, mean, square
        mean = mean / number(1 - self.decay**steps)
        square = square / number(1 - self.square_decay**steps)
        return parameter - number(self.rate) * mean / (np.sqrt(square) + number(self.epsilon))
