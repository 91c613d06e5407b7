"""The ways to slide filters, against each other, at sizes that the fast one cuts into pieces."""

import numpy as np
import pytest

from core.errors import ShapeError
from core.ops.correlation import sliding
from core.ops.correlation.line import Line
from core.ops.correlation.windows import Windows
from core.shapes import axes, windowed

LARGEST = {1: 2000, 2: 60, 3: 16}


def numbers(rng: np.random.Generator, low: int, high: int, count: int) -> tuple[int, ...]:
    return tuple(map(int, rng.integers(low, high, count)))


def any_line(rng: np.random.Generator) -> tuple[Line, int, int]:
    """A sliding at stride 1 of any dimension, padding, dilation and groups, its channels and its filters."""
    while True:
        dimensions = int(rng.integers(1, 4))
        kernel = numbers(rng, 1, 6, dimensions)
        padding = numbers(rng, 0, 4, 2 * dimensions)
        dilation = numbers(rng, 1, 3, dimensions)
        sizes = numbers(rng, 4, LARGEST[dimensions], dimensions)
        along = axes(kernel, (1,) * dimensions, padding, dilation)
        try:
            outs = windowed((1, *sizes), along)
        except ShapeError:
            continue
        groups = int(rng.choice([1, 1, 1, 2, 4]))
        slide = sliding(along, groups, sizes, outs)
        if isinstance(slide, Line):
            return slide, groups * int(rng.integers(1, 9)), groups * int(rng.integers(1, 9))


@pytest.mark.parametrize("seed", range(300))
def test_lines_in_pieces_give_what_a_copy_for_every_cell_gives(seed):
    rng = np.random.default_rng(seed)
    line, channels, filters = any_line(rng)
    windows = Windows(line.axes, line.groups, line.sizes, line.outs)
    weight = rng.standard_normal((filters, channels // line.groups, *line.kernel))
    n = int(rng.integers(1, 4))
    x = rng.standard_normal((n, channels, *line.sizes))
    d_y = rng.standard_normal((n, filters, *line.outs))
    found, expected = line.forward(x, weight), windows.forward(x, weight)
    np.testing.assert_allclose(found[0], expected[0], atol=1e-8)
    for one, other in zip(
        line.gradients(d_y, weight, found[1]), windows.gradients(d_y, weight, expected[1]), strict=True
    ):
        np.testing.assert_allclose(one, other, atol=1e-8)
