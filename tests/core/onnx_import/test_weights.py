"""Weights in every number format that files use."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from core.errors import ModelError
from core.ops.base import Array
from tests.core.onnx_import.models import Graph, agree, imported, outputs_of, picture

WEIGHT = np.random.default_rng(4).standard_normal((2, 3, 3, 3)).astype(np.float32)


def convolution(tensor: TensorProto) -> Graph:
    """A convolution whose weights are this tensor."""
    graph = Graph("n", 3, 6, 5)
    tensor.name = "weight"
    graph.constants.append(tensor)
    graph.node("Conv", "x", "weight", name="conv")
    return graph


def weight_of(graph: Graph) -> Array:
    return imported(graph.model()).network.layer("conv").operation.parameters["weight"]


def fields(number: int, values: list[float] | list[int]) -> TensorProto:
    """A tensor whose numbers lie in a typed field instead of in raw bytes."""
    return helper.make_tensor("weight", number, WEIGHT.shape, values)


@pytest.mark.parametrize(
    ("tensor", "wanted"),
    [
        (numpy_helper.from_array(WEIGHT), WEIGHT),
        (numpy_helper.from_array(WEIGHT.astype(np.float64)), WEIGHT),
        (numpy_helper.from_array(WEIGHT.astype(np.float16)), WEIGHT.astype(np.float16)),
        (fields(TensorProto.FLOAT, WEIGHT.ravel().tolist()), WEIGHT),
        (fields(TensorProto.DOUBLE, WEIGHT.ravel().tolist()), WEIGHT),
        (fields(TensorProto.FLOAT16, WEIGHT.ravel().tolist()), WEIGHT.astype(np.float16)),
    ],
    ids=["float32", "float64", "float16", "float32 fields", "float64 fields", "float16 fields"],
)
def test_weights_become_float32(tensor: TensorProto, wanted: Array) -> None:
    found = weight_of(convolution(tensor))
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, wanted.astype(np.float32))


def test_bfloat16_is_the_upper_half_of_float32() -> None:
    halves = (WEIGHT.view(np.uint32) >> 16).astype(np.uint16)
    tensor = TensorProto(data_type=TensorProto.BFLOAT16, dims=WEIGHT.shape, raw_data=halves.tobytes())
    found = weight_of(convolution(tensor))
    np.testing.assert_array_equal(found, (halves.astype(np.uint32) << 16).view(np.float32))
    np.testing.assert_allclose(found, WEIGHT, rtol=1 / 128)


@pytest.mark.parametrize("size", [-1, 1])
def test_too_few_or_too_many_bytes_are_told(size: int) -> None:
    tensor = numpy_helper.from_array(WEIGHT)
    tensor.raw_data = tensor.raw_data + b"0" if size > 0 else tensor.raw_data[:-1]
    with pytest.raises(ModelError, match=rf"'weight' should hold 216 bytes and holds {216 + size}"):
        weight_of(convolution(tensor))


def test_texts_are_no_weights() -> None:
    tensor = helper.make_tensor("weight", TensorProto.STRING, [1], [b"no number"])
    with pytest.raises(ModelError, match="'weight' is of string, which is not read"):
        weight_of(convolution(tensor))


def test_what_float32_cannot_hold_is_refused() -> None:
    tensor = numpy_helper.from_array(np.full(WEIGHT.shape, 1e300))
    with pytest.raises(ModelError, match=r"'conv' \(Conv\) holds weights that are not finite float32"):
        weight_of(convolution(tensor))


@pytest.mark.parametrize("kind", [np.int8, np.uint8])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_whole_numbers_with_a_scale_are_the_weights_they_stand_for(
    kind: type[np.number], axis: int | None
) -> None:
    rng = np.random.default_rng(6)
    bounds = np.iinfo(kind)
    numbers = rng.integers(bounds.min, bounds.max, WEIGHT.shape, dtype=kind)
    size = () if axis is None else (WEIGHT.shape[axis],)
    scale = rng.uniform(0.01, 0.1, size).astype(np.float32)
    zero = rng.integers(bounds.min, bounds.max, size, dtype=kind)
    graph = Graph("n", 3, 6, 5)
    chosen = {} if axis is None else {"axis": axis}
    graph.node("Conv", "x", graph.node("DequantizeLinear", numbers, scale, np.array(zero), **chosen))
    agree(graph.model())


def test_weights_quantised_in_the_file_are_rounded_as_there() -> None:
    graph = Graph("n", 3, 6, 5)
    scale, zero = np.float32(0.05), np.int8(3)
    rounded = graph.node("QuantizeLinear", WEIGHT, np.array(scale), np.array(zero))
    graph.node("Conv", "x", graph.node("DequantizeLinear", rounded, np.array(scale), np.array(zero)))
    agree(graph.model())


def activations_in_pairs(zero: int, *, relu: bool = False) -> Graph:
    """A convolution between two QDQ pairs; with a zero point of 0 nothing below 0 gets through."""
    graph = Graph("n", 3, 6, 5)
    x = "x"
    for last in (False, True):
        if last:
            x = graph.node("Conv", x, WEIGHT, name="conv")
            x = graph.node("Relu", x, name="relu") if relu else x
        scale, point = np.array(np.float32(0.05)), np.array(np.uint8(zero if last else 128))
        pair = graph.node("QuantizeLinear", x, scale, point)
        x = graph.node("DequantizeLinear", pair, scale, point)
    graph.node("Neg", x, name="last")
    return graph


def names_of(graph: Graph) -> list[str]:
    return [layer.name for layer in imported(graph.model()).network.layers]


def test_a_pair_around_an_activation_cuts_off_what_quantizers_dropped_a_relu_for() -> None:
    assert names_of(activations_in_pairs(128)) == ["conv", "last"]
    assert names_of(activations_in_pairs(0, relu=True)) == ["conv", "relu", "last"]
    network = imported(activations_in_pairs(0).model())
    assert [layer.operation.kind for layer in network.network.layers] == ["conv2d", "clip", "neg"]
    output = outputs_of(network, picture((1, 3, 6, 5)))
    assert output.max() == 0
    assert output.min() >= -0.05 * 255 - 1e-6
    assert network.notes[-1] == ("Activations are computed in float32: the rounding of QDQ int8 is left out.")


def test_scales_for_blocks_are_refused() -> None:
    graph = Graph("n", 3, 6, 5)
    numbers, scale = np.ones((2, 3, 2, 2), np.int8), np.ones((1, 3, 2, 2), np.float32)
    weight = graph.node("DequantizeLinear", numbers, scale, axis=0, block_size=2)
    graph.node("Conv", "x", weight)
    with pytest.raises(ModelError, match="a scale for each block"):
        imported(graph.model())
