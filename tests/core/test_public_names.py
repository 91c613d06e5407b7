"""What `from core import …` gives, and what it does not load yet."""

import core
from core import ops
from tests.importing import modules_loaded_by


def test_every_public_name_exists_once():
    assert len(core.__all__) == len(set(core.__all__))
    assert all(hasattr(core, name) for name in core.__all__)


def test_every_operation_is_public():
    assert set(ops.__all__) <= set(core.__all__)


def test_public_names_are_those_of_the_modules_and_no_copies():
    assert core.Conv2d is ops.Conv2d
    assert core.load_onnx.__module__ == "core.onnx_import.loading"


def test_the_zoo_pictures_and_onnx_are_not_loaded_until_they_are_asked_for():
    loaded = modules_loaded_by("import core")
    assert not loaded & {"core.zoo", "core.images", "PIL", "onnx", "multiprocessing"}
    assert {"core.zoo", "core.zoo.photos"} <= modules_loaded_by("import core; core.load('x-or-o')")
