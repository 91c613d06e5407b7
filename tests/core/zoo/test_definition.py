import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np
import pytest

from core.network import Network
from core.ops import Conv2d, Flatten
from core.zoo.definition import Definition
from core.zoo.model import Preprocessing


def build() -> Network:
    return Network.chain((1, 8, 8), [("conv", Conv2d(1, 4, 8)), ("scores", Flatten())])


def definition(model_id: str) -> Definition:
    return Definition(
        id=model_id,
        title="Tiny",
        summary="For tests.",
        network=build(),
        build=build,
        classes=("a", "b", "c", "d"),
        preprocessing=Preprocessing((0.0,), (1.0,)),
        samples=(),
    )


@pytest.fixture
def first() -> Definition:
    return definition("first")


@pytest.fixture
def second() -> Definition:
    return definition("second")


def weight(network: Network) -> np.ndarray:
    return network.parameters["conv.weight"]


def test_weights_are_random_and_the_description_stays_without_them(first: Definition):
    assert weight(first.runnable()).std() > 0
    assert not weight(first.network).any()


def test_weights_are_the_same_each_time(first: Definition, second: Definition):
    kept = weight(first.runnable()).copy()
    second.runnable()
    gc.collect()
    np.testing.assert_array_equal(weight(first.runnable()), kept)


def test_only_the_definition_asked_for_last_keeps_its_weights(first: Definition, second: Definition):
    once = weakref.ref(first.runnable())
    gc.collect()
    assert once() is first.runnable()
    second.runnable()
    gc.collect()
    assert once() is None


def test_a_run_keeps_its_weights_while_others_are_asked_for(first: Definition, second: Definition):
    network = first.runnable()
    expected = weight(network).copy()
    steps = network.run(np.ones((1, 1, 8, 8), np.float32)).forward()
    next(steps)
    second.runnable()
    np.testing.assert_array_equal(weight(network), expected)
    assert first.runnable() is network  # and nobody fills a second one meanwhile
    assert next(steps).layer.name == "scores"


def test_threads_that_ask_at_once_share_one_network_a_definition(first: Definition, second: Definition):
    barrier = Barrier(6)

    def ask(model: Definition) -> Network:
        barrier.wait()
        return model.runnable()

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(ask, [first, second] * 3))
    assert len({id(network) for network in found[::2]}) == 1
    assert len({id(network) for network in found[1::2]}) == 1
    assert found[0] is not found[1]
    assert all(weight(network).std() > 0 for network in found)
