"""What a client orders, checked in full before anything runs: an input, and a class to answer for."""

import json
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from app.events import absent
from app.library import Library, class_index
from app.problems import Problem, problem_of_validation
from app.runs import Answer, Loss, Selection, Task
from app.uploads import PICTURE, Upload
from core.counting import run_bytes
from core.errors import UnknownLoss
from core.images import MAX_PIXELS, Fit
from core.inputs import Prepared, Slot
from core.run import LOSSES
from core.zoo.model import Model

_FILE = (
    "PNG, JPEG or WebP file; for a network of clips an animated PNG, WebP or GIF, for one of signals a WAV."
)

Target: TypeAlias = StrictInt | StrictStr
T = TypeVar("T")


class JsonBody(BaseModel):
    """A picture, clip or signal in JSON: exactly one of `sample` and `pixels`."""

    model_config = ConfigDict(extra="forbid")

    sample: StrictStr = absent("Id of a sample, of this model or another; /api/samples lists them.")
    pixels: list[Any] = absent(
        "H×W×C numbers from 0 to 1 (C: 1 grey, 3 colour, 4 colour and opacity), or H×W. Any size from 1×1 to "
        "4096×4096; what is not the network's size is resized as a picture is. For a network of clips T×H×W×C"
        " or T×H×W; for a network of signals L×C or L, where 0.5 is silence."
    )
    target: Target = absent("Backward only: index or label of the class to answer for.")
    loss: Loss = absent("Backward only: what to take the gradient of.")


class FormBody(BaseModel):
    """A picture, clip or signal as a file in a form."""

    image: Annotated[str, Field(description=_FILE, json_schema_extra={"format": "binary"})]
    target: str = absent("Backward only: index or label of the class to answer for.")
    loss: Loss = absent("Backward only: what to take the gradient of.")


@dataclass(frozen=True)
class Wishes:
    """What the address of a request asks for, its body aside."""

    model: Model
    selection: Selection
    fit: Fit
    max_pixels: int
    backward: bool = False
    target: str | None = None
    loss: str | None = None

    def answering(self, target: str | None, loss: str | None) -> "Wishes":
        """The same, and a backward pass for a class under a loss."""
        return replace(self, backward=True, target=target, loss=loss)

    @property
    def memory(self) -> int:
        """About how many bytes the run will hold."""
        return run_bytes(self.model.network, backward=self.backward)

    @property
    def slot(self) -> Slot:
        """What the network takes; bars beside a picture have the colour of nothing."""
        drawing = self.model.drawing
        background = self.model.preprocessing.mean if drawing is None else drawing.paper
        return Slot(self.model.network.input_shape, self.fit, background, self.max_pixels)


def task_of(wishes: Wishes, upload: Upload, library: Library) -> Task:
    """A run that cannot fail for want of good input. Decodes the file, so call it in a worker thread."""
    if upload.image is not None:
        return _task(wishes, wishes.slot.read(upload.image), None, upload.fields)
    body = _parse(upload.json or b"")
    if "sample" in body:
        sample = library.sample(body["sample"])
        prepared = replace(wishes.slot, max_pixels=MAX_PIXELS).read(sample.path.read_bytes())
        truth = sample.label if sample.label in wishes.model.classes else None  # the sample may be another's
    else:
        prepared, truth = wishes.slot.from_lists(body["pixels"]), None
    return _task(wishes, prepared, truth, body)


def _task(wishes: Wishes, prepared: Prepared, truth: str | None, fields: dict[str, Any]) -> Task:
    loss = _loss(wishes, fields)  # refused where there is no such loss, wanted or not
    answer = _answer(wishes, fields, loss) if wishes.backward else None
    return Task(wishes.model, prepared.pixels, wishes.selection, truth, answer, prepared.note)


def _parse(data: bytes) -> dict[str, Any]:
    """What a JSON body gives, of the fields of JsonBody."""
    try:
        body = JsonBody.model_validate(json.loads(data)).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise problem_of_validation("body", error) from None
    except (ValueError, RecursionError):
        raise Problem(422, f"The body is not valid JSON. {PICTURE.remedy}") from None
    if ("sample" in body) == ("pixels" in body):
        found = "both sample and pixels" if "sample" in body else "neither sample nor pixels"
        raise Problem(422, f"The body has {found}; it must have one of them. {PICTURE.remedy}")
    return body


def _answer(wishes: Wishes, fields: dict[str, Any], loss: Loss) -> Answer:
    target = _said_once("target", wishes.target, fields.get("target"))
    return Answer(None if target is None else class_index(wishes.model.classes, target), loss)


def _loss(wishes: Wishes, fields: dict[str, Any]) -> Loss:
    loss: Any = _said_once("loss", wishes.loss, fields.get("loss"))
    if loss not in (None, *LOSSES):
        raise UnknownLoss(loss, LOSSES)
    return cast(Loss, loss or LOSSES[0])


def _said_once(name: str, in_query: T | None, in_body: T | None) -> T | None:
    if in_query is None or in_body is None:
        return in_body if in_query is None else in_query
    if str(in_query) != str(in_body):
        raise Problem(
            422, f"The {name} is {in_query!r} in the address and {in_body!r} in the body; give it once."
        )
    return in_query
