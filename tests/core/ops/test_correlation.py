"""The ways to slide filters, against each other, at sizes that the fast ones cut into pieces."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core.errors import ShapeError
from core.network import Network
from core.ops import Conv2d
from core.ops.base import Array
from core.ops.correlation import Sliding, patches, sliding
from core.ops.correlation.few import Few
from core.ops.correlation.line import Line
from core.ops.correlation.patches import Patches
from core.ops.correlation.windows import Windows
from core.shapes import axes, windowed
from tests.core.oracles import scrambled_layouts

LARGEST = {1: 2000, 2: 60, 3: 16}


def numbers(rng: np.random.Generator, low: int, high: int, count: int) -> tuple[int, ...]:
    return tuple(map(int, rng.integers(low, high, count)))


def few_channels_last(*case: Any) -> Few:
    return Few(*case, channels_last=True)


def any_case(rng: np.random.Generator, way: Callable[..., Sliding]) -> tuple[Sliding, Windows, int, int]:
    """A way and its oracle, of any dimension, padding, dilation and groups, with channels and filters."""
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
        groups = int(rng.choice([1, 1, 1, 2, 4])) if way is Line else 1
        case = along, groups, sizes, outs
        # patches.py is for many channels, and has a way of its own for not so many.
        channels, filters = (groups * each for each in numbers(rng, 1, 25 if way is Patches else 9, 2))
        told = {"filters": filters, "channels": channels} if way is Patches else {}
        return way(*case, **told), Windows(*case), channels, filters


@pytest.mark.parametrize("seed", range(250))
@pytest.mark.parametrize("way", [Few, few_channels_last, Line, Patches])
def test_every_way_gives_what_a_copy_for_every_cell_gives(way, seed):
    rng = np.random.default_rng(seed)
    found, expected, channels, filters = any_case(rng, way)
    weight = rng.standard_normal((filters, channels // expected.groups, *expected.kernel))
    in_order = found.in_order(weight)
    np.testing.assert_array_equal(in_order, weight)
    n = int(rng.integers(1, 4))
    x = rng.standard_normal((n, channels, *expected.sizes))
    d_y = rng.standard_normal((n, filters, *expected.outs))
    of_filters, of_channels = rng.standard_normal(filters), rng.standard_normal(channels)

    def passes(slide: Sliding, weight: Array) -> list[Array]:
        y, of_x = slide.forward(x, weight, of_filters)
        d_x, of_d_y = slide.backward(d_y, weight, of_channels)
        d_weight = slide.gradient_of_weight(d_y, weight, of_x)
        return [y, d_x, d_weight, slide.weight_gradient(of_d_y, of_x), *slide.gradients(d_y, weight, of_x)]

    for one, other in zip(passes(found, in_order), passes(expected, weight), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-8)


def test_many_small_pictures_are_written_out_a_few_at_a_time(rng, monkeypatch):
    along, sizes = axes((3, 3), (1, 1), (1, 1, 1, 1), (1, 1)), (5, 4)
    weight = rng.standard_normal((2, 3, 3, 3))
    x, d_y = rng.standard_normal((7, 3, *sizes)), rng.standard_normal((7, 2, *sizes))

    def passes() -> tuple[Array, ...]:
        slide = Patches(along, 1, sizes, sizes, filters=2, channels=3)
        y, of_x = slide.forward(x, weight)
        return y, *slide.gradients(d_y, weight, of_x)

    at_once = passes()
    monkeypatch.setattr(patches, "_NUMBERS_AT_ONCE", 3 * 7 * 4 * 9)
    for one, other in zip(passes(), at_once, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_gradients_lie_in_memory_as_the_input_does(rng):
    op = Conv2d(16, 16, 3, padding=1)
    op.initialize(rng)
    for x in scrambled_layouts(rng.standard_normal((2, 16, 6, 5)).astype(np.float32)):
        result = op.forward(x)
        (d_x,) = op.backward(result.saved, result.output).inputs
        assert (d_x.strides[1] < d_x.strides[3]) == (x.strides[1] < x.strides[3])


@pytest.mark.parametrize(
    ("shape", "op", "way"),
    [
        ((3, 32, 32), Conv2d(3, 16, 3, padding=1), Few),
        ((16, 8, 8), Conv2d(16, 16, 3, padding=1), Patches),
        ((16, 48, 48), Conv2d(16, 24, 3, padding=1), Patches),
        ((16, 100, 100), Conv2d(16, 16, 3, padding=1), Line),
        ((16, 8, 8), Conv2d(16, 16, 3, padding=1, groups=2), Line),
        ((16, 8, 8), Conv2d(16, 16, 3, stride=2), Windows),
    ],
)
def test_a_network_lays_weights_out_as_the_way_of_their_layer_reads_them(rng, shape, op, way):
    op.initialize(rng)
    before = op.parameters["weight"].copy()
    network = Network.chain(shape, [op])
    weight = op.parameters["weight"]
    np.testing.assert_array_equal(weight, before)
    outs = network.shapes[network.output][1:]
    slide = sliding(op.axes, op.groups, shape[1:], outs, weight.shape)
    assert isinstance(slide, way)
    assert weight.strides == slide.in_order(weight).strides
    x = rng.standard_normal((1, *shape)).astype(np.float32)
    assert isinstance(op.forward(x).saved.sliding, way)
