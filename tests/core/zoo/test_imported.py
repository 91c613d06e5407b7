"""An ONNX file and what is said of it become a model."""

import numpy as np
import pytest
from onnx.reference import ReferenceEvaluator

from core.errors import AboutError, ModelError
from core.inputs import InputError
from core.zoo.imported import About, import_model, slug
from tests import onnx_files

PIXELS = np.random.default_rng(3).random((1, 3, 8, 8), np.float32)


def scores(data: bytes, pixels: np.ndarray, about: About | None = None) -> np.ndarray:
    """The last layer's output for pixels 1×C×H×W in 0..1."""
    model = import_model(data, "a.onnx", about)
    run = model.runnable().run(model.preprocessing.tensor(pixels))
    for _ in run.forward():
        pass
    return run.activations[model.network.output]


def expected(data: bytes, pixels: np.ndarray) -> np.ndarray:
    import onnx

    return np.asarray(ReferenceEvaluator(onnx.load_from_string(data)).run(None, {"pixels": pixels})[0])


def test_a_file_alone_makes_a_model_called_after_it() -> None:
    model = import_model(onnx_files.classifier(), "My Net (v2).onnx")
    assert (model.id, model.title, model.weights) == ("my-net-v2", "My Net (v2)", "imported")
    assert model.summary == "Imported from My Net (v2).onnx."
    assert model.classes == ("class 0", "class 1", "class 2")
    assert model.network.input_shape == (3, 8, 8)
    assert model.preprocessing.mean == (0.0,) * 3
    assert model.preprocessing.std == (1.0,) * 3
    assert model.samples == ()


def test_what_is_said_of_it_is_kept() -> None:
    about = About("Mine", "Tells a, b and c apart.", ("a", "b", "c"), (0.5,), (0.1, 0.2, 0.3))
    model = import_model(onnx_files.classifier(), "net.onnx", about)
    assert (model.id, model.title, model.summary) == ("net", "Mine", "Tells a, b and c apart.")
    assert model.classes == ("a", "b", "c")
    assert model.preprocessing.mean == (0.5, 0.5, 0.5)
    assert model.preprocessing.std == (0.1, 0.2, 0.3)


def test_it_computes_what_the_file_says() -> None:
    data = onnx_files.classifier()
    np.testing.assert_allclose(scores(data, PIXELS), expected(data, PIXELS), rtol=1e-5)


def test_mean_and_std_are_taken_off_the_pixels_before() -> None:
    data = onnx_files.classifier()
    found = scores(data, PIXELS, About(mean=(0.5,), std=(0.25, 0.5, 1.0)))
    divided = (PIXELS - 0.5) / np.array([0.25, 0.5, 1.0], np.float32)[:, None, None]
    np.testing.assert_allclose(found, expected(data, divided.astype(np.float32)), rtol=1e-5)


def test_a_network_whose_channels_come_last_gets_them_last() -> None:
    data, about = onnx_files.channels_last(), About(layout="nhwc")
    assert import_model(data, "a.onnx", about).network.input_shape == (3, 4, 5)
    pixels = np.ascontiguousarray(PIXELS[:, :, :4, :5])
    last = np.ascontiguousarray(pixels.transpose(0, 2, 3, 1))
    np.testing.assert_allclose(scores(data, pixels, about), expected(data, last), rtol=1e-5)


def test_a_network_whose_channels_come_last_without_a_word_is_refused_with_the_word() -> None:
    with pytest.raises(AboutError, match=r"takes 4×5×3.*layout = nhwc"):
        import_model(onnx_files.channels_last(), "a.onnx")


def test_batch_norms_are_shown_or_folded() -> None:
    data = onnx_files.classifier()
    kinds = [
        [
            layer.operation.kind
            for layer in import_model(data, "a.onnx", About(fold_batchnorm=fold)).network.layers
        ]
        for fold in (False, True)
    ]
    assert "batchnorm" in kinds[0]
    assert kinds[1] == [kind for kind in kinds[0] if kind != "batchnorm"]
    folded = scores(data, PIXELS, About(fold_batchnorm=True))
    np.testing.assert_allclose(folded, expected(data, PIXELS), rtol=1e-5)


@pytest.mark.parametrize(
    ("about", "complaint"),
    [
        (About(labels=("a", "b")), "labels holds 2 labels and the network has 3 outputs"),
        (About(labels=()), "labels holds 0 labels"),
        (About(mean=(0.5, 0.5)), "mean holds 2 numbers.*each of the network's 3"),
        (About(mean=()), "mean holds 0 numbers"),
        (About(std=(float("nan"),)), r"std is \[nan\].*finite"),
        (About(std=(1.0, 0.0, 1.0)), "above 0"),
        (About(std=(-1.0,)), "above 0"),
        (About(title="x" * 1000), "title is 1000 characters"),
    ],
)
def test_what_does_not_fit_the_network_is_refused(about: About, complaint: str) -> None:
    with pytest.raises(AboutError, match=complaint):
        import_model(onnx_files.classifier(), "a.onnx", about)


@pytest.mark.parametrize("shape", [("batch", 2, 8, 8), ("batch", 2, 4, 8, 8), ("batch", 8, 8, 2)])
def test_a_network_with_as_many_channels_as_nothing_has_is_refused(shape: tuple[int | str, ...]) -> None:
    with pytest.raises(AboutError, match=r"1 \(grey\) or 3 \(colour\)"):
        import_model(onnx_files.relu(*shape), "a.onnx")


def test_a_network_that_reads_neither_pictures_nor_clips_nor_signals_is_refused() -> None:
    with pytest.raises(InputError, match="Only pictures"):
        import_model(onnx_files.relu("batch", 10), "a.onnx")


@pytest.mark.parametrize(("shape", "channels"), [((1, 2, 9), 2), ((1, 1, 4, 8, 8), 1), ((1, 3, 4, 8, 8), 3)])
def test_networks_of_signals_and_clips_are_taken(shape: tuple[int, ...], channels: int) -> None:
    model = import_model(onnx_files.relu(*shape), "a.onnx", About(mean=(0.5,)))
    assert model.network.input_shape == shape[1:]
    assert model.preprocessing.mean == (0.5,) * channels


def test_sizes_that_a_file_leaves_open_are_taken_from_what_is_said() -> None:
    data = onnx_files.relu("batch", 3, "height", "width")
    with pytest.raises(ModelError, match="height"):
        import_model(data, "a.onnx")
    assert import_model(data, "a.onnx", About(input_shape=(3, 8, 6))).network.input_shape == (3, 8, 6)


def test_an_operation_that_cannot_be_run_is_named_with_its_node_and_those_that_can() -> None:
    with pytest.raises(ModelError, match=r"(?s)/find/NonZero.*NonZero.*Conv.*Relu"):
        import_model(onnx_files.unsupported(), "a.onnx")


@pytest.mark.parametrize(
    ("name", "expected_slug"),
    [
        ("EfficientNet-Lite0", "efficientnet-lite0"),
        ("  a__b  c ", "a-b-c"),
        ("Größe", "groe"),
        ("日本", "network"),
        ("", "network"),
        ("../../etc/passwd", "etc-passwd"),
        ("x" * 500, "x" * 60),
    ],
)
def test_ids_can_stand_in_an_address(name: str, expected_slug: str) -> None:
    assert slug(name) == expected_slug


@pytest.mark.parametrize("name", ["../../etc/passwd.onnx", "C:\\nets\\passwd.onnx", "passwd.onnx", "passwd"])
def test_only_the_last_part_of_a_files_path_counts(name: str) -> None:
    assert import_model(onnx_files.classifier(), name).id == "passwd"
