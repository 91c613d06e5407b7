"""One pass through a network, a step a layer: forward, and then backward as often as wanted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ShapeError, UnfinishedRunError, UnknownClass, UnknownLayer, UnknownLoss
from core.graph import INPUT, Layer
from core.losses import LOSSES, class_scores, score_gradients, softmax
from core.ops.base import Array, Gradients, Result
from core.units import Target, Unit

if TYPE_CHECKING:
    from core.network import Network


@dataclass
class ForwardStep:
    """One layer computed: its output N×C×H×W or N×K, and the time it took."""

    index: int
    layer: Layer
    output: Array
    milliseconds: float
    _saved: Any = field(repr=False)

    @cached_property
    def shown(self) -> dict[str, Array]:
        """What the operation wants to show beside its output; computed when asked for."""
        return self.layer.operation.show(self._saved)


@dataclass(slots=True)
class BackwardStep:
    """One layer's gradients: dL/d(output), what it sends to each input, and dL/d(parameter) by name.

    `counts`: whether what is answered for depends on the layer at all; where not, all its gradients are 0.
    """

    layer: Layer
    d_output: Array
    d_inputs: tuple[Array, ...]
    d_parameters: dict[str, Array]
    milliseconds: float
    counts: bool = True


class Activations(dict[str, Array]):
    """Outputs by layer name. Asking for one that is not there is an error that says why."""

    def __init__(self, layers: Collection[str], x: Array) -> None:
        super().__init__({INPUT: x})
        self._layers = layers

    def __missing__(self, name: str) -> Array:
        if name not in self._layers:
            raise UnknownLayer(name, (INPUT, *self._layers))
        raise UnfinishedRunError(
            f"{name} is not computed yet, or was let go. Take the steps of the forward pass as far as it, "
            "with keep=True."
        )


class Run:
    """The state of one pass. `activations` holds every output so far by layer name, and "input"."""

    def __init__(self, network: "Network", x: Array, *, training: bool = False) -> None:
        self.network = network
        self.training = training
        self.activations: dict[str, Array] = Activations(network.names, x)
        self._saved: dict[str, Any] = {}

    def forward(self, *, keep: bool = True) -> Iterator[ForwardStep]:
        """Compute the layers one by one, each when the next step is asked for.

        Unless told to keep them, the run lets go of each output once no later layer reads it (the scores
        stay), and of all that only the backward pass needs: a large network then runs in little memory.
        """
        last_reader = {} if keep else self._last_readers()
        for index, layer in enumerate(self.network.layers):
            start = perf_counter()
            result = self._compute(layer, last_reader)
            yield ForwardStep(index, layer, result.output, _milliseconds_since(start), result.saved)

    def finish(self, *, keep: bool = True) -> "Run":
        """Compute all layers, without a step for each."""
        last_reader = {} if keep else self._last_readers()
        for layer in self.network.layers:
            self._compute(layer, last_reader)
        return self

    @property
    def logits(self) -> Array:
        """The first picture's class scores, K values; of a network that ends in maps, the mean of each."""
        self._require_finished()
        return class_scores(self.activations[self.network.logits])[0]

    @property
    def probabilities(self) -> Array:
        """The softmax of the first picture's logits, whether or not the network ends in one."""
        return np.asarray(softmax(self.logits[None])[0])

    def answer_for(self, target: Target, loss: str = "cross_entropy") -> tuple[float, Iterator[BackwardStep]]:
        """The loss of a run of one picture for a class, and the steps that take its gradient back.

        cross_entropy: −log p_target. logit: the class's score itself. hinge: by how much other scores come
        within 1 of it, summed. Of a unit its own value is what the gradient is taken of, whatever the loss.
        """
        if isinstance(target, Unit):
            target.check(self.network)
            output = self.activations[target.layer]
            return float(output[0][target.index]), self.backward(target.seeds(output))
        logits = self.logits
        if not 0 <= target < len(logits):
            raise UnknownClass(target, range(len(logits)))
        if loss not in LOSSES:
            raise UnknownLoss(loss, LOSSES)
        value, d_logits = LOSSES[loss](logits[None], np.array([target]))
        seeds = self._seeds(d_logits[0])
        if loss == "cross_entropy":
            return value, self._through_softmax(target, seeds)
        return value, self.backward(seeds)

    def backward(
        self, seeds: Mapping[str, Array], *, to_input: bool = True, to_parameters: bool = True
    ) -> Iterator[BackwardStep]:
        """Take dL/d(output) of the seeded layers back, last layer first, a step for every layer.

        A layer the loss does not depend on gets zeros, and so do its parameters: nothing is computed there.
        Training has no use for the gradient of the network's input: unless it is taken back `to_input`, the
        steps of the layers that read nothing else have no `d_inputs`. What a picture does to the network has
        none for those of parameters: unless it is taken back `to_parameters`, steps have no `d_parameters`.
        """
        return self._taken_back(self.network.layers, seeds, to_input=to_input, to_parameters=to_parameters)

    def _taken_back(
        self,
        layers: Sequence[Layer],
        seeds: Mapping[str, Array],
        *,
        to_input: bool = True,
        to_parameters: bool = True,
    ) -> Iterator[BackwardStep]:
        """The steps of these layers, which hold all that the seeds are of."""
        self._require_kept()
        arriving = self._checked_seeds(seeds)
        for layer in reversed(layers):
            start = perf_counter()
            d_output = arriving.pop(layer.name, None)
            if d_output is None:
                yield self._without_part(layer, start)
                continue
            if to_input or set(layer.inputs) != {INPUT}:
                operation = layer.operation
                take = operation.backward if to_parameters else operation.backward_to_inputs
                gradients = take(self._saved[layer.name], d_output)
                _send(arriving, layer.inputs, gradients)
            else:
                gradients = layer.operation.backward_to_parameters(self._saved[layer.name], d_output)
            yield BackwardStep(
                layer, d_output, gradients.inputs, gradients.parameters, _milliseconds_since(start)
            )

    def with_result(self, name: str, result: Result) -> "Run":
        """The finished run, had a layer (or the input) given that: what depends on it is computed anew."""
        other = Run(self.network, self.activations[INPUT])
        other.activations.update(self.activations)
        other._saved.update(self._saved)
        other.activations[name], other._saved[name] = result.output, result.saved
        changed = {name}
        for layer in self.network.layers:
            if layer.name != name and changed.intersection(layer.inputs):
                other._compute(layer, {})
                changed.add(layer.name)
        return other

    def sides(self, name: str) -> Array | None:
        """What a layer decided: on which side of its kinks values lie, who won; None where it is smooth."""
        saved = self._saved[name]
        return None if saved is None else self.network.layer(name).operation.sides(saved)

    def _without_part(self, layer: Layer, start: float) -> BackwardStep:
        """The step of a layer that the loss does not depend on."""
        zeros = {name: np.zeros_like(each) for name, each in layer.operation.parameters.items()}
        d_inputs = tuple(np.zeros_like(self.activations[name]) for name in layer.inputs)
        d_output = np.zeros_like(self.activations[layer.name])
        return BackwardStep(layer, d_output, d_inputs, zeros, _milliseconds_since(start), counts=False)

    def _checked_seeds(self, seeds: Mapping[str, Array]) -> dict[str, Array]:
        """A copy; an error of the layers' names or shapes, where they differ."""
        for name, seed in seeds.items():
            shape = self.activations[self.network.layer(name).name].shape
            if seed.shape != shape:
                raise ShapeError(
                    f"The gradient given for {name} has shape {seed.shape}. Give dL/d(output), which has the "
                    f"shape of its output, {shape}."
                )
        return dict(seeds)

    def _compute(self, layer: "Layer", last_reader: dict[str, str]) -> Result:
        """Compute one layer; where there are last readers, let go of what it was the last one to read."""
        activations = self.activations
        result = layer.operation.forward(
            *[activations[name] for name in layer.inputs], training=self.training
        )
        activations[layer.name] = result.output
        if last_reader:
            self._let_go(name for name in set(layer.inputs) if last_reader[name] == layer.name)
        else:
            self._saved[layer.name] = result.saved
        return result

    def _last_readers(self) -> dict[str, str]:
        return {name: layer.name for layer in self.network.layers for name in layer.inputs}

    def _let_go(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in (INPUT, self.network.logits):
                del self.activations[name]

    def _require_finished(self) -> None:
        if self.network.output not in self.activations:
            raise UnfinishedRunError(
                "The forward pass has not come to its end. Call finish(), or take all steps."
            )

    def _require_kept(self) -> None:
        self._require_finished()
        if not self._saved:
            raise UnfinishedRunError(
                "The forward pass kept nothing for a backward pass. Run it again with keep=True."
            )

    def _seeds(self, d_logits: Array) -> dict[str, Array]:
        """dL/d(scores) of the first picture as the gradient of the layer that gives them."""
        name = self.network.logits
        return {name: score_gradients(d_logits[None], self.activations[name])}

    def _through_softmax(self, target: int, seeds: dict[str, Array]) -> Iterator[BackwardStep]:
        """Cross-entropy's steps; where the network ends in a softmax, its step is dL/dp = −1/p and p − y.

        p − y is taken from the loss and not from the softmax's own backward, which divides 0 by 0 where the
        target's probability is too small for the numbers.
        """
        network = self.network
        layers: Sequence[Layer] = network.layers
        d_logits = seeds[network.logits]
        # Behind a softmax at every place of a map there is no single p that the loss could be told of.
        if network.logits != network.output and d_logits.size == len(self.logits):
            self._require_kept()
            start = perf_counter()
            shares = self.activations[network.output]
            d_shares = np.zeros(shares.shape, shares.dtype)
            # The least normal number: the reciprocal of anything smaller overflows.
            d_shares.flat[target] = -1 / max(shares.flat[target], np.finfo(shares.dtype).tiny)
            *layers, last = layers
            yield BackwardStep(last, d_shares, (d_logits,), {}, _milliseconds_since(start))
        yield from self._taken_back(layers, seeds)


def _send(arriving: dict[str, Array], inputs: tuple[str, ...], gradients: Gradients) -> None:
    """Add what a layer sends back to what its inputs have got from their other consumers."""
    for name, d_input in zip(inputs, gradients.inputs, strict=True):
        arriving[name] = arriving[name] + d_input if name in arriving else d_input


def _milliseconds_since(start: float) -> float:
    return (perf_counter() - start) * 1000
