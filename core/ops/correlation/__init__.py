"""The sliding of filters in any number of dimensions: what convolution and its transpose have in common.

There are three ways to compute it, a file each, and all are matrix products of the weights with copies of the
input. `sliding` chooses:

    product.py   1×1 kernels: no copies at all
    line.py      windows side by side (stride 1): few copies, cut into pieces that fit the cache
    windows.py   windows further apart: a copy for every cell of the kernel (im2col)

In memory activations lie channel by channel (C, N, …), so that a product spans the whole batch; from outside
they are N×C×… views of that. Weights are filters × (channels / groups) × kernel.
"""

import numpy as np

from core.ops.base import Array
from core.ops.correlation.line import Line
from core.ops.correlation.product import Product
from core.ops.correlation.sliding import Sliding, weight_order
from core.ops.correlation.windows import Windows, cell_order
from core.shapes import Axis, Shape

__all__ = ["Sliding", "sliding", "weight_in_order"]


def sliding(axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape) -> Sliding:
    """Filters of these axes, in groups, over an input of these sizes, giving an output of those."""
    if all(axis.window == 1 and axis.before == axis.after == 0 for axis in axes):
        return Product(axes, groups, sizes, outs)
    if all(axis.stride == 1 for axis in axes):
        return Line(axes, groups, sizes, outs)
    return Windows(axes, groups, sizes, outs)


def weight_in_order(weight: Array, axes: tuple[Axis, ...], groups: int) -> Array:
    """The same weight, laid out in memory as the matrix products of its sliding read it."""
    if groups > 1:
        return weight  # a view cannot take its groups apart and have another order within them
    strided = any(axis.stride > 1 for axis in axes)
    order = cell_order(len(axes)) if strided else weight_order(len(axes))
    return np.ascontiguousarray(weight.transpose(order)).transpose(np.argsort(order))
