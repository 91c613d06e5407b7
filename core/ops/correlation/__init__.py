"""The sliding of filters in any number of dimensions: what convolution and its transpose have in common.

There are four ways to compute it, a file each, and all are matrix products of the weights with copies of the
input. `sliding` chooses:

    product.py   1×1 kernels: no copies at all
    patches.py   small maps, windows side by side (stride 1): few steps, a copy for every cell (im2col)
    line.py      larger ones: few copies, cut into pieces that fit the cache
    windows.py   windows further apart: a copy for every cell of the kernel (im2col)

In memory activations lie channel by channel (C, N, …), so that a product spans the whole batch, or, behind
patches.py, channels last (N, …, C); from outside they are N×C×… views of that. Weights are
filters × (channels / groups) × kernel, and lie as the sliding that reads them wants them.
"""

from math import prod

from core.ops.correlation.line import Line
from core.ops.correlation.patches import Patches
from core.ops.correlation.product import Product
from core.ops.correlation.sliding import Sliding
from core.ops.correlation.windows import Windows
from core.shapes import Axis, Shape

__all__ = ["Sliding", "sliding"]

# Up to so many positions the steps of a layer take longer than the numbers that patches.py copies more of.
_SMALL_MAP = 400
# With more weights the products alone count, and what patches.py does to them backward would be seen.
_FEW_WEIGHTS = 100_000


def sliding(axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape, weights: int) -> Sliding:
    """Filters of so many weights, in groups, over an input of these sizes, giving an output of those."""
    if all(axis.window == 1 and axis.before == axis.after == 0 for axis in axes):
        return Product(axes, groups, sizes, outs)
    if all(axis.stride == 1 for axis in axes):
        if groups == 1 and max(prod(sizes), prod(outs)) <= _SMALL_MAP and weights <= _FEW_WEIGHTS:
            return Patches(axes, groups, sizes, outs)
        return Line(axes, groups, sizes, outs)
    return Windows(axes, groups, sizes, outs)
