"""Operations that move numbers and change none."""

from math import prod

from core.onnx_import.arguments import reshaped
from core.onnx_import.builder import Builder
from core.onnx_import.converters.arithmetic import together
from core.onnx_import.converters.table import Table, batch_first
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Concat, Flatten


def _flatten(node: Node, builder: Builder) -> Signal:
    signal = batch_first(node, node.signal())
    axis = node.integer("axis", 1)
    if axis not in (1, 1 - signal.rank):
        raise node.error(f"flattens from axis {axis}, which moves the batch. Flatten from axis 1.")
    return _row(node, builder, signal)


def _reshape(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    dims = signal.dims(builder.batch_size)
    target = node.integers("shape") if node.opset < 5 else node.whole_numbers(1, "shape")
    sizes = reshaped(node, dims, target or [])
    batch = _batch_after(sizes, dims, signal.batch)
    if batch is None:
        raise node.error(
            f"reshapes {dims} to {sizes}, which mixes the pictures of a batch. Keep the batch as an axis "
            "of its own, for example with torch.flatten(x, 1)."
        )
    shape = tuple(size for axis, size in enumerate(sizes) if axis != batch)
    if shape == signal.shape:
        return Signal(signal.layer, shape, batch)
    if batch == signal.batch == 0 and len(shape) == 1:
        return _row(node, builder, signal)
    raise node.error(f"reshapes {dims} to {sizes}, which cannot be run.")


def _batch_after(sizes: list[int], dims: list[int], batch: int) -> int | None:
    """Where the batch is after a reshape: as many numbers before it as there were; None: nowhere."""
    before = prod(dims[:batch])
    places = [axis for axis, size in enumerate(sizes) if size == dims[batch] and prod(sizes[:axis]) == before]
    # With a batch of 1 several axes may qualify; the one where it was is meant then.
    return batch if batch in places else next(iter(places), None)


def _row(node: Node, builder: Builder, signal: Signal) -> Signal:
    return signal if len(signal.shape) == 1 else builder.add(node, Flatten(), signal)


def _concat(node: Node, builder: Builder) -> Signal:
    signals = together(node)
    if signals[0].axis(node.integer("axis", 0)) != 0:
        raise node.error("joins along another axis than the channels, which cannot be run.")
    return builder.add(node, Concat(), *signals)


TABLE: Table = {"Concat": _concat, "Flatten": _flatten, "Reshape": _reshape}
