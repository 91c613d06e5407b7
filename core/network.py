"""A network as a graph of named layers; a chain is the simple case."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from operator import index

import numpy as np

from core.errors import InputTypeError, ShapeError, UnknownLayer, WeightsError
from core.graph import INPUT, Layer, in_a_row, in_execution_order, only_output
from core.ops.base import Array, Operation
from core.ops.softmax import Softmax
from core.run import Run
from core.shapes import Shape, describe

__all__ = ["INPUT", "Layer", "Network"]

NUMBERS = (np.float32, np.float64)  # what the engine computes with


class Network:
    """Layers in execution order, checked when built. Shapes come without the batch axis: C×H×W, or K values.

    Raises GraphError where the layers do not form one network, ShapeError where shapes do not fit.
    """

    def __init__(self, input_shape: Shape, layers: Iterable[Layer]) -> None:
        self.input_shape = _whole_sizes(input_shape)
        self.layers = in_execution_order(list(layers))
        self._by_name = {layer.name: layer for layer in self.layers}
        self.shapes = self._infer_shapes()
        self.output = only_output(self.layers)
        self._lay_out_parameters()

    @classmethod
    def chain(cls, input_shape: Shape, operations: Iterable[Operation | tuple[str, Operation]]) -> "Network":
        """Layers in a row, each reading the one before it; without a name it is conv1, conv2, relu1, …"""
        return cls(input_shape, in_a_row(operations))

    def __repr__(self) -> str:
        shapes = f"{describe(self.input_shape)} to {describe(self.shapes[self.output])}"
        count = "1 layer" if len(self.layers) == 1 else f"{len(self.layers)} layers"
        return f"<Network of {count}, {shapes}>"

    def layer(self, name: str) -> Layer:
        """The layer of that name; UnknownLayer, naming those that exist, where there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownLayer(name, self._by_name) from None

    @property
    def names(self) -> Collection[str]:
        """The layers' names, in execution order."""
        return self._by_name.keys()

    @property
    def logits(self) -> str:
        """The layer whose outputs are the class scores: the last one, or the one before a last softmax."""
        last = self.layer(self.output)
        return (
            last.inputs[0] if isinstance(last.operation, Softmax) and last.inputs[0] != INPUT else last.name
        )

    def input_shapes(self, layer: Layer) -> tuple[Shape, ...]:
        """The shapes a layer reads."""
        return tuple(self.shapes[name] for name in layer.inputs)

    @property
    def parameters(self) -> dict[str, Array]:
        """All that is learned, by "layer.parameter"."""
        return {
            f"{layer.name}.{name}": value
            for layer in self.layers
            for name, value in layer.operation.parameters.items()
        }

    @property
    def without_weights(self) -> list[str]:
        """The layers that nobody has given weights yet: all of theirs are 0."""
        return [
            layer.name
            for layer in self.layers
            if (weight := layer.operation.parameters.get("weight")) is not None
            and not any(weight.strides)
            and not weight.any()
        ]

    @property
    def state(self) -> dict[str, Array]:
        """All that makes up the trained network: the parameters and the running statistics."""
        statistics = {
            f"{layer.name}.{name}": value
            for layer in self.layers
            for name, value in layer.operation.statistics.items()
        }
        return self.parameters | statistics

    def set_parameter(self, name: str, value: Array) -> None:
        """Replace one parameter or statistic ("conv1.weight") by a float array of the same shape."""
        layer_name, _, own_name = name.rpartition(".")
        operation = self.layer(layer_name).operation
        home = operation.parameters if own_name in operation.parameters else operation.statistics
        if own_name not in home or home[own_name].shape != value.shape:
            wanted = {key: each.shape for key, each in (operation.parameters | operation.statistics).items()}
            raise WeightsError(f"{name} of shape {value.shape} does not fit; {layer_name} holds {wanted}.")
        if value.dtype not in NUMBERS:
            raise WeightsError(f"{name} holds {value.dtype}; weights are float32 or float64. Convert them.")
        home[own_name] = operation.laid_out(own_name, value)

    def load(self, state: Mapping[str, Array]) -> None:
        """Take a whole `state`; WeightsError where a name or a shape differs or a number is not finite."""
        missing, unknown = self.state.keys() - state.keys(), state.keys() - self.state.keys()
        if missing or unknown:
            raise WeightsError(
                f"The weights are of another network: missing {sorted(missing)}, unknown {sorted(unknown)}."
            )
        for name, value in state.items():
            if not np.isfinite(value).all():
                raise WeightsError(
                    f"{name} holds values that are not finite numbers. Train the network again."
                )
            self.set_parameter(name, value)

    def initialize(self, seed: int, *, keep: Collection[str] = ()) -> None:
        """Fill all weights at random, the same for the same seed; the layers to `keep` stay as they are."""
        rng = np.random.default_rng(seed)
        for layer in self.layers:
            if layer.name not in keep:
                layer.operation.initialize(rng)

    def as_far_as(self, name: str) -> "Network":
        """The part of the network that a layer's output depends on; it shares the operations."""
        needed = {self.layer(name).name}
        for layer in reversed(self.layers):
            if layer.name in needed:
                needed.update(layer.inputs)
        return Network(self.input_shape, [layer for layer in self.layers if layer.name in needed])

    def with_operations(self, operations: Mapping[str, Operation]) -> "Network":
        """The network with other operations in some of its layers, by name; it shares all others."""
        layers = [replace(each, operation=operations.get(each.name, each.operation)) for each in self.layers]
        return Network(self.input_shape, layers)

    def run(self, x: Array, *, training: bool = False) -> Run:
        """A pass over a batch N×C×H×W of float32 or float64; nothing is computed until a step is asked for.

        ShapeError, InputTypeError where the batch has another shape, or other numbers.
        """
        return Run(self, self._checked(x), training=training)

    def _checked(self, x: Array) -> Array:
        found = np.asarray(x)
        if found.dtype not in NUMBERS:
            raise InputTypeError(
                f"The network computes with float32 (or float64) and gets {found.dtype}. Convert the input, "
                "x.astype(np.float32), scaled as what the network was trained on."
            )
        if found.shape[1:] != self.input_shape or not len(found):
            alone = found.shape == self.input_shape
            remedy = (
                "Put the batch in front: x[None]." if alone else "Resize it, or build the network for it."
            )
            raise ShapeError(
                f"The network expects a batch {'×'.join(map(str, ('N', *self.input_shape)))} of at least one "
                f"and gets {'×'.join(map(str, found.shape)) or 'a single value'}. {remedy}"
            )
        return found

    def _lay_out_parameters(self) -> None:
        """What was set before the shapes were known."""
        for layer in self.layers:
            home = layer.operation.parameters
            home.update({name: layer.operation.laid_out(name, value) for name, value in home.items()})

    def _infer_shapes(self) -> dict[str, Shape]:
        shapes: dict[str, Shape] = {INPUT: self.input_shape}
        for layer in self.layers:
            takes = layer.operation.takes
            if takes not in (None, len(layer.inputs)):
                raise ShapeError(
                    f"{layer.name} ({layer.operation.kind}) reads {takes} layer and is given "
                    f"{len(layer.inputs)}: {', '.join(layer.inputs)}. Join them first, by Add or Concat."
                )
            try:
                shapes[layer.name] = layer.operation.output_shape(*(shapes[name] for name in layer.inputs))
            except ShapeError as error:
                raise error.named(layer.name) from None
        return shapes


def _whole_sizes(shape: Shape) -> Shape:
    try:
        sizes = tuple(map(index, shape))
    except TypeError:
        sizes = (0,)
    if min(sizes, default=1) < 1:
        raise ShapeError(
            f"The network's input shape is {shape}. Give whole numbers of at least 1, the channels first and "
            "without the batch, like (3, 32, 32)."
        )
    return sizes
