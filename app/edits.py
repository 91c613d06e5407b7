"""Edits of a network's weights as a client orders them: as JSON, bounded, and checked against the network."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictFloat,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
)

from app.problems import Problem, problem_of_validation
from core.editing import Edit, checked
from core.network import Network

# A dense layer of a thousand units by a thousand inputs; more is another network, which can be imported.
MOST_VALUES = 1_000_000
# As many kernels as a wide layer has channels; whole slices take one edit.
MOST_EDITS = 4_096


class EditBody(BaseModel):
    """Values that replace a slice of a layer's parameter for this run only."""

    model_config = ConfigDict(extra="forbid")

    layer: StrictStr = Field(description="Name of a layer.")
    parameter: StrictStr = Field(
        description="Name of a parameter or running statistic, as /weights tells it: weight, bias …"
    )
    at: list[StrictInt] = Field(
        default=[],
        description="Leading indices of the slice: [] is the whole parameter; of a convolution's weight [3] "
        "is filter 3, and [3, 0] the kernel with which it reads channel 0.",
        max_length=8,
    )
    values: list[Any] | StrictFloat = Field(
        description="Nested lists shaped as the slice, or a number where the slice is one; finite in float32."
    )


_EDITS: TypeAdapter[list[EditBody]] = TypeAdapter(list[EditBody])


def read(field: str) -> list[EditBody]:
    """The edits of a form's field, which holds the list as JSON."""
    try:
        return _EDITS.validate_python(json.loads(field))
    except ValidationError as error:
        raise problem_of_validation("edits", error) from None
    except (ValueError, RecursionError):
        raise Problem(
            422,
            'The field "edits" is not valid JSON. '
            'Send [{"layer": …, "parameter": …, "at": […], "values": …}].',
        ) from None


def edits_of(bodies: Sequence[EditBody], network: Network) -> tuple[Edit, ...]:
    """The edits, checked before anything runs; a problem where they do not fit or are too many."""
    _check_size(bodies)
    edits = tuple(Edit(each.layer, each.parameter, each.values, tuple(each.at)) for each in bodies)
    for edit in edits:
        checked(network, edit)
    return edits


def _check_size(bodies: Sequence[EditBody]) -> None:
    if len(bodies) > MOST_EDITS:
        raise Problem(
            413,
            f"There are {len(bodies):,} edits, and {MOST_EDITS:,} may be sent. "
            "Put those of a layer together: an edit may be a whole filter, or all of a parameter.",
        )
    values = sum(_count(each.values) for each in bodies)
    if values > MOST_VALUES:
        raise Problem(
            413,
            f"The edits give {values:,} values, and {MOST_VALUES:,} may be sent. "
            "For more, make a network of your own and import it.",
        )


def _count(values: Any) -> int:
    """How many numbers nested lists hold; without recursion, because a client chooses how deep they are."""
    waiting, count = [values], 0
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting.extend(each)
        else:
            count += 1
    return count
