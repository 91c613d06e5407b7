"""Files that PyTorch wrote, with both of its exporters, against what PyTorch computed.

They are made by tests/exports/export.py. With more of them in a folder, name it in CONVSCOPE_EXPORTS.
"""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from core.describe import describe_layers
from core.onnx_import import load_onnx

FOLDER = Path(os.environ.get("CONVSCOPE_EXPORTS") or Path(__file__).parent / "exports")
FILES = sorted(FOLDER.glob("*.onnx"))


@pytest.mark.parametrize("fold_batchnorm", [False, True], ids=["shown", "folded"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_exported_network_gives_what_pytorch_gives(path: Path, fold_batchnorm: bool) -> None:
    network = load_onnx(path, fold_batchnorm=fold_batchnorm).network
    told = np.load(path.with_name(f"{path.stem.split('-')[0]}.npz"))
    x, wanted = told["x"], told["torch"]
    found = network.run(x).finish().activations[network.output]
    np.testing.assert_allclose(found.reshape(wanted.shape), wanted, rtol=1e-4, atol=1e-5)
    # Pictures of a batch go their own ways.
    both = network.run(np.concatenate([np.roll(x, 1, axis=-1), x])).finish().activations[network.output]
    np.testing.assert_allclose(both[1], found[0], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_exported_network_can_be_described(path: Path) -> None:
    network = load_onnx(path).network
    described = json.loads(json.dumps(describe_layers(network), allow_nan=False))
    assert [layer["name"] for layer in described] == [layer.name for layer in network.layers]


def test_names_are_those_that_people_know_from_pytorch() -> None:
    network = load_onnx(FOLDER / "mobilenet-torchscript-17.onnx").network
    names = [layer.name for layer in network.layers]
    assert "blocks/blocks.0/depthwise/depthwise.0/Conv" in names
    assert len(names) == len(set(names))
