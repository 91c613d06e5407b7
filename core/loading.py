"""One way in for every network there is."""

from pathlib import Path

from core import network_file
from core.errors import ModelError
from core.network import Network


def load(source: str | Path) -> Network:
    """A network with its weights, to do with as one likes: by the name it ships under, or from a file.

    "photos": a network of the zoo. "mine.safetensors": one written by `save`. "mine.onnx": one of another
    program; `load_onnx` takes options, and tells more of it.
    ModelError where a file cannot be read, UnknownModel, with the names there are, where it is none.
    """
    path = Path(source)
    if path.suffix == network_file.SUFFIX:
        return network_file.read(path)
    if path.suffix == ".onnx":
        from core.onnx_import import load_onnx

        return load_onnx(path).network
    if path.suffix or path.name != str(source):
        raise ModelError(
            f"{source} is no file that can be read. Files end in {network_file.SUFFIX} or .onnx; networks "
            "that ship go by their names alone, like 'photos'."
        )
    from core.zoo import catalogue

    return catalogue()[str(source)].fresh()
