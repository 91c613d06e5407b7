import numpy as np
import pytest

from core.errors import WeightsError
from core.network_file import save
from core.zoo.weights import load
from tests.core.samples_of_networks import chain, residual


def test_saved_weights_and_statistics_are_read_again(tmp_path):
    network = chain()
    network.initialize(1)
    network.set_parameter("norm.running_mean", np.arange(4, dtype=np.float32))
    save(network, tmp_path / "new" / "chain.safetensors")
    read = load(chain(), tmp_path / "new" / "chain.safetensors")
    assert read.state.keys() == network.state.keys()
    for name, value in network.state.items():
        np.testing.assert_array_equal(read.state[name], value)


def test_weights_of_another_network_are_refused(tmp_path):
    save(residual(), tmp_path / "residual.safetensors")
    with pytest.raises(WeightsError, match="of another network"):
        load(chain(), tmp_path / "residual.safetensors")


@pytest.mark.parametrize("content", [None, b"", b"not safetensors at all", b"\xff" * 100])
def test_files_that_cannot_be_read_are_told_with_their_path(tmp_path, content):
    path = tmp_path / "weights.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"weights\.safetensors cannot be read"):
        load(chain(), path)
