import numpy as np

from core.images import Frame, prepare
from core.network import Layer, Network
from core.ops import Add, BatchNorm, Conv2d, ReLU
from core.zoo import catalogue
from core.zoo.filling import fill


def residual(blocks: int) -> Network:
    """Residual blocks in a row, which without batch norms double the variance each."""
    layers = [Layer("norm0", BatchNorm(3), ("input",)), Layer("stem", Conv2d(3, 8, 3, padding=1), ("norm0",))]
    last = "stem"
    for number in range(1, blocks + 1):
        layers += [
            Layer(f"conv{number}", Conv2d(8, 8, 3, padding=1), (last,)),
            Layer(f"norm{number}", BatchNorm(8), (f"conv{number}",)),
            Layer(f"sum{number}", Add(), (last, f"norm{number}")),
            Layer(f"relu{number}", ReLU(), (f"sum{number}",)),
        ]
        last = f"relu{number}"
    return Network((3, 16, 16), layers)


def test_the_same_network_gets_the_same_weights_and_statistics():
    first, second = fill(residual(2)).state, fill(residual(2)).state
    for name, value in first.items():
        np.testing.assert_array_equal(value, second[name])


def test_every_batch_norm_normalizes_what_comes_to_it():
    network = fill(residual(12))
    photos = catalogue()["photos"]
    pixels = [
        prepare(sample.path.read_bytes(), Frame(*network.input_shape[1:], 3)) for sample in photos.samples
    ]
    x = photos.preprocessing.tensor(np.stack(pixels).transpose(0, 3, 1, 2))
    for step in network.run(x).forward():
        if step.layer.operation.kind == "batchnorm":
            assert abs(step.output.mean()) < 0.5
            assert 0.5 < step.output.std() < 2
    assert 1 < step.output.std() < 10


def test_statistics_of_several_norms_behind_one_layer_are_all_measured():
    both = Network(
        (2, 8, 8),
        [
            Layer("left", BatchNorm(2), ("input",)),
            Layer("right", BatchNorm(2), ("input",)),
            Layer("sum", Add(), ("left", "right")),
        ],
    )
    state = fill(both).state
    np.testing.assert_array_equal(state["left.running_var"], state["right.running_var"])
    assert (state["left.running_mean"] != 0).all()
