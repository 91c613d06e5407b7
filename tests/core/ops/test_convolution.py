from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import correlate

from core.errors import ShapeError
from core.ops import Conv2d
from core.ops.base import Array
from tests.core.oracles import check_gradients, check_types, convolved, onnx_node, scrambled_layouts


@dataclass
class Case:
    op: Conv2d
    x: Array

    @property
    def chosen(self) -> dict:
        op = self.op
        return {"stride": op.stride, "padding": op.padding, "dilation": op.dilation, "groups": op.groups}


def conv(weight: Array, bias: Array | None = None, **chosen) -> Conv2d:
    """A convolution that holds these weights."""
    filters, per_group, *kernel = weight.shape
    op = Conv2d(per_group * chosen.get("groups", 1), filters, tuple(kernel), **chosen)
    op.parameters["weight"] = weight
    op.parameters["bias"] = np.zeros(filters, weight.dtype) if bias is None else bias
    return op


@st.composite
def cases(draw, most: int = 4) -> Case:
    """Any convolution that fits: remainders, single pixels, windows in the padding alone, groups, batches."""
    small = st.integers(1, 3)
    groups, kernel = draw(small), draw(st.tuples(st.integers(1, most), st.integers(1, most)))
    stride, dilation = draw(st.tuples(small, small)), draw(st.tuples(small, small))
    padding = draw(st.tuples(*[st.integers(0, 3)] * 4))
    per_group, filters = draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    padded = padding[0] + padding[2], padding[1] + padding[3]
    size = [max(1, e - p) + draw(st.integers(0, 3)) for e, p in zip(extents, padded, strict=True)]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    op = conv(
        rng.standard_normal((filters, per_group, *kernel)),
        rng.standard_normal(filters),
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )
    return Case(op, rng.standard_normal((draw(st.integers(1, 3)), groups * per_group, *size)))


@given(cases())
def test_forward_is_what_onnx_computes(case):
    (expected,) = onnx_node(
        "Conv",
        case.x,
        case.op.parameters["weight"],
        case.op.parameters["bias"],
        strides=case.op.stride,
        pads=case.op.padding,
        dilations=case.op.dilation,
        group=case.op.groups,
        kernel_shape=case.op.kernel,
    )
    np.testing.assert_allclose(case.op.forward(case.x).output, expected, atol=1e-12)


@given(cases())
def test_forward_is_what_the_definition_says(case):
    expected = convolved(case.x, case.op.parameters["weight"], case.op.parameters["bias"], **case.chosen)
    output = case.op.forward(case.x).output
    assert output.shape[1:] == case.op.output_shape(case.x.shape[1:])
    np.testing.assert_allclose(output, expected, atol=1e-12)


@given(cases(most=3))
def test_gradients_are_the_slopes(case):
    check_gradients(case.op, case.x)


def test_one_channel_is_scipys_correlation(rng):
    x, kernel = rng.standard_normal((7, 10)), rng.standard_normal((4, 3))
    output = conv(kernel[None, None]).forward(x[None, None]).output
    np.testing.assert_allclose(output[0, 0], correlate(x, kernel, "valid"), atol=1e-12)


def test_all_input_channels_are_summed_and_the_bias_is_added_once(rng):
    x, weight = rng.standard_normal((3, 6, 5)), rng.standard_normal((3, 2, 2))
    output = conv(weight[None], np.array([0.5])).forward(x[None]).output
    expected = sum(correlate(x[c], weight[c], "valid") for c in range(3)) + 0.5
    np.testing.assert_allclose(output[0, 0], expected, atol=1e-12)


def test_published_case_forward_and_backward():
    op = conv(np.array([[[[0.0, 1], [2, 3]]]]))
    result = op.forward(np.arange(9.0).reshape(1, 1, 3, 3))
    gradients = op.backward(result.saved, np.ones((1, 1, 2, 2)))
    np.testing.assert_array_equal(result.output[0, 0], [[19, 25], [37, 43]])
    np.testing.assert_array_equal(gradients.inputs[0][0, 0], [[0, 1, 1], [2, 6, 4], [2, 5, 3]])
    np.testing.assert_array_equal(gradients.parameters["weight"][0, 0], [[8, 12], [20, 24]])
    np.testing.assert_array_equal(gradients.parameters["bias"], [4])


def test_emboss_keeps_a_flat_area_and_lights_an_edge():
    emboss = np.array([[-2.0, -1, 0], [-1, 1, 1], [0, 1, 2]])
    picture = np.full((5, 6), 10.0)
    picture[:, 4:] = 20
    output = conv(emboss[None, None], padding=1).forward(picture[None, None]).output[0, 0]
    assert output[2, 2] == 10  # the kernel sums to 1
    assert output[2, 3] == 10 + (1 + 2) * 10
    np.testing.assert_allclose(output, correlate(picture, emboss, "same"))


def test_dx_is_the_full_convolution_of_dy_with_the_turned_kernel(rng):
    kernel, x = rng.standard_normal((2, 3)), rng.standard_normal((1, 1, 5, 6))
    op = conv(kernel[None, None])
    result = op.forward(x)
    d_output = rng.standard_normal(result.output.shape)
    (d_input,) = op.backward(result.saved, d_output).inputs
    turned = kernel[::-1, ::-1]
    np.testing.assert_allclose(d_input[0, 0], correlate(d_output[0, 0], turned, "full"), atol=1e-12)


def test_layout_in_memory_makes_no_difference(rng):
    x = rng.standard_normal((2, 4, 6, 5))
    op = conv(rng.standard_normal((4, 2, 3, 2)), stride=(2, 1), padding=(1, 0, 2, 1), groups=2)
    plain = op.forward(x)
    d_output = rng.standard_normal(plain.output.shape)
    expected = op.backward(plain.saved, d_output)
    for other, d_other in zip(scrambled_layouts(x), scrambled_layouts(d_output), strict=True):
        result = op.forward(other)
        found = op.backward(result.saved, d_other)
        np.testing.assert_allclose(result.output, plain.output, atol=1e-12)
        np.testing.assert_allclose(found.inputs[0], expected.inputs[0], atol=1e-12)
        np.testing.assert_allclose(found.parameters["weight"], expected.parameters["weight"], atol=1e-12)


def test_neither_pass_changes_what_it_is_given(rng):
    x = rng.standard_normal((1, 2, 4, 4))
    op = conv(rng.standard_normal((3, 2, 3, 3)), padding=1)
    kept_x, kept_weight = x.copy(), op.parameters["weight"].copy()
    result = op.forward(x)
    kept_output = result.output.copy()
    d_output = np.ones_like(result.output)
    op.backward(result.saved, d_output)
    np.testing.assert_array_equal(x, kept_x)
    np.testing.assert_array_equal(op.parameters["weight"], kept_weight)
    np.testing.assert_array_equal(result.output, kept_output)
    assert (d_output == 1).all()


def test_number_types_stay(rng):
    check_types(
        conv(rng.standard_normal((2, 1, 2, 2)), padding=1, groups=2), rng.standard_normal((1, 2, 3, 4))
    )


def test_float32_agrees_with_float64_to_float32_precision(rng):
    weight, x = rng.standard_normal((16, 16, 3, 3)), rng.standard_normal((1, 16, 12, 12))
    exact = conv(weight, padding=1).forward(x).output
    single = conv(weight.astype(np.float32), padding=1).forward(x.astype(np.float32)).output
    np.testing.assert_allclose(single, exact, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("shape", "filters", "kernel", "chosen", "expected"),
    [
        ((3, 300, 300), 16, 3, {}, (16, 298, 298)),
        ((3, 32, 32), 6, 5, {}, (6, 28, 28)),
        ((6, 28, 28), 10, 5, {}, (10, 24, 24)),
        ((1, 28, 28), 32, 3, {"padding": 1}, (32, 28, 28)),
        ((3, 227, 227), 96, 11, {"stride": 4}, (96, 55, 55)),
        ((3, 32, 32), 5, 1, {}, (5, 32, 32)),
    ],
)
def test_published_output_shapes(shape, filters, kernel, chosen, expected):
    assert Conv2d(shape[0], filters, kernel, **chosen).output_shape(shape) == expected


@pytest.mark.parametrize(
    ("op", "parameters"),
    [(Conv2d(3, 16, 3), 448), (Conv2d(3, 96, 11, stride=4), 34_944), (Conv2d(3, 1, 5), 76)],
)
def test_published_parameter_counts(op, parameters):
    assert op.parameter_count == parameters


def test_work_is_the_output_times_the_weights_a_unit_has():
    assert Conv2d(3, 96, 11, stride=4).macs(((3, 227, 227),), (96, 55, 55)) == 290_400 * 363
    assert Conv2d(4, 8, 3, groups=2).macs(((4, 5, 5),), (8, 3, 3)) == 8 * 3 * 3 * 2 * 9


def test_hyperparameters_are_told_by_axis():
    assert Conv2d(4, 8, (3, 2), stride=2, padding=(1, 0), dilation=(1, 2), groups=2).hyperparameters == {
        "filters": 8,
        "kernel": [3, 2],
        "stride": [2, 2],
        "padding": [1, 0, 1, 0],
        "dilation": [1, 2],
        "groups": 2,
    }


@pytest.mark.parametrize(("channels", "filters", "groups"), [(3, 4, 2), (4, 3, 2), (4, 4, 3)])
def test_channels_and_filters_must_divide_into_the_groups(channels, filters, groups):
    said = rf"{channels} channels and {filters} filters .* {groups} groups.*must be multiples"
    with pytest.raises(ShapeError, match=said):
        Conv2d(channels, filters, 3, groups=groups)


def test_random_weights_have_the_variance_of_he():
    op = Conv2d(32, 64, 5)
    op.initialize(np.random.default_rng(0))
    assert op.parameters["weight"].dtype == np.float32
    assert op.parameters["weight"].var() == pytest.approx(2 / (32 * 25), rel=0.05)
    assert not op.parameters["bias"].any()


def test_a_gradient_of_another_type_is_taken_as_the_input_s(rng):
    op = Conv2d(2, 3, 3, padding=1)
    op.initialize(rng)
    x, d_output = (rng.standard_normal((1, channels, 5, 4)).astype(np.float32) for channels in (2, 3))
    saved = op.forward(x).saved
    found, expected = op.backward(saved, d_output.astype(np.float64)), op.backward(saved, d_output)
    np.testing.assert_array_equal(found.inputs[0], expected.inputs[0])
    np.testing.assert_array_equal(found.parameters["weight"], expected.parameters["weight"])
