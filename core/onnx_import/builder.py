"""The network while it grows, node by node."""

from collections.abc import Collection
from math import prod

import numpy as np

from core.errors import ModelError, ShapeError
from core.network import INPUT, Layer
from core.onnx_import.limits import Budget, Limits
from core.onnx_import.naming import Names
from core.onnx_import.node import Node
from core.onnx_import.values import Signal
from core.ops.base import Operation
from core.shapes import describe


class Builder:
    """Layers so far. `batch_size` is what the file says of the batch, 1 where it leaves it open; `read`:
    names of values that nodes (or the model's output) read.
    """

    def __init__(
        self, network_input: Signal, batch_size: int, limits: Limits, read: Collection[str] = ()
    ) -> None:
        self.batch_size = batch_size
        self._read = read
        self.limits = limits
        self.notes: dict[str, None] = {}  # in order, each once
        self.input = network_input
        self._layers: dict[str, Layer] = {}
        self._shapes = {INPUT: network_input.shape}
        self._names = Names()
        self._activations = Budget(limits.activations, "activations")
        self._macs = Budget(limits.macs, "multiply-accumulates")
        self._activations.take(prod(network_input.shape), "The input")

    def add(self, node: Node, operation: Operation, *inputs: Signal, part: str = "") -> Signal:
        """A layer for a node, or a part of it; its output has the batch where its first input has it."""
        shapes = [signal.shape for signal in inputs]
        try:
            shape = operation.output_shape(*shapes)
        except ShapeError as error:
            raise ModelError(str(error.named(node.title))) from None
        if min(shape, default=1) < 1:
            raise node.error(f"gives an empty output ({describe(shape)}).")
        self._check(node, operation)
        self._activations.take(prod(shape), node.title)
        self._macs.take(operation.macs(tuple(shapes), shape), node.title)
        name = self._names.give(f"{node.name}.{part}" if part and node.name else node.name, node.op)
        self._layers[name] = Layer(name, operation, tuple(signal.layer for signal in inputs))
        self._shapes[name] = shape
        return Signal(name, shape, inputs[0].batch if inputs else 0)

    def is_read(self, name: str) -> bool:
        """Whether anything reads an output of that name."""
        return name in self._read

    def operation_of(self, signal: Signal) -> Operation | None:
        """The operation that computes a signal; None for the input."""
        return self._layers[signal.layer].operation if signal.layer in self._layers else None

    def input_of(self, signal: Signal) -> Signal:
        """What the layer that computes a signal reads first."""
        name = self._layers[signal.layer].inputs[0]
        return Signal(name, self._shapes[name], signal.batch)

    def note(self, text: str) -> None:
        """Something done to the model that its owner should know."""
        self.notes[text] = None

    def layers_up_to(self, output: Signal) -> list[Layer]:
        """The layers that the output depends on, in order; what only told its shape is left out."""
        needed, kept = {output.layer}, []
        for layer in reversed(self._layers.values()):
            if layer.name in needed:
                needed.update(layer.inputs)
                kept.append(layer)
        return kept[::-1]

    def _check(self, node: Node, operation: Operation) -> None:
        """Everything that makes up a layer is finite float32, whichever converter made it."""
        for name, values in (operation.parameters | operation.statistics).items():
            if values.dtype != np.float32 or not np.isfinite(values).all():
                raise node.error(f"holds a {name} that is not made of finite float32 numbers.")
