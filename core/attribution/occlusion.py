"""Occlusion: cover a part of the picture, and see how far the target falls (Zeiler and Fergus, 2014)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.attribution.target import Question
from core.errors import HyperparameterError
from core.ops.base import Array

# More would only make the first ones wait.
_AT_ONCE = 32


@dataclass(frozen=True)
class Covered:
    """One place of the patch: its first row, column, … in the picture, and the target's value with it there.

    `fall`: by how much less than without it the target is.
    """

    start: tuple[int, ...]
    value: float
    fall: float


def occlusion(
    question: Question,
    x: Array,
    *,
    patch: Sequence[int],
    stride: Sequence[int],
    fill: Sequence[float] | None = None,
) -> Iterator[Covered]:
    """Each place of the patch in turn, in raster order, for one picture 1×C×….

    patch, stride: a size an axis. The last places lie at the picture's end, whatever the stride. fill: a
    number a channel, as the network gets it; the picture's mean of that channel unless given.
    """
    sizes = x.shape[2:]
    _check(patch, stride, sizes)
    column = (-1, *[1] * len(sizes))
    colours = x[0].mean(axis=tuple(range(1, x.ndim - 1))) if fill is None else np.asarray(fill, x.dtype)
    if colours.shape != (x.shape[1],):
        raise HyperparameterError(
            f"The patch has {x.shape[1]} channels; give it as many numbers to fill it with."
        )
    before = float(question.values(x)[0])
    along = places(sizes, patch, stride)
    at_once = min(_AT_ONCE, question.at_once)
    for first in range(0, len(along), at_once):
        starts = along[first : first + at_once]
        copies = np.repeat(x, len(starts), axis=0)
        for copy, start in zip(copies, starts, strict=True):
            copy[(slice(None), *_under(start, patch))] = colours.reshape(column)
        for start, value in zip(starts, question.values(copies), strict=True):
            yield Covered(start, float(value), before - float(value))


def places(sizes: Sequence[int], patch: Sequence[int], stride: Sequence[int]) -> list[tuple[int, ...]]:
    """Where the patch begins, in raster order."""
    along = [
        sorted({*range(0, size - length, step), size - length})
        for size, length, step in zip(sizes, patch, stride, strict=True)
    ]
    return list(product(*along))


def heat_map(sizes: Sequence[int], patch: Sequence[int], covered: Sequence[Covered]) -> Array:
    """For every pixel the mean fall over the patches that covered it; 0 where none did."""
    total, count = np.zeros(tuple(sizes)), np.zeros(tuple(sizes))
    for each in covered:
        under = _under(each.start, patch)
        total[under] += each.fall
        count[under] += 1
    return total / np.maximum(count, 1)


def _under(start: Sequence[int], patch: Sequence[int]) -> tuple[slice, ...]:
    return tuple(slice(at, at + size) for at, size in zip(start, patch, strict=True))


def _check(patch: Sequence[int], stride: Sequence[int], sizes: Sequence[int]) -> None:
    fits = len(patch) == len(stride) == len(sizes) and all(
        1 <= length <= size and step >= 1 for length, step, size in zip(patch, stride, sizes, strict=True)
    )
    if not fits:
        raise HyperparameterError(
            f"A patch of {list(patch)} at stride {list(stride)} does not go over a picture of {list(sizes)}. "
            "Give sizes from 1 to the picture's, and strides from 1 on, one an axis."
        )
