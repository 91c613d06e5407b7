"""Maps made larger or smaller by interpolation."""

from math import floor
from typing import Any, get_args

from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import maps
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal, normalized
from core.ops import Resize
from core.ops.resize import Coordinates, Nearest
from core.shapes import Shape


def _resize(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    if node.integer("exclude_outside", 0):
        raise node.error("leaves out what is outside, which cannot be run.")
    operation = Resize(**_target(node, signal), **_manner(node))
    sizes = operation.output_shape(signal.shape)[1:]
    smaller = any(new < old for new, old in zip(sizes, signal.shape[1:], strict=True))
    if node.integer("antialias", 0) and smaller:
        raise node.error("makes maps smaller with antialiasing, which cannot be run. Use a pool.")
    working = sum(new * old for new, old in zip(sizes, signal.shape[1:], strict=True))
    if working > builder.limits.working:
        raise node.error(f"needs room for {working:,} numbers; {builder.limits.working:,} are allowed.")
    return builder.add(node, operation, signal)


def _target(node: Node, signal: Signal) -> dict[str, Any]:
    """`size` or `scale` of the spatial axes; the batch and the channels must stay as they are."""
    scales_at = 2 if node.op == "Resize" and node.opset >= 11 else 1
    sizes = node.whole_numbers(3, "sizes") if scales_at == 2 else None
    if sizes:
        given: list[Any] = list(sizes)
    else:
        given = [float(each) for each in node.known(scales_at, "scales").reshape(-1)]
    named = node.integers("axes")
    axes = list(range(signal.rank)) if named is None else [normalized(axis, signal.rank) for axis in named]
    if len(given) != len(axes):
        raise node.error(f"has {len(given)} sizes or scales for {len(axes)} axes.")
    unchanged: list[Any] = [signal.shape[0], *signal.shape] if sizes else [1.0] * signal.rank
    target = list(unchanged)
    for axis, value in zip(axes, given, strict=True):
        target[axis] = value
    if target[1] != unchanged[1] or (not sizes and target[0] != 1):
        raise node.error("resizes the batch or the channels, which cannot be run.")
    if not sizes:
        return {"scale": target[2:]}
    return {"size": _in_proportion(node, target[2:], signal.shape[1:], [axis - 2 for axis in axes])}


def _in_proportion(node: Node, sizes: list[int], old: Shape, axes: list[int]) -> list[int]:
    """The sizes wanted, or, where proportions are kept, those that none or all of them exceed."""
    policy = node.text("keep_aspect_ratio_policy", "stretch")
    if policy == "stretch":
        return sizes
    pick = min if policy == "not_larger" else max
    scale = pick(sizes[axis] / old[axis] for axis in axes if axis >= 0)
    return [floor(size * scale + 0.5) if axis in axes else size for axis, size in enumerate(old)]


def _manner(node: Node) -> dict[str, Any]:
    mode = {"nearest": "nearest", "linear": "linear", "bilinear": "linear", "cubic": "cubic"}.get(
        node.text("mode", "nearest")
    )
    # Before opset 11 there was one way only.
    old = node.op == "Upsample" or node.opset < 11
    coordinates = "asymmetric" if old else node.text("coordinate_transformation_mode", "half_pixel")
    nearest = "floor" if old else node.text("nearest_mode", "round_prefer_floor")
    if mode is None or coordinates not in get_args(Coordinates) or nearest not in get_args(Nearest):
        raise node.error(
            f"interpolates in a way that is not known ({mode}, {coordinates}, {nearest}). Known are nearest, "
            f"linear and cubic; {', '.join(get_args(Coordinates))}; {', '.join(get_args(Nearest))}."
        )
    cubic = node.number("cubic_coeff_a", -0.75)
    return {"mode": mode, "coordinates": coordinates, "nearest": nearest, "cubic": cubic}


TABLE: Table = {"Resize": _resize, "Upsample": _resize}
