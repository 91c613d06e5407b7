"""The methods' own numbers: which method takes each, its range, and what it is unless given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Query

from app.problems import Problem
from core.attribution import Method

# The patch, unless told otherwise, as a part of the picture's sides; it moves by half of its size.
_PATCH_PART = 5


@dataclass(frozen=True)
class Number:
    """One of them; `usual` by method, None where it depends on the picture."""

    title: str
    says: str
    least: float
    most: float
    usual: Mapping[Method, float | None]
    whole: bool = True


NUMBERS: dict[str, Number] = {
    "samples": Number("Noisy copies", "How many are averaged.", 1, 100, {"smooth_grad": 25}),
    "noise": Number(
        "Noise", "Its deviation as a share of the picture's range.", 0, 2, {"smooth_grad": 0.15}, False
    ),
    "steps": Number(
        "Steps", "Points on the way, or steps uphill.", 1, 300, {"integrated": 50, "maximization": 64}
    ),
    "patch": Number("Patch", "Its side in pixels.", 1, 512, {"occlusion": None}),
    "stride": Number("Stride", "By how many pixels the patch moves.", 1, 512, {"occlusion": None}),
    "rate": Number("Rate", "How far a step moves a pixel.", 0.0001, 1, {"maximization": 0.05}, False),
    "decay": Number("Decay", "Pull to the middle, a share a step.", 0, 0.9, {"maximization": 0.01}, False),
    "blur": Number("Blur", "In pixels, every fourth step.", 0, 5, {"maximization": 0.5}, False),
    "jitter": Number("Jitter", "Random shift of a step, in pixels.", 0, 32, {"maximization": 2}),
    "seed": Number("Seed", "Of what is random.", 0, 2**31, {"smooth_grad": 0, "maximization": 0}),
}


def in_query(name: str) -> Any:
    """A number as a parameter of the address."""
    number = NUMBERS[name]
    takers = ", ".join(
        method if usual is None else f"{method} ({usual:g})" for method, usual in number.usual.items()
    )
    return Query(ge=number.least, le=number.most, description=f"{takers}: {number.says}")


@dataclass(frozen=True)
class Chosen:
    """A method with the numbers given for it."""

    method: Method
    given: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.given:
            takers = NUMBERS[name].usual
            if self.method not in takers:
                raise Problem(
                    422,
                    f"query {name}: {self.method} does not take it. Leave it out; "
                    f"{' and '.join(takers)} takes it.",
                )


def usual(name: str, method: Method, sizes: tuple[int, ...]) -> float:
    """What a number is unless given, for a picture with axes of these sizes."""
    said = NUMBERS[name].usual[method]
    if said is not None:
        return said
    side = max(1, round(max(sizes) / _PATCH_PART))
    return side if name == "patch" else max(1, side // 2)


def patch_and_stride(
    given: Mapping[str, Any], sizes: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The patch's size and how far it moves, along each axis; no axis is shorter than the patch."""
    side = given.get("patch") or int(usual("patch", "occlusion", sizes))
    patch = tuple(min(side, size) for size in sizes)
    step = given.get("stride") or max(1, side // 2)
    return patch, tuple(step for _ in sizes)
