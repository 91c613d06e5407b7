"""A network as a graph of named layers; a chain is the simple case."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import GraphError, ShapeError, UnknownLayer, WeightsError
from core.ops.base import Array, Operation
from core.ops.constant import Constant
from core.ops.softmax import Softmax
from core.run import INPUT, Run
from core.shapes import Shape

__all__ = ["INPUT", "Layer", "Network"]


@dataclass(frozen=True)
class Layer:
    """An operation with a name, and the names of the layers whose outputs it reads ("input": the picture)."""

    name: str
    operation: Operation
    inputs: tuple[str, ...]


class Network:
    """Layers in execution order, checked when built. Shapes come without the batch axis: C×H×W, or K values.

    Raises GraphError where the layers do not form one network, ShapeError where shapes do not fit.
    """

    def __init__(self, input_shape: Shape, layers: Iterable[Layer]) -> None:
        self.input_shape = tuple(input_shape)
        self.layers = _in_execution_order(list(layers))
        self._by_name = {layer.name: layer for layer in self.layers}
        self.shapes = self._infer_shapes()
        self.output = _only_output(self.layers)

    @classmethod
    def chain(cls, input_shape: Shape, operations: Sequence[tuple[str, Operation]]) -> "Network":
        """Layers in a row, each reading the one before it."""
        names = [INPUT, *(name for name, _ in operations)]
        return cls(
            input_shape, [Layer(*item, (before,)) for item, before in zip(operations, names, strict=False)]
        )

    def layer(self, name: str) -> Layer:
        """The layer of that name; UnknownLayer, naming those that exist, where there is none."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownLayer(name, self._by_name) from None

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
    def state(self) -> dict[str, Array]:
        """All that makes up the trained network: the parameters and the running statistics."""
        statistics = {
            f"{layer.name}.{name}": value
            for layer in self.layers
            for name, value in layer.operation.statistics.items()
        }
        return self.parameters | statistics

    def set_parameter(self, name: str, value: Array) -> None:
        """Replace one parameter or statistic ("conv1.weight") by an array of the same shape."""
        layer_name, _, own_name = name.rpartition(".")
        operation = self.layer(layer_name).operation
        home = operation.parameters if own_name in operation.parameters else operation.statistics
        if own_name not in home or home[own_name].shape != value.shape:
            wanted = {key: each.shape for key, each in (operation.parameters | operation.statistics).items()}
            raise WeightsError(f"{name} of shape {value.shape} does not fit; {layer_name} holds {wanted}.")
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

    def run(self, x: Array, *, training: bool = False) -> Run:
        """A pass over a batch N×C×H×W; nothing is computed until its steps are asked for."""
        if x.shape[1:] != self.input_shape:
            raise ShapeError(
                f"The network expects pictures of shape {self.input_shape} and gets {x.shape[1:]}."
            )
        return Run(self, x, training=training)

    def _infer_shapes(self) -> dict[str, Shape]:
        shapes: dict[str, Shape] = {INPUT: self.input_shape}
        for layer in self.layers:
            try:
                shapes[layer.name] = layer.operation.output_shape(*(shapes[name] for name in layer.inputs))
            except ShapeError as error:
                raise error.named(layer.name) from None
        return shapes


def _in_execution_order(layers: list[Layer]) -> tuple[Layer, ...]:
    """Sorted so that every layer stands behind its inputs, otherwise in the order given."""
    _check_names(layers)
    done, ordered, waiting = {INPUT}, [], layers
    while waiting:
        ready = [layer for layer in waiting if done.issuperset(layer.inputs)]
        if not ready:
            names = ", ".join(layer.name for layer in waiting)
            raise GraphError(f"These layers wait for each other in a circle: {names}. Break it up.")
        # One at a time keeps a branch together instead of going through the graph level by level.
        ordered.append(ready[0])
        done.add(ready[0].name)
        waiting = [layer for layer in waiting if layer is not ready[0]]
    return tuple(ordered)


def _check_names(layers: list[Layer]) -> None:
    names = [INPUT, *(layer.name for layer in layers)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise GraphError(
            f"These names are used more than once: {', '.join(twice)}. Give every layer its own."
        )
    for layer in layers:
        unknown = [name for name in layer.inputs if name not in names]
        reads_nothing = not layer.inputs and not isinstance(layer.operation, Constant)
        if unknown or reads_nothing:
            raise GraphError(
                f"{layer.name} reads {unknown or 'nothing'}. It can read any of: {', '.join(names)}."
            )


def _only_output(layers: tuple[Layer, ...]) -> str:
    read = {name for layer in layers for name in layer.inputs}
    ends = [layer.name for layer in layers if layer.name not in read]
    if len(ends) != 1:
        raise GraphError(
            f"A network has one output and this one has {len(ends)}: {', '.join(ends) or 'none'}."
        )
    return ends[0]
