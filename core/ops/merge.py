"""Where branches meet: add and concat."""

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array, Gradients, Operation, Result
from core.shapes import Shape, describe


class Add(Operation):
    """The sum of its inputs, place by place; every input gets the whole gradient."""

    kind = "add"

    def output_shape(self, *inputs: Shape) -> Shape:
        if len(set(inputs)) != 1:
            shapes = ", ".join(map(describe, inputs))
            raise ShapeError(f"{{layer}} adds inputs of one shape and gets {shapes}. Make all of them equal.")
        return inputs[0]

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        return Result(np.asarray(sum(inputs[1:], start=inputs[0])), len(inputs))

    def backward(self, saved: int, d_output: Array) -> Gradients:
        return Gradients((d_output,) * saved)


class Concat(Operation):
    """Its inputs' channels one after the other; every input gets its own channels' gradient."""

    kind = "concat"

    def output_shape(self, *inputs: Shape) -> Shape:
        if len({shape[1:] for shape in inputs}) != 1:
            shapes = ", ".join(map(describe, inputs))
            raise ShapeError(
                f"{{layer}} joins channels of maps of one size and gets {shapes}. "
                "Make their heights and widths equal."
            )
        return (sum(shape[0] for shape in inputs), *inputs[0][1:])

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        ends = np.cumsum([x.shape[1] for x in inputs])
        return Result(np.concatenate(inputs, axis=1), ends[:-1])

    def backward(self, saved: Array, d_output: Array) -> Gradients:
        return Gradients(tuple(np.split(d_output, saved, axis=1)))
