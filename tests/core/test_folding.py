import numpy as np
import pytest

from core.describe import describe_layers
from core.folding import fold_batchnorm
from core.network import Layer, Network
from core.ops import (
    Add,
    BatchNorm,
    Constant,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Dense,
    Flatten,
    Operation,
    ReLU,
)
from core.shapes import Shape
from tests.core.oracles import in_float64


def trained(layers: list[Layer], shape: Shape = (2, 5, 6)) -> Network:
    """A network in float64 whose parameters and statistics are random."""
    network = in_float64(Network(shape, layers))
    rng = np.random.default_rng(8)
    for layer in network.layers:
        for name, each in layer.operation.statistics.items():
            layer.operation.statistics[name] = rng.uniform(0.3, 2, each.shape)
    return network


def output(network: Network) -> np.ndarray:
    x = np.random.default_rng(9).standard_normal((2, *network.input_shape))
    return network.run(x).finish().activations[network.output]


def kinds(network: Network) -> list[str]:
    return [layer.operation.kind for layer in network.layers]


def conv(channels: int = 2) -> Conv2d:
    return Conv2d(channels, 4, 3, padding=1, groups=2)


CHAIN = [
    Layer("conv", conv(), ("input",)),
    Layer("norm", BatchNorm(4), ("conv",)),
    Layer("relu", ReLU(), ("norm",)),
]
RESIDUAL = [
    *CHAIN,
    Layer("conv2", conv(4), ("relu",)),
    Layer("norm2", BatchNorm(4), ("conv2",)),
    Layer("sum", Add(), ("norm2", "norm")),
]
TWO_NORMS = [*CHAIN[:2], Layer("norm2", BatchNorm(4), ("norm",)), Layer("flatten", Flatten(), ("norm2",))]


@pytest.mark.parametrize("layers", [CHAIN, RESIDUAL, TWO_NORMS])
def test_folding_removes_the_batch_norms_and_leaves_the_function(layers):
    network = trained(layers)
    folded = fold_batchnorm(network)
    assert "batchnorm" in kinds(network)
    assert "batchnorm" not in kinds(folded)
    np.testing.assert_allclose(output(folded), output(network), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(
    ("operation", "shape"),
    [
        (Conv1d(2, 4, 3), (2, 9)),
        (Conv2d(2, 4, 3, bias=False), (2, 5, 6)),
        (Conv3d(2, 4, 2, groups=2), (2, 3, 4, 5)),
        (ConvTranspose1d(2, 4, 3), (2, 5)),
        (ConvTranspose2d(2, 4, 3, stride=2, groups=2), (2, 3, 4)),
        (ConvTranspose3d(2, 4, 2, bias=False), (2, 2, 3, 2)),
        (Dense(3, 4), (3,)),
    ],
    ids=lambda value: value.kind if isinstance(value, Operation) else "",
)
def test_a_batch_norm_is_folded_into_anything_linear(operation: Operation, shape: Shape) -> None:
    layers = [Layer("linear", operation, ("input",)), Layer("norm", BatchNorm(4), ("linear",))]
    network = trained(layers, shape)
    folded = fold_batchnorm(network)
    assert kinds(folded) == [operation.kind]
    np.testing.assert_allclose(output(folded), output(network), rtol=1e-10, atol=1e-12)


def test_a_layer_without_inputs_is_no_obstacle() -> None:
    layers = [*CHAIN, Layer("offset", Constant(np.ones((4, 5, 6))), ())]
    layers.append(Layer("sum", Add(), ("relu", "offset")))
    assert kinds(fold_batchnorm(trained(layers))) == ["conv2d", "relu", "constant", "add"]


def test_the_given_network_stays_as_it_is():
    network = trained(CHAIN)
    before = {name: value.copy() for name, value in network.state.items()}
    fold_batchnorm(network)
    assert network.state.keys() == before.keys()
    for name, value in before.items():
        np.testing.assert_array_equal(network.state[name], value)


def test_a_batch_norm_stays_where_others_read_the_convolution_too():
    network = trained([*CHAIN[:2], Layer("sum", Add(), ("norm", "conv"))])
    folded = fold_batchnorm(network)
    assert kinds(folded) == ["conv2d", "batchnorm", "add"]
    np.testing.assert_allclose(output(folded), output(network))


def test_a_batch_norm_stays_where_no_convolution_is_before_it():
    network = trained([Layer("relu", ReLU(), ("input",)), Layer("norm", BatchNorm(2), ("relu",))])
    folded = fold_batchnorm(network)
    assert kinds(folded) == ["relu", "batchnorm"]
    np.testing.assert_allclose(output(folded), output(network))


def test_float32_stays_float32():
    network = Network((2, 5, 6), CHAIN)
    assert {value.dtype for value in fold_batchnorm(network).state.values()} == {np.dtype(np.float32)}


def test_what_was_folded_is_told():
    network = Network.chain((2, 5, 6), [("conv", Conv2d(2, 3, 3)), ("norm", BatchNorm(3)), ("relu", ReLU())])
    network.initialize(0)
    described = {each["name"]: each for each in describe_layers(fold_batchnorm(network))}
    assert described["conv"]["folded"] == ["norm"]
    assert "folded" not in described["relu"]
    assert all("folded" not in each for each in describe_layers(network))
