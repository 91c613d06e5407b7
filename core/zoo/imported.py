"""A model out of an ONNX file and what a person says of it: labels, pixels, a title."""

import math
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal, TypeAlias, get_args

from core.errors import AboutError
from core.inputs import kind_of
from core.network import INPUT, Layer, Network
from core.onnx_import import Limits, load_onnx
from core.ops import Transpose
from core.shapes import Shape, describe
from core.zoo.model import Model, Preprocessing

Layout: TypeAlias = Literal["nchw", "nhwc"]
"""The axes of a network's input: channels first, or last."""

LAYOUTS: tuple[Layout, ...] = get_args(Layout)

_CHANNELS = (1, 3)
_LONGEST_TITLE = 120
_LONGEST_ID = 60


@dataclass(frozen=True)
class About:
    """What a person says of a network; None where nothing is said.

    mean, std: what pixels in 0..1 become, (pixel − mean)/std, one number or one a channel. input_shape: the
    input's sizes without the batch, in the file's order of axes, where the file leaves any open.
    """

    title: str | None = None
    summary: str | None = None
    labels: tuple[str, ...] | None = None
    mean: tuple[float, ...] | None = None
    std: tuple[float, ...] | None = None
    layout: Layout = "nchw"
    input_shape: Shape | None = None
    fold_batchnorm: bool = False


def import_model(
    data: bytes | Path, file_name: str, about: About | None = None, limits: Limits | None = None
) -> Model:
    """The model in an ONNX file, given as its bytes or as where it lies.

    Raises what load_onnx raises, and AboutError where the network reads no pictures, or what is said of it
    does not fit it.
    """
    about = about or About()
    file_name = "".join(each for each in file_name.replace("\\", "/") if each.isprintable())
    name = PurePath(file_name).stem[:_LONGEST_TITLE].strip() or "network"
    imported = load_onnx(
        data,
        name=name,
        fold_batchnorm=about.fold_batchnorm,
        input_shape=about.input_shape,
        limits=limits or Limits(),
    )
    network = imported.network
    if about.layout == "nhwc":
        network = with_channels_first(network)
    channels = _channels(network.input_shape, about.layout)
    return Model(
        id=slug(name),
        title=_title(about.title) or name,
        summary=about.summary or f"Imported from {PurePath(file_name).name[:_LONGEST_TITLE]}.",
        network=network,
        classes=_classes(about.labels, network.shapes[network.logits][0]),
        preprocessing=Preprocessing(
            _numbers("mean", about.mean, channels, 0.0), _positive("std", about.std, channels)
        ),
        samples=(),
        weights="imported",
        notes=tuple(imported.notes),
    )


def with_channels_first(network: Network) -> Network:
    """The same network for inputs C×H×W (C×L, C×T×H×W) where it takes H×W×C: a transpose in front of it."""
    name = _unused("channels_last", network)
    *sides, channels = network.input_shape
    layers = [
        Layer(each.name, each.operation, tuple(name if it == INPUT else it for it in each.inputs))
        for each in network.layers
    ]
    first = Layer(name, Transpose((*range(1, len(network.input_shape)), 0)), (INPUT,))
    return Network((channels, *sides), [first, *layers])


def slug(name: str) -> str:
    """A name as it stands in an address: a–z, 0–9 and single hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_ID].strip("-") or "network"


def _unused(wanted: str, network: Network) -> str:
    while wanted in network.shapes:
        wanted += "_"
    return wanted


def _channels(shape: Shape, layout: Layout) -> int:
    """How many channels the network's input has; an error where nothing that can be sent has so many."""
    if kind_of(shape) == "signal" or shape[0] in _CHANNELS:
        return shape[0]
    hint = " Its channels seem to come last: say layout = nhwc." if shape[-1] in _CHANNELS else ""
    raise AboutError(
        f"The network takes {describe(shape)}. Pictures and clips have their channels first, and 1 (grey) or "
        f"3 (colour) of them.{hint if layout == 'nchw' else ''}"
    )


def _title(title: str | None) -> str:
    if title is not None and len(title) > _LONGEST_TITLE:
        raise AboutError(f"title is {len(title)} characters long; {_LONGEST_TITLE} are allowed.")
    return (title or "").strip()


def _classes(labels: tuple[str, ...] | None, count: int) -> tuple[str, ...]:
    if labels is None:
        return tuple(f"class {index}" for index in range(count))
    if len(labels) != count:
        raise AboutError(
            f"labels holds {len(labels)} labels and the network has {count} outputs. Give one an output, in "
            "the order of the outputs."
        )
    return labels


def _numbers(key: str, given: tuple[float, ...] | None, channels: int, without: float) -> tuple[float, ...]:
    numbers = (without,) if given is None else given
    if len(numbers) not in (1, channels):
        raise AboutError(
            f"{key} holds {len(numbers):,} numbers; it has to be one for all channels, or one for each of "
            f"the network's {channels}."
        )
    if not all(map(math.isfinite, numbers)):
        raise AboutError(f"{key} is {list(numbers)}; every number has to be finite.")
    return numbers * (channels // len(numbers))


def _positive(key: str, given: tuple[float, ...] | None, channels: int) -> tuple[float, ...]:
    numbers = _numbers(key, given, channels, 1.0)
    if min(numbers) <= 0:
        raise AboutError(f"{key} is {list(numbers)}; pixels are divided by it, so that it must be above 0.")
    return numbers
