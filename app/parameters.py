"""A layer's parameters and running statistics, all of them or a row, as far as they can be sent."""

from app import wire
from app.problems import Problem
from app.wire import Array
from core.network import Network


def parameters_of(network: Network, layer: str, row: int | None = None) -> dict[str, Array]:
    """By name; with a row that entry of each first axis, which stays as an axis of 1.

    UnknownLayer where there is no such layer; a 422 problem where there is no such row, a 413 problem where
    an array has more values than go on the wire.
    """
    operation = network.layer(layer).operation
    arrays = operation.parameters | operation.statistics
    if row is not None:
        _check_row(layer, arrays, row)
        arrays = {name: array[row : row + 1] for name, array in arrays.items()}
    for name, array in arrays.items():
        if array.size > wire.MOST_VALUES:
            raise Problem(
                413,
                f"The {name} of {layer} has {array.size:,} values, and {wire.MOST_VALUES:,} may be sent. "
                f"Ask for a row at a time, with row=0 to row={len(array) - 1}.",
            )
    return arrays


def _check_row(layer: str, arrays: dict[str, Array], row: int) -> None:
    rows = min((len(array) if array.ndim else 0 for array in arrays.values()), default=0)
    if row >= rows:
        allowed = f"Choose 0 to {rows - 1}." if rows else "Ask for it without a row."
        raise Problem(422, f"{layer} has no row {row} in all its parameters. {allowed}")
