import numpy as np
import pytest

from core.datasets import Examples
from core.network import Network
from core.ops import Flatten
from core.zoo import evaluate, weights
from core.zoo.evaluation import confusion, predictions, record_accuracy, recorded_accuracy, report
from core.zoo.model import Preprocessing


def test_predictions_are_the_class_with_the_highest_score_picture_by_picture():
    network = Network.chain((3, 1, 1), [("scores", Flatten())])
    targets = np.random.default_rng(0).integers(0, 3, 120)
    pixels = np.eye(3, dtype=np.uint8)[targets].reshape(-1, 3, 1, 1) * np.uint8(255)
    found = predictions(network, Preprocessing((0.0,) * 3, (1.0,) * 3), Examples(pixels, targets))
    np.testing.assert_array_equal(found, targets)


def test_a_confusion_matrix_has_a_row_a_true_class_and_a_column_a_predicted_one():
    counts = confusion(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 0]), 3)
    np.testing.assert_array_equal(counts, [[1, 1, 0], [0, 1, 0], [2, 0, 0]])


def test_a_report_tells_accuracy_and_names_rows_and_columns():
    lines = report(np.array([[8, 2], [1, 9]]), ("cat", "automobile")).splitlines()
    assert lines[0] == "17 of 20 right: 85.00%"
    assert lines[2].split() == ["cat", "automobile"]
    assert [line.split() for line in lines[3:]] == [["cat", "8", "2"], ["automobile", "1", "9"]]
    assert len({len(line) for line in lines[2:]}) == 1


def test_a_recorded_accuracy_can_be_read_again_and_a_missing_one_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "_FOLDER", tmp_path)
    assert recorded_accuracy("tiny") is None
    record_accuracy("tiny", np.array([[3, 1], [0, 4]]))
    assert recorded_accuracy("tiny") == 7 / 8


def test_evaluate_prints_what_is_recorded(capsys):
    assert evaluate.main(["x-or-o"]) == 0
    assert f"{recorded_accuracy('x-or-o'):.2%}" in capsys.readouterr().out


def test_evaluate_tells_when_the_data_cannot_be_fetched(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    monkeypatch.setenv("CONVSCOPE_NPM", "no-such-npm")
    assert evaluate.main(["digits"]) == 1
    assert "no-such-npm" in capsys.readouterr().err


def test_evaluate_refuses_an_unknown_network(capsys):
    with pytest.raises(SystemExit):
        evaluate.main(["cats"])
    assert "photos" in capsys.readouterr().err
