"""Motion helps to follow, and stays away where less motion is asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer

_WINDOW_COLUMN = """(map) => {
  const [x] = map.querySelector(".frame").getAttribute("transform").match(/-?[\\d.]+/g);
  return Number(x);
}"""


def test_a_step_slides_the_window_from_where_it_was(
    explorer: Explorer, page: Page, keep_screenshot: Callable[[str], Path]
) -> None:
    page.clock.install()
    explorer.open(model="digits", layer="conv2", map=1)
    expect(explorer.total).to_be_visible()
    page.clock.pause_at("2100-01-01")
    explorer.playback("Step on").click()
    page.clock.run_for(100)
    assert 0 < _column(explorer) < 1
    keep_screenshot("between two units")
    page.clock.run_for(400)
    assert _column(explorer) == 1


def test_with_less_motion_asked_for_a_step_is_at_once_there(explorer: Explorer, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.clock.install()
    explorer.open(model="digits", layer="conv2", map=1)
    expect(explorer.total).to_be_visible()
    page.clock.pause_at("2100-01-01")
    explorer.playback("Step on").click()
    page.clock.run_for(17)
    assert _column(explorer) == 1
    expect(explorer.whereabouts).to_contain_text("unit 0, 1")


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_opening_a_map_grows_out_of_it_unless_less_motion_is_asked_for(
    explorer: Explorer, page: Page, wish: str, moves: bool
) -> None:
    page.emulate_media(reduced_motion=wish)
    explorer.open(model="digits")
    page.evaluate(
        "const animate = Element.prototype.animate; window.motions = 0;"
        "Element.prototype.animate = function (...how) { motions += 1; return animate.apply(this, how) }"
    )
    explorer.open_map("conv2", 1)
    assert (page.evaluate("motions") > 0) is moves


def _column(explorer: Explorer) -> float:
    """Column of the window's left edge on the input map."""
    return float(explorer.detail.get_by_test_id("input-map").locator(".map").evaluate(_WINDOW_COLUMN))
