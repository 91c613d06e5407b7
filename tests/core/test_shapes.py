import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network import Network
from core.ops import Conv2d, MaxPool2d
from core.shapes import Axis, describe, per_axis, sides

counts = st.integers(1, 6)


@pytest.mark.parametrize(
    ("size", "axis", "expected"),
    [
        (4, Axis(3), 2),
        (5, Axis(4, before=2, after=2), 6),
        (5, Axis(3, before=1, after=1), 5),
        (5, Axis(3, stride=2), 2),
        (5, Axis(3, stride=2, before=1, after=1), 3),
        (6, Axis(3, stride=2, before=1, after=1), 3),
        (7, Axis(3, dilation=2), 3),
        (227, Axis(11, stride=4), 55),
        (10, Axis(3, stride=2), 4),
    ],
)
def test_published_output_sizes(size, axis, expected):
    assert axis.output_size(size) == expected


@given(size=counts, window=counts, stride=counts, before=counts, after=counts, dilation=counts)
def test_the_output_size_is_the_number_of_places_where_the_window_fits(
    size, window, stride, before, after, dilation
):
    axis = Axis(window, stride, before, after, dilation)
    padded = before + size + after
    last_cell = (window - 1) * dilation
    places = [start for start in range(0, padded, stride) if start + last_cell < padded]
    assert axis.output_size(size) == len(places)


@given(size=counts, window=counts, stride=counts, before=st.integers(0, 3), after=st.integers(0, 3))
def test_ceil_adds_a_window_for_the_rest_unless_it_starts_behind_the_input(
    size, window, stride, before, after
):
    axis = Axis(window, stride, before, after)
    floor, ceil = axis.output_size(size), axis.output_size(size, "ceil")
    if floor == 0:
        assert ceil == 0
        return
    rest = (before + size + after - window) % stride
    starts_inside = floor * stride < before + size
    # A floor's own last window may already start behind the input; then it is dropped.
    last_starts_inside = (floor - 1) * stride < before + size
    assert ceil == floor + (rest > 0 and starts_inside) - (rest == 0 and not last_starts_inside)


@pytest.mark.parametrize(
    ("operation", "shape", "said"),
    [
        (MaxPool2d(3), (1, 2, 5), "pool1: window 3 does not fit into 2×5"),
        (MaxPool2d(3), (1, 2, 2), "pool1: window 3 does not fit into 2×2."),
        (MaxPool2d((1, 6)), (1, 2, 5), "pool1: window 1×6 does not fit into 2×5"),
        (Conv2d(1, 1, 3, dilation=2), (1, 4, 4), "pool1: window 5 does not fit into 4×4."),
        (Conv2d(1, 1, 7, padding=1), (1, 3, 4), "pool1: window 7 does not fit into 3×4, padded to 5×6"),
    ],
)
def test_a_window_that_does_not_fit_is_told_with_the_layer_the_numbers_and_the_remedy(operation, shape, said):
    with pytest.raises(ShapeError) as caught:
        Network.chain(shape, [("pool1", operation)])
    assert said in str(caught.value)
    assert "use a smaller window, more padding" in str(caught.value)


def test_wrong_channels_are_told_with_the_layer_both_numbers_and_the_remedy():
    with pytest.raises(ShapeError) as caught:
        Network.chain((3, 8, 8), [("conv1", Conv2d(3, 32, 3)), ("conv2", Conv2d(16, 8, 3))])
    assert "conv2 expects 16 input channels and gets 32." in str(caught.value)
    assert "Make the layer before it give 16 channels, or build this one for 32" in str(caught.value)


def test_maps_are_expected_where_a_vector_comes():
    with pytest.raises(ShapeError, match=r"pool1 expects feature maps .* gets 10 values\. Put it before"):
        Network.chain((10,), [("pool1", MaxPool2d(2))])


def test_shapes_in_words():
    assert describe((16, 32, 32)) == "16×32×32"
    assert describe((10,)) == "10 values"
    assert describe(()) == "a single value"


def test_one_number_stands_for_every_axis_and_every_side():
    assert per_axis(3, 2) == (3, 3)
    assert per_axis((3, 2), 2) == (3, 2)
    assert per_axis(3, 1) == (3,)
    assert sides(1, 2) == (1, 1, 1, 1)
    assert sides((1, 2), 2) == (1, 2, 1, 2)
    assert sides((1, 2, 3, 4), 2) == (1, 2, 3, 4)
    assert sides((1, 2), 1) == (1, 2)
    assert sides((1, 2, 3), 3) == (1, 2, 3, 1, 2, 3)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Conv2d(1, 1, 0),
        lambda: Conv2d(1, 1, 3, stride=(1, 0)),
        lambda: Conv2d(1, 1, 3, dilation=0),
        lambda: Conv2d(1, 1, 3, padding=(0, 0, -1, 0)),
        lambda: MaxPool2d(0),
        lambda: MaxPool2d(2, stride=-1),
    ],
    ids=["kernel", "stride", "dilation", "padding", "pool", "pool's stride"],
)
def test_numbers_that_make_no_window_are_refused_when_the_layer_is_built(build):
    with pytest.raises(
        ShapeError, match=r"make no window\. Padding is at least 0, and everything else at least 1"
    ):
        build()
