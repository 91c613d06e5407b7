"""Where the zoo keeps its trained weights, and how they get into a network."""

from pathlib import Path

from core.network import Network
from core.network_file import read_tensors

_FOLDER = Path(__file__).parent / "weights"


def weights_path(name: str) -> Path:
    """Where a network of the zoo keeps its weights."""
    return _FOLDER / f"{name}.safetensors"


def record_path(name: str) -> Path:
    """Where the outcome of a network's test is kept, beside its weights."""
    return _FOLDER / f"{name}.json"


def load(network: Network, path: Path) -> Network:
    """Fill a network with the weights of a file; WeightsError where they do not belong to it."""
    tensors, _ = read_tensors(path)
    network.load(tensors)
    return network
