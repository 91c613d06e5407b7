"""Operations that give the axes another order or other sizes, and change no number."""

from dataclasses import replace
from math import prod

from core.onnx_import.arguments import axes_of, reshaped
from core.onnx_import.builder import Builder
from core.onnx_import.converters.batches import maps
from core.onnx_import.converters.rearranging import reshape, squeeze, transpose, unsqueeze
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal, normalized


def _flatten(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    dims = signal.dims(builder.batch_size)
    axis = node.integer("axis", 1)
    axis = axis if axis == signal.rank else normalized(axis, signal.rank)
    return regrouped(node, builder, signal, [prod(dims[:axis]), prod(dims[axis:])])


def _reshape(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    target = node.whole_numbers(1, "shape") or []
    return regrouped(node, builder, signal, reshaped(node, signal.dims(builder.batch_size), target))


def regrouped(node: Node, builder: Builder, signal: Signal, sizes: list[int]) -> Signal:
    """The signal under other axes, `sizes` as ONNX sees them."""
    dims = signal.dims(builder.batch_size)
    batch = _batch_after(sizes, dims, 0 if signal.batch is None else signal.batch, builder.batch_size)
    if batch is None and builder.batch_size != 1:
        raise node.error(
            f"reshapes {dims} to {sizes}, which mixes the pictures of a batch. Keep the batch as an axis "
            "of its own, for example with torch.flatten(x, 1)."
        )
    shape = [size for axis, size in enumerate(sizes) if axis != batch]
    if not shape:
        raise node.error("leaves no axis beside the batch. Keep one.")
    return replace(reshape(node, builder, signal, shape), batch=batch)


def _batch_after(sizes: list[int], dims: list[int], batch: int, batch_size: int) -> int | None:
    """Where the batch is after a reshape: as many numbers before it as there were; None: nowhere."""
    before = prod(dims[:batch])
    places = [axis for axis, size in enumerate(sizes) if size == batch_size and prod(sizes[:axis]) == before]
    # With a batch of 1 several axes may qualify; the one where it was is meant then.
    return batch if batch in places else next(iter(places), None)


def _transpose(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    order = node.integers("perm") or list(range(signal.rank))[::-1]
    if sorted(order) != list(range(signal.rank)):
        raise node.error(f"puts {signal.rank} axes into the order {order}.")
    own = [signal.axis(axis) for axis in order if axis != signal.batch]
    batch = None if signal.batch is None else order.index(signal.batch)
    return replace(transpose(node, builder, signal, own), batch=batch)


def _squeeze(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    axes = axes_of(node, signal.rank)
    if axes is None:
        # The batch stays, although it may be of size 1.
        axes = [axis for axis, size in enumerate(signal.dims(0)) if size == 1 and axis != signal.batch]
    batch = signal.batch
    if batch in axes and builder.batch_size == 1:
        batch = None
    elif batch is not None:
        batch -= sum(axis < batch for axis in axes)
    own = [signal.axis(axis) for axis in axes if axis != signal.batch or batch is not None]
    taken = squeeze(node, builder, signal, own)
    if not taken.shape:
        raise node.error("leaves no axis beside the batch. Keep one.")
    return replace(taken, batch=batch)


def _unsqueeze(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    named = node.integers("axes") or node.whole_numbers(1, "axes") or []
    rank = signal.rank + len(named)
    axes = [normalized(axis, rank) for axis in named]
    if signal.batch is not None:
        batch: int | None = [axis for axis in range(rank) if axis not in axes][signal.batch]
    else:
        # The first new axis may as well be the batch, which is of size 1 too.
        batch = min(axes, default=None)
        axes = [axis for axis in axes if axis != batch]
    own = [axis - (batch is not None and axis > batch) for axis in axes]
    return replace(unsqueeze(node, builder, signal, own), batch=batch)


def _depth_to_space(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    size = node.integer("blocksize", 0)
    channels, height, width = signal.shape
    if size < 1 or channels % size**2:
        raise node.error(f"cannot make blocks of {size}×{size} of {channels} channels.")
    deep = channels // size**2
    if node.text("mode", "DCR") == "DCR":
        blocks, order = (size, size, deep, height, width), (2, 3, 0, 4, 1)
    else:
        blocks, order = (deep, size, size, height, width), (0, 3, 1, 4, 2)
    parts = reshape(node, builder, signal, blocks, part="blocks")
    ordered = transpose(node, builder, parts, order, part="order")
    return reshape(node, builder, ordered, (deep, height * size, width * size))


def _space_to_depth(node: Node, builder: Builder) -> Signal:
    signal = maps(node, builder)
    size = node.integer("blocksize", 0)
    channels, height, width = signal.shape
    if size < 1 or height % size or width % size:
        raise node.error(f"cannot cut maps of {height}×{width} into blocks of {size}×{size}.")
    rows, columns = height // size, width // size
    parts = reshape(node, builder, signal, (channels, rows, size, columns, size), part="blocks")
    order = (2, 4, 0, 1, 3) if node.text("mode", "DCR") == "DCR" else (0, 2, 4, 1, 3)
    ordered = transpose(node, builder, parts, order, part="order")
    return reshape(node, builder, ordered, (channels * size**2, rows, columns))


TABLE: Table = {
    "DepthToSpace": _depth_to_space,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "SpaceToDepth": _space_to_depth,
    "Squeeze": _squeeze,
    "Transpose": _transpose,
    "Unsqueeze": _unsqueeze,
}
