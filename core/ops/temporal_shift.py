"""The temporal shift: frames exchange some channels with their neighbours, at no cost (Lin et al., 2019)."""

from typing import Any

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result
from core.shapes import Shape, Span, describe


class TemporalShift(Operation):
    """A clip C×T×H×W whose first channels come from the next frame, and the following ones from the last.

    `fraction` of the channels move each way (rounded down), the others stay; where a clip has no next or no
    last frame, zeros come in. A 2D convolution behind it sees three frames.
    """

    kind = "temporalshift"

    def __init__(self, fraction: float = 0.125) -> None:
        super().__init__()
        if not 0 < fraction <= 0.5:
            raise HyperparameterError(
                f"A temporal shift moves a fraction above 0 and up to 0.5 of the channels each way, "
                f"and not {fraction}."
            )
        self.fraction = fraction

    @property
    def hyperparameters(self) -> dict[str, Any]:
        return {"fraction": self.fraction}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        if len(shape) != 4:
            raise ShapeError(
                f"{{layer}} expects a clip (channels×time×height×width) and gets {describe(shape)}. "
                "Put it where there still is time."
            )
        if self._moved(shape[0]) == 0:
            raise ShapeError(
                f"{{layer}} moves {self.fraction} of {shape[0]} channels each way, which is none. "
                "Use a larger fraction, or more channels before it."
            )
        return shape

    def reach(self, *inputs: Shape) -> Reach:
        return Span(3, offset=-1), Span(1), Span(1)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        return Result(_shifted(inputs[0], self._moved(inputs[0].shape[1])))

    def backward(self, saved: None, d_output: Array) -> Gradients:
        """Every gradient goes back to the frame that its value came from; those of the zeros to nobody."""
        return Gradients((_shifted(d_output, self._moved(d_output.shape[1]), back=True),))

    def _moved(self, channels: int) -> int:
        """How many channels move each way."""
        return int(channels * self.fraction)


def _shifted(x: Array, moved: int, *, back: bool = False) -> Array:
    """N×C×T×H×W with `moved` channels a frame earlier and `moved` a frame later; `back`: the other way."""
    y = np.array(x)
    earlier, later = slice(0, moved), slice(moved, 2 * moved)
    if back:
        earlier, later = later, earlier
    y[:, earlier, :-1], y[:, earlier, -1] = x[:, earlier, 1:], 0
    y[:, later, 1:], y[:, later, 0] = x[:, later, :-1], 0
    return y
