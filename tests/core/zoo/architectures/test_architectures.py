import numpy as np
import pytest

from core.counting import total_parameters
from core.images import Frame, prepare
from core.zoo import catalogue
from core.zoo.architectures import definitions
from core.zoo.definition import Definition

EVERY_DEFINITION = pytest.mark.parametrize("model", definitions(), ids=lambda model: model.id)


@EVERY_DEFINITION
def test_a_definition_says_that_it_is_random_and_when_and_by_whom_it_was_published(model: Definition):
    assert model.weights == "random"
    assert model.accuracy is None
    assert model.summary[:4].isdigit()
    assert model.summary.endswith(".")


@EVERY_DEFINITION
def test_random_weights_give_finite_activations_that_neither_explode_nor_vanish(model: Definition):
    network = model.runnable()
    channels, height, width = network.input_shape
    sample = catalogue()["photos" if channels == 3 else "digits"].samples[3]
    pixels = prepare(sample.path.read_bytes(), Frame(height, width, channels))
    run = network.run(model.preprocessing.tensor(pixels.transpose(2, 0, 1)[None]))
    for step in run.forward(keep=False):
        assert np.isfinite(step.output).all()
        assert 1e-2 < step.output.std() < 50 or step.layer.name == network.output
    assert run.logits.size == len(model.classes)
    assert run.probabilities.max() < 0.99


def test_all_definitions_together_hold_no_memory_worth_speaking_of():
    held = {
        id(owner): owner.nbytes
        for model in definitions()
        for value in model.network.state.values()
        for owner in (value if value.base is None else value.base,)
    }
    assert sum(total_parameters(model.network) for model in definitions()) > 1e8
    assert sum(held.values()) < 2e6
