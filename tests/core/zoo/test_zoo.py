import numpy as np
import pytest
from PIL import Image

from core.counting import total_parameters
from core.errors import UnknownModel
from core.inputs import Slot, ending_of
from core.zoo import RECIPES, catalogue
from core.zoo.architectures import definitions
from core.zoo.evaluation import recorded_accuracy
from core.zoo.model import Model
from core.zoo.weights import weights_path
from tests.core.oracles import STEP, backward_by_name, in_float64, input_gradient, run_bumped

MODELS = ("photos", "digits", "x-or-o", "clips-3d", "clips-2plus1d", "signals")
EVERY_MODEL = pytest.mark.parametrize("name", MODELS)


def pixels_of(model: Model) -> np.ndarray:
    """All of a model's samples, N×C×… in 0..1."""
    slot = Slot(model.network.input_shape)
    inputs = [slot.read(sample.path.read_bytes()).pixels for sample in model.samples]
    return np.moveaxis(np.stack(inputs), -1, 1)


def test_the_catalogue_holds_the_trained_networks_in_order_and_then_the_definitions():
    trained = [model.id for model in catalogue().values() if model.weights == "trained"]
    assert tuple(trained) == MODELS == tuple(RECIPES)
    assert list(catalogue()) == [*MODELS, *(model.id for model in definitions())]
    assert all(model_id == model.id for model_id, model in catalogue().items())


def test_an_unknown_model_is_told_with_those_that_exist():
    assert catalogue()["digits"] is catalogue()["digits"]
    with pytest.raises(UnknownModel, match=r"no model 'cats'.* photos, digits, x-or-o"):
        catalogue()["cats"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("photos", 72_730),
        ("digits", 61_706),
        ("clips-3d", 17_750),
        ("clips-2plus1d", 10_174),
        ("signals", 6_086),
    ],
)
def test_parameter_counts(name, count):
    assert total_parameters(catalogue()[name].network) == count


@EVERY_MODEL
def test_weights_are_below_400_kb(name):
    assert weights_path(name).stat().st_size < 400_000


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("photos", 0.865),
        ("digits", 0.992),
        ("x-or-o", 0.98),
        ("clips-3d", 0.95),
        ("clips-2plus1d", 0.95),
        ("signals", 0.95),
    ],
)
def test_recorded_accuracies_are_what_was_asked_for(name, least):
    assert catalogue()[name].accuracy == recorded_accuracy(name)
    assert catalogue()[name].accuracy >= least


@EVERY_MODEL
def test_scores_are_one_a_class(name):
    model = catalogue()[name]
    assert model.network.shapes[model.network.logits] == (len(model.classes),)
    assert len(set(model.classes)) == len(model.classes)
    assert model.title
    assert model.summary.endswith(".")


@EVERY_MODEL
def test_every_class_has_a_sample_that_is_of_the_networks_size(name):
    model = catalogue()[name]
    assert {sample.label for sample in model.samples} == set(model.classes)
    assert len({sample.id for sample in model.samples}) == len(model.samples)
    shape = model.network.input_shape
    for sample in model.samples:
        assert sample.id == f"{name}-{sample.path.stem}"
        assert sample.path.stem.startswith(f"{sample.label.lower()}-")
        assert sample.path.suffix == ending_of(shape)
        prepared = Slot(shape).read(sample.path.read_bytes())
        assert prepared.note is None  # it has as many frames, or values, as the network takes
        assert prepared.pixels.shape == (*shape[1:], shape[0])


@pytest.mark.parametrize("name", ["photos", "digits", "x-or-o"])
def test_samples_that_are_pictures_have_the_networks_size_and_colours(name):
    model = catalogue()[name]
    channels, height, width = model.network.input_shape
    for sample in model.samples:
        with Image.open(sample.path) as picture:
            assert picture.format == "PNG"
            assert picture.size == (width, height)
            assert picture.mode == ("RGB" if channels == 3 else "L")


@pytest.mark.parametrize("name", ["clips-3d", "clips-2plus1d"])
def test_samples_that_are_clips_are_animated(name):
    model = catalogue()[name]
    _, frames, height, width = model.network.input_shape
    for sample in model.samples:
        with Image.open(sample.path) as picture:
            assert (picture.format, picture.n_frames) == ("PNG", frames)
            assert picture.size == (width, height)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("photos", 0.6),
        ("digits", 0.9),
        ("x-or-o", 0.75),
        ("clips-3d", 0.8),
        ("clips-2plus1d", 0.8),
        ("signals", 0.8),
    ],
)
def test_most_samples_are_recognized(name, least):
    model = catalogue()[name]
    run = model.network.run(model.preprocessing.tensor(pixels_of(model))).finish()
    found = run.activations[model.network.logits].argmax(axis=1)
    right = [model.classes[k] == sample.label for k, sample in zip(found, model.samples, strict=True)]
    assert np.mean(right) >= least


@EVERY_MODEL
def test_a_picture_alone_gets_the_same_scores_as_in_a_batch(name):
    model = catalogue()[name]
    x = model.preprocessing.tensor(pixels_of(model)[:4])
    together = model.network.run(x).finish().activations[model.network.logits]
    for picture, expected in zip(x, together, strict=True):
        alone = model.network.run(picture[None]).finish().logits
        np.testing.assert_allclose(alone, expected, rtol=1e-4, atol=1e-4)


def in_float64_as_trained(name: str):
    """The network with its trained weights in float64, and a picture of noise, in which no two values tie."""
    trained = catalogue()[name].network
    network = in_float64(trained)
    for parameter, value in trained.parameters.items():
        network.set_parameter(parameter, value.astype(np.float64))
    return network, np.random.default_rng(5).uniform(-1, 1, (1, *network.input_shape))


def some_entries(shape: tuple[int, ...], count: int = 3) -> list[tuple[int, ...]]:
    rng = np.random.default_rng(6)
    return [tuple(int(rng.integers(0, size)) for size in shape) for _ in range(count)]


def slope_unless_at_a_kink(value_at) -> float | None:
    """The central difference; None where it differs to the two sides, as at a ReLU's 0 or a pool's tie."""
    below, here, above = value_at(-STEP), value_at(0.0), value_at(STEP)
    if abs((above - here) - (here - below)) > 1e-4 * abs(above - below) + 1e-11:
        return None
    return (above - below) / (2 * STEP)


@EVERY_MODEL
def test_gradients_of_the_trained_weights_are_the_slopes_of_the_loss(name):
    network, x = in_float64_as_trained(name)
    steps = backward_by_name(network.run(x).finish().answer_for(1)[1])
    checked = 0
    for key, parameter in network.parameters.items():
        layer, _, own = key.rpartition(".")
        for index in some_entries(parameter.shape):
            kept = parameter[index]

            def value_at(by: float, parameter=parameter, index=index, kept=kept) -> float:
                parameter[index] = kept + by
                value = network.run(x).finish().answer_for(1)[0]
                parameter[index] = kept
                return value

            slope = slope_unless_at_a_kink(value_at)
            if slope is not None:
                assert steps[layer].d_parameters[own][index] == pytest.approx(slope, rel=1e-4, abs=1e-7)
                checked += 1
    assert checked > 2 * len(network.parameters)


@EVERY_MODEL
def test_gradients_of_the_activations_and_the_picture_are_the_slopes_of_the_loss(name):
    network, x = in_float64_as_trained(name)
    gradients = {
        layer: step.d_output
        for layer, step in backward_by_name(network.run(x).finish().answer_for(1)[1]).items()
    }
    del gradients[network.output]  # the loss is computed from the logits before the softmax
    checked = 0
    for layer, gradient in gradients.items():
        for index in some_entries(gradient.shape):
            slope = slope_unless_at_a_kink(
                lambda by, layer=layer, index=index: run_bumped(network, x, layer, index, by).answer_for(1)[0]
            )
            if slope is not None:
                assert gradient[index] == pytest.approx(slope, rel=1e-4, abs=1e-7)
                checked += 1
    assert checked > 2 * len(gradients)
    d_input = input_gradient(network.run(x).finish().answer_for(1)[1])
    for index in some_entries(x.shape, 8):

        def value_at(by: float, index=index) -> float:
            moved = x.copy()
            moved[index] += by
            return network.run(moved).finish().answer_for(1)[0]

        slope = slope_unless_at_a_kink(value_at)
        assert slope is None or d_input[index] == pytest.approx(slope, rel=1e-4, abs=1e-7)
