"""Batch norm folded into the convolution before it: at inference both are one linear map."""

import copy
from dataclasses import replace

from core.network import Layer, Network
from core.ops import BatchNorm, Conv2d


def fold_batchnorm(network: Network) -> Network:
    """The same function with every batch norm that alone reads a convolution folded into that.

    With g = γ/√(σ² + ε): weight ← g·weight, bias ← g·(bias − μ) + β. The given network stays as it is.
    """
    replaced: dict[str, str] = {}
    layers: dict[str, Layer] = {}
    for layer in copy.deepcopy(network.layers):
        layer = replace(layer, inputs=tuple(replaced.get(name, name) for name in layer.inputs))
        before = layers.get(layer.inputs[0])
        if isinstance(layer.operation, BatchNorm) and before and _only_reader(network, layer):
            convolution = before.operation
            if isinstance(convolution, Conv2d):
                _absorb(convolution, layer.operation)
                replaced[layer.name] = before.name
                continue
        layers[layer.name] = layer
    return Network(network.input_shape, layers.values())


def _only_reader(network: Network, layer: Layer) -> bool:
    original = network.layer(layer.name)
    return sum(original.inputs[0] in each.inputs for each in network.layers) == 1


def _absorb(convolution: Conv2d, norm: BatchNorm) -> None:
    gain = norm.parameters["weight"] / (norm.statistics["running_var"] + norm.epsilon) ** 0.5
    weight, bias = convolution.parameters["weight"], convolution.parameters["bias"]
    convolution.parameters["weight"] = weight * gain[:, None, None, None]
    convolution.parameters["bias"] = gain * (bias - norm.statistics["running_mean"]) + norm.parameters["bias"]
