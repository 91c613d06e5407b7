import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.network import Layer, Network
from core.ops import AvgPool2d, Concat
from core.receptive_field import receptive_fields
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

small = st.integers(1, 3)


@given(
    counts=st.lists(small, min_size=1, max_size=4),
    axis=st.integers(0, 2),
    size=st.tuples(small, small),
    seed=st.integers(0, 2**32),
)
def test_concat_is_what_onnx_computes_and_its_gradients_are_the_slopes(counts, axis, size, seed):
    rng = np.random.default_rng(seed)
    inputs = [rng.standard_normal((2, *size[:axis], count, *size[axis:])) for count in counts]
    (expected,) = onnx_node("Concat", *inputs, axis=axis + 1)
    np.testing.assert_array_equal(Concat(axis).forward(*inputs).output, expected)
    assert Concat(axis).output_shape(*(x.shape[1:] for x in inputs)) == expected.shape[1:]
    check_gradients(Concat(axis), *inputs)


def test_vectors_are_joined_too(rng):
    a, b = rng.standard_normal((2, 3)), rng.standard_normal((2, 4))
    np.testing.assert_array_equal(Concat().forward(a, b).output, np.hstack([a, b]))
    assert Concat().output_shape((3,), (4,)) == (7,)


def test_a_batch_of_one_stands_beside_every_sample(rng):
    one, batch = rng.standard_normal((1, 2, 3)), rng.standard_normal((4, 2, 3))
    joined = Concat().forward(one, batch).output
    np.testing.assert_array_equal(joined[3], np.concatenate([one[0], batch[3]]))
    check_gradients(Concat(), one, batch)


def test_number_types_stay_and_layout_makes_no_difference(rng):
    a, b = rng.standard_normal((2, 2, 3, 4, 5))
    check_types(Concat(), a, b)
    for other in scrambled_layouts(a):
        np.testing.assert_array_equal(Concat().forward(other, b).output, Concat().forward(a, b).output)


def test_concat_wants_all_other_sizes_equal():
    with pytest.raises(ShapeError, match=r"along axis 0 and gets 3×4×5, 2×4×6\. Make all their other sizes"):
        Concat().output_shape((3, 4, 5), (2, 4, 6))
    with pytest.raises(ShapeError, match=r"along axis 2 and gets 3×4×5, 2×4×5"):
        Concat(2).output_shape((3, 4, 5), (2, 4, 5))


def test_concat_does_not_join_maps_with_a_vector():
    with pytest.raises(ShapeError, match="gets 3×4×5, 7 values"):
        Concat().output_shape((3, 4, 5), (7,))


def test_concat_does_not_join_along_an_axis_that_is_not_there():
    with pytest.raises(ShapeError, match="along axis 1 and gets 7 values, 7 values"):
        Concat(1).output_shape((7,), (7,))


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_no_unit_sees_a_place_outside_its_field(axis):
    layers = [Layer("pool", AvgPool2d(3, stride=1, padding=1), ("input",))]
    network = Network((1, 4, 5), [*layers, Layer("both", Concat(axis), ("input", "pool"))])
    check_field(network)
    sizes = [field.size for field in receptive_fields(network)["both"]]
    assert sizes == [6 if axis == 1 else 3, 7 if axis == 2 else 3]  # a frame of padding included
