"""Whatever fits the OpenAPI document, or nearly does, is answered as it says and without a server error."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.server import create_app
from core.zoo import catalogue
from tests import onnx_files

# A few for each method and path keep it far below a minute.
EXAMPLES = 40

APP = create_app()
# 410: an updated network that is not kept any more, whatever else is asked of it.
REFUSALS = ["400", "404", "406", "410", "413", "415", "422"]
CHECKS = {"negative_data_rejection": {"expected-statuses": REFUSALS}}
SCHEMA = schemathesis.openapi.from_asgi(
    "/openapi.json", APP, config=SchemathesisConfig.from_dict({"checks": CHECKS})
)
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}
# Any text is a good path, so that only what takes a query or a body can be asked in a way that does not fit.
CAN_BE_MISUSED = [name for name, operation in OPERATIONS.items() if operation.query or operation.body]

# Networks are taken from this machine only.
FROM_HERE = {"Host": "localhost"}

# Names that exist, which random texts never hit. Definitions of large networks would take minutes.
TRAINED = [model for model in catalogue().values() if model.weights == "trained"]
NAMES = {
    "model": [model.id for model in TRAINED],
    "sample": [sample.id for model in TRAINED for sample in model.samples],
    "layer": [layer.name for model in TRAINED for layer in model.network.layers],
    "layers": ["conv1", "conv1,relu1"],
}


@pytest.fixture(scope="module", autouse=True)
def started() -> Iterator[None]:
    """The models are loaded."""
    with TestClient(APP):
        yield


def put_what_exists(part: Any, things: dict[str, list[Any]], data: st.DataObject) -> None:
    """Replace some of what a part of a request holds by things that exist."""
    for name in sorted(things.keys() & part.keys()) if isinstance(part, dict) else ():
        if data.draw(st.booleans()):
            part[name] = data.draw(st.sampled_from(things[name]))


# A file that can be read. With it a form is taken that only breaks types: in a form all is text.
FILES = {"file": [onnx_files.classifier()]}


def check(name: str, mode: GenerationMode) -> None:
    things = NAMES | FILES if mode is GenerationMode.POSITIVE else NAMES

    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode), data=st.data())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def keeps_to_the_document(case: Case, data: st.DataObject) -> None:
        for part in (case.path_parameters, case.query, case.body):
            put_what_exists(part, things, data)
        # The document does not know which layers and classes a model has: what fits it may be refused.
        case.call_and_validate(headers=FROM_HERE, excluded_checks=[positive_data_acceptance])

    keeps_to_the_document()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_request_that_fits_the_document_is_answered_as_it_says(name: str) -> None:
    check(name, GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", CAN_BE_MISUSED)
def test_a_request_that_does_not_fit_is_refused_as_it_says(name: str) -> None:
    check(name, GenerationMode.NEGATIVE)
