"""Legends of the overview: right after every change of scale and picture, and for layers not held."""

import json

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Answer, Api

MODEL = "photos"


@pytest.fixture
def photos(explorer: Explorer) -> Explorer:
    explorer.open(model=MODEL)
    return explorer


def test_each_layer_has_its_own_scale_up_to_its_largest_number(photos: Explorer, api: Api) -> None:
    _expect_own_limits(photos, _answer(api, 0))


def test_another_picture_brings_its_own_scales(photos: Explorer, api: Api) -> None:
    with photos.running_anew():
        photos.samples.nth(3).click()
    _expect_own_limits(photos, _answer(api, 3))


def test_the_global_scale_reaches_to_the_largest_number_anywhere(photos: Explorer, api: Api) -> None:
    _choose_scale(photos, "global")
    _expect_common_limit(photos, _largest(_answer(api, 0)))
    with photos.running_anew():
        photos.samples.nth(3).click()
    _expect_common_limit(photos, _largest(_answer(api, 3)))
    _choose_scale(photos, "per layer")
    _expect_own_limits(photos, _answer(api, 3))


def test_with_a_scale_for_each_map_legends_say_so(photos: Explorer) -> None:
    _choose_scale(photos, "per map")
    expect(_legend(photos, "conv1")).to_have_text("own")


def test_colours_change_with_the_scale_and_back(photos: Explorer) -> None:
    before = photos.pixels("conv1")
    _choose_scale(photos, "global")
    photos.wait_for_frame()
    assert photos.pixels("conv1") != before
    _choose_scale(photos, "per layer")
    photos.wait_for_frame()
    assert photos.pixels("conv1") == before


def test_a_run_drawn_layer_by_layer_ends_in_the_colours_of_one_drawn_at_once(photos: Explorer) -> None:
    _choose_scale(photos, "global")
    with photos.running_anew():
        photos.samples.nth(3).click()
    photos.wait_for_frame()
    drawn_on_the_way = photos.pixels("conv1")
    _choose_scale(photos, "per layer")
    _choose_scale(photos, "global")
    photos.wait_for_frame()
    assert drawn_on_the_way == photos.pixels("conv1")


def test_backward_the_global_scale_covers_gradients_that_are_not_held(explorer: Explorer, api: Api) -> None:
    explorer.open(model="mobilenet-v1", scale="network", **BACKWARD)
    sample = api.samples("photos")[0]["id"]
    events = explorer.page.request.post(
        "/api/models/mobilenet-v1/backward?tensors=none", data={"sample": sample}
    )
    gradients = [
        event for line in events.text().splitlines() if (event := json.loads(line))["event"] == "gradient"
    ]
    largest = max(max(-event["min"], event["max"]) for event in gradients)
    _expect_common_limit(explorer, largest)


def _choose_scale(explorer: Explorer, name: str) -> None:
    explorer.page.get_by_role("combobox", name="Colour scale").select_option(name)


def _legend(explorer: Explorer, layer: str) -> Locator:
    index = explorer.overview.evaluate(
        "(view, name) => [...view.renderRoot.querySelectorAll('cs-column')]"
        ".findIndex((column) => column.dataset.name === name)",
        layer,
    )
    return explorer.overview.locator(".legend").nth(index)


def _limit(explorer: Explorer, layer: str) -> str:
    return _legend(explorer, layer).locator("span").inner_text().removeprefix("±")


def _answer(api: Api, sample: int) -> Answer:
    return api.run(MODEL, api.samples(MODEL)[sample]["id"])


def _largest(answer: Answer) -> float:
    return max(float(np.abs(output).max()) for output in answer.outputs.values())


def _expect_own_limits(explorer: Explorer, answer: Answer) -> None:
    for layer in answer.layers:
        name = layer["name"]
        output = answer.outputs[name]
        assert shows(_limit(explorer, name), float(np.abs(output).max())), name


def _expect_common_limit(explorer: Explorer, largest: float) -> None:
    legends = explorer.overview.locator(".legend cs-legend span")
    expect(legends.first).to_be_attached()
    limits = {text.removeprefix("±") for text in legends.all_inner_texts()}
    assert len(limits) == 1
    assert shows(limits.pop(), largest)
