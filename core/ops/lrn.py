"""Local response normalization: a strong channel dampens its neighbours (AlexNet; no longer in use)."""

from math import prod
from typing import Any

from core.errors import HyperparameterError
from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape


class LRN(Operation):
    """y_c = x_c / s_c^beta, s_c = bias + alpha/size · Σ x_j², over the `size` channels j around c.

    Position by position. As in ONNX and PyTorch, alpha is divided by the size; Krizhevsky et al. (2012) did
    not, so that their alpha of 1e-4 at size 5 is 5e-4 here. Of an even size one channel more lies behind c.
    """

    kind = "lrn"

    def __init__(self, size: int, *, alpha: float = 1e-4, beta: float = 0.75, bias: float = 1.0) -> None:
        super().__init__()
        if size < 1 or alpha < 0 or bias <= 0:
            raise HyperparameterError(
                "Local response normalization wants a size of at least 1, an alpha of at least 0 and a bias "
                f"above 0, and not size {size}, alpha {alpha} and bias {bias}."
            )
        self.size, self.alpha, self.beta, self.bias = size, float(alpha), float(beta), float(bias)

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"size": self.size, "alpha": self.alpha, "beta": self.beta, "bias": self.bias}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        return shape

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return prod(output)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        before = (self.size - 1) // 2
        squares = _sum_around(x * x, before, self.size - 1 - before)
        scale = self.bias + self.alpha / self.size * squares
        output = x * scale**-self.beta
        return Result(output, (x, scale, output))

    def backward(self, saved: tuple[Array, Array, Array], d_output: Array) -> Gradients:
        x, scale, output = saved
        before = (self.size - 1) // 2
        # x_c is in the sums of the channels around it: as many before it as a sum reaches behind.
        answers = _sum_around(d_output * output / scale, self.size - 1 - before, before)
        return Gradients(
            (d_output * scale**-self.beta - 2 * self.alpha * self.beta / self.size * x * answers,)
        )


def _sum_around(x: Array, before: int, behind: int) -> Array:
    """Every channel's sum with the channels up to `before` before it and `behind` behind it."""
    total = x.copy(order="K")
    for step in range(1, before + 1):
        total[:, step:] += x[:, :-step]
    for step in range(1, behind + 1):
        total[:, :-step] += x[:, step:]
    return total
