"""Networks like a given one but for how some operations behave; whatever is not changed is shared."""

from typing import Any

import numpy as np

from core.network import Network
from core.ops import ReLU, ReLU6
from core.ops.base import Array, Gradients, Operation


def guided(network: Network) -> Network:
    """The network whose rectifiers let only positive gradients back (Springenberg et al., 2015).

    What a rectifier lets back then has to be positive on both ways: its input, and the gradient.
    """
    rectifiers = {
        layer.name: _Guided(layer.operation)
        for layer in network.layers
        if isinstance(layer.operation, (ReLU, ReLU6))
    }
    return network.with_operations(rectifiers)


def randomised(network: Network, count: int, seed: int = 0) -> Network:
    """The network whose last `count` layers with weights forgot what they learned (Adebayo et al., 2018).

    Of one more, the others are as they were: from the last layer on, each is drawn after the one behind it.
    """
    learned = [layer for layer in reversed(network.layers) if layer.operation.parameters]
    rng = np.random.default_rng(seed)
    return network.with_operations(
        {layer.name: _drawn_anew(layer.operation, rng) for layer in learned[:count]}
    )


def _drawn_anew(operation: Operation, rng: np.random.Generator) -> Operation:
    """A twin with the same numbers in its parameters, dealt out anew: as large as before, without order."""
    twin = operation.twin()
    twin.parameters = {
        name: operation.laid_out(name, rng.permutation(value.ravel()).reshape(value.shape))
        for name, value in operation.parameters.items()
    }
    return twin


class _Guided(Operation):
    """A rectifier that lets only positive gradients back."""

    kind = "guided"

    def __init__(self, rectifier: Operation) -> None:
        super().__init__()
        self.rectifier = rectifier

    def output_shape(self, *inputs: Any) -> Any:
        return self.rectifier.output_shape(*inputs)

    def forward(self, *inputs: Array, training: bool = False) -> Any:
        return self.rectifier.forward(*inputs, training=training)

    def backward(self, saved: Any, d_output: Array) -> Gradients:
        return self.rectifier.backward(saved, np.maximum(d_output, 0))
