"""Every layer of every network opens, and its formula ends in the value that the network computed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import MODELS, Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Api


@pytest.mark.parametrize("model", [*MODELS, "clips-3d", "signals"])
def test_every_layer_opens_with_a_click_and_shows_its_exact_value(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.open(model=model)
    answer = api.run(model)
    for name in (layer["name"] for layer in answer.layers):
        output = answer.outputs[name]
        map_index = len(output) // 3
        explorer.open_map(name, map_index)
        expect(explorer.whereabouts).to_contain_text(re.compile(rf"(map|unit) {map_index}\b"))
        exact = float(output[(map_index, *explorer.opened_unit())])
        assert shows(explorer.total.inner_text(), exact), f"{name} shows {explorer.total.inner_text()}"
        explorer.page.keyboard.press("Escape")
        expect(explorer.detail).to_have_count(0)


@pytest.mark.parametrize(("layer", "words"), [("pool1", "max("), ("relu1", "max(0,"), ("softmax", "Σ")])
def test_a_formula_has_the_current_numbers_in_place(explorer: Explorer, layer: str, words: str) -> None:
    explorer.open(model="digits", layer=layer, map=2, unit="5,5")
    expect(explorer.opened_layer).to_have_text(layer)
    expect(explorer.detail).to_contain_text(words)


def test_the_neighbouring_layers_are_one_click_away(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="relu1")
    explorer.page.get_by_role("button", name="pool1", exact=True).click()
    expect(explorer.opened_layer).to_have_text("pool1")
    explorer.page.get_by_role("button", name="relu1", exact=True).click()
    expect(explorer.opened_layer).to_have_text("relu1")


def test_another_unit_of_a_plain_layer_shows_its_own_value(explorer: Explorer, api: Api) -> None:
    explorer.open(model="digits", layer="pool1", map=2, unit="6,6")
    output = api.run("digits").outputs["pool1"]
    expect(explorer.opened_layer).to_have_text("pool1")
    for step in range(1, 5):
        explorer.page.keyboard.press("ArrowRight")
        expect(explorer.whereabouts).to_contain_text(f"unit 6, {6 + step}")
        assert shows(explorer.total.inner_text(), float(output[2, 6, 6 + step]))
