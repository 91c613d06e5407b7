"""What the engine says when it cannot do what it was asked; every message is written for a person."""

from collections.abc import Iterable, Sequence
from typing import Self


class ConvscopeError(ValueError):
    """Base of all errors the engine raises on purpose: what was wrong, what is allowed, what to do."""


class ShapeError(ConvscopeError):
    """Shapes that do not fit an operation. `{layer}` in the message stands for the layer's name."""

    def __init__(self, message: str, layer: str = "this layer") -> None:
        super().__init__(message.replace("{layer}", layer))
        self.message = message

    def named(self, layer: str) -> Self:
        """The same error, told of the layer it happened in."""
        return type(self)(self.message, layer)


class HyperparameterError(ConvscopeError):
    """A choice, made when a layer is built, that it cannot work with."""


class InputTypeError(ConvscopeError):
    """Numbers of a type that the engine does not compute with."""


class TargetsError(ConvscopeError):
    """Targets that are not the index of a class for each example."""


class TrainingError(ConvscopeError):
    """Training that cannot go on."""


class UnfinishedRunError(ConvscopeError):
    """Something asked of a run before the forward pass has computed it."""


class GraphError(ConvscopeError):
    """Layers that do not form a network: unknown inputs, names used twice, circles, loose ends."""


class PictureError(ConvscopeError):
    """Bytes that cannot be read as a picture or a clip."""


class SignalError(ConvscopeError):
    """Bytes that cannot be read as a signal."""


class PixelsError(ConvscopeError):
    """Lists of numbers that cannot be read as pixels, or as a signal."""


class WeightsError(ConvscopeError):
    """Weights that do not belong to the network they are loaded into."""


class ModelError(ConvscopeError):
    """A model file that cannot be read, or that holds what the engine cannot run."""


class AboutError(ConvscopeError):
    """What a person says of a network's file, and what does not fit the network or cannot be read."""


class _Unknown(ConvscopeError):
    """A name that is not among those that exist."""

    what = "thing"

    def __init__(self, name: object, known: Iterable[object]) -> None:
        listing = ", ".join(str(each) for each in known)
        super().__init__(f"There is no {self.what} {name!r}. Choose one of: {listing}.")


class UnknownLayer(_Unknown):
    """A layer the network does not have."""

    what = "layer"


class UnknownParameter(ConvscopeError):
    """A parameter (or running statistic) that a layer does not have."""

    def __init__(self, name: str, layer: str, known: Iterable[str]) -> None:
        listing = ", ".join(known)
        has = f"{layer} has: {listing}." if listing else f"{layer} has no parameters at all."
        super().__init__(f"There is no parameter {name!r} to edit. {has}")


class UnknownPart(ConvscopeError):
    """Numbers that a layer does not have: no such input, no such parameter."""

    def __init__(self, part: str, layer: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no {part!r} at {layer}. Choose one of: {', '.join(known)}.")


class UnknownUnit(ConvscopeError):
    """A place that a layer's output does not have."""

    def __init__(self, layer: str, unit: Sequence[int], units: Sequence[int]) -> None:
        sizes = "×".join(map(str, units))
        super().__init__(
            f"{layer} has {sizes} units, and none at {tuple(unit)}. "
            f"Give {len(units)} numbers, each from 0 to one below the size."
        )


class NoMaps(_Unknown):
    """A layer that has no maps over the picture, or that the target does not depend on."""

    what = "layer with maps before the target, called"


class UnknownModel(_Unknown):
    """A model the zoo does not have."""

    what = "model"


class UnknownSample(_Unknown):
    """A sample picture the zoo does not have."""

    what = "sample"


class UnknownClass(_Unknown):
    """A class the network does not tell apart."""

    what = "class"


class UnknownLoss(_Unknown):
    """A loss the engine does not have."""

    what = "loss"
