from multiprocessing import active_children

import numpy as np
import pytest

from core.errors import TargetsError, TrainingError
from core.losses import cross_entropy, hinge
from core.network import Network
from core.ops import BatchNorm, Conv2d, Flatten, GlobalAvgPool, ReLU
from core.parallel import SharedGradients
from core.training import batch_gradients


def network(*norm: tuple[str, BatchNorm]) -> Network:
    built = Network.chain(
        (2, 5, 5),
        [
            ("conv", Conv2d(2, 3, 3)),
            *norm,
            ("relu", ReLU()),
            ("mean", GlobalAvgPool()),
            ("flatten", Flatten()),
        ],
    )
    built.initialize(3)
    return built


def batch(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(4)
    return rng.standard_normal((count, 2, 5, 5)).astype(np.float32), rng.integers(0, 3, count)


@pytest.mark.parametrize("loss", [cross_entropy, hinge])
def test_two_processes_find_what_one_finds(loss):
    built = network()
    with SharedGradients(built, 2, loss) as shared:
        for count in (7, 1):  # parts of different sizes, and fewer pictures than processes
            found, expected = shared(*batch(count)), batch_gradients(built, *batch(count), loss)
            assert (found.correct, found.size) == (expected.correct, expected.size)
            assert found.loss == pytest.approx(expected.loss, rel=1e-5)
            for name, gradient in expected.parameters.items():
                assert found.parameters[name].dtype == np.float32
                np.testing.assert_allclose(found.parameters[name], gradient, rtol=1e-4, atol=1e-6)


def test_processes_follow_the_network_and_bring_the_running_statistics_home():
    built = network(("norm", BatchNorm(3)))
    x, targets = batch(8)
    with SharedGradients(built, 2) as shared:
        before = shared(x, targets).loss
        built.set_parameter("norm.weight", np.full(3, 2, np.float32))
        assert shared(x, targets).loss != before
    assert built.state["norm.running_mean"].dtype == np.float32
    conv = built.run(x).finish().activations["conv"]
    # Twice a tenth of the way from 0 to the mean of both halves, which is that of the batch.
    np.testing.assert_allclose(
        built.state["norm.running_mean"], 0.19 * conv.mean(axis=(0, 2, 3)), rtol=1e-4, atol=1e-6
    )


def test_a_share_that_goes_wrong_is_told_and_the_next_one_is_right():
    built = network()
    x, targets = batch(6)
    with SharedGradients(built, 2) as shared:
        with pytest.raises(TargetsError):
            shared(x, np.array([0, 1, 2, 0, 1, 3]))  # only the other process has the wrong one
        with pytest.raises(TargetsError):
            shared(x, np.array([3, 1, 2, 0, 1, 2]))  # and here only this one
        assert shared(x, targets).loss == pytest.approx(batch_gradients(built, x, targets).loss, rel=1e-5)


def test_a_process_that_has_ended_is_told():
    built = network()
    with SharedGradients(built, 2) as shared:
        shared(*batch(4))
        (helper,) = active_children()
        helper.kill()
        helper.join()
        with pytest.raises(TrainingError, match=r"exit code -9.*Start the training again"):
            shared(*batch(4))
