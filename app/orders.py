"""What a client orders, checked in full before anything runs: an input, and a class to answer for."""

import json
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeAlias, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from app.edits import EditBody, edits_of
from app.edits import read as read_edits
from app.events import absent
from app.library import Library, class_index
from app.problems import Problem, problem_of_validation
from app.runs import DEFAULT_LOSS, Answer, Loss, Task
from app.selection import Selection
from app.uploads import PICTURE, Upload
from core.counting import FLOAT32_BYTES, run_bytes, total_parameters
from core.editing import Edit, copied_bytes
from core.errors import UnknownLoss
from core.images import MAX_PIXELS, Fit
from core.inputs import Prepared, Slot
from core.losses import LOSSES
from core.units import Unit
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
    edits: list[EditBody] = absent(
        "Weights replaced for this run, one edit after the other; all others, and the model itself, stay."
    )


class FormBody(BaseModel):
    """A picture, clip or signal as a file in a form."""

    image: Annotated[str, Field(description=_FILE, json_schema_extra={"format": "binary"})]
    target: str = absent("Backward only: index or label of the class to answer for.")
    loss: Loss = absent("Backward only: what to take the gradient of.")
    edits: str = absent("Weights replaced for this run: a list as in JsonBody, as JSON.")


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
    in_float64: bool = False  # it is run once more with twice as many digits
    unit: Unit | None = None

    def answering(self, target: str | None, loss: str | None, unit: Unit | None = None) -> "Wishes":
        """The same, and a backward pass for a class under a loss, or for a unit that the model has."""
        return replace(self, backward=True, target=target, loss=loss, unit=unit)

    @property
    def memory(self) -> int:
        """About how many bytes the run will hold."""
        network = self.model.network
        run = run_bytes(network, backward=self.backward)
        return run + 2 * (run + FLOAT32_BYTES * total_parameters(network)) if self.in_float64 else run

    @property
    def slot(self) -> Slot:
        """What the network takes; bars beside a picture have the colour of nothing."""
        drawing = self.model.drawing
        background = self.model.preprocessing.mean if drawing is None else drawing.paper
        return Slot(self.model.network.input_shape, self.fit, background, self.max_pixels)


@dataclass(frozen=True)
class Order:
    """A body that has been read: a file or the fields of JSON, and the weights it replaces."""

    wishes: Wishes
    file: bytes | None
    fields: dict[str, Any]
    edits: tuple[Edit, ...]

    @property
    def memory(self) -> int:
        """About how many bytes the run will hold."""
        return self.wishes.memory + copied_bytes(self.wishes.model.network, self.edits)


def order_of(wishes: Wishes, upload: Upload) -> Order:
    """Read a body, as far as that needs no memory to speak of. Parses JSON, so call it in a worker thread."""
    if upload.image is not None:
        fields: dict[str, Any] = dict(upload.fields)
        edits = read_edits(fields["edits"]) if "edits" in fields else []
    else:
        fields = _parse(upload.json or b"")
        edits = fields.get("edits", [])
    return Order(wishes, upload.image, fields, edits_of(edits, wishes.model.network))


def task_of(order: Order, library: Library) -> Task:
    """A run that cannot fail for want of good input. Decodes the file, so call it in a worker thread."""
    wishes, fields = order.wishes, order.fields
    if order.file is not None:
        return _task(order, wishes.slot.read(order.file), None)
    if "sample" not in fields:
        return _task(order, wishes.slot.from_lists(fields["pixels"]), None)
    sample = library.sample(fields["sample"])
    prepared = replace(wishes.slot, max_pixels=MAX_PIXELS).read(sample.path.read_bytes())
    # The sample may be another model's.
    return _task(order, prepared, sample.label if sample.label in wishes.model.classes else None)


def _task(order: Order, prepared: Prepared, truth: str | None) -> Task:
    wishes = order.wishes
    loss = _loss(wishes, order.fields)  # refused where there is no such loss, wanted or not
    answer = _answer(wishes, order.fields, loss) if wishes.backward else None
    return Task(
        wishes.model, prepared.pixels, wishes.selection, truth, answer, prepared.note, edits=order.edits
    )


def _parse(data: bytes) -> dict[str, Any]:
    """What a JSON body gives, of the fields of JsonBody."""
    try:
        read = JsonBody.model_validate(json.loads(data))
    except ValidationError as error:
        raise problem_of_validation("body", error) from None
    except (ValueError, RecursionError):
        raise Problem(422, f"The body is not valid JSON. {PICTURE.remedy}") from None
    body = {name: getattr(read, name) for name in read.model_fields_set}
    if ("sample" in body) == ("pixels" in body):
        found = "both sample and pixels" if "sample" in body else "neither sample nor pixels"
        raise Problem(422, f"The body has {found}; it must have one of them. {PICTURE.remedy}")
    return body


def _answer(wishes: Wishes, fields: dict[str, Any], loss: Loss | None) -> Answer:
    target = _said_once("target", wishes.target, fields.get("target"))
    if wishes.unit is None:
        return Answer(
            None if target is None else class_index(wishes.model.classes, target), loss or DEFAULT_LOSS
        )
    for name, given in (("target", target), ("loss", loss)):
        if given is not None:
            raise Problem(
                422,
                f"A unit is asked about, and a {name} is given: {given!r}. The gradient is that of the "
                f"unit's own value; leave the {name} out, or layer and unit.",
            )
    return Answer(wishes.unit)


def _loss(wishes: Wishes, fields: dict[str, Any]) -> Loss | None:
    loss: Any = _said_once("loss", wishes.loss, fields.get("loss"))
    if loss not in (None, *LOSSES):
        raise UnknownLoss(loss, LOSSES)
    return cast(Loss | None, loss)


def _said_once(name: str, in_query: T | None, in_body: T | None) -> T | None:
    if in_query is None or in_body is None:
        return in_body if in_query is None else in_query
    if str(in_query) != str(in_body):
        raise Problem(
            422, f"The {name} is {in_query!r} in the address and {in_body!r} in the body; give it once."
        )
    return in_query
