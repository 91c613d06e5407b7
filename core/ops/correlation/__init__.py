"""The sliding of filters in any number of dimensions: what convolution and its transpose have in common.

There are five ways to compute it, a file each, and all are matrix products of the weights with copies of the
input. `sliding` chooses:

    product.py   1×1 kernels: no copies at all
    patches.py   windows side by side (stride 1), small maps with many channels: few copies, channels last
    few.py       few channels, or few positions: a copy for every cell of the kernel (im2col)
    line.py      all others: few copies, cut into pieces that fit the cache
    windows.py   windows further apart: a copy for every cell of the kernel (im2col)

In memory activations lie channel by channel (C, N, …), so that a product spans the whole batch, or, behind
patches.py, channels last (N, …, C); from outside they are N×C×… views of that. Weights are
filters × (channels / groups) × kernel, and lie as the sliding that reads them wants them.
"""

from math import prod

from core.ops.correlation.few import Few
from core.ops.correlation.line import Line
from core.ops.correlation.patches import Patches
from core.ops.correlation.product import Product
from core.ops.correlation.sliding import Sliding
from core.ops.correlation.windows import Windows
from core.shapes import Axis, Shape

__all__ = ["Sliding", "sliding"]

# few.py makes a copy for every cell and channel: so many are always worth their while, more as long as all of
# them are few numbers.
_FEW_COPIES = 32
_SMALL_COPIES = 1 << 15
# With maps of up to so many numbers, all channels together, patches.py is fastest, if the stretches that it
# copies are long; with many weights what it does to them backward would be seen.
_SMALL_MAPS = 1 << 17
_LONG_STRETCH = 16
_FEW_WEIGHTS = 100_000


def sliding(axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape, weight: Shape) -> Sliding:
    """Filters, a weight of that shape, over an input of these sizes, giving an output of those."""
    if all(axis.window == 1 and axis.before == axis.after == 0 for axis in axes):
        return Product(axes, groups, sizes, outs)
    if all(axis.stride == 1 for axis in axes):
        if groups == 1 and _suits_patches(sizes, outs, weight):
            return Patches(axes, groups, sizes, outs, filters=weight[0], channels=weight[1])
        if groups == 1 and _suits_few(outs, weight):
            return Few(axes, groups, sizes, outs, channels_last=_goes_to_patches(outs, weight))
        return Line(axes, groups, sizes, outs)
    return Windows(axes, groups, sizes, outs)


def _suits_patches(sizes: Shape, outs: Shape, weight: Shape) -> bool:
    numbers = max(prod(sizes) * weight[1], prod(outs) * weight[0])
    small = numbers <= _SMALL_MAPS and prod(weight) <= _FEW_WEIGHTS
    return small and min(weight[:2]) >= _LONG_STRETCH


def _suits_few(outs: Shape, weight: Shape) -> bool:
    copies = prod(weight[1:])
    return copies <= _FEW_COPIES or copies * prod(outs) <= _SMALL_COPIES


def _goes_to_patches(outs: Shape, weight: Shape) -> bool:
    """Whether a first layer's maps are likely to be read by patches.py, which wants channels last."""
    small = prod(outs) * weight[0] <= _SMALL_MAPS
    return small and prod(weight[1:]) <= _FEW_COPIES and weight[0] >= _LONG_STRETCH
