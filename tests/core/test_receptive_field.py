from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UnknownLayer, UnknownUnit
from core.network import Layer, Network
from core.ops import (
    Add,
    AvgPool2d,
    BatchNorm,
    Concat,
    Constant,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    Dense,
    Flatten,
    GlobalAvgPool,
    MaxPool2d,
    ReLU,
)
from core.receptive_field import Field, receptive_field, receptive_fields
from tests.core.oracles import check_field, in_float64, input_gradient
from tests.core.samples_of_networks import ALL

small = st.integers(1, 3)


def sizes(network: Network) -> dict[str, int]:
    """How many rows a unit of each layer sees."""
    return {name: fields[0].size for name, fields in receptive_fields(network).items()}


def chain_of(shape: tuple[int, ...], operations: list) -> Network:
    return Network.chain(shape, [(f"layer{number}", op) for number, op in enumerate(operations, 1)])


def conv(kernel, **chosen) -> Conv2d:
    """One channel, all weights positive, so that nothing that is seen cancels out."""
    op = Conv2d(1, 1, kernel, **chosen)
    op.parameters["weight"] = np.ones((1, 1, *op.kernel))
    return op


def seen(network: Network, layer: str, unit: tuple[int, int]) -> np.ndarray:
    """Which pixels a unit depends on (H×W), found by its gradient."""
    run = network.run(np.ones((1, *network.input_shape))).finish()
    seed = np.zeros_like(run.activations[layer])
    seed[0, 0, unit[0], unit[1]] = 1
    return (input_gradient(run.backward({layer: seed})) != 0).any(axis=(0, 1))


def stated(network: Network, layer: str, unit: tuple[int, int]) -> tuple[list[range], np.ndarray]:
    """The rows and columns that the field names, and its part in the picture as a mask H×W."""
    spans = [
        range(floor(field.start + i * field.stride), floor(field.start + i * field.stride) + field.size)
        for field, i in zip(receptive_fields(network)[layer], unit, strict=True)
    ]
    _, height, width = network.input_shape
    rows, columns = np.isin(np.arange(height), spans[0]), np.isin(np.arange(width), spans[1])
    return spans, np.outer(rows, columns)


def bounding_box(mask: np.ndarray) -> list[range]:
    return [
        range(np.flatnonzero(mask.any(axis=1 - axis))[0], np.flatnonzero(mask.any(axis=1 - axis))[-1] + 1)
        for axis in (0, 1)
    ]


@st.composite
def windows(draw):
    """A convolution or a mean of any size, stride, padding and (for the convolution) dilation."""
    kernel, stride = draw(st.tuples(small, small)), draw(st.tuples(small, small))
    padding = tuple(draw(st.integers(0, kernel[side % 2] - 1)) for side in range(4))
    if draw(st.booleans()):
        return AvgPool2d(kernel, stride=stride, padding=padding, ceil_mode=draw(st.booleans()))
    return conv(kernel, stride=stride, padding=padding, dilation=draw(st.tuples(small, small)))


@st.composite
def same_windows(draw):
    """A layer with an odd window and as much padding as keeps the size."""
    kernel, dilation = draw(st.sampled_from([1, 3, 5])), draw(small)
    if draw(st.booleans()):
        return AvgPool2d(kernel, stride=1, padding=kernel // 2)
    return conv(kernel, padding=dilation * (kernel // 2), dilation=dilation)


def units(network: Network, layer: str):
    return np.ndindex(network.shapes[layer][1:])


@given(operations=st.lists(windows(), min_size=1, max_size=3), size=st.tuples(*[st.integers(14, 26)] * 2))
def test_no_unit_sees_a_pixel_outside_its_field_and_inner_ones_see_all_of_its_extent(operations, size):
    rows, columns = size
    for op in operations:  # only chains whose every window fits
        if min(axis.output_size(n) for axis, n in zip(op.axes, (rows, columns), strict=True)) < 1:
            return
        _, rows, columns = op.output_shape((1, rows, columns))
    network = chain_of((1, *size), operations)
    layer = network.output
    for unit in list(units(network, layer))[::5]:
        spans, inside = stated(network, layer, unit)
        pixels = seen(network, layer, unit)
        assert not (pixels & ~inside).any()
        # Where the field lies in the picture, no padding on the way cuts it.
        if all(span.start >= 0 and span.stop <= n for span, n in zip(spans, size, strict=True)):
            assert bounding_box(pixels) == spans


@given(
    kernels=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=3),
    size=st.tuples(*[st.integers(10, 14)] * 2),
)
def test_without_holes_and_padding_a_unit_sees_every_pixel_of_its_field(kernels, size):
    network = chain_of((1, *size), [conv(kernel) for kernel in kernels])
    for unit in list(units(network, network.output))[::7]:
        _, inside = stated(network, network.output, unit)
        np.testing.assert_array_equal(seen(network, network.output, unit), inside)


@given(
    kernels=st.lists(st.sampled_from([1, 3, 5]), min_size=1, max_size=4),
    size=st.tuples(small, st.integers(1, 9)),
)
def test_with_same_padding_every_unit_sees_its_field_clipped_to_the_picture(kernels, size):
    network = chain_of((1, *size), [conv(kernel, padding=kernel // 2) for kernel in kernels])
    for unit in units(network, network.output):
        _, inside = stated(network, network.output, unit)
        np.testing.assert_array_equal(seen(network, network.output, unit), inside)


@given(
    branches=st.lists(st.lists(same_windows(), max_size=2), min_size=2, max_size=3),
    strided=windows(),
    merge=st.sampled_from([Add, Concat]),
    before=st.booleans(),
)
def test_a_unit_behind_branches_sees_what_any_branch_sees(branches, strided, merge, before):
    layers, last = [], "input"
    if before:
        layers, last = [Layer("first", strided, ("input",))], "first"
    ends = []
    for b, operations in enumerate(branches):
        end = last
        for n, op in enumerate(operations):
            layers.append(Layer(f"branch{b}.{n}", op, (end,)))
            end = layers[-1].name
        ends.append(end)
    layers.append(Layer("merged", merge(), tuple(ends)))
    network = Network((1, 19, 17), layers)
    for unit in list(units(network, "merged"))[::11]:
        spans, inside = stated(network, "merged", unit)
        channels = network.shapes["merged"][0]
        run = network.run(np.ones((1, 1, 19, 17))).finish()
        seed = np.zeros((1, channels, *network.shapes["merged"][1:]))
        seed[:, :, unit[0], unit[1]] = 1
        pixels = (input_gradient(run.backward({"merged": seed})) != 0).any(axis=(0, 1))
        assert not (pixels & ~inside).any()
        if all(span.start >= 0 and span.stop <= n for span, n in zip(spans, (19, 17), strict=True)):
            assert bounding_box(pixels) == spans


def test_three_stacked_3x3_convolutions_see_7x7():
    fields = receptive_fields(chain_of((1, 16, 16), [conv(3, padding=1) for _ in range(3)]))
    assert fields["layer3"] == (Field(7, 1, -3, 16), Field(7, 1, -3, 16))


def test_published_fields_of_vgg16():
    blocks = (2, 64), (2, 128), (3, 256), (3, 512), (3, 512)
    operations, channels = [], 3
    for number, (count, filters) in enumerate(blocks, 1):
        for _ in range(count):
            operations.append((f"conv{len(operations)}", Conv2d(channels, filters, 3, padding=1)))
            channels = filters
        operations.append((f"pool{number}", MaxPool2d(2)))
    found = sizes(Network.chain((3, 224, 224), operations))
    assert [found[f"pool{number}"] for number in range(1, 6)] == [6, 16, 44, 100, 212]


def test_published_fields_of_alexnet():
    found = sizes(
        Network.chain(
            (3, 224, 224),
            [
                ("conv1", Conv2d(3, 64, 11, stride=4, padding=2)),
                ("pool1", MaxPool2d(3, stride=2)),
                ("conv2", Conv2d(64, 192, 5, padding=2)),
                ("pool2", MaxPool2d(3, stride=2)),
                ("conv3", Conv2d(192, 384, 3, padding=1)),
                ("conv4", Conv2d(384, 256, 3, padding=1)),
                ("conv5", Conv2d(256, 256, 3, padding=1)),
                ("pool5", MaxPool2d(3, stride=2)),
            ],
        )
    )
    assert (found["conv5"], found["pool5"]) == (163, 195)


def test_each_axis_has_its_own_field():
    network = chain_of(
        (1, 20, 20), [conv((3, 1), stride=(2, 1), padding=(1, 0)), conv((2, 5), dilation=(1, 2))]
    )
    vertical, horizontal = receptive_fields(network)["layer2"]
    assert (vertical.size, vertical.stride, vertical.start) == (5, 2, -1)
    assert (horizontal.size, horizontal.stride, horizontal.start) == (9, 1, 0)


def test_layers_that_work_on_each_place_alone_keep_the_field():
    network = chain_of((1, 8, 8), [conv(3), BatchNorm(1), ReLU(), Flatten()])
    fields = receptive_fields(network)
    assert fields["layer1"] == fields["layer2"] == fields["layer3"] == fields["layer4"]


@pytest.mark.parametrize("mixing", [[Flatten(), Dense(36, 2)], [GlobalAvgPool()]])
def test_a_layer_that_mixes_all_places_sees_all_that_the_layer_before_saw(mixing):
    network = chain_of((1, 8, 8), [conv(3), *mixing])
    vertical, horizontal = receptive_fields(network)[network.output]
    assert (vertical.start, vertical.size) == (horizontal.start, horizontal.size) == (0, 8)


def test_what_a_dense_layer_sees_may_be_less_than_the_picture():
    network = chain_of((1, 9, 9), [conv(2, stride=2), Flatten(), Dense(16, 2)])
    vertical, _ = receptive_fields(network)[network.output]
    assert (vertical.start, vertical.size) == (0, 8)


def test_where_branches_differ_in_stride_the_field_holds_what_both_see():
    layers = [
        Layer("near", conv(3, padding=1), ("input",)),
        Layer("far", conv(1, stride=2, padding=3), ("input",)),
        Layer("merged", Add(), ("near", "far")),
    ]
    network = Network((1, 7, 7), layers)
    for unit in units(network, "merged"):
        _, inside = stated(network, "merged", unit)
        assert not (seen(network, "merged", unit) & ~inside).any()


def test_a_dense_layer_on_two_scales_sees_what_both_see():
    layers = [
        Layer("fine", conv(3), ("input",)),
        Layer("coarse", AvgPool2d(2), ("fine",)),
        Layer("fine values", Flatten(), ("fine",)),
        Layer("coarse values", Flatten(), ("coarse",)),
        Layer("both", Concat(), ("fine values", "coarse values")),
        Layer("scores", Dense(64 + 16, 2), ("both",)),
    ]
    vertical, horizontal = receptive_fields(Network((1, 10, 10), layers))["scores"]
    assert (vertical.start, vertical.size) == (horizontal.start, horizontal.size) == (0, 10)


@given(
    down=st.tuples(small, st.integers(1, 4)),
    up=st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(0, 2)),
    after=st.integers(1, 3),
    size=st.integers(9, 16),
)
def test_behind_a_layer_that_enlarges_no_unit_sees_outside_its_field(down, up, after, size):
    (stride, kernel), (factor, extent, padding) = down, up
    enlarge = ConvTranspose2d(1, 1, extent, stride=factor, padding=min(padding, extent - 1))
    enlarge.parameters["weight"] = np.ones((1, 1, extent, extent))
    network = chain_of(
        (1, size, size), [conv(kernel, stride=stride), enlarge, conv(after, padding=after // 2)]
    )
    fields = receptive_fields(network)["layer3"]
    assert fields[0].stride == Fraction(stride, factor)
    for unit in list(units(network, "layer3"))[::3]:
        _, inside = stated(network, "layer3", unit)
        assert not (seen(network, "layer3", unit) & ~inside).any()


def test_where_units_of_an_enlarged_map_share_what_they_see_the_field_holds_it_for_each():
    layers = [("pool", Conv1d(1, 1, 2, stride=2)), ("up", ConvTranspose1d(1, 1, 2, stride=2))]
    (field,) = receptive_fields(Network.chain((1, 6), layers))["up"]
    assert (field.stride, field.units) == (1, 6)
    for unit in range(6):
        start = floor(field.start + unit * field.stride)
        assert start <= unit // 2 * 2
        assert start + field.size >= unit // 2 * 2 + 2
    assert field.size == 3  # no wider than it must be for both units of a pair


def test_a_clip_has_a_field_through_time_too():
    network = Network.chain(
        (1, 8, 6, 6), [("conv", Conv3d(1, 1, (3, 2, 1), stride=(2, 1, 1), padding=(1, 0, 0)))]
    )
    frames, rows, columns = receptive_fields(network)["conv"]
    assert (frames.size, frames.stride, frames.start, frames.units) == (3, 2, -1, 4)
    assert (rows.size, columns.size) == (2, 1)


@pytest.mark.parametrize("build", ALL)
def test_no_output_of_any_network_depends_on_a_place_outside_its_field(build):
    check_field(in_float64(build()))


def test_the_part_of_a_picture_that_a_unit_sees_is_cut_out_by_slices():
    network = chain_of((2, 9, 9), [Conv2d(2, 3, 3, padding=1), MaxPool2d(2), Conv2d(3, 1, 1)])
    assert receptive_field(network, "layer2", (1, 2)) == (slice(None), slice(1, 5), slice(3, 7))
    assert receptive_field(network, "layer1", (0, 8)) == (slice(None), slice(0, 2), slice(7, 9))
    assert np.zeros((2, 9, 9))[receptive_field(network, "layer3", (3, 3))].shape == (2, 4, 4)


def test_the_part_that_a_score_sees_is_all_and_that_of_a_constant_nothing():
    network = Network(
        (1, 5, 5),
        [
            Layer("average", GlobalAvgPool(), ("input",)),
            Layer("constant", Constant(np.ones((1, 1, 1))), ()),
            Layer("sum", Add(), ("average", "constant")),
        ],
    )
    assert receptive_field(network, "sum", (0, 0)) == (slice(None), slice(0, 5), slice(0, 5))
    assert receptive_field(network, "constant", (0, 0)) == (slice(None), slice(0, 0), slice(0, 0))


@pytest.mark.parametrize("unit", [(0,), (0, 0, 0), (3, 0), (0, -1)])
def test_a_unit_that_is_not_there_is_told_with_those_that_are(unit):
    network = chain_of((1, 5, 5), [conv(3)])
    with pytest.raises(UnknownUnit, match=r"layer1 has 3×3 units, and none at .*Give 2 numbers"):
        receptive_field(network, "layer1", unit)


def test_a_layer_that_is_not_there_has_no_field():
    with pytest.raises(UnknownLayer, match="no layer 'conv9'"):
        receptive_field(chain_of((1, 5, 5), [conv(3)]), "conv9", (0, 0))
