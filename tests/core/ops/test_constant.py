import numpy as np
import pytest

from core.errors import GraphError, ShapeError
from core.network import Layer, Network
from core.ops import Add, Concat, Constant, MatMul, ReLU
from tests.core.oracles import backward_by_name, check_gradients, check_types


def test_it_gives_its_value_as_a_batch_of_one(rng):
    value = rng.standard_normal((2, 3)).astype(np.float32)
    np.testing.assert_array_equal(Constant(value).forward().output, value[None])
    assert Constant(value).output_shape() == (2, 3)
    check_gradients(Constant(value))
    check_types(Constant(value))


def test_every_sample_shares_it_and_it_gets_all_their_gradients(rng):
    value = rng.standard_normal((2, 3, 3))
    network = Network(
        (2, 3, 3),
        [
            Layer("position", Constant(value), ()),
            Layer("sum", Add(), ("input", "position")),
            Layer("both", Concat(), ("sum", "position")),
        ],
    )
    x = rng.standard_normal((4, 2, 3, 3))
    run = network.run(x).finish()
    value = network.parameters["position.value"]
    np.testing.assert_allclose(run.activations["both"][:, :2], x + value)
    np.testing.assert_array_equal(run.activations["both"][3, 2:], value)
    steps = backward_by_name(run.backward({"both": np.ones((4, 4, 3, 3))}))
    np.testing.assert_array_equal(steps["position"].d_parameters["value"], np.full((2, 3, 3), 8.0))


def test_it_is_a_factor_of_a_product_of_matrices(rng):
    network = Network(
        (2, 3),
        [
            Layer("left", Constant(rng.standard_normal((5, 2))), ()),
            Layer("product", MatMul(), ("left", "input")),
        ],
    )
    x = rng.standard_normal((4, 2, 3))
    product = network.run(x).finish().activations["product"]
    np.testing.assert_allclose(product, network.parameters["left.value"] @ x)


def test_only_a_constant_reads_nothing():
    with pytest.raises(GraphError, match="relu reads nothing"):
        Network((2,), [Layer("relu", ReLU(), ())])
    with pytest.raises(ShapeError, match=r"fixed always gives the same and reads no layer\. Take its inputs"):
        Network((2,), [Layer("fixed", Constant([1, 2]), ("input",))])
