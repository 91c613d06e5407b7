from fractions import Fraction
from typing import get_args

import numpy as np
import pytest

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import AvgPool2d, Resize
from core.ops.resize import Coordinates, Nearest
from core.shapes import Span
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

COORDINATES = get_args(Coordinates)
SCALES = [(2.0, 2.0), (0.5, 1.5), (3.0, 0.6), (1.0, 2.3), (0.34, 1.0)]
SIZES = [(6, 8), (2, 7), (3, 4), (5, 9)]
NONE = np.array([], np.float32)


def resized_by_onnx(x, op):
    """What ONNX computes for the same choices."""
    scales = np.array([1, 1, *op.scale], np.float32) if op.scale else NONE
    sizes = [np.array([*x.shape[:2], *op.size], np.int64)] if op.size else []
    return onnx_node(
        "Resize",
        x,
        NONE,
        scales,
        *sizes,
        mode=op.mode,
        coordinate_transformation_mode=op.coordinates,
        nearest_mode=op.nearest,
        cubic_coeff_a=op.cubic,
    )[0]


def check(op, x):
    """Assert that the shape and the numbers are those of ONNX."""
    expected = resized_by_onnx(x, op)
    assert op.output_shape(x.shape[1:]) == expected.shape[1:]
    np.testing.assert_allclose(op.forward(x).output, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("mode", ["linear", "cubic"])
@pytest.mark.parametrize("chosen", [{"scale": each} for each in SCALES] + [{"size": each} for each in SIZES])
def test_interpolation_is_what_onnx_computes(coordinates, mode, chosen, rng):
    check(Resize(**chosen, mode=mode, coordinates=coordinates), rng.standard_normal((1, 1, 3, 4)))


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("mode", ["nearest", "linear"])
def test_a_single_output_is_what_onnx_computes(coordinates, mode, rng):
    check(Resize(size=(1, 1), mode=mode, coordinates=coordinates), rng.standard_normal((1, 1, 3, 4)))


def test_of_a_single_output_pytorchs_half_pixel_is_the_first_input(rng):
    x = rng.standard_normal((1, 1, 4))
    for mode in ("nearest", "linear", "cubic"):
        op = Resize(size=(1,), mode=mode, coordinates="pytorch_half_pixel")
        np.testing.assert_allclose(op.forward(x).output, x[..., :1])


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("nearest", get_args(Nearest))
@pytest.mark.parametrize(
    "chosen", [{"scale": SCALES[0]}, {"scale": (0.5, 3.0)}, *({"size": s} for s in SIZES)]
)
def test_the_nearest_input_is_the_one_onnx_takes(coordinates, nearest, chosen, rng):
    check(Resize(**chosen, coordinates=coordinates, nearest=nearest), rng.standard_normal((1, 1, 3, 4)))


@pytest.mark.parametrize("mode", ["nearest", "linear"])
@pytest.mark.parametrize("size", [(5,), (4, 2), (3, 5, 2)])
def test_sequences_maps_and_clips_are_resized(mode, size, rng):
    op, x = Resize(size=size, mode=mode), rng.standard_normal((1, 2, 3, 3, 3)[: len(size) + 2])
    check(op, x)
    check_gradients(op, x)


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("scale", [(2.0, 0.5), (1.0, 1.7)])
def test_gradients_are_the_slopes(coordinates, mode, scale, rng):
    op = Resize(scale=scale, mode=mode, coordinates=coordinates)
    check_gradients(op, rng.standard_normal((2, 2, 4, 3)))


def test_a_flat_map_stays_flat_whatever_its_size():
    for mode in ("nearest", "linear", "cubic"):
        y = Resize(size=(7, 5), mode=mode).forward(np.full((1, 1, 3, 4), 0.25)).output
        np.testing.assert_allclose(y, 0.25)


@pytest.mark.parametrize("mode", ["nearest", "linear"])
def test_number_types_stay_and_layout_makes_no_difference(mode, rng):
    x, op = rng.standard_normal((2, 3, 4, 5)), Resize(scale=(2, 1.5), mode=mode)
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, op.forward(x).output, rtol=1e-12)


def test_a_number_that_is_none_spoils_only_the_outputs_nearest_to_it():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = np.nan
    y = Resize(scale=(2, 2)).forward(x).output
    assert np.isnan(y[0, 0, 2:4, 2:4]).all()
    assert np.isnan(y).sum() == 4


def test_shapes_that_cannot_be_resized_are_told():
    with pytest.raises(ShapeError, match=r"resizes 2 axes and gets 3×4\. Give a number for each of its 1"):
        Resize(scale=(2, 2)).output_shape((3, 4))
    with pytest.raises(ShapeError, match=r"leaves nothing of 3×4\. Use a greater scale"):
        Resize(scale=(0.2,)).output_shape((3, 4))


@pytest.mark.parametrize("chosen", [{}, {"size": (1,), "scale": (1,)}, {"size": (0,)}, {"scale": (-1.0,)}])
def test_either_a_size_or_a_scale_is_wanted(chosen):
    with pytest.raises(HyperparameterError, match="Give one of them, with numbers above 0"):
        Resize(**chosen)


@pytest.mark.parametrize(
    "chosen", [{"mode": "lanczos"}, {"coordinates": "tf_crop_and_resize"}, {"nearest": "round"}]
)
def test_unknown_ways_are_told_with_those_that_exist(chosen):
    (name,) = chosen.values()
    with pytest.raises(HyperparameterError, match=f"does not know '{name}'. Choose one of: "):
        Resize(size=(2,), **chosen)


def test_sizes_are_rounded_as_float32_so_that_ten_times_0_7_are_7():
    assert Resize(scale=(0.7,)).output_shape((1, 10)) == (1, 7)
    assert Resize(scale=(np.float32(0.7),)).output_shape((1, 10)) == (1, 7)


def test_hyperparameters_tell_what_was_chosen():
    assert Resize(size=(2,)).hyperparameters == {
        "mode": "nearest",
        "coordinates": "half_pixel",
        "nearest": "round_prefer_floor",
        "size": [2],
    }
    assert Resize(scale=(2,), mode="linear").hyperparameters == {
        "mode": "linear",
        "coordinates": "half_pixel",
        "scale": [2.0],
    }
    assert Resize(size=(2,), mode="cubic").hyperparameters["cubic"] == -0.75


@pytest.mark.parametrize("coordinates", COORDINATES)
@pytest.mark.parametrize("mode", ["linear", "cubic", *get_args(Nearest)])
@pytest.mark.parametrize("scale", [(2.0, 0.5), (1.77, 0.6), (1 / 3, 1.0), (0.26, 3.0)])
def test_no_unit_sees_a_place_outside_its_field(coordinates, mode, scale):
    chosen = {"nearest": mode} if mode in get_args(Nearest) else {"mode": mode}
    resize = Resize(scale=scale, coordinates=coordinates, **chosen)
    check_field(Network.chain((1, 7, 6), [("resize", resize)]))
    windows = [("before", AvgPool2d(2, stride=1)), ("resize", resize), ("after", AvgPool2d(2, stride=1))]
    if min(resize.output_shape((1, 7, 7))[1:]) > 1:
        check_field(Network.chain((1, 8, 8), windows))


@pytest.mark.parametrize(
    ("chosen", "span"),
    [
        ({"scale": (2,)}, Span(1, Fraction(1, 2))),
        ({"scale": (2,), "coordinates": "asymmetric", "nearest": "floor"}, Span(1, Fraction(1, 2))),
        ({"scale": (0.5,)}, Span(1, 2)),
        ({"scale": (2,), "mode": "linear"}, Span(2, Fraction(1, 2), Fraction(-1, 2))),
        ({"size": (15,), "mode": "linear", "coordinates": "align_corners"}, Span(2, Fraction(1, 2))),
        ({"scale": (2,), "mode": "cubic"}, Span(4, Fraction(1, 2), Fraction(-3, 2))),
        ({"scale": (1,)}, Span(1)),
    ],
)
def test_a_unit_reaches_as_many_inputs_as_its_mode_weighs(chosen, span):
    assert Resize(**chosen).reach((3, 8)) == (span,)
