"""A network as plain data, and back: what its layers are and how they hang together, without the weights.

    {"input_shape": [1, 8, 8],
     "layers": [{"name": "conv1", "kind": "conv2d", "inputs": ["input"],
                 "arguments": {"channels": 1, "filters": 4, "kernel": [3, 3], …}}, …]}

Arguments are those of the operation's constructor. An array among them is told by the name of the parameter
that holds it: {"tensor": "scale.constant"}. Reading takes nothing on trust: what comes from a file may say
anything.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from core import ops
from core.errors import ConvscopeError, ModelError
from core.network import Layer, Network
from core.ops.base import Array, Operation, constructor_arguments

_MOST_LAYERS = 10_000
_T = TypeVar("_T")


def to_blueprint(network: Network) -> dict[str, Any]:
    """All of a network but its weights, in numbers, strings, lists and dictionaries."""
    return {
        "input_shape": list(network.input_shape),
        "layers": [
            {
                "name": layer.name,
                "kind": layer.operation.kind,
                "inputs": list(layer.inputs),
                "arguments": {
                    name: _plain(value, f"{layer.name}.{name}")
                    for name, value in layer.operation.arguments.items()
                },
            }
            for layer in network.layers
        ],
    }


def from_blueprint(blueprint: object, tensors: Mapping[str, Array]) -> Network:
    """The network that was told, its weights unset but for those that are arguments, taken from `tensors`.

    ModelError where it is no network, or where it has operations that are not known here.
    """
    told = _expect(blueprint, dict, "The definition of a network")
    layers = _expect(told.get("layers"), list, "The list of layers")
    if len(layers) > _MOST_LAYERS:
        raise ModelError(f"The network has {len(layers):,} layers; {_MOST_LAYERS:,} are allowed. Use fewer.")
    try:
        built = [_layer(each, tensors) for each in layers]
        return Network(_sizes(told.get("input_shape")), built)
    except ModelError:
        raise
    except (ConvscopeError, ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        raise ModelError(f"The layers make no network: {error}") from None


def kinds() -> dict[str, type[Operation]]:
    """Every operation there is by its kind: those of the engine, and classes of one's own after them."""
    found: dict[str, type[Operation]] = {}
    waiting: list[type[Operation]] = [vars(ops)[name] for name in ops.__all__]
    for operation in waiting:
        waiting += operation.__subclasses__()
        if "kind" in vars(operation):
            found.setdefault(operation.kind, operation)
    return found


def _layer(told: object, tensors: Mapping[str, Array]) -> Layer:
    layer = _expect(told, dict, "A layer")
    name = _expect(layer.get("name"), str, "A layer's name")
    inputs = [_expect(each, str, f"An input of {name}") for each in _expect(layer.get("inputs"), list, name)]
    kind, known = layer.get("kind"), kinds()
    if not isinstance(kind, str) or kind not in known:
        raise ModelError(
            f"{name} is a layer of kind {kind!r}, which is not known here. Define its class before reading "
            f"the file, or use one of: {', '.join(sorted(known))}."
        )
    arguments = _expect(layer.get("arguments"), dict, f"The arguments of {name}")
    taken = constructor_arguments(known[kind])
    if unknown := arguments.keys() - set(taken):
        raise ModelError(
            f"{name} is given {', '.join(sorted(unknown))}. A {kind} layer takes: "
            f"{', '.join(taken) or 'nothing'}."
        )
    values = {key: _value(value, tensors, f"{name}'s {key}") for key, value in arguments.items()}
    try:
        return Layer(name, known[kind](**values), tuple(inputs))
    except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError) as error:
        text = str(error).replace("{layer}", name)
        raise ModelError(f"{name} cannot be built: {text}") from None


def _plain(value: Any, name: str) -> Any:
    """An argument as JSON has it."""
    if isinstance(value, np.ndarray):
        return {"tensor": name}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, tuple | list):
        return [_plain(each, name) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise ModelError(
        f"{name} is {value!r}, which cannot be written down. Arguments may be numbers, strings, lists of "
        "them, and arrays that are parameters."
    )


def _value(told: object, tensors: Mapping[str, Array], what: str) -> Any:
    """An argument as the constructor takes it: lists as tuples, tensors by their names."""
    if isinstance(told, list):
        return tuple(_value(each, tensors, what) for each in told)
    if not isinstance(told, dict):
        return told
    name = told.get("tensor")
    if not isinstance(name, str) or name not in tensors:
        raise ModelError(f"{what} is the tensor {name!r}, which the file does not hold. It is damaged.")
    return tensors[name]


def _sizes(told: object) -> tuple[int, ...]:
    sizes = tuple(_expect(told, list, "The input's shape"))
    if not sizes or any(type(size) is not int or size < 1 for size in sizes):
        raise ModelError(f"The input's shape is {list(sizes)}. It has to be whole numbers of at least 1.")
    return sizes


def _expect(told: object, wanted: type[_T], what: str) -> _T:
    if not isinstance(told, wanted):
        raise ModelError(f"{what} is {told!r:.80} and not a {wanted.__name__}. The file is damaged.")
    return told
