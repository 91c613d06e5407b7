"""Operations that move a window: convolutions and pools."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import maps
from core.onnx_import.converters.table import Table, fill
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


@dataclass(frozen=True)
class Window:
    """How a node moves its window: a number an axis; padding is all befores, then all afters."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[int, ...]
    output_padding: tuple[int, ...]


def window_of(
    node: Node, builder: Builder, signal: Signal, kernel: list[int] | None = None, *, transposed: bool = False
) -> Window:
    """Read a window's attributes; ModelError where it asks for too much memory or makes no sense."""
    sizes = signal.shape[1:]
    rank = len(sizes)
    kernel = node.integers("kernel_shape") or kernel or []
    stride = node.integers("strides") or [1] * rank
    dilation = node.integers("dilations") or [1] * rank
    more = node.integers("output_padding") or [0] * rank
    if {len(kernel), len(stride), len(dilation), len(more)} != {rank} or min(*kernel, *stride, *dilation) < 1:
        raise node.error(
            f"moves a window {kernel} by {stride}, dilated by {dilation}, over maps with {rank} axes."
        )
    extents = [d * (k - 1) + 1 for d, k in zip(dilation, kernel, strict=True)]
    if transposed:
        full = [(size - 1) * s + extent for size, s, extent in zip(sizes, stride, extents, strict=True)]
        wanted = node.integers("output_shape")
        # Padding gives the output the size wanted; "same" is as many times larger as the stride.
        outs = wanted[-rank:] if wanted else [size * s for size, s in zip(sizes, stride, strict=True)]
        spare = [size + m - out for size, m, out in zip(full, more, outs, strict=True)]
        if wanted:
            more = [m + max(-places, 0) for m, places in zip(more, spare, strict=True)]
    else:
        full = list(sizes)
        spare = [
            (-(-size // s) - 1) * s + extent - size
            for size, s, extent in zip(sizes, stride, extents, strict=True)
        ]
    padding = _padding(node, spare, forced=transposed and bool(node.integers("output_shape")))
    grown = (
        full
        if transposed
        else [sum(each) for each in zip(sizes, padding[:rank], padding[rank:], strict=True)]
    )
    working = signal.shape[0] * prod(grown) * kernel[-1]
    if working > builder.limits.working:
        raise node.error(
            f"needs room for {working:,} numbers beside its output; {builder.limits.working:,} are allowed. "
            "Use a smaller window or input."
        )
    return Window(tuple(kernel), tuple(stride), tuple(dilation), tuple(padding), tuple(more))


def _padding(node: Node, spare: list[int], *, forced: bool) -> list[int]:
    """All befores, then all afters: as written, or the spare places shared out to both ends."""
    auto = node.text("auto_pad", "NOTSET") or "NOTSET"
    if auto == "VALID":
        return [0] * 2 * len(spare)
    if auto == "NOTSET" and not forced:
        padding = node.integers("pads") or [0] * 2 * len(spare)
        if len(padding) != 2 * len(spare) or min(padding) < 0:
            raise node.error(f"has the padding {padding}; {2 * len(spare)} numbers from 0 up are wanted.")
        return padding
    if auto not in ("NOTSET", "SAME_UPPER", "SAME_LOWER"):
        raise node.error(f"has the padding {auto!r}; NOTSET, VALID, SAME_UPPER and SAME_LOWER are known.")
    totals = [max(total, 0) for total in spare]
    small, large = [total // 2 for total in totals], [total - total // 2 for total in totals]
    return small + large if auto == "SAME_UPPER" else large + small


_CONVOLUTIONS = {1: Conv1d, 2: Conv2d, 3: Conv3d}
_TRANSPOSED = {1: ConvTranspose1d, 2: ConvTranspose2d, 3: ConvTranspose3d}


def _conv(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    weight, bias = _weights(node, signal)
    window = window_of(node, builder, signal, list(weight.shape[2:]))
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
    window = window_of(node, builder, signal, list(weight.shape[2:]), transposed=True)
    operation = _TRANSPOSED[len(window.kernel)](
        signal.shape[0],
        weight.shape[1] * groups,
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
