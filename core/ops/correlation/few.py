"""Few channels, such as a picture's, or few positions: copies that line.py spares cost less than its planes.

The idea. What the kernel's every cell sees is copied, a row of the matrix each (im2col); with three channels
and nine cells these are 27. One product then gives the output as it is wanted, with no gaps and no sums::

    a b c       the cells of a 2×2 kernel       a b d e
    d e f   →   see, at every position:    →    b c e f        W (filters × rows) · rows  =  y
    g h i                                       d e g h
                                                e f h i

Backward the filters are many and the channels still few, which is what line.py is good at. The weights'
gradient alone, all that training wants of a first layer, is a product of dY with the same rows.
"""

from typing import Any

import numpy as np

from core.ops.base import Array
from core.ops.correlation.layout import Layout
from core.ops.correlation.line import Laid, Line, on_lines
from core.ops.correlation.seen import Seen
from core.ops.correlation.sliding import by_channel, multiplied
from core.shapes import Axis, Shape


class Few(Line):
    """Sliding at stride 1 over few channels, without groups."""

    def __init__(
        self, axes: tuple[Axis, ...], groups: int, sizes: Shape, outs: Shape, *, channels_last: bool = False
    ) -> None:
        super().__init__(axes, groups, sizes, outs)
        self._channels_last = channels_last  # how the output lies: as whoever reads it wants it
        self.memory_order = tuple(range(2 + len(axes)))
        self._seen = Seen(axes, sizes, outs, [axis.before for axis in axes], channels_first=True)

    def forward(self, x: Array, weight: Array, bias: Array | None = None) -> tuple[Array, Any]:
        rows = self._spread_out(x, weight)
        y = np.empty((rows.shape[1], len(weight)), x.dtype, order="C" if self._channels_last else "F")
        multiplied(rows.T, weight.reshape(len(weight), -1).T, y)
        if bias is not None:
            y += bias
        return y.T.reshape(-1, len(x), *self.outs).swapaxes(0, 1), x

    def weight_gradient(self, of_d_y: Laid, of_x: Array) -> Array:
        return super().weight_gradient(of_d_y, self._laid(of_x, of_d_y.layout))

    def gradients(self, d_y: Array, weight: Array, of_x: Array) -> tuple[Array, Array]:
        return super().gradients(d_y, weight, self._laid(of_x, self.layout(of_x, weight)))

    def gradient_of_weight(self, d_y: Array, weight: Array, of_x: Array) -> Array:
        if not self._channels_last:
            layout = self.layout(of_x, weight)
            return self.weight_gradient(Laid(layout, on_lines(layout.output, d_y)), of_x)
        product = self._spread_out(of_x, weight) @ by_channel(d_y).T
        return product.T.reshape(weight.shape)

    def _spread_out(self, x: Array, weight: Array) -> Array:
        """What each cell of the kernel sees, channel by channel: a row each, over all pictures."""
        return self._seen(x).copy().reshape(weight[0].size, -1)

    def _laid(self, x: Array, layout: Layout) -> Laid:
        return Laid(layout, on_lines(layout.input, x))
