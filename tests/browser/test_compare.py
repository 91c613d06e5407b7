"""A pinned unit stands beside the current one: on another picture, in another network."""

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Api

UNIT = {"layer": "conv4", "map": 5, "unit": "3,4"}


def side(explorer: Explorer, name: str) -> Locator:
    return explorer.page.get_by_test_id(name)


def pin(explorer: Explorer, model: str = "photos", **unit: object) -> None:
    explorer.open(model=model, **(unit or UNIT))
    explorer.page.get_by_role("button", name="Pin").click()
    expect(side(explorer, "pinned").locator("output")).to_be_visible()


def test_a_pinned_unit_keeps_its_picture_while_the_current_one_gets_another(
    explorer: Explorer, api: Api
) -> None:
    pin(explorer)
    first, other = api.samples("photos")[0], api.samples("photos")[6]
    before = side(explorer, "pinned").locator("output").inner_text()
    expect(side(explorer, "current").locator("output")).to_have_text(before)
    with explorer.running_anew():
        explorer.samples.nth(6).click()
    expect(side(explorer, "current").get_by_role("heading")).to_contain_text(other["label"])
    expect(side(explorer, "pinned").get_by_role("heading")).to_contain_text(first["label"])
    maps = [api.run("photos", sample["id"]).outputs["conv4"][5] for sample in (first, other)]
    for name, values in zip(("pinned", "current"), maps, strict=True):
        shown = side(explorer, name).locator("output")
        expect(shown).not_to_have_text("")
        assert shows(shown.inner_text(), float(values[3, 4]))
    told = side(explorer, "difference").inner_text()
    delta = maps[1].astype(np.float64) - maps[0]
    unit, largest, mean = (re.sub(r"^.* [+±]?", "", line) for line in told.split("\n"))
    assert shows(unit, float(delta[3, 4]))
    assert shows(largest, float(np.abs(delta).max()))
    assert shows(mean, float(np.abs(delta).mean()))


def test_the_scores_of_both_stand_there(explorer: Explorer, api: Api) -> None:
    pin(explorer)
    with explorer.running_anew():
        explorer.samples.nth(6).click()
    for name, sample in zip(("pinned", "current"), (0, 6), strict=True):
        scores = side(explorer, name).get_by_role("list", name="Highest scores").get_by_role("listitem")
        answer = api.run("photos", api.samples("photos")[sample]["id"], tensors="none")
        expect(scores.first).to_contain_text(answer.said)


def test_a_pin_survives_moves_the_way_out_and_another_network(explorer: Explorer) -> None:
    pin(explorer)
    heading = side(explorer, "pinned").get_by_role("heading")
    expect(heading).to_contain_text("photos · conv4 · map 5, unit 3, 4")
    explorer.playback("Step on").click()
    expect(side(explorer, "current").get_by_role("heading")).to_contain_text("map 5, unit 3, 5")
    expect(heading).to_contain_text("unit 3, 4")
    explorer.page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)
    # In the overview the same unit of what runs now stands beside it.
    expect(side(explorer, "current").get_by_role("heading")).to_contain_text("map 5, unit 3, 4")
    with explorer.running_anew():
        explorer.network_choice.select_option("digits")
    expect(heading).to_contain_text("photos · conv4")
    expect(explorer.page.get_by_text("Open a layer, and its unit stands here")).to_be_visible()
    explorer.open_map("conv1", 2)
    expect(side(explorer, "current").get_by_role("heading")).to_contain_text("digits · conv1 · map 2")
    expect(explorer.page.get_by_text("have no difference place by place")).to_be_visible()


def test_a_pin_is_in_the_address(explorer: Explorer, page: Page) -> None:
    pin(explorer)
    with explorer.running_anew():
        explorer.samples.nth(6).click()
    told = side(explorer, "difference").inner_text()
    page.reload()
    explorer.wait_until_painted()
    expect(side(explorer, "difference")).to_have_text(told.replace("\n", ""))


def test_unpin_and_escape_give_the_pin_up(explorer: Explorer, page: Page) -> None:
    pin(explorer)
    page.get_by_role("button", name="Unpin").click()
    expect(side(explorer, "pinned")).to_have_count(0)
    assert "pin=" not in page.url
    page.get_by_role("button", name="Pin").click()
    expect(side(explorer, "pinned")).to_be_visible()
    page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)
    page.keyboard.press("Escape")
    expect(side(explorer, "pinned")).to_have_count(0)


def test_numbers_of_both_are_copied_with_tabs_between(
    explorer: Explorer, api: Api, context: BrowserContext, page: Page
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    pin(explorer)
    page.get_by_role("button", name="Copy numbers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = [line.split("\t") for line in page.evaluate("navigator.clipboard.readText()").split("\n")]
    rows = {line[0]: line[1:] for line in lines}
    output = api.run("photos").outputs["conv4"][5]
    assert np.float32(rows["value"][0]) == np.float32(rows["value"][1]) == output[3, 4]
    assert np.float32(rows["row 15, column 2"][0]) == output[15, 2]
    assert {float(line[3]) for line in lines if line[0].startswith("row ")} == {0.0}
    assert float(rows["probability of ship"][0]) == pytest.approx(0.9695, abs=1e-3)


@pytest.mark.parametrize(
    ("model", "unit"),
    [
        ("signals", {"layer": "conv3", "map": 2, "unit": "4"}),
        ("clips-3d", {"layer": "conv2", "map": 1, "unit": "2,3,4"}),
        ("digits", {"layer": "dense1", "map": 7}),
    ],
)
def test_units_of_any_kind_can_be_pinned(explorer: Explorer, model: str, unit: dict[str, object]) -> None:
    pin(explorer, model, **unit)
    shown = side(explorer, "pinned").locator("output").inner_text()
    expect(side(explorer, "current").locator("output")).to_have_text(shown)
    expect(side(explorer, "difference")).to_contain_text("unit 0")


def test_a_pin_that_names_nothing_is_let_go(explorer: Explorer) -> None:
    explorer.open(model="photos", pin="nonsense")
    expect(side(explorer, "pinned")).to_have_count(0)
    assert "pin=" not in explorer.page.url
