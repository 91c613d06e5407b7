"""Operations that move a window: convolutions and pools."""

from collections.abc import Callable
from typing import Any

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import maps
from core.onnx_import.converters.table import Table, fill
from core.onnx_import.converters.window import transposed_window_of, window_of
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import (
    AvgPool1d,
    AvgPool2d,
    AvgPool3d,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose1d,
    ConvTranspose2d,
    ConvTranspose3d,
    GlobalAvgPool,
    GlobalMaxPool,
    L2Pool1d,
    L2Pool2d,
    L2Pool3d,
    MaxPool1d,
    MaxPool2d,
    MaxPool3d,
)
from core.ops.base import Array, Operation

_CONVOLUTIONS = {1: Conv1d, 2: Conv2d, 3: Conv3d}
_TRANSPOSED = {1: ConvTranspose1d, 2: ConvTranspose2d, 3: ConvTranspose3d}


def _conv(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    weight, bias = _weights(node, signal)
    window = window_of(node, builder, signal, list(weight.shape[2:]), len(weight))
    operation = _CONVOLUTIONS[len(window.kernel)](
        signal.shape[0],
        len(weight),
        window.kernel,
        stride=window.stride,
        padding=window.padding,
        dilation=window.dilation,
        groups=node.integer("group", 1),
        bias=bias is not None,
    )
    return _filled(node, builder, operation, signal, weight, bias)


def _conv_transpose(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    weight, bias = _weights(node, signal)
    groups = node.integer("group", 1)
    filters = weight.shape[1] * groups
    window = transposed_window_of(node, builder, signal, list(weight.shape[2:]), filters)
    operation = _TRANSPOSED[len(window.kernel)](
        signal.shape[0],
        filters,
        window.kernel,
        stride=window.stride,
        padding=window.padding,
        dilation=window.dilation,
        groups=groups,
        bias=bias is not None,
        output_padding=window.output_padding,
    )
    return _filled(node, builder, operation, signal, weight, bias)


def _weights(node: Node, signal: Signal) -> tuple[Array, Array | None]:
    weight = float32(node, node.known(1, "weights"), "weights")
    bias = node.optional(2, "bias")
    if weight.ndim != len(signal.shape) + 1:
        raise node.error(f"has weights with {weight.ndim} axes for maps with {len(signal.shape) - 1}.")
    return weight, None if bias is None else float32(node, bias, "biases")


def _filled(
    node: Node, builder: Builder, operation: Operation, signal: Signal, weight: Array, bias: Array | None
) -> Signal:
    fill(node, operation, "weight", weight)
    if bias is not None:
        fill(node, operation, "bias", bias)
    return builder.add(node, operation, signal)


_POOLS: dict[str, tuple[Callable[..., Operation], ...]] = {
    "AveragePool": (AvgPool1d, AvgPool2d, AvgPool3d),
    "LpPool": (L2Pool1d, L2Pool2d, L2Pool3d),
    "MaxPool": (MaxPool1d, MaxPool2d, MaxPool3d),
}


def _pool(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    window = window_of(node, builder, signal)
    chosen: dict[str, Any] = {"ceil_mode": bool(node.integer("ceil_mode", 0))}
    if node.op == "AveragePool":
        chosen["count_padding"] = bool(node.integer("count_include_pad", 0))
    if node.op == "LpPool" and node.integer("p", 2) != 2:
        raise node.error(f"takes the {node.integer('p', 2)}-norm of its window; the 2-norm can be run.")
    operation = _POOLS[node.op][len(window.kernel) - 1](
        window.kernel, stride=window.stride, padding=window.padding, dilation=window.dilation, **chosen
    )
    return builder.add(node, operation, signal)


def _global_average(node: Node, builder: Builder) -> Signal:
    return builder.add(node, GlobalAvgPool(), maps(node, builder))


def _global_max(node: Node, builder: Builder) -> Signal:
    return builder.add(node, GlobalMaxPool(), maps(node, builder))


TABLE: Table = {
    "AveragePool": _pool,
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "GlobalAveragePool": _global_average,
    "GlobalMaxPool": _global_max,
    "LpPool": _pool,
    "MaxPool": _pool,
}
