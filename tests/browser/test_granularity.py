"""How far a step goes is chosen beside the playhead: a layer, a channel, a position or a product."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import Explorer

CHANNELS, KERNEL, UNITS, FILTERS = 6, 5 * 5, 10 * 10, 16


@pytest.fixture(autouse=True)
def opened(explorer: Explorer) -> None:
    """The second convolution of LeNet: 16 filters over 6 channels, 10×10 units a map."""
    explorer.open(model="digits", layer="conv2", map=1, unit="4,4")
    expect(explorer.opened_layer).to_have_text("conv2")


def grain(explorer: Explorer, name: str) -> Locator:
    """The button that makes steps so long."""
    return explorer.page.get_by_role("group", name="A step is a").get_by_role("button", name=name)


def test_steps_go_from_position_to_position_at_first(explorer: Explorer) -> None:
    expect(grain(explorer, "position")).to_have_attribute("aria-pressed", "true")
    expect(explorer.step_count).to_contain_text(f"45 / {UNITS}")


def test_by_channel_a_step_shows_the_same_unit_of_the_next_map(explorer: Explorer) -> None:
    grain(explorer, "channel").click()
    expect(explorer.step_count).to_contain_text(f"2 / {FILTERS}")
    explorer.playback("Step on").click()
    expect(explorer.whereabouts).to_contain_text("map 2")
    expect(explorer.whereabouts).to_contain_text("unit 4, 4")
    explorer.playback("Step back").click()
    expect(explorer.whereabouts).to_contain_text("map 1")


def test_by_product_a_step_points_at_the_units_next_product(explorer: Explorer) -> None:
    grain(explorer, "product").click()
    expect(explorer.step_count).to_contain_text(f"1 / {CHANNELS * KERNEL}")
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.detail.get_by_test_id("equation")).to_contain_text("row 4, column 5")
    explorer.page.keyboard.press("Shift+ArrowRight")
    expect(explorer.detail.locator("section.input h3")).to_contain_text("channel 1")
    explorer.page.keyboard.press("End")
    expect(explorer.detail.locator("section.input h3")).to_contain_text(f"channel {CHANNELS - 1}")
    expect(explorer.whereabouts).to_contain_text("unit 4, 4")


def test_by_layer_a_step_opens_the_next_layer(explorer: Explorer) -> None:
    grain(explorer, "layer").click()
    explorer.playback("Step on").click()
    expect(explorer.opened_layer).to_have_text("relu2")
    explorer.playback("Step back").click()
    explorer.playback("Step back").click()
    expect(explorer.opened_layer).to_have_text("pool1")


def test_the_address_keeps_the_granularity(explorer: Explorer, page: Page) -> None:
    grain(explorer, "product").click()
    explorer.page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("grain=product"))
    expect(page).to_have_url(re.compile("product=1"))
    page.reload()
    expect(grain(explorer, "product")).to_have_attribute("aria-pressed", "true")
    expect(explorer.step_count).to_contain_text(f"2 / {CHANNELS * KERNEL}")


def test_a_layer_without_products_offers_none(explorer: Explorer) -> None:
    grain(explorer, "product").click()
    explorer.page.goto("/?model=digits&layer=relu2&grain=product")
    expect(grain(explorer, "position")).to_have_attribute("aria-pressed", "true")
    expect(grain(explorer, "product")).to_have_count(0)


def test_the_overview_offers_no_grain_of_a_layer(explorer: Explorer) -> None:
    explorer.page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)
    expect(grain(explorer, "product")).to_have_count(0)
