"""What an attribution asks about: a class's score, or one unit; its value and its gradients for a batch."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import numpy as np

from core.errors import UnknownClass
from core.losses import class_scores, score_gradients
from core.network import INPUT, Network
from core.ops.base import Array
from core.run import Run
from core.units import Target, Unit, checked_index

# Activations of so many numbers at most at once: pictures are taken a few at a time.
_MOST_NUMBERS = 1 << 22


class Question:
    """A target of a network, which can be evaluated and differentiated for pictures N×C×….

    UnknownClass, UnknownLayer, UnknownUnit where the network has no such target.
    """

    def __init__(self, network: Network, target: Target) -> None:
        self.target = target
        layer = target.layer if isinstance(target, Unit) else network.logits
        self.network = network.as_far_as(layer)
        self._layer, self._shape = layer, network.shapes[layer]
        if isinstance(target, Unit):
            checked_index(layer, target.index, self._shape)
        elif not 0 <= target < self._shape[0]:
            raise UnknownClass(target, range(self._shape[0]))

    def values(self, x: Array) -> Array:
        """The target's value for each picture, N."""
        parts = [self._values(self.network.run(part).finish(keep=False)) for part in self._parts(x)]
        return np.concatenate(parts)

    def gradients(self, x: Array, layer: str = INPUT) -> tuple[Array, Array]:
        """The target's values, N, and their gradients by a layer's output or the input, N×C×…."""
        values, gradients = zip(*(self._gradients(part, layer) for part in self._parts(x)), strict=True)
        return np.concatenate(values), np.concatenate(gradients)

    def one_by_one(self, pictures: Iterable[Array]) -> Iterator[tuple[float, Array]]:
        """For each picture C×… the target's value, and its gradient by the picture; a few at a time."""
        waiting = iter(pictures)
        while part := list(islice(waiting, self.at_once)):
            values, gradients = self._gradients(np.stack(part), INPUT)
            yield from zip(map(float, values), gradients, strict=True)

    @property
    def at_once(self) -> int:
        """How many pictures are computed together."""
        numbers = sum(int(np.prod(shape)) for shape in self.network.shapes.values())
        return max(1, _MOST_NUMBERS // numbers)

    def seen_at(self, x: Array, layer: str) -> tuple[Array, Array]:
        """A layer's output for one picture, C×…, and the target's gradient by it."""
        run = self.network.run(x).finish()
        return np.asarray(run.activations[layer][0]), self._gradient(run, layer)[0]

    def _gradients(self, x: Array, layer: str) -> tuple[Array, Array]:
        run = self.network.run(x).finish()
        return self._values(run), self._gradient(run, layer)

    def _gradient(self, run: Run, layer: str) -> Array:
        gradient = np.zeros_like(run.activations[layer])
        for step in run.backward(self._seeds(run), to_parameters=False):
            if step.layer.name == layer:
                return step.d_output
            for name, sent in zip(step.layer.inputs, step.d_inputs, strict=True):
                if name == layer:
                    gradient = gradient + sent
        return gradient

    def _values(self, run: Run) -> Array:
        output = run.activations[self._layer]
        if isinstance(self.target, Unit):
            return np.array(output[self.target.in_batch])
        return np.array(class_scores(output)[:, self.target])

    def _seeds(self, run: Run) -> Mapping[str, Array]:
        output = run.activations[self._layer]
        if isinstance(self.target, Unit):
            return self.target.seeds(output)
        scores = np.zeros((len(output), self._shape[0]), output.dtype)
        scores[:, self.target] = 1
        return {self._layer: score_gradients(scores, output)}

    def _parts(self, x: Array) -> Iterator[Array]:
        count = self.at_once
        return (x[start : start + count] for start in range(0, len(x), count))
