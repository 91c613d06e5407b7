from itertools import combinations

import numpy as np
import pytest

from core.errors import ShapeError
from core.network import Network
from core.ops import ReduceMax, ReduceMean, ReduceSum
from core.receptive_field import receptive_fields
from tests.core.oracles import check_field, check_gradients, check_types, onnx_node, scrambled_layouts

ONNX_NAME = {ReduceMean: "ReduceMean", ReduceSum: "ReduceSum", ReduceMax: "ReduceMax"}
SOME_AXES = [axes for count in range(4) for axes in combinations(range(3), count)]


@pytest.mark.parametrize("operation", ONNX_NAME)
@pytest.mark.parametrize("axes", SOME_AXES)
@pytest.mark.parametrize("keepdims", [True, False])
def test_it_is_what_onnx_computes_and_its_gradients_are_the_slopes(operation, axes, keepdims, rng):
    x = rng.standard_normal((2, 2, 3, 4))
    behind_batch = np.array([axis + 1 for axis in axes], np.int64)
    (expected,) = onnx_node(
        ONNX_NAME[operation], x, behind_batch, keepdims=int(keepdims), noop_with_empty_axes=1
    )
    op = operation(axes, keepdims=keepdims)
    np.testing.assert_allclose(op.forward(x).output, expected, rtol=1e-12)
    assert op.output_shape((2, 3, 4)) == expected.shape[1:]
    check_gradients(op, x)


@pytest.mark.parametrize("operation", ONNX_NAME)
def test_without_axes_all_of_the_sample_is_reduced(operation, rng):
    x = rng.standard_normal((3, 2, 4))
    row = operation(keepdims=False)
    assert row.output_shape((2, 4)) == ()
    whole = operation()
    assert whole.output_shape((2, 4)) == (1, 1)
    np.testing.assert_array_equal(whole.forward(x).output.reshape(3), row.forward(x).output)
    check_gradients(row, x)


def test_of_equal_values_the_first_gets_the_gradient():
    x = np.ones((1, 2, 2, 2))
    op = ReduceMax((1, 2))
    (d_x,) = op.backward(op.forward(x).saved, np.array([3.0, 5.0]).reshape(1, 2, 1, 1)).inputs
    np.testing.assert_array_equal(d_x[0], [[[3, 0], [0, 0]], [[5, 0], [0, 0]]])


@pytest.mark.parametrize("operation", ONNX_NAME)
def test_number_types_stay_and_layout_makes_no_difference(operation, rng):
    x = rng.standard_normal((2, 3, 4, 5))
    op = operation((0, 2))
    check_types(op, x)
    for other in scrambled_layouts(x):
        np.testing.assert_allclose(op.forward(other).output, op.forward(x).output, rtol=1e-12)


def test_an_axis_that_is_not_there_is_told():
    with pytest.raises(ShapeError, match=r"reduces axes \[2\] and gets 3×4\. Choose among axes 0 to 1"):
        ReduceSum([2]).output_shape((3, 4))


def test_hyperparameters_tell_the_axes():
    assert ReduceMean([2, 1], keepdims=False).hyperparameters == {"axes": [1, 2], "keepdims": False}
    assert ReduceMean().hyperparameters == {"keepdims": True}


@pytest.mark.parametrize("axes", SOME_AXES)
@pytest.mark.parametrize("keepdims", [True, False])
def test_a_unit_sees_all_places_that_were_reduced(axes, keepdims):
    network = Network.chain((2, 5, 4), [("sum", ReduceSum(axes, keepdims=keepdims))])
    check_field(network, exact=keepdims)


def test_over_time_reduced_maps_see_every_frame_at_their_place():
    network = Network.chain((2, 5, 4, 3), [("mean", ReduceMean([1], keepdims=False))])
    check_field(network, exact=True)
    assert [field.size for field in receptive_fields(network)["mean"]] == [5, 1, 1]
