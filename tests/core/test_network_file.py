"""Networks written to files and read again; damaged and hostile files are refused with a reason."""

import json
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save as packed

from core import Conv2d, Flatten, Network, ReLU, load, save
from core.blueprint import to_blueprint
from core.errors import ConvscopeError, ModelError, UnknownModel, WeightsError
from tests.core import samples_of_networks
from tests.core.samples_of_networks import chain


def small() -> Network:
    network = Network.chain((1, 4, 4), [Conv2d(1, 2, 3), ReLU(), Flatten()])
    network.initialize(1)
    return network


def written(folder, tensors, told):
    """A file with any tensors and any text in its header."""
    path = folder / "made.safetensors"
    path.write_bytes(packed(tensors, {"convscope": told if isinstance(told, str) else json.dumps(told)}))
    return path


@pytest.mark.parametrize("build", samples_of_networks.ALL)
def test_networks_of_every_form_are_read_as_they_were_written(tmp_path, build):
    network = build()
    network.initialize(1)
    save(network, tmp_path / "new folder" / "it.safetensors")
    read = load(tmp_path / "new folder" / "it.safetensors")
    x = np.random.default_rng(1).standard_normal((2, *network.input_shape), np.float32)
    before, after = (each.run(x).finish().activations for each in (network, read))
    assert before.keys() == after.keys()
    for name, value in before.items():
        np.testing.assert_array_equal(after[name], value)


def test_weights_of_64_bits_stay_what_they_are(tmp_path):
    network = small()
    network.set_parameter("conv1.bias", np.array([0.1, 1e-300]))
    save(network, tmp_path / "it.safetensors")
    bias = load(tmp_path / "it.safetensors").parameters["conv1.bias"]
    assert bias.dtype == np.float64
    assert bias.tolist() == [0.1, 1e-300]


def test_a_file_is_readable_for_everybody(tmp_path):
    save(small(), tmp_path / "it.safetensors")
    assert (tmp_path / "it.safetensors").stat().st_mode & 0o777 == 0o644


def test_another_ending_is_refused_when_writing(tmp_path):
    with pytest.raises(ModelError, match=r"written as \.safetensors, and not as 'it\.pkl'"):
        save(small(), tmp_path / "it.pkl")


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="cannot be written"):
        save(small(), tmp_path / "file" / "it.safetensors")


def test_weights_without_a_definition_say_how_they_are_read(tmp_path):
    (tmp_path / "it.safetensors").write_bytes(packed(small().state))
    with pytest.raises(ModelError, match="not what network they belong to"):
        load(tmp_path / "it.safetensors")


@pytest.mark.parametrize("told", ["", "no json", "[" * 100_000, '"text"', "[]", "{}", '{"layers": [{}]}'])
def test_definitions_that_are_none_are_refused(tmp_path, told):
    with pytest.raises(ModelError, match=r"made\.safetensors cannot be read"):
        load(written(tmp_path, small().state, told))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"conv1.weight": np.full((2, 1, 3, 3), np.nan, np.float32)}, "not finite"),
        ({"conv1.weight": np.zeros((2, 1, 3, 4), np.float32)}, r"conv1\.weight of shape \(2, 1, 3, 4\)"),
        ({"conv1.weight": np.zeros((2, 1, 3, 3), np.int64)}, "holds int64; weights are float32"),
        ({"more.weight": np.zeros(2, np.float32)}, r"unknown \['more\.weight'\]"),
    ],
)
def test_weights_that_do_not_fit_the_definition_are_refused(tmp_path, change, reason):
    network = small()
    with pytest.raises(WeightsError, match=reason):
        load(written(tmp_path, network.state | change, to_blueprint(network)))


def test_missing_weights_are_named(tmp_path):
    network = small()
    only = {"conv1.weight": network.state["conv1.weight"]}
    with pytest.raises(WeightsError, match=r"missing \['conv1\.bias'\]"):
        load(written(tmp_path, only, to_blueprint(network)))


@pytest.mark.parametrize("name", ["gone.safetensors", "folder.safetensors", "gone.onnx", "folder.onnx"])
def test_files_that_are_not_there_are_told(tmp_path, name):
    if name.startswith("folder"):
        (tmp_path / name).mkdir()
    with pytest.raises(ConvscopeError, match=name.partition(".")[0]):
        load(tmp_path / name)


@pytest.mark.parametrize("source", ["it.pt", "folder/photos", "it.safetensors.gz"])
def test_other_files_are_refused_with_what_is_read(source):
    with pytest.raises(ModelError, match=r"Files end in \.safetensors or \.onnx"):
        load(source)


def test_an_unknown_network_is_told_with_those_that_ship():
    with pytest.raises(UnknownModel, match=r"no model 'foto'. Choose one of: photos, digits, x-or-o"):
        load("foto")


def test_a_network_that_ships_is_ones_own():
    first, second = load("x-or-o"), load("x-or-o")
    first.set_parameter("votes.bias", np.zeros(2, np.float32))
    assert second.parameters["votes.bias"].any()


def test_a_definition_comes_with_random_weights():
    assert load("lenet5").parameters["C1.weight"].any()


@given(data=st.data())
def test_a_file_cut_or_changed_anywhere_is_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("files") / "it.safetensors"
    save(chain(), path)
    content = bytearray(path.read_bytes())
    where = data.draw(st.integers(0, min(len(content) - 1, 4000)))
    if data.draw(st.booleans()):
        del content[where:]
    else:
        content[where] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with suppress(ConvscopeError):
        assert load(path).input_shape
