"""A second implementation of networks, for their gradients: from a model's description on the wire.

Each operation is written down as its definition, over float64, without a line of the engine; `autograd`
derives the way back by itself. Where a definition leaves the derivative open (a kink, a tie among maxima)
it is told here as the engine has it: 0 at the kink, all to the first of equal values.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import autograd.numpy as np
import numpy
from autograd import make_vjp

Array = Any
Layer = Mapping[str, Any]
Weights = Mapping[str, Array]

# Beside the parameters' names.
_OUTPUT = ""


class Gradients(NamedTuple):
    """Of a loss: by each layer's output, and by each parameter, under (layer, its name)."""

    loss: float
    outputs: dict[str, Array]
    parameters: dict[tuple[str, str], Array]


def gradients(
    layers: Sequence[Layer], weights: Mapping[str, Weights], x: Array, logits: str, target: int
) -> Gradients:
    """Of the cross-entropy of one input C×… for a class, whose scores the layer `logits` gives.

    Of scores in maps the means count. An output's gradient is taken by adding zeros to it, and asking how
    the loss moves with these.
    """

    def loss(moved: dict[tuple[str, str], Array]) -> Array:
        made = {"input": x}
        for layer in layers:
            name = layer["name"]
            own = {key: moved[name, key] for key in weights[name]}
            made[name] = OPERATIONS[layer["op"]](layer, [made[each] for each in layer["inputs"]], own)
            made[name] = made[name] + moved[name, _OUTPUT]
        scores = np.mean(np.reshape(made[logits], (len(_value(made[logits])), -1)), axis=1)
        return np.log(np.sum(np.exp(scores - scores[target])))

    moved = {(layer["name"], _OUTPUT): numpy.zeros(layer["output_shape"]) for layer in layers}
    moved |= {(name, key): each for name, own in weights.items() for key, each in own.items()}
    pull, value = make_vjp(loss)(moved)
    back = pull(1.0)
    return Gradients(
        float(value),
        {layer["name"]: back[layer["name"], _OUTPUT] for layer in layers},
        {place: each for place, each in back.items() if place[1] != _OUTPUT},
    )


def _value(x: Array) -> Array:
    """The numbers alone, which nothing is derived by."""
    while hasattr(x, "_value"):
        x = x._value
    return numpy.asarray(x)


def _windows(layer: Layer, x: Array, fill: float) -> Array:
    """What each place of the kernel meets for each output: C×places×outputs, both in C order."""
    over, rank = layer["output_shape"][1:], len(layer["kernel"])
    settings = list(zip(layer["kernel"], layer["stride"], layer["dilation"], strict=True))
    # Rows (columns, …) of the padded input by place of the kernel and by output.
    met = [
        numpy.arange(kernel)[:, None] * dilation + numpy.arange(size) * stride
        for size, (kernel, stride, dilation) in zip(over, settings, strict=True)
    ]
    # With ceil_mode the last window may reach beyond the padding.
    margins = [
        (before, max(after, int(each.max()) + 1 - size - before))
        for before, after, each, size in zip(
            layer["padding"][:rank], layer["padding"][rank:], met, x.shape[1:], strict=True
        )
    ]
    padded = np.pad(x, [(0, 0), *margins], mode="constant", constant_values=fill)
    index = numpy.zeros((1, 1), int)
    for each, size in zip(met, padded.shape[1:], strict=True):
        both = index[:, None, :, None] * size + each[None, :, None, :]
        index = both.reshape(both.shape[0] * both.shape[1], -1)
    return np.reshape(padded, (len(x), -1))[:, index]


def _convolution(layer: Layer, inputs: list[Array], weights: Weights) -> Array:
    filters = len(weights["weight"])
    groups, outputs = layer["groups"], layer["output_shape"]
    columns = np.reshape(_windows(layer, inputs[0], 0.0), (groups, -1, numpy.prod(outputs[1:], dtype=int)))
    rows = np.reshape(weights["weight"], (groups, filters // groups, -1))
    return _biased(np.reshape(np.matmul(rows, columns), outputs), weights)


def _biased(maps: Array, weights: Weights) -> Array:
    if "bias" not in weights:
        return maps
    return maps + np.reshape(weights["bias"], (-1, *[1] * (maps.ndim - 1)))


def _transposed(layer: Layer, inputs: list[Array], weights: Weights) -> Array:
    """Each value paints its kernel, stride apart; what the padding names is cut off."""
    (x,), rank = inputs, len(layer["kernel"])
    groups, (channels, filters, *_) = layer["groups"], weights["weight"].shape
    flat = np.reshape(weights["weight"], (groups, channels // groups, filters, -1))
    split = np.reshape(x, (groups, channels // groups, -1))
    total = 0.0
    for at, place in enumerate(product(*map(range, layer["kernel"]))):
        kernel = np.transpose(flat[..., at], (0, 2, 1))
        painted = np.reshape(np.matmul(kernel, split), (-1, *x.shape[1:]))
        for axis in range(rank):
            spread = numpy.zeros((x.shape[axis + 1], layer["output_shape"][axis + 1]))
            for i in range(len(spread)):
                to = (
                    i * layer["stride"][axis] + place[axis] * layer["dilation"][axis] - layer["padding"][axis]
                )
                if 0 <= to < spread.shape[1]:
                    spread[i, to] = 1
            painted = np.moveaxis(np.tensordot(painted, spread, (axis + 1, 0)), -1, axis + 1)
        total = total + painted
    return _biased(total, weights)


def _largest(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    met = _windows(layer, inputs[0], -numpy.inf)
    first = numpy.argmax(_value(met), axis=1)
    chosen = first[:, None] == numpy.arange(met.shape[1])[:, None]
    return np.reshape(np.sum(np.where(chosen, met, 0.0), axis=1), layer["output_shape"])


def _mean(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    inside = numpy.sum(_windows(layer, numpy.ones(inputs[0].shape), 0.0), axis=1)
    count = numpy.prod(layer["kernel"]) if layer["count_padding"] else inside
    return np.reshape(np.sum(_windows(layer, inputs[0], 0.0), axis=1) / count, layer["output_shape"])


def _global_mean(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    return np.reshape(np.mean(np.reshape(inputs[0], (len(inputs[0]), -1)), axis=1), layer["output_shape"])


def _dense(_: Layer, inputs: list[Array], weights: Weights) -> Array:
    return np.dot(weights["weight"], inputs[0]) + weights["bias"]


def _softmax(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    powers = np.exp(inputs[0] - numpy.max(_value(inputs[0])))
    return powers / np.sum(powers, axis=layer["axis"], keepdims=True)


def _log_softmax(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    shifted = inputs[0] - numpy.max(_value(inputs[0]))
    return shifted - np.log(np.sum(np.exp(shifted), axis=layer["axis"], keepdims=True))


def _batch_norm(layer: Layer, inputs: list[Array], weights: Weights) -> Array:
    (x,) = inputs
    along = (-1, *[1] * (x.ndim - 1))
    mean, variance = (np.reshape(weights[name], along) for name in ("running_mean", "running_var"))
    scaled = (x - mean) / np.sqrt(variance + layer["epsilon"])
    return np.reshape(weights["weight"], along) * scaled + np.reshape(weights["bias"], along)


def _slice(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    cut = [slice(None)] * inputs[0].ndim
    for axis, *places in zip(layer["axes"], layer["starts"], layer["ends"], layer["steps"], strict=True):
        cut[axis] = slice(*places)
    return inputs[0][tuple(cut)]


def _pad(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    assert layer["mode"] == "constant"
    (x,), padding = inputs, layer["padding"]
    margins = [(0, 0)] * (x.ndim - len(padding) // 2)
    margins += list(zip(padding[: len(padding) // 2], padding[len(padding) // 2 :], strict=True))
    return np.pad(x, margins, mode="constant", constant_values=layer["value"])


def _reduce_mean(layer: Layer, inputs: list[Array], _: Weights) -> Array:
    return np.mean(inputs[0], axis=tuple(layer["axes"]), keepdims=layer["keepdims"])


def _function(of: Callable[[Array, Layer], Array]) -> Callable[[Layer, list[Array], Weights], Array]:
    return lambda layer, inputs, _: of(inputs[0], layer)


def _between(x: Array, low: float, high: float) -> Array:
    """A value cut off at both ends; the derivative is 0 there, and at the ends themselves."""
    value = _value(x)
    return np.where((value > low) & (value < high), x, numpy.clip(value, low, high))


OPERATIONS: Mapping[str, Callable[[Layer, list[Array], Weights], Array]] = {
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), _convolution),
    **dict.fromkeys(("convtranspose1d", "convtranspose2d", "convtranspose3d"), _transposed),
    **dict.fromkeys(("maxpool1d", "maxpool2d", "maxpool3d"), _largest),
    **dict.fromkeys(("avgpool1d", "avgpool2d", "avgpool3d"), _mean),
    "globalavgpool": _global_mean,
    "dense": _dense,
    "softmax": _softmax,
    "logsoftmax": _log_softmax,
    "batchnorm": _batch_norm,
    "slice": _slice,
    "pad": _pad,
    "reduce_mean": _reduce_mean,
    "flatten": lambda layer, inputs, _: np.reshape(inputs[0], layer["output_shape"]),
    "add": lambda _, inputs, __: inputs[0] + inputs[1],
    "mul": lambda _, inputs, __: inputs[0] * inputs[1],
    "concat": lambda layer, inputs, _: np.concatenate(inputs, axis=layer["axis"]),
    "relu": _function(lambda x, _: np.where(_value(x) > 0, x, 0.0)),
    "relu6": _function(lambda x, _: _between(x, 0, 6)),
    "sigmoid": _function(lambda x, _: 1 / (1 + np.exp(-x))),
    "hardsigmoid": _function(lambda x, layer: _between(layer["alpha"] * x + layer["beta"], 0, 1)),
    "hardswish": _function(lambda x, _: x * _between(x / 6 + 0.5, 0, 1)),
}
