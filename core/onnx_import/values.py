"""What flows between ONNX nodes: numbers known at once (arrays), or what a layer will compute (`Signal`)."""

from dataclasses import dataclass
from typing import TypeAlias

from core.errors import ModelError
from core.ops.base import Array
from core.shapes import Shape


@dataclass(frozen=True)
class Signal:
    """A layer's output. `shape` is without the batch; `batch` is the axis at which ONNX has the batch.

    In the engine the batch is always axis 0. A transposition that only moves the batch changes this number
    and nothing else, which is how a recurrent layer's (time, batch, features) is read. Where the file's batch
    is 1 it may leave that axis out, or merge it with another: then `batch` is None.
    """

    layer: str
    shape: Shape
    batch: int | None = 0

    @property
    def rank(self) -> int:
        """ONNX's number of axes, the batch included."""
        return len(self.shape) + (self.batch is not None)

    def dims(self, batch_size: int) -> list[int]:
        """The shape as ONNX sees it."""
        if self.batch is None:
            return list(self.shape)
        return [*self.shape[: self.batch], batch_size, *self.shape[self.batch :]]

    def axis(self, axis: int) -> int:
        """ONNX's axis (negative: from the end) as an axis of `shape`; ModelError where it is the batch."""
        axis = normalized(axis, self.rank)
        if axis == self.batch:
            raise ModelError(
                f"works along axis {axis}, which is the batch. Every picture of a batch goes its own way "
                "here: change the model so that this axis is left alone."
            )
        return axis - self.before(axis)

    def before(self, axis: int) -> int:
        """1 where the batch stands before ONNX's axis, otherwise 0."""
        return int(self.batch is not None and self.batch < axis)


@dataclass(frozen=True)
class Comparison(Signal):
    """Whether a signal exceeds a number: no layer, and nothing but a choice (Where) may read it."""

    bound: float = 0.0


Value: TypeAlias = Signal | Array


def normalized(axis: int, rank: int) -> int:
    """An axis counted from the front; ModelError where there is none such."""
    if not -rank <= axis < rank:
        raise ModelError(f"names axis {axis} of a value with {rank} axes.")
    return axis % rank
