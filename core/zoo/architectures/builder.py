"""A network written down layer by layer, as a paper's table is read."""

from collections.abc import Sequence
from typing import Any

from core.network import INPUT, Layer, Network
from core.ops import BatchNorm, Conv2d, Dense, Operation
from core.shapes import Shape


class Builder:
    """Every layer reads the one before it, unless told otherwise; channels are counted along.

    Each method adds a layer and returns its name, by which a later one can read it.
    """

    def __init__(self, *input_shape: int) -> None:
        self._input_shape = input_shape
        self._layers: list[Layer] = []
        self._shapes: dict[str, Shape] = {INPUT: input_shape}
        self.last = INPUT

    def shape(self, name: str | None = None) -> Shape:
        """The shape of a layer's output, without the batch; of the last one where none is named."""
        return self._shapes[name or self.last]

    def add(self, name: str, operation: Operation, after: str | Sequence[str] | None = None) -> str:
        """Any operation, behind one layer or several."""
        after = self.last if after is None else after
        inputs = (after,) if isinstance(after, str) else tuple(after)
        self._layers.append(Layer(name, operation, inputs))
        self._shapes[name] = operation.output_shape(*(self._shapes[each] for each in inputs))
        self.last = name
        return name

    def conv(self, name: str, filters: int, kernel: int, *, after: str | None = None, **options: Any) -> str:
        """A convolution that reads all channels; `options` as Conv2d has them."""
        channels = self.shape(after)[0]
        return self.add(name, Conv2d(channels, filters, kernel, **options), after)

    def normed_conv(
        self,
        name: str,
        filters: int,
        kernel: int,
        activation: Operation | None = None,
        *,
        after: str | None = None,
        **options: Any,
    ) -> str:
        """A "same" convolution that leaves its bias to a batch norm, and an activation behind that."""
        self.conv(name, filters, kernel, after=after, bias=False, **{"padding": kernel // 2, **options})
        normed = self.add(f"{name}/norm", BatchNorm(filters))
        return self.add(f"{name}/relu", activation) if activation else normed

    def dense(self, name: str, units: int) -> str:
        """A fully connected layer."""
        return self.add(name, Dense(self.shape()[0], units))

    def network(self) -> Network:
        """All that was added."""
        return Network(self._input_shape, self._layers)
