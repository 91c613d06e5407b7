"""A tensor travels as JSON and arrives as it was."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from pydantic import TypeAdapter

from app.wire import ExactTensor, ListedTensor, PreviewTensor, Tensor, decode, encode, preview_scale

ANY_FLOAT32 = arrays.arrays(
    np.float32,
    arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    elements=st.floats(width=32),
)
TENSOR: TypeAdapter[Tensor] = TypeAdapter(Tensor)


def through_json(tensor: Tensor) -> Tensor:
    return TENSOR.validate_python(json.loads(TENSOR.dump_json(tensor), parse_constant=pytest.fail))


@given(ANY_FLOAT32)
def test_exact_tensors_arrive_bit_by_bit(array: np.ndarray) -> None:
    arrived = decode(through_json(encode(array, "exact")))
    assert arrived.shape == array.shape
    np.testing.assert_array_equal(arrived, array)


@given(ANY_FLOAT32)
def test_listed_tensors_arrive_as_they_were_with_null_for_what_is_not_finite(array: np.ndarray) -> None:
    arrived = decode(through_json(encode(array, "list")))
    np.testing.assert_array_equal(arrived, np.where(np.isfinite(array), array, np.nan))


@given(ANY_FLOAT32)
def test_previews_keep_eleven_bits_of_all_that_is_not_vanishing_beside_the_largest(array: np.ndarray) -> None:
    arrived = decode(through_json(encode(array, "preview")))
    finite = np.isfinite(array)
    np.testing.assert_array_equal(np.isfinite(arrived), finite)
    largest = np.abs(array, where=finite, out=np.zeros_like(array)).max(initial=0)
    np.testing.assert_allclose(
        arrived[finite], array[finite], rtol=2**-11, atol=max(float(largest) * 2.0**-28, 2.0**-150)
    )


@given(ANY_FLOAT32)
def test_the_scale_of_a_preview_is_a_power_of_two(array: np.ndarray) -> None:
    assert math.frexp(preview_scale(array))[0] == 0.5


def test_whole_numbers_travel_unscaled_in_a_preview() -> None:
    tensor = encode(np.arange(9), "preview")
    assert isinstance(tensor, PreviewTensor)
    assert tensor.scale == 1
    np.testing.assert_array_equal(decode(tensor), np.arange(9))


def test_the_bytes_are_little_endian_in_c_order() -> None:
    array = np.array([[1, 2], [3, 4]], ">f4").T
    tensor = encode(array, "exact")
    assert isinstance(tensor, ExactTensor)
    assert tensor.model_dump() == {"shape": [2, 2], "dtype": "float32", "data": "AACAPwAAQEAAAABAAACAQA=="}


def test_lists_hold_the_exact_float32_numbers() -> None:
    tensor = encode(np.array([0.1], np.float32), "list")
    assert isinstance(tensor, ListedTensor)
    assert tensor.data == [float(np.float32(0.1))]


def test_an_empty_tensor_keeps_its_shape() -> None:
    for form in ("exact", "preview", "list"):
        assert decode(encode(np.zeros((2, 0, 3), np.float32), form)).shape == (2, 0, 3)
