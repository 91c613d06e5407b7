"""Arguments that several operations share, and that moved from attributes to inputs over ONNX's versions."""

from collections.abc import Sequence
from math import prod

from core.onnx_import.node import Node
from core.onnx_import.values import normalized


def axes_of(node: Node, rank: int) -> list[int] | None:
    """The axes named by the attribute or by the second input, counted from the front; None: none named."""
    axes = node.integers("axes")
    if axes is None:
        axes = node.whole_numbers(1, "axes")
    return None if axes is None else [normalized(axis, rank) for axis in axes]


def slices_of(node: Node, rank: int) -> dict[int, slice]:
    """What a Slice keeps of each axis it names."""
    if node.opset < 10:
        starts, ends = node.integers("starts") or [], node.integers("ends") or []
        axes, steps = node.integers("axes"), None
    else:
        starts, ends = node.whole_numbers(1, "starts") or [], node.whole_numbers(2, "ends") or []
        axes, steps = node.whole_numbers(3, "axes"), node.whole_numbers(4, "steps")
    axes = list(range(len(starts))) if axes is None else [normalized(axis, rank) for axis in axes]
    steps = [1] * len(starts) if steps is None else steps
    if not len(starts) == len(ends) == len(axes) == len(steps) or len(set(axes)) != len(axes) or 0 in steps:
        raise node.error("has starts, ends, axes and steps that do not belong together.")
    return {axis: slice(*bounds) for axis, *bounds in zip(axes, starts, ends, steps, strict=True)}


def reshaped(node: Node, dims: Sequence[int], target: Sequence[int]) -> list[int]:
    """A Reshape's target with 0 (as it was) and -1 (what is left) filled in."""
    keeps_zero = node.integer("allowzero", 0)
    sizes = [dims[i] if size == 0 and not keeps_zero else size for i, size in enumerate(target)]
    if sizes.count(-1) == 1:
        rest = prod(size for size in sizes if size != -1)
        sizes[sizes.index(-1)] = prod(dims) // rest if rest else 0
    if min(sizes, default=1) < 0 or prod(sizes) != prod(dims):
        raise node.error(f"reshapes {list(dims)} to {list(target)}, which does not hold as many numbers.")
    return sizes


def split_sizes(node: Node, size: int) -> list[int]:
    """How long each part of a Split along an axis of this size is."""
    sizes = node.integers("split")
    if sizes is None:
        sizes = node.whole_numbers(1, "split")
    if sizes is None:
        parts = len(node.outputs)
        if node.integer("num_outputs", parts) != parts:
            raise node.error(f"names {parts} outputs and says that it has another number of them.")
        length = -(-size // parts)
        sizes = [length] * (parts - 1) + [size - length * (parts - 1)]
    if sum(sizes) != size or min(sizes, default=0) < 0:
        raise node.error(f"splits an axis of size {size} into {sizes}.")
    return sizes
