"""Everything is reached without a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer

_FOCUSED_NAME = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.getAttribute("aria-label") ?? focused?.textContent?.trim() ?? "";
}"""
_MOST_TABS = 40


def test_a_map_is_reached_opened_stepped_and_left_by_keyboard_alone(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    press = page.keyboard.press
    _tab_to(page, "input:")
    press("ArrowRight")
    expect(explorer.column("conv1")).to_be_focused()
    press("ArrowDown")
    expect(explorer.pointer_line).to_contain_text("conv1, map 1")
    press("Enter")
    expect(explorer.opened_layer).to_have_text("conv1")
    expect(explorer.whereabouts).to_contain_text("map 1")
    press("Home")
    press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text("unit 0, 1")
    press("Escape")
    expect(explorer.detail).to_have_count(0)
    expect(explorer.column("conv1")).to_be_focused()
    press("Enter")
    expect(explorer.opened_layer).to_have_text("conv1")


def test_network_sample_and_pass_are_changed_by_keyboard(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    _tab_to(page, "Backward")
    page.keyboard.press("Space")
    expect(explorer.loss).to_be_visible()
    _tab_to(page, "3")
    page.keyboard.press("Enter")
    expect(explorer.caption).to_contain_text("3")
    assert "sample=" in page.url


def test_an_outputs_unit_is_chosen_with_the_arrow_keys(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=1, unit="4,4")
    explorer.output_map.get_by_role("slider").focus()
    explorer.page.keyboard.press("ArrowDown")
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text("unit 5, 5")


def test_keys_meant_for_a_control_do_not_move_the_animation(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits", layer="conv2", map=1, unit="4,4")
    expect(explorer.total).to_be_visible()
    page.get_by_role("combobox", name="Colour scale").focus()
    page.keyboard.press("Home")
    expect(explorer.whereabouts).to_contain_text("unit 4, 4")


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until what is focused has a name that begins so."""
    for _ in range(_MOST_TABS):
        page.keyboard.press("Tab")
        if re.match(re.escape(name), str(page.evaluate(_FOCUSED_NAME))):
            return
    raise AssertionError(f"{name!r} is not within {_MOST_TABS} tabs")
