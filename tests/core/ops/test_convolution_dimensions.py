"""Convolution and its transpose in one, two and three dimensions, against their definitions."""

import copy
import tracemalloc
from itertools import product
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network import Network
from core.ops import Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d
from core.ops.base import Array
from core.ops.correlation import layout
from tests.core.oracles import check_gradients, check_types, onnx_node, scrambled_layouts

CONVOLUTIONS = {1: Conv1d, 2: Conv2d, 3: Conv3d}
TRANSPOSED = {1: ConvTranspose1d, 2: ConvTranspose2d, 3: ConvTranspose3d}
small = st.integers(1, 3)


def filled(op, rng: np.random.Generator):
    """The operation with random float64 weights."""
    op.parameters = {name: rng.standard_normal(each.shape) for name, each in op.parameters.items()}
    return op


@st.composite
def cases(draw, kinds) -> tuple:
    """Any operation that fits, and a batch for it: remainders, holes, groups, uneven padding, no bias."""
    dimensions = draw(st.integers(1, 3))
    each = [small] * dimensions
    groups, kernel = draw(st.integers(1, 2)), draw(st.tuples(*each))
    stride, dilation = draw(st.tuples(*each)), draw(st.tuples(*each))
    padding = draw(st.tuples(*[st.integers(0, 2)] * (2 * dimensions)))
    channels, filters = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    extents = [d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)]
    padded = [
        before + after for before, after in zip(padding[:dimensions], padding[dimensions:], strict=True)
    ]
    # Large enough for the window, and for a transposed one not to lose all of its output to the padding.
    sizes = [max(1, e - p, p - e + 2) + draw(st.integers(0, 2)) for e, p in zip(extents, padded, strict=True)]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    op = kinds[dimensions](
        channels,
        filters,
        kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
        bias=draw(st.booleans()),
    )
    return filled(op, rng), rng.standard_normal((draw(st.integers(1, 2)), channels, *sizes))


def laid_out(x: Array, op) -> Array:
    """A transposed convolution as it is defined: every input value lays its filters onto the output."""
    weight, groups = op.parameters["weight"], op.groups
    outs = op.output_shape(x.shape[1:])
    y = np.zeros((len(x), *outs), x.dtype)
    per_group, channels = weight.shape[1], x.shape[1] // groups
    for channel, filter_, *place in np.ndindex(x.shape[1], per_group, *x.shape[2:]):
        for cell in np.ndindex(*op.kernel):
            to = [
                p * axis.stride + c * axis.dilation - axis.before
                for p, c, axis in zip(place, cell, op.axes, strict=True)
            ]
            if all(0 <= t < out for t, out in zip(to, outs[1:], strict=True)):
                value = x[(slice(None), channel, *place)] * weight[(channel, filter_, *cell)]
                y[(slice(None), channel // channels * per_group + filter_, *to)] += value
    return y + op.parameters.get("bias", np.zeros(outs[0])).reshape(-1, *(1,) * (len(outs) - 1))


@given(cases(CONVOLUTIONS))
def test_convolution_is_what_onnx_computes_in_every_dimension(case):
    op, x = case
    (expected,) = onnx_node(
        "Conv",
        x,
        *op.parameters.values(),
        strides=op.stride,
        pads=op.padding,
        dilations=op.dilation,
        group=op.groups,
        kernel_shape=op.kernel,
    )
    found = op.forward(x).output
    assert found.shape[1:] == op.output_shape(x.shape[1:])
    np.testing.assert_allclose(found, expected, atol=1e-12)


@given(cases(TRANSPOSED))
def test_transposed_convolution_is_what_its_definition_says(case):
    op, x = case
    found = op.forward(x).output
    assert found.shape[1:] == op.output_shape(x.shape[1:])
    np.testing.assert_allclose(found, laid_out(x, op), atol=1e-12)


@pytest.mark.parametrize("dimensions", [1, 2, 3])
def test_transposed_convolution_is_what_onnx_computes(dimensions, rng):
    op = filled(TRANSPOSED[dimensions](2, 3, 3, stride=2, padding=1, output_padding=1), rng)
    x = rng.standard_normal((2, 2, 4, 3, 2)[: 2 + dimensions])
    (expected,) = onnx_node(
        "ConvTranspose",
        x,
        *op.parameters.values(),
        strides=op.stride,
        pads=op.padding,
        output_padding=op.output_padding,
        kernel_shape=op.kernel,
    )
    np.testing.assert_allclose(op.forward(x).output, expected, atol=1e-12)


@given(cases(CONVOLUTIONS))
def test_gradients_of_convolution_are_the_slopes_in_every_dimension(case):
    check_gradients(*case)


@given(cases(TRANSPOSED))
def test_gradients_of_transposed_convolution_are_the_slopes(case):
    check_gradients(*case)


@given(st.one_of(cases(CONVOLUTIONS), cases(TRANSPOSED)), st.integers(1, 5), st.sampled_from([0, 10**9]))
def test_cut_into_pieces_and_shared_out_to_threads_the_numbers_are_the_same(case, length, work_of_two):
    op, x = case
    whole = op.forward(x)
    d_output = np.random.default_rng(0).standard_normal(whole.output.shape)
    expected = op.backward(whole.saved, d_output)
    cut = {"_LONGEST_PIECE": length, "_SHORTEST_PIECE": 1, "_WORK_OF_TWO": work_of_two}
    with patch.multiple(layout, **cut):
        other = copy.deepcopy(op)
        other._latest = None  # what was laid out for the whole
        result = other.forward(x)
        found = other.backward(result.saved, d_output)
    np.testing.assert_allclose(result.output, whole.output, atol=1e-12)
    np.testing.assert_allclose(found.inputs[0], expected.inputs[0], atol=1e-12)
    for name, gradient in expected.parameters.items():
        np.testing.assert_allclose(found.parameters[name], gradient, atol=1e-12)


@pytest.mark.parametrize("size", range(36, 49))
def test_an_output_of_one_piece_goes_back_to_an_input_of_two(size, rng):
    op, x = filled(Conv1d(2, 3, 9), rng), rng.standard_normal((1, 2, size))
    with patch.multiple(layout, _LONGEST_PIECE=40, _SHORTEST_PIECE=1):
        check_gradients(op, x)


def test_a_layer_that_is_large_takes_little_memory_beside_its_input_and_output():
    op = Conv2d(64, 64, 3, padding=1)
    op.initialize(np.random.default_rng(0))
    x = np.zeros((1, 64, 224, 224), np.float32)
    tracemalloc.start()
    result = op.forward(x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - result.output.nbytes < 80e6


def test_a_transposed_convolution_undoes_the_sizes_of_the_convolution_with_its_window():
    for kernel, stride, padding, size in product((2, 3, 4), (1, 2, 3), (0, 1), range(8, 14)):
        (channels, out) = Conv1d(1, 4, kernel, stride=stride, padding=padding).output_shape((1, size))
        remainder = (size + 2 * padding - kernel) % stride
        back = ConvTranspose1d(4, 1, kernel, stride=stride, padding=padding, output_padding=remainder)
        assert back.output_shape((channels, out)) == (1, size)


def test_published_shape_of_unets_up_convolution():
    assert ConvTranspose2d(1024, 512, 2, stride=2).output_shape((1024, 28, 28)) == (512, 56, 56)


def test_layout_in_memory_makes_no_difference_to_a_transposed_convolution(rng):
    op = filled(ConvTranspose2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), groups=2), rng)
    x = rng.standard_normal((2, 4, 5, 3))
    expected = op.forward(x).output
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, expected, atol=1e-12)


@pytest.mark.parametrize("kind", [Conv1d, ConvTranspose1d])
def test_number_types_stay_in_one_dimension(kind, rng):
    check_types(filled(kind(2, 4, 3, padding=1, groups=2), rng), rng.standard_normal((1, 2, 5)))


def test_weights_given_in_any_memory_order_count_by_their_axes(rng):
    weight, x = rng.standard_normal((4, 3, 2, 3)), rng.standard_normal((1, 3, 5, 6))
    network = Network.chain((3, 5, 6), [("conv", Conv2d(3, 4, (2, 3)))])
    outputs = []
    for each in (weight, np.asfortranarray(weight)):
        network.set_parameter("conv.weight", each)
        np.testing.assert_array_equal(network.parameters["conv.weight"], weight)
        outputs.append(network.run(x).finish().activations["conv"])
    np.testing.assert_allclose(outputs[0], outputs[1], atol=1e-12)


def test_a_weight_changed_in_place_is_used_at_once(rng):
    op = filled(Conv2d(1, 1, 3), rng)
    x = rng.standard_normal((1, 1, 3, 3))
    before = op.forward(x).output.item()
    op.parameters["weight"][0, 0, 1, 2] += 1
    assert op.forward(x).output.item() == pytest.approx(before + x[0, 0, 1, 2])


def test_work_of_a_transposed_convolution_is_each_input_times_the_weights_it_meets():
    op = ConvTranspose2d(8, 4, 2, stride=2, groups=2)
    assert op.macs(((8, 5, 6),), (4, 10, 12)) == 8 * 5 * 6 * 2 * 4


@pytest.mark.parametrize(
    ("operation", "shape", "said"),
    [
        (Conv1d(1, 1, 3), (1, 5, 5), r"layer1 expects a sequence .* and gets 1×5×5\. Use the layer of"),
        (Conv3d(1, 1, 3), (1, 5, 5), r"layer1 expects a clip .* and gets 1×5×5"),
        (ConvTranspose1d(1, 1, 2, padding=3), (1, 3), "padding .* cuts away all of the output"),
    ],
)
def test_wrong_dimensions_and_padding_are_told_with_the_layer_and_a_remedy(operation, shape, said):
    with pytest.raises(ShapeError, match=said):
        Network.chain(shape, [("layer1", operation)])


def test_numbers_for_another_dimension_are_refused_when_the_layer_is_built():
    with pytest.raises(ShapeError, match="different dimensions"):
        Conv2d(1, 1, (3, 3, 3))
    with pytest.raises(ShapeError, match=r"output padding .* less than 0"):
        ConvTranspose1d(1, 1, 2, output_padding=-1)
