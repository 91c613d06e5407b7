"""Arrays of different shapes met as NumPy lets them: lined up at the last axis, sizes of 1 repeated.

The batch is no part of it: a sample K and a sample C×H×W line up as N×1×1×K and N×C×H×W.
"""

import numpy as np

from core.errors import ShapeError
from core.ops.base import Array
from core.shapes import Shape, describe


def broadcast_shape(*shapes: Shape) -> Shape:
    """The shape that samples (or constants) of these shapes share; ShapeError where there is none."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        given = ", ".join(map(describe, shapes))
        raise ShapeError(
            f"{{layer}} takes inputs of one shape, or of size 1 where they differ, and gets {given}. "
            "Make their sizes equal along every axis, or one of them 1."
        ) from None


def lined_up(x: Array, rank: int) -> Array:
    """A batch of samples with so many axes each: the missing ones stand between the batch and the sample."""
    missing = rank - (x.ndim - 1)
    return x[(slice(None), *(None,) * missing)] if missing > 0 else x


def summed_to(gradient: Array, shape: Shape) -> Array:
    """A gradient that arrived at the repeated array, taken back to the shape that was repeated.

    What was used several times gets the sum of what its uses send back.
    """
    if gradient.shape == shape:
        return gradient
    rank = gradient.ndim
    aligned = (1,) * (rank - len(shape)) + shape
    repeated = tuple(axis for axis in range(rank) if aligned[axis] == 1 and gradient.shape[axis] != 1)
    return gradient.sum(axis=repeated, keepdims=True).reshape(shape)
