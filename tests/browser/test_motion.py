"""Motion helps to follow, and stays away where less motion is asked for."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.patience import bounded

# Notes frame by frame, from now until it is one column further, where the window's left edge is.
_WATCH_WINDOW = """(map) => {
  window.columns = new Promise((arrived) => {
    const seen = [];
    const note = () => {
      const [x] = map.querySelector(".frame").getAttribute("transform").match(/-?[\\d.]+/g);
      seen.push(Number(x));
      if (Number(x) === 1 || seen.length > 600) arrived(seen);
      else requestAnimationFrame(note);
    };
    note();
  });
}"""
_COUNT_MOTIONS = """() => {
  const animate = Element.prototype.animate;
  window.motions = 0;
  Element.prototype.animate = function (...how) {
    motions += 1;
    return animate.apply(this, how);
  };
}"""


@pytest.mark.parametrize(("wish", "slides"), [("no-preference", True), ("reduce", False)])
def test_a_step_slides_the_window_unless_less_motion_is_asked_for(
    explorer: Explorer, page: Page, wish: Literal["no-preference", "reduce"], slides: bool
) -> None:
    page.emulate_media(reduced_motion=wish)
    explorer.open(model="digits", layer="conv2", map=1)
    explorer.detail.get_by_test_id("input-map").locator(".map").evaluate(_WATCH_WINDOW)
    explorer.playback("Step on").click()
    columns = page.evaluate(bounded("() => columns", "the window to be one column further"))
    assert (columns[0], columns[-1]) == (0, 1)
    assert any(0 < column < 1 for column in columns) is slides
    expect(explorer.whereabouts).to_contain_text("unit 0, 1")


def test_an_animation_plays_without_motion_between_its_steps_too(explorer: Explorer, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    explorer.open(model="digits", layer="conv2", map=1)
    page.get_by_role("combobox", name="Speed").select_option("8×")
    explorer.playback("Play").click()
    expect(explorer.whereabouts).to_contain_text(re.compile("unit 1, "))


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_opening_a_map_grows_out_of_it_unless_less_motion_is_asked_for(
    explorer: Explorer, page: Page, wish: Literal["no-preference", "reduce"], moves: bool
) -> None:
    page.emulate_media(reduced_motion=wish)
    explorer.open(model="digits")
    page.evaluate(_COUNT_MOTIONS)
    explorer.open_map("conv2", 1)
    expect(explorer.overview).to_be_hidden()
    assert (page.evaluate("motions") > 0) is moves
