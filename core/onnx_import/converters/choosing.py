"""A softplus as PyTorch's newer exporter writes it: Where(x > 20, x, Softplus(x)).

No layer compares or chooses. But beyond 20 softplus and x differ by less than float32 can tell, so that these
three nodes are the one in the middle.
"""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table, float_constant
from core.onnx_import.node import Node
from core.onnx_import.values import Comparison, Signal
from core.ops import Softplus

# e^−x, by which they differ at x, is less than half a step of float32 at x from here on.
_ALIKE_FROM = 15.0


def _greater(node: Node, builder: Builder) -> Signal:
    signal, bound = node.signal(), float_constant(node, node.value(1))
    if bound.size != 1:
        raise node.error("compares with several numbers, which cannot be run.")
    return Comparison(signal.layer, signal.shape, signal.batch, float(bound.reshape(-1)[0]))


def _where(node: Node, builder: Builder) -> Signal:
    condition, if_so, otherwise = (node.value(index) for index in range(3))
    if (
        isinstance(condition, Comparison)
        and isinstance(if_so, Signal)
        and isinstance(otherwise, Signal)
        and isinstance(builder.operation_of(otherwise), Softplus)
        and condition.layer == if_so.layer == builder.input_of(otherwise).layer
        and condition.bound >= _ALIKE_FROM
    ):
        return otherwise
    raise node.error("chooses between values that layers compute, which cannot be run.")


TABLE: Table = {"Greater": _greater, "Where": _where}
