import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import TemporalShift
from core.receptive_field import receptive_fields
from tests.core.oracles import check_gradients, check_types

small = st.integers(1, 3)


def test_an_eighth_comes_from_the_next_frame_an_eighth_from_the_last_and_the_rest_stays():
    frames = np.arange(1.0, 5.0)
    x = np.broadcast_to(frames[None, None, :, None, None], (1, 8, 4, 2, 3))
    y = TemporalShift().forward(x).output
    assert y[0, 0, :, 0, 0].tolist() == [2, 3, 4, 0]
    assert y[0, 1, :, 1, 2].tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(y[:, 2:], x[:, 2:])


@given(
    shape=st.tuples(small, st.integers(2, 5), small, small, small),
    fraction=st.sampled_from([0.5, 0.6 - 0.1, 0.34]),
    seed=st.integers(0, 2**32),
)
def test_gradients_are_the_slopes(shape, fraction, seed):
    if int(shape[1] * fraction) > 0:
        check_gradients(TemporalShift(fraction), np.random.default_rng(seed).standard_normal(shape))


def test_types_and_layout_stay_and_the_input_is_left_alone(rng):
    op, x = TemporalShift(0.25), rng.standard_normal((2, 4, 3, 2, 2))
    check_types(op, x)
    kept, expected = x.copy(), op.forward(x).output
    by_channel = np.ascontiguousarray(x.swapaxes(0, 1)).swapaxes(0, 1)
    np.testing.assert_array_equal(op.forward(by_channel).output, expected)
    np.testing.assert_array_equal(x, kept)


def test_a_unit_sees_three_frames():
    network = Network.chain((4, 5, 2, 2), [("shift", TemporalShift(0.25))])
    time, *space = receptive_fields(network)["shift"]
    assert (time.size, time.stride, time.start) == (3, 1, -1)
    assert {(field.size, field.stride, field.start) for field in space} == {(1, 1, 0)}


def test_shape_counts_and_hyperparameters():
    op = TemporalShift(0.25)
    assert op.output_shape((8, 4, 5, 6)) == (8, 4, 5, 6)
    assert op.parameter_count == op.macs(((8, 4, 5, 6),), (8, 4, 5, 6)) == 0
    assert op.hyperparameters == {"fraction": 0.25}


def test_what_does_not_fit_is_told_with_the_remedy():
    with pytest.raises(ShapeError, match=r"expects a clip .* gets 8×5×5"):
        TemporalShift().output_shape((8, 5, 5))
    with pytest.raises(ShapeError, match=r"0\.125 of 4 channels each way, which is none"):
        TemporalShift().output_shape((4, 8, 5, 5))
    with pytest.raises(HyperparameterError, match=r"up to 0\.5 of the channels each way, and not 0\.6"):
        TemporalShift(0.6)
