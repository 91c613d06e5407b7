"""ONNX files made into networks of this engine. Nothing in a file is executed.

How it goes: the file is read and bounded (`reading`, `tensors`, `limits`); then its nodes are taken in order.
What depends on no input is computed at once (`constants`: exporters describe shapes by long chains of such
nodes); every other node becomes a layer or a few (`converters`, one table from operation to function), added
to the network being built (`builder`).
"""

from core.onnx_import.converters import SUPPORTED
from core.onnx_import.limits import Limits
from core.onnx_import.loading import ImportedNetwork, load_onnx

__all__ = ["SUPPORTED", "ImportedNetwork", "Limits", "load_onnx"]
