"""The same work done by PyTorch, on a network generated from the same graph."""

from typing import Any

import torch
from torch import nn

from core.network import Layer, Network
from tests.benchmarks.interleaved import Work

torch.set_num_threads(2)


def works(network: Network, batch: int) -> dict[str, Work]:
    """The pieces of work of `with_engine`, named alike."""
    modules = [_module(layer) for layer in network.layers if layer.operation.kind != "softmax"]
    model = nn.Sequential(*modules)
    picture = torch.randn(1, *network.input_shape, requires_grad=True)
    pictures, targets = torch.randn(batch, *network.input_shape), torch.randint(0, 10, (batch,))
    optimizer = torch.optim.SGD(model.parameters(), 1e-4, momentum=0.9)

    def activations() -> list[torch.Tensor]:
        kept = [picture]
        for module in modules:
            kept.append(module(kept[-1]))
        return kept

    def forward() -> object:
        with torch.no_grad():
            return activations()

    def forward_and_gradients() -> object:
        picture.grad = None
        model.zero_grad()
        kept = activations()
        for each in kept[1:]:
            each.retain_grad()
        return nn.functional.cross_entropy(kept[-1], torch.tensor([3])).backward()

    def train() -> object:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(pictures), targets).backward()
        return optimizer.step()

    return {
        "forward": forward,
        "forward + gradients": forward_and_gradients,
        f"training step of {batch}": train,
    }


def _module(layer: Layer) -> nn.Module:
    """One layer of our graph as PyTorch's module."""
    operation: Any = layer.operation
    match operation.kind:
        case "conv2d":
            top, left, _, _ = operation.padding
            return nn.Conv2d(
                operation.channels, operation.filters, operation.kernel, operation.stride, (top, left)
            )
        case "maxpool2d":
            return nn.MaxPool2d(operation.kernel, operation.stride, ceil_mode=operation.ceil_mode)
        case "dense":
            return nn.Linear(operation.inputs, operation.units)
        case kind:
            return {"relu": nn.ReLU, "flatten": nn.Flatten, "globalavgpool": lambda: nn.AdaptiveAvgPool2d(1)}[
                kind
            ]()
