import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ShapeError
from core.ops.broadcasting import broadcast_shape, lined_up, summed_to


def test_samples_line_up_at_their_last_axis():
    assert broadcast_shape((3, 4, 5), (5,), (4, 1)) == (3, 4, 5)
    assert broadcast_shape((3, 1, 1), (1, 4, 5)) == (3, 4, 5)


def test_sizes_that_differ_and_are_not_1_are_told_with_the_remedy():
    with pytest.raises(ShapeError, match=r"gets 3×4×5, 3×4×6\. Make their sizes equal .* or one of them 1"):
        broadcast_shape((3, 4, 5), (3, 4, 6))


def test_missing_axes_stand_behind_the_batch():
    x = np.arange(6.0).reshape(2, 3)
    assert lined_up(x, 3).shape == (2, 1, 1, 3)
    assert lined_up(x, 1) is x


@given(
    shape=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    dropped=st.integers(0, 3),
    ones=st.integers(0, 15),
)
def test_a_gradient_comes_back_as_the_sum_over_all_copies(shape, dropped, ones):
    part = tuple(1 if ones >> axis & 1 else size for axis, size in enumerate(shape))[dropped:]
    back = summed_to(np.ones(shape), part)
    assert back.shape == part
    np.testing.assert_array_equal(back, np.prod(shape) / np.prod(part))
