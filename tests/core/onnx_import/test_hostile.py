"""Whatever a file holds: a network, or a ModelError; in bounded memory and time."""

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import AttributeProto, GraphProto, ModelProto, TensorProto, helper

from core.errors import ModelError
from core.onnx_import import Limits, load_onnx
from tests.core.onnx_import.models import Graph, imported, picture

SMALL = Limits(file_bytes=10**5, nodes=100, parameters=10**5, activations=10**5, working=10**6, macs=10**8)
EXTREMES = [0, 1, -1, 2, 7, 1000, 10**6, 2**31, 2**62, 2**63 - 1, -(2**63)]


def sound() -> ModelProto:
    """A model with a node of every kind that reads sizes from the file."""
    graph = Graph("n", 3, 12, 10)
    shape = graph.node("Shape", "x")
    x = graph.conv("x", 3, 4, strides=[2, 2])
    x = graph.node("MaxPool", graph.batchnorm(x, 4), kernel_shape=[2, 2], pads=[1, 0, 0, 1])
    x = graph.node("ConvTranspose", x, graph.weight(4, 2, 3, 3), strides=[2, 2], group=2)
    x = graph.node("Pad", x, np.array([0, 0, 1, 1, 0, 0, 1, 1]))
    x = graph.node("Resize", x, "", np.array([1, 1, 2, 2], np.float32))
    x = graph.node("Slice", x, np.array([1]), np.array([5]), np.array([2]), np.array([2]))
    x = graph.node("Split", x, axis=1, outputs=2, num_outputs=2)
    batch = graph.node("Slice", shape, np.array([0]), np.array([1]))
    x = graph.node("Reshape", x, graph.node("Concat", batch, np.array([-1]), axis=0))
    graph.node("MatMul", x, graph.weight(40 * 4, 3))
    return graph.model()


DATA = sound().SerializeToString()


def survives(data: bytes) -> None:
    """Read the bytes; if they make a network, run it."""
    try:
        network = load_onnx(data, limits=SMALL).network
    except ModelError:
        return
    with np.errstate(all="ignore"):
        network.run(picture((1, *network.input_shape))).finish()


@given(st.binary(max_size=300))
def test_random_bytes_are_no_model(data: bytes) -> None:
    survives(data)


def test_a_model_cut_off_anywhere_is_told_so() -> None:
    for end in range(0, len(DATA), 7):
        survives(DATA[:end])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_model_with_other_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for place, value in changes:
        data[place] = value
    survives(bytes(data))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_model_with_extreme_numbers_is_read_or_refused(data: st.DataObject) -> None:
    model = sound()
    graph = model.graph
    for _ in range(data.draw(st.integers(1, 3))):
        extreme = data.draw(st.sampled_from(EXTREMES))
        what = data.draw(st.sampled_from(["attribute", "constant", "dims", "input"]))
        if what == "attribute":
            attributes = [each for node in graph.node for each in node.attribute]
            attribute = data.draw(st.sampled_from(attributes))
            attribute.i = extreme
            if attribute.ints:
                attribute.ints[data.draw(st.integers(0, len(attribute.ints) - 1))] = extreme
        elif what == "input":
            sizes = graph.input[0].type.tensor_type.shape.dim
            sizes[data.draw(st.integers(0, len(sizes) - 1))].dim_value = extreme
        else:
            tensor = data.draw(st.sampled_from(list(graph.initializer)))
            if what == "dims":
                tensor.dims[data.draw(st.integers(0, len(tensor.dims) - 1))] = extreme
            elif tensor.data_type == TensorProto.INT64:
                tensor.raw_data = np.full(tensor.dims, extreme, np.int64).tobytes()
    survives(model.SerializeToString())


def _large_input(model: ModelProto) -> None:
    model.graph.input[0].type.tensor_type.shape.dim[2].dim_value = 10**9


def _large_padding(model: ModelProto) -> None:
    pool = next(node for node in model.graph.node if node.op_type == "MaxPool")
    del pool.attribute[:]
    sizes = {"kernel_shape": [60_000] * 2, "pads": [59_000] * 4, "strides": [60_000] * 2}
    pool.attribute.extend(helper.make_attribute(name, value) for name, value in sizes.items())


def _large_constant(model: ModelProto) -> None:
    reshape = next(node for node in model.graph.node if node.op_type == "Reshape")
    shape = helper.make_tensor("shape", TensorProto.INT64, [2], [10**6, 10**6])
    constants = [
        helper.make_node("Constant", [], ["size"], value=shape),
        helper.make_node("ConstantOfShape", ["size"], ["large"]),
        helper.make_node("Shape", ["large"], ["shape"]),
    ]
    reshape.input[1] = "shape"
    nodes = [*constants, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _doubled(model: ModelProto) -> None:
    """A constant joined to itself, forty times over."""
    nodes = [helper.make_node("Constant", [], ["d0"], value_ints=[1] * 4)]
    nodes += [helper.make_node("Concat", [f"d{i}"] * 2, [f"d{i + 1}"], axis=0) for i in range(40)]
    reshape = next(node for node in model.graph.node if node.op_type == "Reshape")
    reshape.input[1] = "d40"
    nodes += list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _large_resize(model: ModelProto) -> None:
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and list(tensor.dims) == [4]:
            tensor.raw_data = np.array([1, 1, 1e9, 1e9], np.float32).tobytes()


def _many_nodes(model: ModelProto) -> None:
    model.graph.node.extend([model.graph.node[0]] * 200)


def _large_file(model: ModelProto) -> None:
    model.doc_string = "x" * 200_000


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_large_input, "activations; 100,000 are allowed"),
        (_large_padding, "needs room for"),
        (_large_constant, "parameters and constants; 100,000 are allowed"),
        (_doubled, "parameters and constants; 100,000 are allowed"),
        (_large_resize, "100,000 are allowed|needs room for"),
        (_many_nodes, "nodes; 100 are allowed"),
        (_large_file, "bytes; 100,000 are allowed"),
    ],
)
def test_what_is_too_large_is_refused_before_memory_is_taken(
    spoil: Callable[[ModelProto], None], said: str
) -> None:
    model = sound()
    spoil(model)
    data = model.SerializeToString()
    tracemalloc.start()
    try:
        with pytest.raises(ModelError, match=said):
            load_onnx(data, limits=SMALL)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("kernel", "strides", "said"),
    [
        ((300, 1), (1, 1), "needs room for"),  # a product for every row of the kernel
        ((20, 20), (2, 2), "needs room for"),  # a copy for every cell
        ((300, 300), (1, 1), "filters of 90,000 cells"),
    ],
)
def test_convolutions_that_need_much_room_are_refused(
    kernel: tuple[int, int], strides: tuple[int, int], said: str
) -> None:
    graph = Graph("n", 1, 300, 300)
    graph.node("Conv", "x", np.zeros((1, 1, *kernel), np.float32), strides=list(strides))
    with pytest.raises(ModelError, match=said):
        imported(graph.model(), limits=Limits(working=10**6))


def test_more_work_than_allowed_is_refused() -> None:
    graph = Graph("n", 3, 20, 20)
    graph.conv("x", 3, 4)
    with pytest.raises(ModelError, match="multiply-accumulates; 1,000 are allowed"):
        imported(graph.model(), limits=Limits(macs=1000))


def one_node(**attributes: object) -> ModelProto:
    """A model whose one node is changed by the tests below."""
    graph = Graph("n", 3, 4, 4)
    graph.node("Relu", "x", name="only", **attributes)
    return graph.model()


def test_control_flow_is_refused() -> None:
    model = one_node()
    body = AttributeProto(name="then_branch", type=AttributeProto.GRAPH, g=GraphProto(name="body"))
    model.graph.node[0].op_type = "If"
    model.graph.node[0].attribute.append(body)
    with pytest.raises(ModelError, match=r"'only' \(If\) holds a graph of its own"):
        imported(model)


def test_custom_domains_are_refused() -> None:
    model = one_node()
    model.graph.node[0].domain = "com.example"
    with pytest.raises(ModelError, match=r"'only' \(Relu\) belongs to the domain 'com.example'"):
        imported(model)


def test_training_information_is_refused() -> None:
    model = one_node()
    model.training_info.add()
    with pytest.raises(ModelError, match="training information"):
        imported(model)


def test_external_data_is_refused() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.conv("x", 3, 2)
    tensor = graph.constants[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="/etc/passwd")
    with pytest.raises(ModelError, match="keeps its numbers in another file"):
        imported(graph.model())


def test_sparse_weights_are_refused() -> None:
    model = one_node()
    model.graph.sparse_initializer.add()
    with pytest.raises(ModelError, match="sparse weights"):
        imported(model)


@pytest.mark.parametrize("opset", [8, 10_000])
def test_other_opsets_are_refused(opset: int) -> None:
    model = one_node()
    model.opset_import[0].version = opset
    with pytest.raises(ModelError, match=f"uses opset {opset}; 9 to "):
        imported(model)


def test_several_inputs_are_refused() -> None:
    graph = Graph("n", 3, 4, 4)
    graph.node("Add", "x", "y")
    model = graph.model()
    model.graph.input.append(helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3, 4, 4]))
    with pytest.raises(ModelError, match=r"2 inputs \('x', 'y'\)"):
        imported(model)


def test_an_input_of_whole_numbers_is_refused() -> None:
    model = one_node()
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8
    with pytest.raises(ModelError, match="'x' is of uint8"):
        imported(model)
