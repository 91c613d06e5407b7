import numpy as np
import pytest

from core.zoo import RECIPES, train, weights
from core.zoo.evaluation import recorded_accuracy
from core.zoo.recipe import Progress
from core.zoo.recipe import train as train_by_recipe


def test_training_writes_weights_and_their_accuracy_and_prints_both(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(weights, "_FOLDER", tmp_path)
    assert train.main(["x-or-o", "--epochs", "1"]) == 0
    printed = capsys.readouterr().out
    assert "epoch  1/1    80/80" in printed
    assert f"{recorded_accuracy('x-or-o'):.2%}" in printed
    weights.load(RECIPES["x-or-o"].ship(), tmp_path / "x-or-o.safetensors")


def test_training_tells_when_the_data_cannot_be_fetched(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("CONVSCOPE_DATA", str(tmp_path))
    monkeypatch.setenv("CONVSCOPE_NPM", "no-such-npm")
    assert train.main(["photos"]) == 1
    assert "no-such-npm" in capsys.readouterr().err


def test_the_same_recipe_gives_the_same_weights_and_leaves_frozen_layers_alone():
    recipe = RECIPES["x-or-o"]
    data = recipe.load_data().train
    networks = [recipe.build(), recipe.build()]
    for network in networks:
        progress = list(train_by_recipe(recipe, network, data, epochs=1, processes=1))
    first, second = (network.parameters for network in networks)
    for name, value in first.items():
        np.testing.assert_array_equal(value, second[name])
    np.testing.assert_array_equal(first["features.weight"], recipe.build().parameters["features.weight"])
    assert first["votes.weight"].any()
    assert len(progress) == 80
    last = progress[-1]
    assert isinstance(last, Progress)
    assert (last.epoch, last.batch, last.batches) == (0, 80, 80)
    assert last.loss < progress[0].loss
    assert last.accuracy == pytest.approx(1, abs=0.3)
