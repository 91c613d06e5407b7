"""Operations that take parts of values, join them, or put something around them."""

from collections.abc import Mapping
from dataclasses import replace
from math import prod

import numpy as np

from core.onnx_import.arguments import slices_of, split_sizes
from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import alike, as_signal, raised
from core.onnx_import.converters.rearranging import squeeze
from core.onnx_import.converters.shaping import regrouped
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal, Value, normalized
from core.ops import Concat, Mul, Pad, Slice
from core.ops.padding import PadMode

_MOST_RUNS = 64
_MODES: dict[str, PadMode] = {"constant": "constant", "edge": "edge", "reflect": "reflect", "wrap": "wrap"}


def _cut(node: Node, builder: Builder, signal: Signal, kept: Mapping[int, slice], part: str = "") -> Signal:
    """Parts of own axes, by axis."""
    bounds = {axis: _bounds(each, signal.shape[axis]) for axis, each in kept.items()}
    changed = {axis: b for axis, b in bounds.items() if b != (0, signal.shape[axis], 1)}
    if not changed:
        return signal
    starts, ends, steps = zip(*changed.values(), strict=True)
    return builder.add(node, Slice(starts, ends, steps, list(changed)), signal, part=part)


def _bounds(kept: slice, size: int) -> tuple[int, int, int]:
    """Start, end, step; −size − 1 ends a slice that goes backwards up to the first value."""
    start, end, step = kept.indices(size)
    return start, -size - 1 if end < 0 else end, step


def _slice(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    dims = signal.dims(builder.batch_size)
    whole = {axis for axis, each in slices_of(node, signal.rank).items() if _is_whole(each, dims[axis])}
    kept = {
        signal.axis(axis): each for axis, each in slices_of(node, signal.rank).items() if axis not in whole
    }
    return _cut(node, builder, signal, kept)


def _is_whole(kept: slice, size: int) -> bool:
    return _bounds(kept, size) == (0, size, 1)


def _split(node: Node, builder: Builder) -> tuple[Value, ...]:
    signal = node.signal()
    axis = signal.axis(node.integer("axis", 0))
    ends = np.cumsum(split_sizes(node, signal.shape[axis])).tolist()
    starts = [0, *ends[:-1]]
    return tuple(
        _cut(node, builder, signal, {axis: slice(start, end)}, part=str(number))
        if end > start
        else np.empty([0] * signal.rank, np.float32)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )


def _gather(node: Node, builder: Builder) -> Signal:
    """Places along an axis, as slices one after the other; the axis becomes the axes of the indices."""
    signal = node.signal()
    named = normalized(node.integer("axis", 0), signal.rank)
    indices = node.known(1, "indices")
    if named == signal.batch and builder.batch_size == 1 and not indices.any():
        return signal if indices.ndim else replace(signal, batch=None)
    axis = signal.axis(named)
    if not indices.size or indices.dtype.kind not in "iu":
        raise node.error("picks no places, or by something else than whole numbers.")
    runs = _runs([normalized(int(each), signal.shape[axis]) for each in indices.reshape(-1)])
    if len(runs) > _MOST_RUNS:
        raise node.error(f"picks {len(runs)} separate parts; {_MOST_RUNS} are allowed.")
    parts = [
        _cut(node, builder, signal, {axis: run}, part="" if len(runs) == indices.ndim == 1 else "slice")
        for run in runs
    ]
    taken = parts[0] if len(parts) == 1 else builder.add(node, Concat(axis), *parts)
    if indices.ndim > 1:
        dims = taken.dims(builder.batch_size)
        return regrouped(node, builder, taken, [*dims[:named], *indices.shape, *dims[named + 1 :]])
    if indices.ndim:
        return taken
    one = squeeze(node, builder, taken, [axis])
    if not one.shape:
        raise node.error("leaves no axis beside the batch. Keep one.")
    return replace(one, batch=None if signal.batch is None else signal.batch - (named < signal.batch))


def _runs(places: list[int]) -> list[slice]:
    """Places as few slices that step evenly forward or backward."""
    runs: list[list[int]] = []
    for place in places:
        run = runs[-1] if runs else []
        if run and (len(run) == 1 or place - run[-1] == run[1] - run[0]) and place != run[-1]:
            run.append(place)
        else:
            runs.append([place])
    return [_slice_of(run) for run in runs]


def _slice_of(run: list[int]) -> slice:
    step = run[1] - run[0] if len(run) > 1 else 1
    end = run[-1] + (1 if step > 0 else -1)
    return slice(run[0], None if end < 0 else end, step)


def _concat(node: Node, builder: Builder) -> Signal:
    like = next(each for each in node.inputs if isinstance(each, Signal))
    values = [each for each in node.inputs if each is not None and (isinstance(each, Signal) or each.size)]
    signals = alike(node, builder, [as_signal(node, builder, each, like) for each in values])
    axis = signals[0].axis(node.integer("axis", 0))
    return builder.add(node, Concat(axis), *signals) if len(signals) > 1 else signals[0]


def _pad(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    sides = _sides(node, signal)
    # What is cut off (a negative padding) is cut off first.
    cut = {
        axis: slice(max(-before, 0), signal.shape[axis] - max(-after, 0))
        for axis, (before, after) in sides.items()
        if min(before, after) < 0
    }
    inner = _cut(node, builder, signal, cut, part="cut")
    pairs = [tuple(max(each, 0) for each in sides.get(axis, (0, 0))) for axis in range(len(signal.shape))]
    if not any(map(any, pairs)):
        return inner
    if not any(pairs[0]) and len(pairs) > 1:
        pairs = pairs[1:]  # the spatial axes, as people know padding
    mode = _MODES.get(node.text("mode", "constant"))
    value = node.number("value", 0) if node.opset < 11 else _number(node, 2)
    padding = [before for before, _ in pairs] + [after for _, after in pairs]
    if mode is None:
        raise node.error(f"pads in an unknown mode; {', '.join(_MODES)} can be run.")
    return builder.add(node, Pad(padding, mode, value), inner)


def _sides(node: Node, signal: Signal) -> dict[int, tuple[int, int]]:
    """(before, after) of own axes."""
    if node.opset < 11:
        padding, named = node.integers("pads") or [], None
    else:
        padding, named = node.whole_numbers(1, "padding") or [], node.whole_numbers(3, "axes")
    axes = list(range(signal.rank)) if named is None else [normalized(axis, signal.rank) for axis in named]
    if len(padding) != 2 * len(axes):
        raise node.error(f"has {len(padding)} numbers of padding for {len(axes)} axes; it needs two each.")
    pairs = zip(axes, padding[: len(axes)], padding[len(axes) :], strict=True)
    return {signal.axis(axis): (before, after) for axis, before, after in pairs if before or after}


def _number(node: Node, index: int) -> float:
    value = node.optional(index, "value")
    return float(value.reshape(-1)[0]) if value is not None and value.size else 0.0


def _expand(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    dims = signal.dims(builder.batch_size)
    target = node.whole_numbers(1, "shape") or []
    wanted = np.broadcast_shapes(tuple(dims), tuple(target))
    signal = raised(node, builder, signal, len(wanted))
    if signal.batch is not None and wanted[signal.batch] != builder.batch_size:
        raise node.error(f"expands {dims} to {list(wanted)}, which changes the batch.")
    own = [size for axis, size in enumerate(wanted) if axis != signal.batch]
    repeats = [1 if size == old else size for size, old in zip(own, signal.shape, strict=True)]
    return signal if prod(repeats) == 1 else _repeated(node, builder, signal, repeats)


def _repeated(node: Node, builder: Builder, signal: Signal, ones: list[int]) -> Signal:
    """Times ones: what is of size 1 is repeated to their size."""
    if prod(ones) > builder.limits.activations:
        raise node.error(f"repeats a value {prod(ones):,} times; {builder.limits.activations:,} are allowed.")
    return builder.add(node, Mul(np.ones(ones, np.float32)), signal)


TABLE: Table = {
    "Concat": _concat,
    "Expand": _expand,
    "Gather": _gather,
    "Pad": _pad,
    "Slice": _slice,
    "Split": _split,
}
