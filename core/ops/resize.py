"""Maps made larger or smaller: nearest, linear and cubic, along any number of axes.

Along one axis every output place has a coordinate among the inputs, and is a weighted sum of the inputs
around it: y = M·x, with a row of M for each output. Twice as long, linear:

    inputs           0       1       2          M = | 1    0    0   |   a coordinate beyond the end
    outputs        0   1   2   3   4   5            | .75  .25  0   |   meets the input at the end
    coordinates  -.25 .25 .75 1.25 1.75 2.25        | .25  .75  0   |
                                                    | 0    .75  .25 |   …

Axes are resized one after the other, and the gradient goes back through the same matrices, transposed.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import Any, Literal, get_args

import numpy as np

from core.errors import HyperparameterError, ShapeError
from core.ops.base import Array, Gradients, Operation, Reach, Result
from core.shapes import Shape, Span, describe

ResizeMode = Literal["nearest", "linear", "cubic"]
Coordinates = Literal[
    "half_pixel", "pytorch_half_pixel", "half_pixel_symmetric", "asymmetric", "align_corners"
]
Nearest = Literal["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"]

_ROUNDED: dict[Nearest, Callable[[Array], Array]] = {
    "round_prefer_floor": lambda places: np.ceil(places - 0.5),
    "round_prefer_ceil": lambda places: np.floor(places + 0.5),
    "floor": np.floor,
    "ceil": np.ceil,
}


class Resize(Operation):
    """Spatial axes resized to `size`, or by the factor `scale` (one an axis; the result is rounded down).

    `coordinates` says which place among the inputs an output has, and `nearest` which input is nearest to
    it; the names, and the results, are those of ONNX's Resize. `cubic` is the curvature a of Keys' kernel.
    """

    kind = "resize"

    def __init__(
        self,
        *,
        size: Sequence[int] | None = None,
        scale: Sequence[float] | None = None,
        mode: ResizeMode = "nearest",
        coordinates: Coordinates = "half_pixel",
        nearest: Nearest = "round_prefer_floor",
        cubic: float = -0.75,
    ) -> None:
        super().__init__()
        self.size = None if size is None else tuple(size)
        self.scale = None if scale is None else tuple(map(float, scale))
        self.mode, self.coordinates, self.nearest, self.cubic = mode, coordinates, nearest, cubic
        for value, choices in ((mode, ResizeMode), (coordinates, Coordinates), (nearest, Nearest)):
            if value not in get_args(choices):
                raise HyperparameterError(
                    f"A resize layer does not know {value!r}. Choose one of: {', '.join(get_args(choices))}."
                )
        if (size is None) == (scale is None) or min(self.size or self.scale or (0,)) <= 0:
            raise HyperparameterError(
                f"A layer cannot resize to size {size} and scale {scale}. "
                "Give one of them, with numbers above 0, and not the other."
            )

    @property
    def hyperparameters(self) -> dict[str, Any]:
        chosen: dict[str, Any] = {"mode": self.mode, "coordinates": self.coordinates}
        if self.mode == "nearest":
            chosen["nearest"] = self.nearest
        if self.mode == "cubic":
            chosen["cubic"] = self.cubic
        if self.size is not None:
            return chosen | {"size": list(self.size)}
        return chosen | {"scale": list(self.scale or ())}

    def output_shape(self, *inputs: Shape) -> Shape:
        (shape,) = inputs
        axes = len(self.size or self.scale or ())
        if axes != len(shape) - 1:
            raise ShapeError(
                f"{{layer}} resizes {axes} axes and gets {describe(shape)}. "
                f"Give a number for each of its {len(shape) - 1} axes behind the channels."
            )
        # Rounded as float32: ten times 0.7 are 7 places, and in float64, of 0.7 in a file's float32, 6.
        sizes = self.size or tuple(
            int(np.float32(old) * np.float32(scale))
            for old, scale in zip(shape[1:], self.scale or (), strict=True)
        )
        if min(sizes) < 1:
            raise ShapeError(f"{{layer}} leaves nothing of {describe(shape)}. Use a greater scale.")
        return (shape[0], *sizes)

    def reach(self, *inputs: Shape) -> Reach:
        (shape,) = inputs
        spans = [Span(1)] * (len(shape) - 1)
        for axis, places, matrix in self._matrices(shape):
            spans[axis - 2] = _span(places, matrix)
        return tuple(spans)

    def connections(self, *inputs: Shape) -> tuple[Array, ...]:
        (shape,) = inputs
        found: list[Array] = [np.eye(size, dtype=bool) for size in shape[1:]]
        for axis, _, matrix in self._matrices(shape):
            found[axis - 2] = matrix != 0
        return tuple(found)

    def forward(self, *inputs: Array, training: bool = False) -> Result:
        (x,) = inputs
        y = x
        for axis, _, matrix in self._matrices(x.shape[1:]):
            if self.mode == "nearest":
                y = y.take(matrix.argmax(axis=1), axis)  # M·x, where each row of M has a single 1
            else:
                y = _along(axis, y, matrix.astype(x.dtype))
        return Result(y, x.shape)

    def backward(self, saved: Shape, d_output: Array) -> Gradients:
        d_x = d_output
        for axis, _, matrix in self._matrices(saved[1:]):
            d_x = _along(axis, d_x, matrix.T.astype(d_output.dtype))
        return Gradients((d_x,))

    def _matrices(self, shape: Shape) -> Iterator[tuple[int, Array, Array]]:
        """Of all axes that are resized: axis of the batch, coordinates of the outputs, outputs × inputs.

        The last one comes first: the long way through memory is then gone by whole rows.
        """
        sizes = self.output_shape(shape)
        for axis in reversed(range(1, len(shape))):
            old, new = shape[axis], sizes[axis]
            scale = self.scale[axis - 1] if self.scale else new / old
            if scale != 1:
                places = _places(self.coordinates, old, new, scale)
                yield axis + 1, places, self._matrix(places, old)

    def _matrix(self, places: Array, old: int) -> Array:
        """What each output takes of each of the `old` inputs."""
        taps, weights = self._taps(places)
        matrix = np.zeros((len(places), old))
        np.add.at(matrix, (np.arange(len(places))[:, None], taps.astype(int).clip(0, old - 1)), weights)
        return matrix

    def _taps(self, places: Array) -> tuple[Array, Array]:
        """The inputs that each output takes from (they may lie beyond an end), and how much of each."""
        if self.mode == "nearest":
            return _ROUNDED[self.nearest](places)[:, None], np.ones((len(places), 1))
        beside = [0, 1] if self.mode == "linear" else [-1, 0, 1, 2]
        taps = np.floor(places)[:, None] + beside
        distances = np.abs(places[:, None] - taps)
        return taps, 1 - distances if self.mode == "linear" else _keys(distances, self.cubic)


def _places(coordinates: Coordinates, old: int, new: int, scale: float) -> Array:
    """The coordinate among the inputs of every output."""
    outputs = np.arange(new)
    length = old * scale  # not a whole number where the scale made none
    if coordinates == "align_corners":
        return outputs * ((old - 1) / (length - 1) if length != 1 else 0.0)
    if coordinates == "asymmetric":
        return outputs / scale
    if coordinates == "pytorch_half_pixel" and length == 1:
        return np.zeros(1)
    shift = old / 2 * (1 - new / length) if coordinates == "half_pixel_symmetric" else 0.0
    return shift + (outputs + 0.5) / scale - 0.5


def _keys(distances: Array, a: float) -> Array:
    """The weights of cubic interpolation (Keys 1981) at distances from 0 to 2."""
    near = ((a + 2) * distances - (a + 3)) * distances**2 + 1
    far = ((a * distances - 5 * a) * distances + 8 * a) * distances - 4 * a
    return np.where(distances <= 1, near, far)


def _span(places: Array, matrix: Array) -> Span:
    """The narrowest span with the stride of the coordinates that holds what each output takes from."""
    new, old = matrix.shape
    step = (places[-1] - places[0]) / (new - 1) if new > 1 else old
    stride = Fraction(step).limit_denominator(new * old)
    taken = [(int(inputs[0]), int(inputs[-1])) for inputs in map(np.flatnonzero, matrix)]
    # Of the offsets (no finer than the strides) the greatest that lets no unit begin behind its first input.
    finest = Fraction(1, stride.denominator)
    offset = min(first + 1 - unit * stride for unit, (first, _) in enumerate(taken)) - finest
    extent = max(last + 1 - floor(offset + unit * stride) for unit, (_, last) in enumerate(taken))
    return Span(extent, stride, offset)


def _along(axis: int, x: Array, matrix: Array) -> Array:
    """The matrix times every row of values along an axis."""
    return np.moveaxis(np.moveaxis(x, axis, -1) @ matrix.T, -1, axis)
