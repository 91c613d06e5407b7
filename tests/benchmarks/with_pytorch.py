"""The same work done by PyTorch with two threads, on a network generated from the same graph."""

from typing import Any

import torch
from torch import nn

from core.network import INPUT, Layer, Network
from tests.benchmarks.interleaved import Work

torch.set_num_threads(2)


class Graph(nn.Module):
    """A network's layers as modules; `scores` are those before a last softmax, as the loss wants them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.steps = [(layer.name, _module(layer), layer.inputs) for layer in network.layers]
        self.logits = network.logits
        self.modules_ = nn.ModuleList(module for _, module, _ in self.steps)
        self.eval()

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        """Every layer's output by name."""
        kept = {INPUT: x}
        for name, module, inputs in self.steps:
            kept[name] = module(*(kept[each] for each in inputs))
        return kept

    def scores(self, x: torch.Tensor) -> torch.Tensor:
        """What the loss is taken of."""
        return self(x)[self.logits]


def forward(network: Network) -> Work:
    """Forward of one picture, all activations kept."""
    graph, picture = Graph(network), torch.randn(1, *network.input_shape)

    def work() -> object:
        with torch.no_grad():
            return graph(picture)

    return work


def forward_and_gradients(network: Network) -> Work:
    """Forward of one picture, and the gradients of all activations and weights."""
    graph = Graph(network)
    picture = torch.randn(1, *network.input_shape, requires_grad=True)

    def work() -> object:
        picture.grad = None
        graph.zero_grad()
        kept = graph(picture)
        for each in kept.values():
            each.retain_grad()
        return nn.functional.cross_entropy(kept[graph.logits], torch.tensor([3])).backward()

    return work


def training_step(network: Network, batch: int) -> Work:
    """One step of a batch."""
    graph = Graph(network).train()
    pictures, targets = torch.randn(batch, *network.input_shape), torch.randint(0, 10, (batch,))
    optimizer = torch.optim.SGD(graph.parameters(), 1e-4, momentum=0.9)

    def work() -> object:
        optimizer.zero_grad()
        nn.functional.cross_entropy(graph.scores(pictures), targets).backward()
        return optimizer.step()

    return work


class _Add(nn.Module):
    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        return sum(inputs[1:], start=inputs[0])


_PLAIN = {
    "add": _Add,
    "flatten": nn.Flatten,
    "globalavgpool": lambda: nn.AdaptiveAvgPool2d(1),
    "relu": nn.ReLU,
    "relu6": nn.ReLU6,
    "softmax": lambda: nn.Softmax(dim=1),
}


def _module(layer: Layer) -> nn.Module:
    """One layer of our graph as PyTorch's module."""
    operation: Any = layer.operation
    match operation.kind:
        case "conv2d":
            return nn.Conv2d(
                operation.channels,
                operation.filters,
                operation.kernel,
                operation.stride,
                operation.padding[:2],
                operation.dilation,
                operation.groups,
                bias="bias" in operation.parameters,
            )
        case "maxpool2d":
            return nn.MaxPool2d(operation.kernel, operation.stride, ceil_mode=operation.ceil_mode)
        case "batchnorm":
            return nn.BatchNorm2d(operation.channels)
        case "dense":
            return nn.Linear(operation.inputs, operation.units)
        case kind:
            return _PLAIN[kind]()
