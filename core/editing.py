"""A network with some of its weights replaced by others: to see what they do."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.errors import UnknownParameter, WeightsError
from core.network import Network
from core.ops.base import Array, Operation


@dataclass(frozen=True, eq=False)
class Edit:
    """New values for a layer's parameter (or running statistic): all of it, or the slice at leading indices.

    values: shaped as that slice. Of a convolution's weight O×I×H×W `at=(0, 1)` is the kernel H×W with which
    the first filter reads the second channel.
    """

    layer: str
    parameter: str
    values: Any
    at: tuple[int, ...] = ()


def edited(network: Network, edits: Iterable[Edit]) -> Network:
    """The network with edits made, one after the other. The given one stays as it is, whoever runs it.

    All weights but the edited ones are shared: only what is edited is copied. UnknownLayer, UnknownParameter,
    WeightsError where an edit does not fit the network.
    """
    operations: dict[str, Operation] = {}
    arrays: dict[tuple[str, str], Array] = {}
    for edit in edits:
        part = checked(network, edit)
        original = network.layer(edit.layer).operation
        operations.setdefault(edit.layer, original.twin())
        key = edit.layer, edit.parameter
        if key not in arrays:
            arrays[key] = np.array(_arrays(original)[edit.parameter])  # a copy in plain order
        arrays[key][edit.at] = part
    twin = network.with_operations(operations)
    for (layer, parameter), array in arrays.items():
        twin.set_parameter(f"{layer}.{parameter}", array)
    return twin


def checked(network: Network, edit: Edit) -> Array:
    """The values of an edit as float32, if it fits the network; else an error that says why not."""
    arrays = _arrays(network.layer(edit.layer).operation)
    if edit.parameter not in arrays:
        raise UnknownParameter(edit.parameter, edit.layer, arrays)
    shape = arrays[edit.parameter].shape
    name = f"{edit.parameter} of {edit.layer}"
    _check_place(name, shape, edit.at)
    values = _numbers(name, edit.values)
    if values.shape != shape[len(edit.at) :]:
        raise WeightsError(
            f"The {name} is {_told(shape)}, and the edit at {list(edit.at)} gives "
            f"{_told(values.shape)}. Give {_told(shape[len(edit.at) :])} there."
        )
    if edit.parameter == "running_var" and (values < 0).any():
        raise WeightsError(f"The {name} is a variance, and none is below 0. Give values from 0 on.")
    return values


def copied_bytes(network: Network, edits: Collection[Edit]) -> int:
    """The memory that the edited parameters take once more."""
    touched = {(edit.layer, edit.parameter) for edit in edits}
    # A parameter that has no values yet is told with the size it will have: its shape says.
    return sum(_arrays(network.layer(layer).operation)[name].size * 4 for layer, name in touched)


def _arrays(operation: Operation) -> dict[str, Array]:
    return operation.parameters | operation.statistics


def _check_place(name: str, shape: tuple[int, ...], at: tuple[int, ...]) -> None:
    fits = len(at) <= len(shape) and all(0 <= place < size for place, size in zip(at, shape, strict=False))
    if not fits:
        raise WeightsError(
            f"The {name} is {_told(shape)}, and nothing at {list(at)}. Give up to {len(shape)} "
            "indices, each from 0 to one below the size of its axis."
        )


def _numbers(name: str, values: Any) -> Array:
    try:
        found = np.asarray(values)
    except ValueError:
        found = np.asarray(None)
    if found.dtype.kind not in "iuf":
        raise WeightsError(
            f"The edit of the {name} gives no array of numbers. Give nested lists of one shape."
        )
    with np.errstate(over="ignore"):
        numbers = np.asarray(found, np.float32)
    if not np.isfinite(numbers).all():
        raise WeightsError(
            f"The edit of the {name} gives values that are not finite in float32. Give numbers up to 3e38."
        )
    return numbers


def _told(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or "a single number"
