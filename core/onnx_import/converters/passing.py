"""Operations that change nothing when a network is used, and vanish."""

from core.onnx_import.builder import Builder
from core.onnx_import.converters.table import Table
from core.onnx_import.node import Node
from core.onnx_import.tensors import FLOATS, type_name
from core.onnx_import.values import Signal


def _identity(node: Node, builder: Builder) -> Signal:
    return node.signal()


def _dropout(node: Node, builder: Builder) -> Signal:
    training = node.optional(2, "training mode")
    if training is not None and training.any():
        raise node.error("is in training mode. Export the model for inference.")
    return node.signal()


def _cast(node: Node, builder: Builder) -> Signal:
    kind = node.integer("to", 0)
    if node.op == "Cast" and kind not in FLOATS:
        raise node.error(
            f"makes {type_name(kind)} of values that are computed while the network runs. "
            "Layers compute with fractions only: export the model without this step."
        )
    return node.signal()


TABLE: Table = {"Cast": _cast, "CastLike": _cast, "Dropout": _dropout, "Identity": _identity}
