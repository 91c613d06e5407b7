"""The endpoint that checks a gradient: one value nudged, the network run on twice, the slope measured."""

from math import isfinite
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from app.api import BODY
from app.dependencies import AnsweringTask, Computing, ModelInPath
from app.events import absent
from app.places import numbers
from app.runs import Answer, Loss, Task
from core.checking import OUTPUT, Asked, Place, check, checked_place
from core.units import Unit

router = APIRouter(prefix="/api")

_Number: TypeAlias = Annotated[float | None, Field(description="null: it is not finite.")]


class CheckAnswer(BaseModel):
    """A gradient, and the slope of the loss that was measured at the same value, both in float64."""

    layer: str
    of: str
    index: list[int]
    target: int = absent("Class index; absent where a unit is asked about.")
    label: str = absent("The class; absent where a unit is asked about.")
    name: Annotated[Loss | Literal["unit"], Field(description="The loss; unit: none, but its own value.")]
    value: _Number
    loss: Annotated[float | None, Field(description="With the value as it is.")]
    epsilon: _Number
    lower: Annotated[float | None, Field(description="The loss with the value less by epsilon.")]
    upper: Annotated[float | None, Field(description="The loss with the value more by epsilon.")]
    slope: Annotated[float | None, Field(description="(upper − lower) / 2·epsilon.")]
    gradient: Annotated[float | None, Field(description="As backpropagation gives it, in float64.")]
    gradient32: Annotated[float | None, Field(description="As it is on the stream, in float32.")]
    relative_error: Annotated[
        float | None, Field(description="|slope − gradient| as a share of the larger; 0 where both are 0.")
    ]
    rounding: Annotated[
        float | None, Field(description="About so far the slope errs because losses have no more digits.")
    ]
    switched: Annotated[
        dict[str, int],
        Field(
            description="Where the loss has a kink between both runs: how many sides of a ReLU (or the like) "
            "and winners of a maximum differ, by layer."
        ),
    ]


async def _place(
    model: ModelInPath,
    layer: Annotated[
        str, Query(description='Name of a layer, or "input" for the picture as the network gets it.')
    ],
    index: Annotated[
        str, Query(description="Which number of it: map,row,column; of a weight filter,channel,row,column.")
    ],
    of: Annotated[
        str,
        Query(
            description="What of the layer: output, input (what it reads, and nobody else that reads it too; "
            "its second input is input1), or the name of a parameter."
        ),
    ] = OUTPUT,
) -> Place:
    """The number that the address names; a problem where there is no such."""
    place = Place(layer, of, numbers("index", index))
    checked_place(model.network, place)
    return place


@router.post("/models/{model}/check", response_model_exclude_unset=True, openapi_extra=BODY)
async def check_gradient(
    place: Annotated[Place, Depends(_place)],  # refused, where there is none, before the body is read
    task: AnsweringTask,
    capacity: Computing,
    epsilon: Annotated[
        float | None,
        Query(
            gt=0,
            le=1e6,
            description="By how much the value is nudged; left out: about 1e-5 of it, or of its neighbours.",
        ),
    ] = None,
) -> CheckAnswer:
    """Is a gradient right? One value is nudged by ±epsilon, and the loss's slope compared with it."""
    return await capacity.compute(_checked, task, place, epsilon)


def _checked(task: Task, place: Place, epsilon: float | None) -> CheckAnswer:
    network, x = task.network(), task.tensor()
    answer = task.answer or Answer()
    with np.errstate(all="ignore"):  # a value nudged far may overflow
        run = network.run(x).finish()
        target = answer.target_in(run)
        asked = Asked(target, answer.loss)
        gradient32 = asked.gradient(run, place)
        del run
        found = check(network, x, place, asked, epsilon)
    about: dict[str, Any] = {}
    if not isinstance(target, Unit):
        about = {"target": target, "label": task.model.classes[target]}
    told: dict[str, Any] = {
        "value": found.value,
        "loss": found.loss,
        "epsilon": found.nudge.epsilon,
        "lower": found.nudge.lower,
        "upper": found.nudge.upper,
        "slope": found.nudge.slope,
        "gradient": found.gradient,
        "gradient32": gradient32,
        "relative_error": found.relative_error,
        "rounding": found.rounding,
    }
    return CheckAnswer(
        layer=place.layer,
        of=place.of,
        index=list(place.index),
        name="unit" if isinstance(target, Unit) else answer.loss,
        switched=found.nudge.switched,
        **about | {name: each if isfinite(each) else None for name, each in told.items()},
    )
