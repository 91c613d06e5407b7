"""The endpoint that takes a step: every weight a little down the slope of a picture's loss."""

from hashlib import sha256
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from app.api import BODY
from app.dependencies import AnsweringTask, Computing, UpdatedInQuery, Updates
from app.events import absent
from app.problems import Problem
from app.runs import Answer, Loss, Task
from app.updated import Updated, UpdatedNetworks
from core.editing import checked
from core.stepping import NUMBERS, Rule, optimizer_of, step
from core.units import Target, Unit

router = APIRouter(prefix="/api")

Plan: TypeAlias = tuple[Rule, float, dict[str, float]]


class MovedParameter(BaseModel):
    """How far a step moved a parameter."""

    layer: str
    parameter: str
    weight: Annotated[float, Field(description="Euclidean length of the parameter before the step.")]
    gradient: Annotated[float, Field(description="… of its gradient.")]
    step: Annotated[float, Field(description="… of the step.")]
    largest: Annotated[float, Field(description="The largest change of a single number.")]


class UpdateAnswer(BaseModel):
    """A step that was taken. `id` goes into `updated` of whatever is asked of the network after it."""

    id: str
    parent: str = absent("The step before it; absent where it is the first one.")
    target: int = absent("Class index; absent where a unit is asked about.")
    label: str = absent("The class; absent where a unit is asked about.")
    name: Annotated[Loss | Literal["unit"], Field(description="The loss; unit: none, but its own value.")]
    loss_before: float
    loss_after: float
    moved: list[MovedParameter]


def _between(least: float, most: float, description: str) -> Any:
    return Query(ge=least, le=most, description=description)


async def _plan(
    optimizer: Annotated[Rule, Query(description="The rule that makes steps of gradients.")] = "sgd",
    rate: Annotated[float, Query(gt=0, le=1e9, description="The learning rate η.")] = 0.01,
    momentum: Annotated[float | None, _between(0, 0.9999, "momentum, nesterov: μ (0.9).")] = None,
    decay: Annotated[float | None, _between(0, 0.9999, "rmsprop, adam: of the running mean (0.9).")] = None,
    square_decay: Annotated[
        float | None, _between(0, 0.99999, "adam: of the running mean of squares (0.999).")
    ] = None,
    epsilon: Annotated[
        float | None, _between(1e-12, 1, "rmsprop, adam: keeps the divisor from 0 (1e-8).")
    ] = None,
) -> Plan:
    """A rule and its numbers; a problem where it does not take one of them."""
    given = {"momentum": momentum, "decay": decay, "square_decay": square_decay, "epsilon": epsilon}
    numbers = {name: value for name, value in given.items() if value is not None}
    for name in numbers.keys() - NUMBERS[optimizer].keys():
        takers = " and ".join(rule for rule, taken in NUMBERS.items() if name in taken)
        raise Problem(422, f"query {name}: {optimizer} does not take it. Leave it out; {takers} take it.")
    return optimizer, rate, NUMBERS[optimizer] | numbers


@router.post(
    "/models/{model}/updates", status_code=201, openapi_extra=BODY, response_model_exclude_unset=True
)
async def update(
    plan: Annotated[Plan, Depends(_plan)],  # refused before the body is read
    parent: UpdatedInQuery,
    task: AnsweringTask,
    updates: Updates,
    capacity: Computing,
) -> UpdateAnswer:
    """One step of learning from this picture: the network with moved weights is kept under an id.

    Edits are part of what the step begins with. The same order gives the same id.
    """
    return await capacity.compute(_step, task, plan, parent, updates)


def _step(task: Task, plan: Plan, parent: Updated | None, updates: UpdatedNetworks) -> UpdateAnswer:
    network, x, answer = task.network(), task.tensor(), task.answer or Answer()
    target = answer.target
    if target is None:
        target = answer.target_in(network.run(x).finish(keep=False))
    rule, rate, numbers = plan
    optimizer = optimizer_of(rule, rate, numbers, parent.stepped.optimizer if parent else None)
    stepped = step(network, x, target, answer.loss, optimizer)
    name = _id(task, plan, parent, target)
    base = parent.of if parent else task.model
    updates.keep(Updated(name, parent.id if parent else None, base, stepped))
    about: dict[str, Any] = {"parent": parent.id} if parent else {}
    if not isinstance(target, Unit):
        about |= {"target": target, "label": task.model.classes[target]}
    return UpdateAnswer(
        id=name,
        name="unit" if isinstance(target, Unit) else answer.loss,
        **about,
        loss_before=stepped.before,
        loss_after=stepped.after,
        moved=[MovedParameter(**vars(each)) for each in stepped.moved],
    )


def _id(task: Task, plan: Plan, parent: Updated | None, target: Target) -> str:
    """The same for the same step from the same place."""
    loss = (task.answer or Answer()).loss
    told = sha256(repr((task.model.id, parent and parent.id, plan, target, loss)).encode())
    told.update(np.ascontiguousarray(task.tensor()).tobytes())
    for edit in task.edits:
        told.update(repr((edit.layer, edit.parameter, edit.at)).encode())
        told.update(checked(task.model.network, edit).tobytes())
    return told.hexdigest()[:20]
