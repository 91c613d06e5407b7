"""Operations that make one number of many."""

from dataclasses import replace

from core.onnx_import.arguments import axes_of
from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops import Abs, Exp, Log, Mul, Neg, ReduceMax, ReduceMean, ReduceSum, Sqrt
from core.ops.base import Operation

# Each as the layers it is made of: what comes before, the reduction, what comes after.
_STEPS: dict[
    str, tuple[type[Operation] | None, type[ReduceSum | ReduceMean | ReduceMax], type[Operation] | None]
] = {
    "ReduceL1": (Abs, ReduceSum, None),
    "ReduceL2": (Mul, ReduceSum, Sqrt),
    "ReduceLogSum": (None, ReduceSum, Log),
    "ReduceLogSumExp": (Exp, ReduceSum, Log),
    "ReduceMax": (None, ReduceMax, None),
    "ReduceMean": (None, ReduceMean, None),
    "ReduceMin": (Neg, ReduceMax, Neg),
    "ReduceSum": (None, ReduceSum, None),
    "ReduceSumSquare": (Mul, ReduceSum, None),
}


def _reduce(node: Node, builder: Builder) -> Signal:
    signal = node.signal()
    before, reduction, after = _STEPS[node.op]
    named = axes_of(node, signal.rank)
    keeps = bool(node.integer("keepdims", 1))
    if not named and node.integer("noop_with_empty_axes", 0):
        named, axes = [], []
    else:
        named = named or list(range(signal.rank))
        axes = [signal.axis(axis) for axis in named]
    batch = signal.batch
    if batch is not None and not keeps:
        batch -= sum(axis < batch for axis in named)
    if before is not None:
        twice = (signal, signal) if before is Mul else (signal,)
        signal = builder.add(node, before(), *twice, part="before")
    if axes:
        signal = replace(builder.add(node, reduction(axes, keepdims=keeps), signal), batch=batch)
    if not signal.shape:
        raise node.error("leaves no axis beside the batch. Keep one, with keepdims.")
    return signal if after is None else builder.add(node, after(), signal, part="after")


TABLE: Table = dict.fromkeys(_STEPS, _reduce)
