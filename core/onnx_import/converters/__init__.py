"""One table: an ONNX operation, and the function that makes a layer (or a few) of a node of it."""

from core.onnx_import.constants import FOLDED
from core.onnx_import.converters import (
    arithmetic,
    choosing,
    cutting,
    linear,
    norms,
    passing,
    pointwise,
    quantizing,
    recurrent,
    reducing,
    resizing,
    shaping,
    windows,
)
from core.onnx_import.converters.table import Table

CONVERTERS: Table = {
    **arithmetic.TABLE,
    **choosing.TABLE,
    **cutting.TABLE,
    **linear.TABLE,
    **norms.TABLE,
    **passing.TABLE,
    **pointwise.TABLE,
    **quantizing.TABLE,
    **recurrent.TABLE,
    **reducing.TABLE,
    **resizing.TABLE,
    **shaping.TABLE,
    **windows.TABLE,
}
# What can be run on pictures, and what is computed beforehand where it reads constants and shapes only.
SUPPORTED = tuple(sorted(CONVERTERS.keys() - choosing.TABLE.keys()))
FOLDED_ONLY = tuple(sorted(FOLDED - set(SUPPORTED)))
