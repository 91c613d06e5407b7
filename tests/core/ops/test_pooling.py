from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from core.errors import ShapeError
from core.ops import AvgPool2d, GlobalAvgPool, L2Pool2d, MaxPool2d
from core.ops.base import Array
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts, windows

POOLS = (MaxPool2d, AvgPool2d, L2Pool2d)
OF_WINDOW = {
    MaxPool2d: lambda cells: cells.max(axis=-1),
    AvgPool2d: lambda cells: cells.mean(axis=-1),
    L2Pool2d: lambda cells: np.sqrt((cells**2).sum(axis=-1)),
}


@dataclass
class Case:
    chosen: dict[str, Any]
    x: Array


@st.composite
def cases(draw, *, ceil: bool | None = None) -> Case:
    """Any window that fits: overlapping, with gaps, remainders, one pixel. No two values are equal."""
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    stride = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    padding = tuple(draw(st.integers(0, kernel[side % 2] - 1)) for side in range(4))
    padded = padding[0] + padding[2], padding[1] + padding[3]
    size = [max(1, k - p) + draw(st.integers(0, 4)) for k, p in zip(kernel, padded, strict=True)]
    shape = draw(st.integers(1, 2)), draw(st.integers(1, 2)), *size
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = (rng.permutation(int(np.prod(shape))).reshape(shape) - np.prod(shape) / 2.1) / 4
    ceil_mode = draw(st.booleans()) if ceil is None else ceil
    return Case({"kernel": kernel, "stride": stride, "padding": padding, "ceil_mode": ceil_mode}, x)


@pytest.mark.parametrize("pool", POOLS)
@given(case=cases())
def test_forward_makes_one_number_of_the_pictures_part_of_each_window(pool, case):
    op = pool(**case.chosen)
    output = op.forward(case.x).output
    assert output.shape[1:] == op.output_shape(case.x.shape[1:])
    for row, column, cells in windows(case.x, op, output.shape[2:]):
        np.testing.assert_allclose(output[:, :, row, column], OF_WINDOW[pool](cells), atol=1e-12)


# Without ceil_mode: there ONNX's reference evaluator (1.23) lets a window start in the padding at the end,
# where it finds nothing and gives 0 or fails. SciPy stands in for it below.
@pytest.mark.parametrize(
    ("pool", "kind", "attributes"),
    [
        (MaxPool2d, "MaxPool", {}),
        (AvgPool2d, "AveragePool", {"count_include_pad": 0}),
        (L2Pool2d, "LpPool", {"p": 2}),
    ],
)
@given(case=cases(ceil=False))
def test_forward_is_what_onnx_computes(pool, kind, attributes, case):
    chosen = case.chosen
    (expected,) = onnx_node(
        kind,
        case.x,
        kernel_shape=chosen["kernel"],
        strides=chosen["stride"],
        pads=chosen["padding"],
        **attributes,
    )
    np.testing.assert_allclose(pool(**chosen).forward(case.x).output, expected, atol=1e-12)


def from_top_left(correlation, x: Array, op: Any, fill: float, **chosen: Any) -> Array:
    """A SciPy filter whose window starts at each output's place, on the input with plenty of padding."""
    top, left, bottom, right = op.padding
    around = (0, 0), (0, 0), (top, bottom + op.stride[0]), (left, right + op.stride[1])
    padded = np.pad(x, around, constant_values=fill)
    origin = [0, 0, *(-(side // 2) for side in op.kernel)]
    filtered = correlation(padded, mode="constant", cval=fill, origin=origin, **chosen)
    _, height, width = op.output_shape(x.shape[1:])
    return filtered[:, :, :: op.stride[0], :: op.stride[1]][:, :, :height, :width]


@pytest.mark.parametrize("ceil_mode", [False, True])
@given(case=cases())
def test_forward_is_what_scipy_computes_in_ceil_mode_too(ceil_mode, case):
    case.chosen["ceil_mode"] = ceil_mode
    largest, mean, length = (pool(**case.chosen) for pool in POOLS)
    size = (1, 1, *largest.kernel)

    def total(x: Array) -> Array:
        return from_top_left(ndimage.correlate, x, largest, 0, weights=np.ones(size))

    expected = from_top_left(ndimage.maximum_filter, case.x, largest, -np.inf, size=size)
    np.testing.assert_array_equal(largest.forward(case.x).output, expected)
    expected = total(case.x) / total(np.ones_like(case.x))
    np.testing.assert_allclose(mean.forward(case.x).output, expected, atol=1e-12)
    np.testing.assert_allclose(length.forward(case.x).output, np.sqrt(total(case.x**2)), atol=1e-12)


@pytest.mark.parametrize("pool", POOLS)
@given(case=cases())
def test_gradients_are_the_slopes(pool, case):
    check_gradients(pool(**case.chosen), case.x)


@given(case=cases(), levels=st.integers(1, 3))
def test_of_equal_values_the_first_in_raster_order_takes_the_whole_gradient(case, levels):
    op = MaxPool2d(**case.chosen)
    x = np.floor(case.x) % levels
    result = op.forward(x)
    d_output = np.arange(1.0, result.output.size + 1).reshape(result.output.shape)
    expected = np.zeros_like(x)
    top, left, _, _ = op.padding
    for n, c, row, column in np.ndindex(result.output.shape):
        y0, x0 = row * op.stride[0] - top, column * op.stride[1] - left
        inside = [
            (y, x1)
            for y in range(max(y0, 0), min(y0 + op.kernel[0], x.shape[2]))
            for x1 in range(max(x0, 0), min(x0 + op.kernel[1], x.shape[3]))
        ]
        winner = max(inside, key=lambda place: x[n, c, place[0], place[1]])  # max keeps the first
        expected[n, c, winner[0], winner[1]] += d_output[n, c, row, column]
        cell = (winner[0] - y0) * op.kernel[1] + winner[1] - x0
        assert op.show(result.saved)["winners"][n, c, row, column] == cell
    np.testing.assert_array_equal(op.backward(result.saved, d_output).inputs[0], expected)


def test_overlapping_windows_add_up_at_a_shared_winner():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 5
    op = MaxPool2d(2, stride=1)
    result = op.forward(x)
    (d_input,) = op.backward(result.saved, np.array([[[[1.0, 10], [100, 1000]]]])).inputs
    np.testing.assert_array_equal(d_input[0, 0], [[0, 0, 0], [0, 1111, 0], [0, 0, 0]])
    np.testing.assert_array_equal(op.show(result.saved)["winners"][0, 0], [[3, 2], [1, 0]])


def test_padding_never_wins_over_negative_values():
    x = np.full((1, 1, 2, 2), -7.0)
    np.testing.assert_array_equal(MaxPool2d(2, padding=1).forward(x).output, np.full((1, 1, 2, 2), -7))


def test_a_window_of_zeros_gives_l2_pooling_no_gradient():
    op = L2Pool2d(2)
    result = op.forward(np.zeros((1, 1, 2, 2)))
    np.testing.assert_array_equal(op.backward(result.saved, np.ones((1, 1, 1, 1))).inputs[0], 0)


@pytest.mark.parametrize("pool", POOLS)
def test_layout_in_memory_makes_no_difference(pool, rng):
    x = rng.standard_normal((2, 3, 7, 5))
    op = pool((3, 2), stride=(2, 1), padding=(1, 0, 1, 1), ceil_mode=True)
    plain = op.forward(x)
    d_output = rng.standard_normal(plain.output.shape)
    (expected,) = op.backward(plain.saved, d_output).inputs
    for other, d_other in zip(scrambled_layouts(x), scrambled_layouts(d_output), strict=True):
        result = op.forward(other)
        np.testing.assert_allclose(result.output, plain.output, atol=1e-12)
        np.testing.assert_allclose(op.backward(result.saved, d_other).inputs[0], expected, atol=1e-12)


@pytest.mark.parametrize("pool", POOLS)
@pytest.mark.parametrize("chosen", [{}, {"padding": 1}, {"ceil_mode": True}])
def test_number_types_stay(pool, chosen, rng):
    check_types(pool(2, **chosen), rng.standard_normal((1, 2, 5, 3)))


@pytest.mark.parametrize("pool", POOLS)
def test_the_input_is_not_changed(pool, rng):
    x = rng.standard_normal((1, 1, 4, 4))
    kept = x.copy()
    result = pool(2).forward(x)
    pool(2).backward(result.saved, np.ones_like(result.output))
    np.testing.assert_array_equal(x, kept)


def test_published_shape_of_a_pool():
    assert MaxPool2d(2).output_shape((16, 298, 298)) == (16, 149, 149)


@pytest.mark.parametrize(("ceil_mode", "size"), [(False, 4), (True, 5)])
def test_ceil_mode_keeps_what_is_left_over(ceil_mode, size):
    assert MaxPool2d(2, ceil_mode=ceil_mode).output_shape((1, 9, 9)) == (1, size, size)


def test_the_stride_is_the_window_unless_said_otherwise():
    assert MaxPool2d((3, 2)).hyperparameters == {
        "kernel": [3, 2],
        "stride": [3, 2],
        "padding": [0, 0, 0, 0],
        "ceil_mode": False,
    }


@pytest.mark.parametrize("pool", POOLS)
def test_a_window_may_not_lie_in_the_padding_alone(pool):
    with pytest.raises(
        ShapeError, match=r"padding \[2, 2, 2, 2\] is as large as the window \[2, 2\].*smaller"
    ):
        pool(2, padding=2)


@given(case=cases())
def test_global_average_is_what_onnx_computes_and_its_gradients_are_the_slopes(case):
    (expected,) = onnx_node("GlobalAveragePool", case.x)
    np.testing.assert_allclose(GlobalAvgPool().forward(case.x).output, expected, atol=1e-12)
    check_gradients(GlobalAvgPool(), case.x)


def test_global_average_of_any_layout_and_number_type(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    check_types(GlobalAvgPool(), x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(GlobalAvgPool().forward(other).output[:, :, 0, 0], x.mean(axis=(2, 3)))
