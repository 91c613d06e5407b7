"""What operations cannot be built with is told when they are built, in words."""

import numpy as np
import pytest

from core.errors import HyperparameterError, ShapeError
from core.network import Network
from core.ops import GRU, BatchNorm, Concat, Conv2d, ConvTranspose1d, Dense, MaxPool2d


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: Conv2d(0, 4, 3), "cannot be built for 0 channels and 4 filters and 1 groups"),
        (lambda: ConvTranspose1d(3, -4, 3), "-4 filters"),
        (lambda: Conv2d(3, 4, 3, groups=0), "0 groups"),
        (lambda: Dense(0, 3), "0 inputs and 3 units"),
        (lambda: Dense(4, 0), "at least 1 of each"),
        (lambda: BatchNorm(0), "0 channels"),
        (lambda: GRU(3, 0), "3 features and 0 hidden"),
        (lambda: Dense(4, 2.5), "where a whole number is wanted"),
        (lambda: Conv2d(3, 4, 2.5), "2.5 was given where a whole number is wanted, or one for each axis"),
        (lambda: Conv2d(3, 4, "3x3"), "'3x3' was given where a whole number is wanted"),
        (lambda: Conv2d(3, 4, 3, padding=(0.5, 1)), "whole number"),
        (lambda: MaxPool2d(None), "None was given where a whole number is wanted"),
    ],
)
def test_numbers_that_make_no_layer_are_refused(build, reason):
    with pytest.raises(HyperparameterError, match=reason):
        build()


def test_whole_numbers_may_be_numpys():
    op = Conv2d(np.int64(1), np.int32(2), np.int64(3), stride=np.array([2, 1]), padding=np.uint8(1))
    assert op.hyperparameters["kernel"] == [3, 3]
    assert op.hyperparameters["stride"] == [2, 1]
    assert Network.chain((1, 5, 5), [op]).shapes["conv1"] == (2, 3, 5)


@pytest.mark.parametrize("axis", [-1, 3])
def test_inputs_are_joined_along_an_axis_that_they_have(axis):
    with pytest.raises(ShapeError, match="count axes from 0, without the batch"):
        Concat(axis).output_shape((2, 3, 3), (2, 3, 3))
