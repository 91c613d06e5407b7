"""Operations that move a window: convolutions and pools."""

from dataclasses import dataclass
from math import prod
from typing import Any

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, maps
from core.onnx_import.node import Node, float32
from core.onnx_import.values import Signal
from core.ops import AvgPool2d, Conv2d, GlobalAvgPool, MaxPool2d


@dataclass(frozen=True)
class Window:
    """How a node moves its window: a number an axis; padding is all befores, then all afters."""

    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[int, ...]


def window_of(node: Node, builder: Builder, signal: Signal, kernel: list[int] | None) -> Window:
    """Read a window's attributes; ModelError where it asks for too much memory or makes no sense."""
    sizes = signal.shape[1:]
    kernel = node.integers("kernel_shape") or kernel or []
    stride = node.integers("strides") or [1] * len(sizes)
    dilation = node.integers("dilations") or [1] * len(sizes)
    if not len(kernel) == len(stride) == len(dilation) == len(sizes) or min(*kernel, *stride, *dilation) < 1:
        raise node.error(
            f"moves a window {kernel} by {stride}, dilated by {dilation}, over maps with {len(sizes)} axes."
        )
    padding = _padding(node, sizes, kernel, stride, dilation)
    padded = [
        size + before + after
        for size, before, after in zip(sizes, padding, padding[len(sizes) :], strict=False)
    ]
    working = signal.shape[0] * prod(padded) * kernel[-1]
    if working > builder.limits.working:
        raise node.error(
            f"needs room for {working:,} numbers beside its output; {builder.limits.working:,} are allowed. "
            "Use a smaller window or input."
        )
    return Window(tuple(kernel), tuple(stride), tuple(dilation), tuple(padding))


def _padding(
    node: Node, sizes: tuple[int, ...], kernel: list[int], stride: list[int], dilation: list[int]
) -> list[int]:
    auto = node.text("auto_pad", "NOTSET") or "NOTSET"
    if auto == "NOTSET":
        padding = node.integers("pads") or [0] * 2 * len(sizes)
        if len(padding) != 2 * len(sizes) or min(padding) < 0:
            raise node.error(
                f"has the padding {padding}, where {2 * len(sizes)} numbers from 0 up are wanted."
            )
        return padding
    if auto == "VALID":
        return [0] * 2 * len(sizes)
    if auto not in ("SAME_UPPER", "SAME_LOWER"):
        raise node.error(f"has the padding {auto!r}; NOTSET, VALID, SAME_UPPER and SAME_LOWER are known.")
    totals = [
        max((-(-size // s) - 1) * s + d * (k - 1) + 1 - size, 0)
        for size, k, s, d in zip(sizes, kernel, stride, dilation, strict=True)
    ]
    small, large = [total // 2 for total in totals], [total - total // 2 for total in totals]
    return small + large if auto == "SAME_UPPER" else large + small


def _conv(node: Node, builder: Builder) -> Signal:
    signal = maps(node)
    weight = float32(node, node.known(1, "weights"), "weights")
    bias = node.optional(2, "bias")
    if weight.ndim != len(signal.shape) + 1:
        raise node.error(f"has weights with {weight.ndim} axes for maps with {len(signal.shape) - 1}.")
    window = window_of(node, builder, signal, list(weight.shape[2:]))
    groups = node.integer("group", 1)
    operation = Conv2d(
        signal.shape[0],
        weight.shape[0],
        window.kernel,
        stride=window.stride,
        padding=window.padding,
        dilation=window.dilation,
        groups=groups,
    )
    _fill(node, operation, "weight", weight)
    if bias is not None:
        _fill(node, operation, "bias", float32(node, bias, "biases"))
    return builder.add(node, operation, signal)


def _fill(node: Node, operation: Conv2d, name: str, values: Any) -> None:
    wanted = operation.parameters[name].shape
    if values.shape != wanted:
        raise node.error(f"has a {name} of shape {list(values.shape)}; {list(wanted)} is wanted.")
    operation.parameters[name] = values


def _pool(node: Node, builder: Builder) -> Signal:
    signal = maps(node)
    window = window_of(node, builder, signal, None)
    kind = MaxPool2d if node.op == "MaxPool" else AvgPool2d
    operation = kind(
        window.kernel,
        stride=window.stride,
        padding=window.padding,
        ceil_mode=bool(node.integer("ceil_mode", 0)),
    )
    return builder.add(node, operation, signal)


def _global_average(node: Node, builder: Builder) -> Signal:
    return builder.add(node, GlobalAvgPool(), maps(node))


TABLE: Table = {
    "AveragePool": _pool,
    "Conv": _conv,
    "GlobalAveragePool": _global_average,
    "MaxPool": _pool,
}
