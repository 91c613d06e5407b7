"""Dropout: in training some values are set to zero at random, at inference all pass."""

from typing import Any

import numpy as np

from core.errors import HyperparameterError
from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape


class Dropout(Operation):
    """Drops a share `rate` of the values and scales the others by 1/(1 − rate), so that the mean stays."""

    kind = "dropout"

    def __init__(self, rate: float = 0.5, *, seed: int = 0) -> None:
        super().__init__()
        if not 0 <= rate < 1:
            raise HyperparameterError(
                f"The rate of a dropout layer is at least 0 and below 1, and not {rate}."
            )
        self.rate, self.seed = rate, seed
        self._rng = np.random.default_rng(seed)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"rate": self.rate}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        if not training:
            return Result(x)
        keep = (self._rng.random(x.shape, np.float32) >= self.rate) / x.dtype.type(1 - self.rate)
        return Result(x * keep, keep)

    def backward(self, saved: Array | None, d_output: Array) -> Gradients:
        return Gradients((d_output if saved is None else d_output * saved,))
