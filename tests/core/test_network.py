import numpy as np
import pytest

from core.errors import GraphError, InputTypeError, ShapeError, UnknownLayer, WeightsError
from core.network import Layer, Network
from core.ops import Add, BatchNorm, Conv2d, Dense, Flatten, ReLU, Softmax
from tests.core.samples_of_networks import chain, inception, residual, without_softmax


def relu(name: str, *inputs: str) -> Layer:
    return Layer(name, ReLU(), inputs)


def test_a_chain_reads_each_layer_from_the_one_before():
    network = chain()
    assert network.layers[0].inputs == ("input",)
    assert [layer.inputs[0] for layer in network.layers[1:]] == [layer.name for layer in network.layers[:-1]]
    assert network.output == "softmax"


def test_shapes_are_told_for_the_input_and_every_layer():
    assert chain().shapes == {
        "input": (2, 7, 6),
        "conv1": (3, 7, 6),
        "leaky1": (3, 7, 6),
        "pool1": (3, 4, 3),
        "conv2": (4, 3, 2),
        "norm": (4, 3, 2),
        "tanh": (4, 3, 2),
        "flatten": (24,),
        "scores": (3,),
        "softmax": (3,),
    }


def test_layers_are_put_into_an_order_in_which_they_can_run():
    network = inception()
    backwards = Network(network.input_shape, reversed(network.layers))
    done = {"input"}
    for layer in backwards.layers:
        assert done.issuperset(layer.inputs)
        done.add(layer.name)
    assert backwards.shapes == network.shapes


def test_layers_given_in_a_running_order_keep_it():
    assert [layer.name for layer in residual().layers] == [
        "conv1",
        "relu",
        "conv2",
        "sum",
        "average",
        "softmax",
    ]


def test_the_logits_are_what_a_last_softmax_reads_or_the_output_itself():
    assert chain().logits == "scores"
    assert without_softmax().logits == "average"
    assert Network.chain((3,), [("softmax", Softmax())]).logits == "softmax"


def test_a_layer_is_found_by_name_and_an_unknown_one_told_with_those_that_exist():
    network = without_softmax()
    assert network.layer("sigmoid").operation.kind == "sigmoid"
    with pytest.raises(UnknownLayer, match=r"no layer 'conv9'\. Choose one of: conv1, sigmoid, average"):
        network.layer("conv9")


def test_a_circle_is_told_with_its_layers():
    with pytest.raises(GraphError, match="circle: a, b") as caught:
        Network((1, 2, 2), [relu("start", "input"), Layer("a", Add(), ("start", "b")), relu("b", "a")])
    assert "start" not in str(caught.value)


def test_an_unknown_input_is_told_with_those_that_exist():
    with pytest.raises(GraphError, match=r"b reads \['c'\]\. It can read any of: input, a, b"):
        Network((1, 2, 2), [relu("a", "input"), relu("b", "c")])


def test_a_layer_without_inputs_is_refused():
    with pytest.raises(GraphError, match="a reads nothing"):
        Network((1, 2, 2), [relu("a")])


@pytest.mark.parametrize("name", ["a", "input"])
def test_a_name_is_used_once_and_the_input_has_one_already(name):
    with pytest.raises(GraphError, match=f"more than once: {name}\\. Give every layer its own"):
        Network((1, 2, 2), [relu("a", "input"), relu(name, "a")])


def test_two_outputs_are_told_by_name():
    with pytest.raises(GraphError, match="one output and this one has 2: b, c"):
        Network((1, 2, 2), [relu("a", "input"), relu("b", "a"), relu("c", "a")])


def test_no_layers_are_no_network():
    with pytest.raises(GraphError, match="has 0: none"):
        Network((1, 2, 2), [])


def test_a_shape_error_in_a_branch_names_its_layer():
    with pytest.raises(ShapeError, match=r"sum takes inputs of one shape.* and gets 3×4×4, 2×4×4"):
        Network(
            (2, 4, 4),
            [Layer("conv", Conv2d(2, 3, 3, padding=1), ("input",)), Layer("sum", Add(), ("conv", "input"))],
        )


def test_a_picture_of_another_shape_is_refused():
    with pytest.raises(ShapeError, match=r"expects a batch N×1×5×5 .* gets 1×1×5×6"):
        without_softmax().run(np.zeros((1, 1, 5, 6), np.float32))


def test_parameters_and_state_are_named_by_layer():
    network = Network.chain((1, 4, 4), [("conv", Conv2d(1, 2, 3)), ("norm", BatchNorm(2))])
    assert list(network.parameters) == ["conv.weight", "conv.bias", "norm.weight", "norm.bias"]
    assert network.state.keys() - network.parameters.keys() == {"norm.running_mean", "norm.running_var"}


def test_the_state_of_one_network_makes_another_the_same(rng):
    trained, fresh = chain(), chain()
    trained.initialize(5)
    x = rng.standard_normal((4, 2, 7, 6)).astype(np.float32)
    trained.run(x, training=True).finish()
    fresh.load(trained.state)
    outputs = [network.run(x).finish().activations["softmax"] for network in (trained, fresh)]
    np.testing.assert_array_equal(*outputs)


def test_loaded_weights_lie_in_memory_as_initialized_ones_do():
    drawn, loaded = chain(), chain()
    drawn.initialize(seed=1)
    loaded.load({name: np.ascontiguousarray(value) for name, value in drawn.state.items()})
    for name, value in drawn.state.items():
        assert loaded.state[name].strides == value.strides


def test_the_same_seed_gives_the_same_weights_and_another_seed_others():
    networks = [chain() for _ in range(3)]
    for network, seed in zip(networks, (1, 1, 2), strict=True):
        network.initialize(seed)
    weights = [network.parameters["conv1.weight"] for network in networks]
    np.testing.assert_array_equal(weights[0], weights[1])
    assert (weights[0] != weights[2]).all()


def test_layers_to_keep_are_not_initialized():
    network = chain()
    network.initialize(1, keep=("conv1",))
    assert not network.parameters["conv1.weight"].any()
    assert network.parameters["conv2.weight"].any()


@pytest.mark.parametrize("name", ["conv1.weights", "conv1.running_mean", "leaky1.weight"])
def test_a_parameter_that_does_not_exist_cannot_be_set(name):
    with pytest.raises(WeightsError, match=rf"{name} of shape \(3,\) does not fit"):
        chain().set_parameter(name, np.zeros(3))


def test_a_parameter_of_another_shape_cannot_be_set():
    with pytest.raises(WeightsError, match=r"conv1.bias of shape \(4,\) does not fit; conv1 holds .*\(3,\)"):
        chain().set_parameter("conv1.bias", np.zeros(4))


def test_the_weights_of_another_network_are_refused():
    state = chain().state
    state["conv3.weight"] = state.pop("conv2.weight")
    with pytest.raises(WeightsError, match=r"missing \['conv2.weight'\], unknown \['conv3.weight'\]"):
        chain().load(state)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_weights_that_are_not_finite_are_refused(value):
    network = Network.chain((2, 1, 1), [("flatten", Flatten()), ("dense", Dense(2, 2))])
    state = network.state | {"dense.bias": np.array([0, value], np.float32)}
    with pytest.raises(WeightsError, match=r"dense.bias holds values that are not finite"):
        network.load(state)


def test_operations_without_names_are_numbered_by_kind():
    network = Network.chain((1, 6, 6), [Conv2d(1, 2, 3), ReLU(), ("edges", Conv2d(2, 2, 3)), ReLU()])
    assert list(network.names) == ["conv1", "relu1", "edges", "relu2"]


def test_a_network_tells_its_size_and_shapes():
    assert repr(chain()) == "<Network of 9 layers, 2×7×6 to 3 values>"
    assert repr(Network.chain((3,), [ReLU()])) == "<Network of 1 layer, 3 values to 3 values>"


def test_thousands_of_layers_are_put_in_order_at_once():
    names = ["input", *(f"relu{number}" for number in range(5000))]
    layers = [relu(name, before) for name, before in zip(names[1:], names, strict=False)]
    network = Network((1, 2, 2), reversed(layers))
    assert list(network.names) == names[1:]


@pytest.mark.parametrize("shape", [(0, 4, 4), (1, -4, 4), (1, 4.5, 4), "photo", 28, None])
def test_an_input_shape_is_whole_numbers(shape):
    with pytest.raises(ShapeError, match=r"Give whole numbers of at least 1.* like \(3, 32, 32\)"):
        Network.chain(shape, [ReLU()])


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        ([("a", ReLU(), ("input",))], r"is no layer\. Write Layer\(name, operation, inputs\)"),
        ([Layer(None, ReLU(), ("input",))], "A layer is called None"),
        (
            [Layer("a", ReLU, ("input",))],
            r"a is <class .*>, which is no operation\. Build one, like ReLU\(\)",
        ),
        ([Layer("a", ReLU(), "input")], r"a's inputs are 'input'\. Give names in a tuple: \('input',\)"),
    ],
)
def test_what_is_no_layer_is_told(layers, reason):
    with pytest.raises(GraphError, match=reason):
        Network((1, 2, 2), layers)


@pytest.mark.parametrize(
    ("operations", "reason"),
    [
        ([ReLU], "which is no operation"),
        ([("a", ReLU(), 3)], "no item of a chain"),
        (["relu"], "no operation"),
    ],
)
def test_what_cannot_stand_in_a_chain_is_told(operations, reason):
    with pytest.raises(GraphError, match=reason):
        Network.chain((1, 2, 2), operations)


def test_two_inputs_of_an_operation_that_reads_one_are_told_with_its_layer():
    with pytest.raises(ShapeError, match=r"b \(relu\) reads 1 layer and is given 2: a, input\. Join them"):
        Network((1, 2, 2), [relu("a", "input"), relu("b", "a", "input")])


@pytest.mark.parametrize(
    ("x", "reason"),
    [
        (np.zeros((1, 5, 5), np.float32), r"gets 1×5×5\. Put the batch in front: x\[None\]"),
        (np.zeros((0, 1, 5, 5), np.float32), "at least one and gets 0×1×5×5"),
        (np.float32(3), "gets a single value"),
    ],
)
def test_a_batch_of_another_shape_is_told_with_the_remedy(x, reason):
    with pytest.raises(ShapeError, match=reason):
        without_softmax().run(x)


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, bool, complex, object])
def test_numbers_of_other_types_are_told_with_the_remedy(dtype):
    with pytest.raises(InputTypeError, match=r"gets \w+\. Convert the input, x\.astype\(np\.float32\)"):
        without_softmax().run(np.zeros((1, 1, 5, 5), dtype))


def test_an_input_may_lie_in_memory_as_it_likes_or_be_lists(rng):
    network = without_softmax()
    network.initialize(1)
    x = rng.standard_normal((2, 1, 5, 5)).astype(np.float32)
    expected = network.run(x).finish().activations["average"]
    for same in (np.asfortranarray(x), x[::-1, :, ::-1].copy()[::-1, :, ::-1], x.tolist()):
        found = network.run(same).finish().activations["average"]
        np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_weights_of_whole_numbers_are_refused():
    with pytest.raises(WeightsError, match=r"conv1\.bias holds int64; weights are float32 or float64"):
        without_softmax().set_parameter("conv1.bias", np.zeros(4, np.int64))
