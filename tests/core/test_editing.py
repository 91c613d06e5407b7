"""An edited network is another one built with those weights, and the network it came from does not notice."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from core import Conv2d, Edit, edited, load
from core.editing import copied_bytes
from core.errors import UnknownLayer, UnknownParameter, WeightsError
from core.network import INPUT, Layer, Network
from core.ops.base import Array
from tests.core.samples_of_networks import chain
from tests.core.samples_of_operations import SAMPLES, Sample, batches, filled


@pytest.fixture
def network() -> Network:
    network = chain()
    network.initialize(seed=3)
    return network


def pictures(network: Network) -> Array:
    return np.random.default_rng(4).standard_normal((1, *network.input_shape), np.float32)


@pytest.mark.parametrize(
    ("layer", "parameter", "at"),
    [
        ("conv1", "weight", (2, 1)),
        ("conv1", "weight", (2,)),
        ("conv1", "weight", (0, 1, 2, 2)),
        ("conv2", "weight", ()),
        ("conv1", "bias", (1,)),
        ("norm", "weight", ()),
        ("norm", "running_mean", (3,)),
        ("norm", "running_var", ()),
        ("scores", "weight", (1,)),
        ("scores", "bias", ()),
    ],
)
def test_it_computes_what_a_network_built_with_those_weights_computes(
    network: Network, layer: str, parameter: str, at: tuple[int, ...]
) -> None:
    state = {name: np.array(array) for name, array in network.state.items()}
    whole = state[f"{layer}.{parameter}"]
    values = np.random.default_rng(5).random(whole[at].shape, np.float32)
    whole[at] = values
    built = chain()
    built.load(state)
    x = pictures(network)
    runs = [each.run(x).finish() for each in (edited(network, [Edit(layer, parameter, values, at)]), built)]
    for name in network.names:
        np.testing.assert_array_equal(runs[0].activations[name], runs[1].activations[name])
    backward = [list(run.answer_for(0)[1]) for run in runs]
    for ours, theirs in zip(*backward, strict=True):
        for mine, other in zip(ours.d_inputs, theirs.d_inputs, strict=True):
            np.testing.assert_array_equal(mine, other)


PARAMETERS = [
    pytest.param(sample, name, id=f"{sample.kind}-{name}")
    for sample in SAMPLES
    for name in filled(sample).parameters | filled(sample).statistics
]


@pytest.mark.parametrize(("sample", "name"), PARAMETERS)
def test_any_parameter_of_any_operation_can_be_edited(sample: Sample, name: str) -> None:
    operation, expected = filled(sample), filled(sample)
    reads = (INPUT,) * len(sample.inputs)
    network = Network(sample.inputs[0] if reads else (1,), [Layer("it", operation, reads)])
    before = np.array(network.state[f"it.{name}"])
    home = expected.parameters if name in expected.parameters else expected.statistics
    home[name] = expected.laid_out(name, before + np.float32(0.25))
    twin = edited(network, [Edit("it", name, (before + np.float32(0.25)).tolist())])
    x = batches(sample, n=1)
    output = twin.layer("it").operation.forward(*x).output
    np.testing.assert_array_equal(output, expected.forward(*x).output)
    np.testing.assert_array_equal(network.state[f"it.{name}"], before)


def test_the_network_it_came_from_keeps_its_numbers_and_shares_all_others(network: Network) -> None:
    before = {name: np.array(array) for name, array in network.state.items()}
    twin = edited(network, [Edit("conv1", "weight", np.zeros((3, 3)), (0, 0)), Edit("norm", "bias", [9] * 4)])
    for name, array in network.state.items():
        np.testing.assert_array_equal(array, before[name])
        is_edited = name in {"conv1.weight", "norm.bias"}
        assert np.shares_memory(array, twin.state[name]) != is_edited


def test_edits_are_made_one_after_the_other(network: Network) -> None:
    twin = edited(
        network,
        [
            Edit("conv1", "bias", [1, 2, 3]),
            Edit("conv1", "bias", 7, (1,)),
            Edit("conv1", "weight", np.ones((2, 3, 3)), (2,)),
        ],
    )
    np.testing.assert_array_equal(twin.state["conv1.bias"], [1, 7, 3])
    np.testing.assert_array_equal(twin.state["conv1.weight"][2], np.ones((2, 3, 3)))
    np.testing.assert_array_equal(twin.state["conv1.weight"][:2], network.state["conv1.weight"][:2])


def test_edited_weights_lie_in_memory_as_their_operation_computes_fastest(network: Network) -> None:
    twin = edited(network, [Edit("conv1", "weight", 1.5, (0, 0, 0, 0))])
    assert twin.state["conv1.weight"].strides == network.state["conv1.weight"].strides


def test_runs_of_several_edited_networks_and_of_the_original_do_not_mix() -> None:
    network = load("x-or-o")
    x = pictures(network)
    scales = [None, *range(8)] * 4

    def logits(scale: int | None) -> Array:
        values = None if scale is None else np.full(network.state["votes.weight"].shape, scale)
        edits = [] if values is None else [Edit("votes", "weight", values)]
        return edited(network, edits).run(x).finish().logits

    alone = {scale: logits(scale) for scale in set(scales)}
    with ThreadPoolExecutor(4) as pool:
        for scale, together in zip(scales, pool.map(logits, scales), strict=True):
            np.testing.assert_array_equal(together, alone[scale])


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        (Edit("conv9", "weight", 1), "no layer 'conv9'"),
        (Edit("conv1", "gamma", 1), r"no parameter 'gamma' to edit\. conv1 has: weight, bias\."),
        (Edit("tanh", "weight", 1), "tanh has no parameters at all"),
        (Edit("conv1", "weight", [[1, 2]], (0, 0)), r"gives 1×2\. Give 3×3 there"),
        (Edit("conv1", "bias", [1], (0,)), "Give a single number there"),
        (Edit("conv1", "weight", [[1, 2], [3]], (0, 0)), "no array of numbers"),
        (Edit("conv1", "bias", ["1", "2", "3"]), "no array of numbers"),
        (Edit("conv1", "bias", [None, 1, 2]), "no array of numbers"),
        (Edit("conv1", "bias", [True, False, True]), "no array of numbers"),
        (Edit("conv1", "weight", 1, (3, 0, 0, 0)), r"is 3×2×3×3, and nothing at \[3, 0, 0, 0\]"),
        (Edit("conv1", "weight", 1, (-1, 0, 0, 0)), "nothing at"),
        (Edit("conv1", "bias", 1, (0, 0)), "Give up to 1 indices"),
        (Edit("conv1", "bias", float("nan"), (0,)), "not finite"),
        (Edit("conv1", "bias", 1e39, (0,)), "not finite"),
        (Edit("norm", "running_var", [1, 1, -1, 1]), "is a variance, and none is below 0"),
    ],
    ids=lambda value: repr(value)[:90] if isinstance(value, Edit) else "",
)
def test_an_edit_that_does_not_fit_is_told_with_what_would(
    network: Network, edit: Edit, complaint: str
) -> None:
    kinds = (UnknownLayer, UnknownParameter, WeightsError)
    with pytest.raises(kinds, match=complaint):
        edited(network, [edit])


def test_each_edited_parameter_is_counted_once_however_often_it_is_edited(network: Network) -> None:
    edits = [
        Edit("conv1", "weight", 0, (0, 0, 0, 0)),
        Edit("conv1", "weight", 0, (1, 1, 1, 1)),
        Edit("conv1", "bias", 0, (0,)),
    ]
    assert copied_bytes(network, edits) == 4 * (3 * 2 * 3 * 3 + 3)


def test_a_network_without_weights_yet_can_be_edited() -> None:
    network = Network.chain((1, 2, 2), [Conv2d(1, 1, 1)])
    twin = edited(network, [Edit("conv1", "weight", 2, (0, 0, 0, 0))])
    assert twin.run(np.ones((1, 1, 2, 2), np.float32)).finish().activations["conv1"].sum() == 8
    assert network.without_weights == ["conv1"]
