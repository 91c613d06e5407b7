"""Batch norm folded into the layer before it: at inference both are one linear map."""

import copy
from dataclasses import replace

import numpy as np

from core.network import Layer, Network
from core.ops import (
    BatchNorm,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    Dense,
)
from core.ops.base import Array, Operation

_TRANSPOSED = (ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
_LINEAR = (Conv1d, Conv2d, Conv3d, Dense, *_TRANSPOSED)


def fold_batchnorm(network: Network) -> Network:
    """The same function with every batch norm that alone reads a convolution (or dense layer) folded into it.

    With g = γ/√(σ² + ε): weight ← g·weight, bias ← g·(bias − μ) + β. The given network stays as it is.
    """
    replaced: dict[str, str] = {}
    layers: dict[str, Layer] = {}
    for layer in copy.deepcopy(network.layers):
        layer = replace(layer, inputs=tuple(replaced.get(name, name) for name in layer.inputs))
        before = layers.get(layer.inputs[0]) if layer.inputs else None
        if (
            isinstance(layer.operation, BatchNorm)
            and before
            and isinstance(before.operation, _LINEAR)
            and _only_reader(network, layer)
        ):
            _absorb(before.operation, layer.operation)
            before.operation.folded = (*before.operation.folded, layer.name)
            replaced[layer.name] = before.name
            continue
        layers[layer.name] = layer
    return Network(network.input_shape, layers.values())


def _only_reader(network: Network, layer: Layer) -> bool:
    original = network.layer(layer.name)
    return sum(original.inputs[0] in each.inputs for each in network.layers) == 1


def _absorb(linear: Operation, norm: BatchNorm) -> None:
    gain = norm.parameters["weight"] / (norm.statistics["running_var"] + norm.epsilon) ** 0.5
    bias = linear.parameters.get("bias", np.zeros_like(gain))
    weight = _scaled(linear, gain).astype(linear.parameters["weight"].dtype)
    linear.parameters["weight"] = linear.laid_out("weight", weight)
    linear.parameters["bias"] = gain * (bias - norm.statistics["running_mean"]) + norm.parameters["bias"]


def _scaled(linear: Operation, gain: Array) -> Array:
    """The weight with every filter times its gain."""
    weight = linear.parameters["weight"]
    rest = (1,) * (weight.ndim - 2)
    if not isinstance(linear, _TRANSPOSED):
        return np.asarray(weight * gain.reshape(-1, 1, *rest))
    # Channels × (filters / groups): a group's channels have that group's filters.
    groups = linear.groups
    by_group = weight.reshape(groups, -1, *weight.shape[1:]) * gain.reshape(groups, 1, -1, *rest)
    return np.asarray(by_group.reshape(weight.shape))
