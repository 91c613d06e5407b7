"""A whole network in a file: its weights as safetensors, its definition as JSON in that file's header.

Names, shapes and numbers: nothing in a file is ever executed.
"""

import json
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from core.blueprint import from_blueprint, to_blueprint
from core.errors import ModelError, WeightsError
from core.network import Network
from core.ops.base import Array

SUFFIX = ".safetensors"
_HEADER = "convscope"


def save(network: Network, path: Path | str) -> None:
    """Write a network, definition and weights, to a .safetensors file; `load` reads it.

    ModelError where the file has another ending or cannot be written, or where a layer cannot be told.
    """
    path = Path(path)
    if path.suffix != SUFFIX:
        raise ModelError(f"A network is written as {SUFFIX}, and not as {path.name!r}. Change the ending.")
    header = {_HEADER: json.dumps(to_blueprint(network), ensure_ascii=False)}
    # safetensors writes an array's memory as it lies, whatever the order of its axes.
    tensors = {name: np.ascontiguousarray(value) for name, value in network.state.items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(tensors, path, header)
        path.chmod(0o644)  # safetensors writes for its owner alone, and the server may be somebody else
    except (OSError, SafetensorError) as error:
        raise ModelError(f"{path} cannot be written ({error}). Choose another place.") from error


def read(path: Path) -> Network:
    """The network that `save` wrote, with its weights.

    ModelError where the file is damaged or holds no definition, WeightsError where its weights do not fit.
    """
    tensors, header = read_tensors(path)
    if _HEADER not in header:
        raise ModelError(
            f"{path} holds weights, and not what network they belong to. Build that network, and fill it by "
            "core.zoo.weights.load(network, path)."
        )
    try:
        network = from_blueprint(json.loads(header[_HEADER]), tensors)
    except (ModelError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read: {error}") from None
    network.load(tensors)
    return network


def read_tensors(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """A .safetensors file's arrays by name, and the texts in its header; WeightsError where it is damaged."""
    try:
        with safe_open(path, "numpy") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (AttributeError, OSError, SafetensorError, TypeError, ValueError) as error:
        raise WeightsError(
            f"The weights in {path} cannot be read ({error}). Name a file that is there and whole."
        ) from error
