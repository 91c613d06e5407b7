"""Flattening opened: which cell of which map goes to which place in the row, for all of them, both ways."""

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Api

# Six maps of five rows and seven columns.
SHAPE = (6, 5, 7)


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


def _open(explorer: Explorer, index: int) -> None:
    explorer.open(model="flattened", layer="flatten", map=index)
    expect(explorer.total).to_be_visible()


def _pointed(explorer: Explorer) -> Locator:
    return explorer.detail.get_by_test_id("pointed")


@pytest.mark.parametrize("index", [0, 6, 7, 34, 35, 104, 209])
def test_every_value_is_traced_to_its_cell(explorer: Explorer, api: Api, index: int) -> None:
    _open(explorer, index)
    channel, row, column = (int(part) for part in np.unravel_index(index, SHAPE))
    expect(_pointed(explorer)).to_have_text(f"Value {index} is map {channel}, row {row}, column {column}.")
    maps = api.run("flattened", api.samples("photos")[0]["id"]).outputs["drop"]
    assert shows(explorer.total.inner_text(), float(maps[channel, row, column]))
    slider = explorer.detail.get_by_test_id("flat-map").get_by_role("slider")
    expect(slider).to_have_attribute("aria-valuenow", str(row * 7 + column + 1))


def test_a_map_is_unrolled_row_behind_row(explorer: Explorer) -> None:
    _open(explorer, 104)
    line = explorer.detail.get_by_test_id("unrolled")
    expect(line.get_by_role("img")).to_have_attribute(
        "aria-label", "The map's values in one line, row behind row: values 70 to 104"
    )
    assert line.locator("text").all_text_contents()[:4] == ["row 0", "70", "row 1", "77"]
    expect(line.locator("rect.cell")).to_have_count(35)


def test_a_cell_of_the_line_lights_the_maps_cell_and_the_other_way_round(explorer: Explorer) -> None:
    _open(explorer, 70)
    line = explorer.detail.get_by_test_id("unrolled")
    line.locator("rect.cell").nth(2 * 7 + 3).hover()
    lit = explorer.detail.get_by_test_id("flat-map").locator(".lit")
    assert {axis: lit.get_attribute(axis) for axis in "xy"} == {"x": "3", "y": "2"}
    expect(_pointed(explorer)).to_contain_text("Value 87 ")
    line.locator("rect.cell").nth(2 * 7 + 3).click()
    expect(explorer.whereabouts).to_contain_text("unit 87")
    explorer.detail.get_by_test_id("flat-map").get_by_role("slider").focus()
    explorer.page.keyboard.press("ArrowDown")
    expect(explorer.whereabouts).to_contain_text("unit 94")


def test_all_maps_are_reached_with_the_keyboard(explorer: Explorer) -> None:
    _open(explorer, 0)
    tiles = explorer.detail.get_by_role("slider", name="All maps of drop")
    tiles.focus()
    explorer.page.keyboard.press("End")
    expect(explorer.whereabouts).to_contain_text("unit 175")
    expect(tiles).to_have_attribute("aria-valuetext", "map 5")


def test_playing_goes_on_from_value_to_value(explorer: Explorer) -> None:
    _open(explorer, 34)
    explorer.page.keyboard.press("ArrowRight")
    expect(_pointed(explorer)).to_have_text("Value 35 is map 1, row 0, column 0.")
