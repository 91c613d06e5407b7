"""Trained weights as safetensors: names, shapes and numbers, nothing that could run."""

from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from core.errors import WeightsError
from core.network import Network

_FOLDER = Path(__file__).parent / "weights"


def weights_path(name: str) -> Path:
    """Where a network of the zoo keeps its weights."""
    return _FOLDER / f"{name}.safetensors"


def record_path(name: str) -> Path:
    """Where the outcome of a network's test is kept, beside its weights."""
    return _FOLDER / f"{name}.json"


def save(network: Network, path: Path) -> None:
    """Write a network's whole state."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # safetensors writes an array's memory as it lies, whatever the order of its axes.
    save_file({name: np.ascontiguousarray(value) for name, value in network.state.items()}, path)
    path.chmod(0o644)  # safetensors writes for its owner alone, and the server may be somebody else


def load(network: Network, path: Path) -> Network:
    """Fill a network with the weights of a file; WeightsError where they do not belong to it."""
    try:
        network.load(load_file(path))
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            f"The weights in {path} cannot be read ({error}). Train the network again."
        ) from error
    return network
