from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import ndimage

from core.errors import ShapeError
from core.ops import (
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    L2Pool1d,
    L2Pool2d,
    L2Pool3d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
)
from core.ops.base import Array
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts, windows

KINDS = {
    "max": (MaxPool1d, MaxPool2d, MaxPool3d),
    "mean": (AvgPool1d, AvgPool2d, AvgPool3d),
    "length": (L2Pool1d, L2Pool2d, L2Pool3d),
}
POOLS = (MaxPool2d, AvgPool2d, L2Pool2d)
IN_ONNX = {"max": ("MaxPool", {}), "mean": ("AveragePool", {}), "length": ("LpPool", {"p": 2})}
OF_WINDOW = {
    "max": lambda cells: cells.max(axis=-1),
    "mean": lambda cells: cells.mean(axis=-1),
    "length": lambda cells: np.sqrt((cells**2).sum(axis=-1)),
}


@dataclass
class Case:
    chosen: dict[str, Any]
    x: Array

    @property
    def dimensions(self) -> int:
        return self.x.ndim - 2


@st.composite
def cases(draw, *, dimensions: int | None = None, ceil: bool | None = None, dilated: bool = True) -> Case:
    """Any window that fits: overlapping, with gaps, holes, remainders, one pixel. No two values are equal."""
    dimensions = dimensions or draw(st.integers(1, 3))
    largest = 4 if dimensions < 3 else 2

    def an_axis(smallest: int, largest: int) -> tuple[int, ...]:
        return draw(st.tuples(*[st.integers(smallest, largest)] * dimensions))

    kernel, stride = an_axis(1, largest), an_axis(1, largest)
    dilation = an_axis(1, 2) if dilated else (1,) * dimensions
    extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    before, after = (tuple(draw(st.integers(0, extent - 1)) for extent in extents) for _ in range(2))
    size = [
        max(d, extent - b - a) + draw(st.integers(0, largest))
        for d, extent, b, a in zip(dilation, extents, before, after, strict=True)
    ]
    shape = draw(st.integers(1, 2)), draw(st.integers(1, 2)), *size
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x = (rng.permutation(int(np.prod(shape))).reshape(shape) - np.prod(shape) / 2.1) / 4
    ceil_mode = draw(st.booleans()) if ceil is None else ceil
    chosen = {"kernel": kernel, "stride": stride, "padding": before + after, "ceil_mode": ceil_mode}
    return Case(chosen | {"dilation": dilation}, x)


def built(kind: str, case: Case, **more: Any) -> Any:
    return KINDS[kind][case.dimensions - 1](**case.chosen, **more)


@pytest.mark.parametrize("kind", KINDS)
@given(case=cases())
def test_forward_makes_one_number_of_the_inputs_part_of_each_window(kind, case):
    op = built(kind, case)
    output = op.forward(case.x).output
    assert output.shape[1:] == op.output_shape(case.x.shape[1:])
    for unit, cells in windows(case.x, op, output.shape[2:]):
        np.testing.assert_allclose(output[:, :, *unit], OF_WINDOW[kind](cells), atol=1e-12)


# Without ceil_mode: there ONNX's reference evaluator (1.23) lets a window start in the padding at the end,
# where it finds nothing and gives 0 or fails. SciPy stands in for it below.
@pytest.mark.parametrize("kind", KINDS)
@given(case=cases(ceil=False))
def test_forward_is_what_onnx_computes(kind, case):
    node, attributes = IN_ONNX[kind]
    np.testing.assert_allclose(
        built(kind, case).forward(case.x).output, in_onnx(node, case, **attributes), atol=1e-12
    )


@given(case=cases(ceil=False, dilated=False))
def test_a_mean_that_counts_the_padding_is_what_onnx_computes(case):
    expected = in_onnx("AveragePool", case, count_include_pad=1)
    output = built("mean", case, count_padding=True).forward(case.x).output
    np.testing.assert_allclose(output, expected, atol=1e-12)


def in_onnx(node: str, case: Case, **attributes: Any) -> Array:
    chosen = case.chosen
    # The reference evaluator forgets a maximum's padding where all strides and dilations are 1.
    assume(node != "MaxPool" or not any(chosen["padding"]) or {*chosen["stride"], *chosen["dilation"]} != {1})
    return onnx_node(
        node,
        case.x,
        kernel_shape=chosen["kernel"],
        strides=chosen["stride"],
        pads=chosen["padding"],
        dilations=chosen["dilation"],
        **attributes,
    )[0]


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
@given(case=cases(dimensions=2, dilated=False))
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


def test_a_window_over_the_end_counts_the_padding_but_not_what_is_behind():
    # Windows start at −1, 1 and 3: of the last one only 3 is in the input, 4 in the padding, 5 in neither.
    op = AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_padding=True)
    output = op.forward(np.array([[[1.0, 2, 3, 10]]])).output
    np.testing.assert_allclose(output, [[[3 / 3, 15 / 3, 10 / 2]]])


@pytest.mark.parametrize(("kind", "more"), [*product(KINDS, [{}]), ("mean", {"count_padding": True})])
@given(case=cases())
def test_gradients_are_the_slopes(kind, more, case):
    check_gradients(built(kind, case, **more), case.x)


@given(case=cases(), levels=st.integers(1, 3))
def test_of_equal_values_the_first_in_raster_order_takes_the_whole_gradient(case, levels):
    op = built("max", case)
    x = np.floor(case.x) % levels
    result = op.forward(x)
    d_output = np.arange(1.0, result.output.size + 1).reshape(result.output.shape)
    expected = np.zeros_like(x)
    for n, c, *unit in np.ndindex(result.output.shape):
        starts = np.array(unit) * op.stride - op.padding[: case.dimensions]
        best, winner = -np.inf, None
        for number, cell in enumerate(np.ndindex(op.kernel)):
            place = tuple(starts + np.array(cell) * op.dilation)
            inside = all(0 <= i < size for i, size in zip(place, x.shape[2:], strict=True))
            if inside and x[n, c, *place] > best:
                best, winner = x[n, c, *place], (number, place)
        assert op.show(result.saved)["winners"][n, c, *unit] == winner[0]
        expected[n, c, *winner[1]] += d_output[n, c, *unit]
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
@pytest.mark.parametrize("chosen", [{}, {"padding": 1}, {"ceil_mode": True}, {"stride": 3}])
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
        "dilation": [1, 1],
        "ceil_mode": False,
    }


@pytest.mark.parametrize("pool", POOLS)
def test_a_window_may_not_lie_in_the_padding_alone(pool):
    with pytest.raises(
        ShapeError, match=r"padding \[2, 2, 2, 2\] is as large as the window \[2, 2\].*smaller"
    ):
        pool(2, padding=2)


def test_an_input_between_two_cells_of_a_dilated_window_is_refused():
    with pytest.raises(ShapeError, match=r"an input of 1×2 could lie between .* dilation \[3\]"):
        MaxPool1d(2, dilation=3, padding=2).output_shape((1, 2))


@pytest.mark.parametrize("pool", [MaxPool1d, AvgPool1d, L2Pool1d])
def test_a_window_far_larger_than_the_input_costs_no_more_than_the_input(pool):
    op = pool(10**9, stride=5 * 10**8, padding=10**9 - 1)
    result = op.forward(np.array([[[-2.0]]]))
    np.testing.assert_array_equal(abs(result.output), [[[2, 2]]])
    assert op.backward(result.saved, np.ones((1, 1, 2))).inputs[0].shape == (1, 1, 1)
    assert op.show(result.saved).keys() <= {"winners"}


@pytest.mark.parametrize(("pools", "shape"), [((MaxPool1d, AvgPool1d), (2, 8)), ((MaxPool3d,), (2, 4, 8, 8))])
def test_pools_take_inputs_of_their_dimension(pools, shape):
    for pool in pools:
        assert pool(2).output_shape(shape) == (shape[0], *(size // 2 for size in shape[1:]))
        with pytest.raises(ShapeError, match="Use the layer of that dimension"):
            pool(2).output_shape((2, 8, 8))


def test_padding_is_counted_only_when_told():
    assert AvgPool3d(2).hyperparameters["count_padding"] is False
    assert L2Pool3d(2, dilation=(1, 2, 1)).hyperparameters["dilation"] == [1, 2, 1]
