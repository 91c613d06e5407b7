"""The fully connected layer, and products of matrices."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.errors import ShapeError
from core.ops.base import Array, Everything, Gradients, Operation, Reach, Result, he_normal, unset
from core.ops.broadcasting import broadcast_shape, lined_up, summed_to
from core.shapes import Shape, counts, describe


class Dense(Operation):
    """Every output a weighted sum of all inputs: y = W·x + b. weight: units × inputs; bias: units."""

    kind = "dense"

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.inputs, self.units = counts(inputs=inputs, units=units)
        self.parameters = {
            "weight": unset((self.units, self.inputs)),
            "bias": unset((self.units,)),
        }

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"units": self.units}

    def initialize(self, rng: np.random.Generator) -> None:
        self.parameters["weight"] = he_normal(rng, (self.units, self.inputs))
        self.parameters["bias"] = np.zeros(self.units, np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 1:
            raise ShapeError(
                f"{{layer}} expects a row of values and gets feature maps {describe(shape)}. "
                "Put a flatten layer before it."
            )
        if shape[0] != self.inputs:
            raise ShapeError(
                f"{{layer}} expects {self.inputs} inputs and gets {shape[0]}. Build it for {shape[0]} inputs."
            )
        return (self.units,)

    def reach(self, *inputs: Shape) -> Reach:
        return Everything()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.inputs * self.units

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        return Result(x @ self.parameters["weight"].T + self.parameters["bias"], x)

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        # Of a single row the product is an outer one, which NumPy multiplies out much faster than BLAS.
        outer = len(saved) == 1
        d_weight = d_output.T * saved if outer else d_output.T @ saved
        parameters = {"weight": d_weight, "bias": d_output.sum(axis=0)}
        return Gradients((d_output @ self.parameters["weight"],), parameters)


class MatMul(Operation):
    """Matrices multiplied, sample by sample: …×M×K times …×K×N gives …×M×N; axes before those broadcast.

    Either two inputs, or one and a `weight` K×N (or …×K×N, without the batch) that it learns and that takes
    a row of K values too.
    """

    kind, takes = "matmul", None

    def __init__(self, weight: ArrayLike | None = None) -> None:
        super().__init__()
        if weight is not None:
            self.parameters = {"weight": np.array(weight, np.float32)}

    def initialize(self, rng: np.random.Generator) -> None:
        for name, weight in self.parameters.items():
            scale = np.sqrt(2 / weight.shape[-2])
            self.parameters[name] = (rng.standard_normal(weight.shape) * scale).astype(np.float32)

    def output_shape(self, *inputs: Shape) -> Shape:
        shapes = (*inputs, *(each.shape for each in self.parameters.values()))
        given = " and ".join(map(describe, shapes))
        if len(shapes) != 2:
            raise ShapeError(
                f"{{layer}} multiplies two inputs, or one and its weight, and gets {given}. Connect as many."
            )
        a, b = shapes
        a_row = len(a) == 1 and len(b) == 2 and bool(self.parameters)
        if (min(len(a), len(b)) < 2 and not a_row) or a[-1] != b[-2]:
            raise ShapeError(
                f"{{layer}} multiplies matrices …×M×K and …×K×N and gets {given}. "
                "Make the first one's last size equal the second one's last but one."
            )
        if a_row:
            return (b[-1],)
        return (*broadcast_shape(a[:-2], b[:-2]), a[-2], b[-1])

    def reach(self, *inputs: Shape) -> Reach:
        return Everything()

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(output) * inputs[0][-1]

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        a, b = self._lined_up(inputs)
        if b.ndim == 2:
            # One weight for all rows of all samples: in one product it is read once, and not once a matrix.
            return Result((_rows(a) @ b).reshape(*a.shape[:-1], b.shape[1]), inputs)
        return Result(a @ b, inputs)

    def backward(self, saved: tuple[Array, ...], d_output: Array) -> Gradients:
        a, b = self._lined_up(saved)
        if b.ndim == 2:
            d_rows = _rows(d_output)
            return Gradients(((d_rows @ b.T).reshape(saved[0].shape),), {"weight": _rows(a).T @ d_rows})
        d_a = summed_to(d_output @ b.swapaxes(-1, -2), a.shape).reshape(saved[0].shape)
        d_b = summed_to(a.swapaxes(-1, -2) @ d_output, b.shape)
        if self.parameters:
            return Gradients((d_a,), {"weight": d_b})
        return Gradients((d_a, d_b.reshape(saved[1].shape)))

    def _lined_up(self, inputs: tuple[Array, ...]) -> tuple[Array, Array]:
        """Both matrices, with as many axes each; a weight has no batch axis."""
        if not self.parameters:
            rank = max(x.ndim - 1 for x in inputs)
            a, b = (lined_up(x, rank) for x in inputs)
            return a, b
        (x,), weight = inputs, self.parameters["weight"]
        is_row = x.ndim == 2
        return x if is_row else lined_up(x, weight.ndim), weight


def _rows(x: Array) -> Array:
    """All rows of all matrices, one below the other."""
    return x.reshape(-1, x.shape[-1])
