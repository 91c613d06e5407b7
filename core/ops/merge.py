"""Where branches are joined end to end: concat."""

from typing import Any

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result, whole_along
from core.ops.broadcasting import summed_to
from core.shapes import Shape, describe


class Concat(Operation):
    """Its inputs one after the other along an axis (0: the channels); each gets its own part's gradient."""

    kind, takes = "concat", None

    def __init__(self, axis: int = 0) -> None:
        super().__init__()
        self.axis = axis

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"axis": self.axis}

    def output_shape(self, *inputs: Shape) -> Shape:
        axis, first = self.axis, inputs[0]
        if len({(*shape[:axis], *shape[axis + 1 :]) for shape in inputs}) != 1 or not 0 <= axis < len(first):
            shapes = ", ".join(map(describe, inputs))
            raise ShapeError(
                f"{{layer}} joins along axis {axis} and gets {shapes}. Make all their other sizes equal, and "
                "count axes from 0, without the batch."
            )
        return (*first[:axis], sum(shape[axis] for shape in inputs), *first[axis + 1 :])

    def reach(self, *inputs: Shape) -> Reach:
        return whole_along((self.axis,), len(inputs[0]))

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        batch = max(len(x) for x in inputs)
        # A constant is a batch of one, and stands beside every sample.
        whole = [x if len(x) == batch else np.broadcast_to(x, (batch, *x.shape[1:])) for x in inputs]
        return Result(np.concatenate(whole, axis=self.axis + 1), [x.shape for x in inputs])

    def backward(self, saved: list[Shape], d_output: Array) -> Gradients:
        axis = self.axis + 1
        ends = np.cumsum([shape[axis] for shape in saved])
        parts = np.split(d_output, ends[:-1], axis=axis)
        return Gradients(tuple(summed_to(part, shape) for part, shape in zip(parts, saved, strict=True)))
