from collections.abc import Sequence
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.dependence import cone, place_of, seers
from core.errors import ShapeError, UnknownLayer, UnknownUnit
from core.network import INPUT, Layer, Network
from core.ops import (
    Add,
    AvgPool2d,
    Concat,
    Constant,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose2d,
    Dense,
    Flatten,
    GlobalAvgPool,
    Pad,
    ReLU,
    Resize,
    Slice,
)
from core.receptive_field import receptive_field, receptive_fields
from core.shapes import Span
from tests.core.oracles import in_float64, input_gradient
from tests.core.samples_of_networks import ALL, u_shaped

small = st.integers(1, 3)


def touched(network: Network, layer: str, unit: tuple[int, ...]) -> np.ndarray:
    """Which places of the input a unit depends on, found by the gradient of all its channels."""
    rng = np.random.default_rng(0)
    part = network.as_far_as(layer)
    run = part.run(rng.standard_normal((1, *network.input_shape))).finish()
    seed = np.zeros_like(run.activations[layer])
    seed[0, :, *unit] = rng.standard_normal(seed.shape[1])
    gradient = input_gradient(run.backward({layer: seed}))
    return (np.asarray(gradient) != 0).any(axis=(0, 1)) if np.ndim(gradient) else np.zeros(0, bool)


def moved(network: Network, place: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Which units of each layer change when all channels of one place of the input change."""
    rng = np.random.default_rng(1)
    x = rng.standard_normal((1, *network.input_shape))
    other = x.copy()
    other[0, :, *place] += rng.standard_normal(x.shape[1])
    before, after = network.run(x).finish().activations, network.run(other).finish().activations
    return {name: (before[name] != after[name]).any(axis=(0, 1)) for name in network.names}


def at_input(network: Network, layer: str, unit: tuple[int, ...]) -> np.ndarray:
    (part,) = (part for part in cone(network, layer, unit) if part.name == INPUT)
    return part.places


@st.composite
def layers_of_one_map(draw):
    """A linear layer of one map, of any window: what is connected is not cut off, nor cancels out."""
    kernel, stride = draw(st.tuples(small, small)), draw(st.tuples(small, small))
    kind = draw(st.sampled_from(["conv", "mean", "up", "resize", "frame", "cut"]))
    if kind == "conv":
        padding = tuple(draw(st.integers(0, 2)) for _ in range(4))
        return Conv2d(1, 1, kernel, stride=stride, padding=padding, dilation=draw(st.tuples(small, small)))
    if kind == "mean":
        return AvgPool2d(kernel, stride=stride, ceil_mode=draw(st.booleans()))
    if kind == "up":
        return ConvTranspose2d(1, 1, kernel, stride=stride, dilation=draw(small))
    if kind == "resize":
        return Resize(scale=draw(st.tuples(small, small)), mode=draw(st.sampled_from(["linear", "nearest"])))
    if kind == "frame":
        return Pad(
            tuple(draw(st.integers(0, 2)) for _ in range(4)), draw(st.sampled_from(["constant", "edge"]))
        )
    return Slice([draw(st.integers(0, 1))], [99], axes=[draw(st.integers(1, 2))], steps=[draw(small)])


@st.composite
def chains(draw):
    """Up to three of them in a row on a small picture, those that fit."""
    size = draw(st.tuples(st.integers(7, 11), st.integers(7, 11)))
    fitting: list = []
    for operation in draw(st.lists(layers_of_one_map(), min_size=1, max_size=3)):
        with suppress(ShapeError):
            Network.chain((1, *size), [*fitting, operation])
            fitting.append(operation)
    assume(fitting)
    return in_float64(Network.chain((1, *size), fitting))


def one_of(axes: Sequence[int], pick: int) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(pick % int(np.prod(axes)), axes))


@given(network=chains(), pick=st.integers(0, 10**6))
def test_a_unit_is_connected_with_just_the_pixels_that_its_gradient_reaches(network, pick):
    output = network.output
    unit = one_of(network.shapes[output][1:], pick)
    np.testing.assert_array_equal(at_input(network, output, unit), touched(network, output, unit))


@given(network=chains(), pick=st.integers(0, 10**6))
def test_the_units_that_see_a_pixel_are_just_those_that_change_with_it(network, pick):
    place = one_of(network.input_shape[1:], pick)
    found, changed = seers(network, place), moved(network, place)
    for name in network.names:
        np.testing.assert_array_equal(found[name], changed[name])


def branched(merge, *branches) -> Network:
    """Branches of one convolution each that keep the size, merged."""
    layers = [Layer(f"branch{i}", op, (INPUT,)) for i, op in enumerate(branches)]
    return in_float64(Network((1, 7, 9), [*layers, Layer("merged", merge, tuple(e.name for e in layers))]))


@pytest.mark.parametrize("merge", [Add(), Concat()])
def test_a_unit_behind_branches_is_connected_with_what_any_of_them_reads_and_no_more(merge):
    network = branched(merge, Conv2d(1, 1, (3, 1), padding=(1, 0)), Conv2d(1, 1, (1, 3), padding=(0, 1)))
    cross = np.zeros((7, 9), bool)
    cross[2:5, 4] = cross[3, 3:6] = True
    np.testing.assert_array_equal(at_input(network, "merged", (3, 4)), cross)
    np.testing.assert_array_equal(touched(network, "merged", (3, 4)), cross)
    np.testing.assert_array_equal(seers(network, (3, 4))["merged"], moved(network, (3, 4))["merged"])


def test_holes_of_a_dilation_are_not_connected():
    network = Network.chain((1, 9, 9), [Conv2d(1, 1, 3, dilation=2, padding=2)])
    places = at_input(network, "conv1", (4, 4))
    assert np.argwhere(places).tolist() == [[y, x] for y in (2, 4, 6) for x in (2, 4, 6)]


def test_a_padded_chain_tells_its_windows_beyond_the_ends_and_what_is_seen_within():
    network = Network.chain((1, 8, 8), [Conv2d(1, 2, 3, padding=1), ReLU(), Conv2d(2, 1, 3, padding=1)])
    parts = {part.name: part for part in cone(network, "conv2", (0, 4))}
    assert list(parts) == [INPUT, "conv1", "relu1", "conv2"]
    assert parts["relu1"].window == parts["conv1"].window == ((-1, 1), (3, 5))
    assert parts["conv1"].seen == ((0, 1), (3, 5))
    assert parts[INPUT].window == ((-2, 2), (2, 6))
    assert parts[INPUT].seen == ((0, 2), (2, 6))
    assert (parts[INPUT].count, parts["conv1"].count, parts["conv2"].count) == (15, 6, 1)


def test_a_part_tells_how_its_units_read_what_is_before_them():
    operations = [Conv2d(1, 1, (3, 1), dilation=2, stride=(1, 2)), ReLU(), Flatten(), Dense(12, 2)]
    parts = {part.name: part for part in cone(Network.chain((1, 8, 5), operations), "dense1", (0,))}
    assert parts["conv1"].reads == (Span(5), Span(1, 2))
    assert parts["relu1"].reads == parts["flatten1"].reads == (Span(1), Span(1))
    assert parts["dense1"].reads == (None, None)
    assert parts[INPUT].reads == ()


@pytest.mark.parametrize("build", ALL)
def test_in_any_network_nothing_outside_of_a_cone_moves_the_unit(build):
    network = in_float64(build())
    for name in network.names:
        _, *axes = network.shapes[name]
        for unit in list(np.ndindex(*axes))[:: max(1, int(np.prod(axes)) // 3)]:
            if len(network.shapes[name]) > 1 and all(field.size for field in receptive_fields(network)[name]):
                assert not (touched(network, name, unit) & ~at_input(network, name, unit)).any(), (name, unit)


@pytest.mark.parametrize("build", ALL)
def test_in_any_network_no_unit_changes_with_a_pixel_that_it_does_not_see(build):
    network = in_float64(build())
    sizes = network.input_shape[1:]
    for place in [tuple(0 for _ in sizes), tuple(size // 2 for size in sizes)]:
        found, changed = seers(network, place), moved(network, place)
        for name in network.names:
            if found[name].shape == changed[name].shape:
                assert not (changed[name] & ~found[name]).any(), name
            else:
                assert found[name].any() or not changed[name].any(), name


# What a reflected frame shows lies inside the picture; the field's formula counts it as padding.
@pytest.mark.parametrize("build", [build for build in ALL if build is not u_shaped])
def test_a_cone_ends_within_the_receptive_field(build):
    network = build()
    for name in network.names:
        sizes = tuple(field.units for field in receptive_fields(network)[name])
        if len(network.shapes[name]) - 1 != len(sizes):
            continue
        last = tuple(size - 1 for size in sizes)
        inside = np.zeros(network.input_shape, bool)
        inside[receptive_field(network, name, last)] = True
        if places := [part.places for part in cone(network, name, last) if part.name == INPUT]:
            assert not (places[0] & ~inside.any(axis=0)).any(), name


def test_signals_and_clips_have_cones_along_their_axes():
    signal = Network.chain((1, 20), [Conv1d(1, 1, 3, dilation=3), Conv1d(1, 1, 2, stride=2)])
    assert np.flatnonzero(at_input(signal, "conv2", (2,))).tolist() == [4, 5, 7, 8, 10, 11]
    clip = Network.chain((1, 6, 5, 5), [Conv3d(1, 1, (3, 1, 1), padding=(1, 0, 0))])
    assert cone(clip, "conv1", (0, 2, 3))[0].seen == ((0, 1), (2, 2), (3, 3))


def test_a_value_of_a_flattened_map_is_connected_where_the_map_has_it():
    network = Network.chain((1, 6, 8), [Conv2d(1, 3, 3), Flatten(), ReLU(), Dense(72, 2)])
    k = 1 * 24 + 2 * 6 + 4  # channel 1, row 2, column 4 of 3×4×6
    assert place_of(network, "flatten1", (k,)) == place_of(network, "relu1", (k,)) == (2, 4)
    assert cone(network, "relu1", (k,))[0].seen == ((2, 4), (4, 6))
    assert cone(network, "dense1", (1,))[0].seen == ((0, 5), (0, 7))


def test_what_pools_over_all_places_is_seen_by_them_all():
    found = seers(Network.chain((1, 5, 5), [Conv2d(1, 2, 3), GlobalAvgPool()]), (0, 0))
    assert found["conv1"].sum() == 1
    assert all(mask.any() for mask in found.values())


def test_a_constant_takes_no_part():
    layers = [Layer("one", Constant(np.ones((1, 5, 5))), ()), Layer("sum", Add(), (INPUT, "one"))]
    network = Network((1, 5, 5), layers)
    assert [part.name for part in cone(network, "sum", (1, 2))] == [INPUT, "sum"]
    assert [part.name for part in cone(network, "one", (1, 2))] == ["one"]
    assert not seers(network, (0, 0))["one"].any()


@pytest.mark.parametrize("unit", [(0,), (0, 0, 0), (3, 0), (0, -1)])
def test_a_unit_that_is_not_there_is_told_with_those_that_are(unit):
    network = Network.chain((1, 5, 5), [Conv2d(1, 1, 3)])
    with pytest.raises(UnknownUnit, match=r"conv1 has 3×3 units, and none at .*Give 2 numbers"):
        cone(network, "conv1", unit)


def test_a_pixel_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(UnknownUnit, match=r"input has 5×5 units, and none at \(5, 0\)"):
        seers(Network.chain((1, 5, 5), [Conv2d(1, 1, 3)]), (5, 0))


def test_a_layer_that_is_not_there_has_no_cone():
    with pytest.raises(UnknownLayer, match="no layer 'conv9'"):
        cone(Network.chain((1, 5, 5), [Conv2d(1, 1, 3)]), "conv9", (0, 0))
