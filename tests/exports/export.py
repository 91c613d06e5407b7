"""Export networks from PyTorch as ONNX files, with both of its exporters and in several opsets.

Run it in an environment of its own (not the project's), from the root of the repository:

    pip install torch onnx onnxscript onnxruntime
    python -m tests.exports.export FOLDER
    CONVSCOPE_EXPORTS=FOLDER pytest tests/core/onnx_import/test_exports.py

For every network comes a `name.npz`: a picture x, and what PyTorch makes of it (torch). What ONNX Runtime
makes of each file is compared with that at once. `--fixtures` writes the few that are in the repository.
"""

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from tests.exports.networks import NETWORKS, network

OPSETS = {"torchscript": (9, 11, 13, 17, 20), "dynamo": (18, 20, 23)}
FIXTURES = (
    ("resnet20", "torchscript", 11),
    ("mobilenet", "torchscript", 17),
    ("unet", "torchscript", 13),
    ("unet", "dynamo", 18),
    ("squeezenet", "torchscript", 9),
    ("shufflenet", "torchscript", 13),
    ("shufflenet", "dynamo", 20),
    ("lstm", "torchscript", 17),
    ("gru", "dynamo", 20),
    ("bilstm", "torchscript", 11),
    ("attention", "dynamo", 20),
    ("attention", "torchscript", 17),
    ("clip3d", "torchscript", 13),
)


def export(name: str, exporter: str, opset: int, path: Path) -> None:
    """Write one file; what only helps to debug an export is left out."""
    module, shape = network(name)
    x = (torch.zeros(1, *shape),)
    names = {"input_names": ["pixels"], "output_names": ["scores"], "opset_version": opset}
    if exporter == "torchscript":
        axes = {"pixels": {0: "batch"}}
        # Recurrent layers are only exported right for the batch they were traced with.
        recurrent = any(isinstance(each, torch.nn.RNNBase) for each in module.modules())
        torch.onnx.export(module, x, path, dynamo=False, dynamic_axes=None if recurrent else axes, **names)
    else:
        program = torch.onnx.export(module, x, dynamo=True, verbose=False, **names)
        program.save(path)
    model = onnx.load(path)
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    onnx.save(model, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fixtures", action="store_true", help="only those that are in the repository")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    everything = [(name, *how) for name in NETWORKS for how in _ways()]
    for name, exporter, opset in FIXTURES if options.fixtures else everything:
        module, shape = network(name)
        x = torch.randn(1, *shape, generator=torch.Generator().manual_seed(1))
        with torch.no_grad():
            wanted = module(x).numpy()
        path = options.folder / f"{name}-{exporter}-{opset}.onnx"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                export(name, exporter, opset, path)
        except Exception as error:  # an exporter may not know an operation in an old opset
            print(f"{path.stem}: PyTorch cannot export it: {str(error).splitlines()[0]}")
            path.unlink(missing_ok=True)
            continue
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        (runtime,) = session.run(None, {session.get_inputs()[0].name: x.numpy()})
        np.savez_compressed(options.folder / f"{name}.npz", x=x.numpy(), torch=wanted)
        off = np.abs(runtime - wanted).max()
        print(f"{path.stem}: {path.stat().st_size:,} bytes, the runtime is {off:.1e} away")


def _ways() -> list[tuple[str, int]]:
    return [(exporter, opset) for exporter, opsets in OPSETS.items() for opset in opsets]


if __name__ == "__main__":
    main()
