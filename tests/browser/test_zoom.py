"""From the network to a layer, a unit and a product, and back: one motion, and each level has an address."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number

# Holds every motion that begins from now on after a part of its way, and notes what it moves.
_HOLD = """(part) => {
  const animate = Element.prototype.animate;
  window.held = [];
  Element.prototype.animate = function (...how) {
    const motion = animate.apply(this, how);
    if (motion.effect.getTiming().fill === "both") {
      motion.pause();
      motion.currentTime = part * motion.effect.getTiming().duration;
      held.push({ motion, name: this.localName });
    }
    return motion;
  };
}"""
_UNTIL_HELD = """async () => {
  for (let tries = 0; held.length < 2; tries++) {
    if (tries > 200) throw new Error("nothing moves");
    await new Promise((done) => setTimeout(done, 25));
  }
}"""
_GO_ON = "() => held.splice(0).forEach(({ motion }) => motion.play())"
_BOX = "(column, map) => column.mapRect(map).toJSON()"
_TOLERANCE = 3.0


def crumb(explorer: Explorer, name: str) -> Locator:
    """A part of the breadcrumb."""
    return explorer.whereabouts.get_by_role("link", name=name, exact=True)


def _wait_for_motion(page: Page) -> None:
    """Wait until both views are held on their way."""
    page.evaluate(_UNTIL_HELD)


def _middle(box: dict[str, float]) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _box_in_overview(explorer: Explorer, layer: str, map_index: int) -> dict[str, float]:
    column = explorer.overview.locator(f"cs-column[data-name='{layer}']")
    box: dict[str, float] = column.evaluate(_BOX, map_index)
    return box


def _box_in_detail(explorer: Explorer) -> Any:
    return explorer.output_map.locator(".map").bounding_box()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7])
def test_a_map_stays_itself_on_the_whole_way_from_the_overview_into_its_layer(
    explorer: Explorer, page: Page, keep_screenshot: Callable[[str], Path], part: float
) -> None:
    explorer.open(model="digits")
    page.evaluate(_HOLD, part)
    page.mouse.click(*_middle(_box_in_overview(explorer, "conv2", 3)))
    _wait_for_motion(page)
    keep_screenshot("on the way")
    small, large = _box_in_overview(explorer, "conv2", 3), _box_in_detail(explorer)
    assert large is not None
    for a, b in zip(_middle(small), _middle(large), strict=True):
        assert abs(a - b) <= _TOLERANCE
    assert abs(small["width"] - large["width"]) <= _TOLERANCE + 0.1 * large["width"]
    page.evaluate(_GO_ON)
    expect(explorer.overview).to_be_hidden()
    expect(explorer.output_map).to_be_visible()


def test_closing_runs_backwards_to_the_map_one_came_from(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    explorer.open_map("conv2", 3)
    expect(explorer.overview).to_be_hidden()
    page.evaluate(_HOLD, 0.97)
    page.keyboard.press("Escape")
    _wait_for_motion(page)
    small, large = _box_in_overview(explorer, "conv2", 3), _box_in_detail(explorer)
    assert large is not None
    for a, b in zip(_middle(small), _middle(large), strict=True):
        assert abs(a - b) <= _TOLERANCE
    page.evaluate(_GO_ON)
    expect(explorer.detail).to_have_count(0)


def test_enter_leads_deeper_and_escape_back_one_level_at_a_time(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits", layer="conv2", map=3, unit="4,7")
    expect(explorer.total).to_be_visible()
    page.keyboard.press("Enter")
    expect(explorer.unit_view).to_be_visible()
    expect(crumb(explorer, "unit 4, 7")).to_have_attribute("aria-current", "location")
    page.keyboard.press("Enter")
    expect(explorer.product_view).to_be_visible()
    expect(explorer.whereabouts).to_contain_text("product")
    page.keyboard.press("Escape")
    expect(explorer.product_view).to_have_count(0)
    expect(explorer.unit_view).to_be_visible()
    page.keyboard.press("Escape")
    expect(explorer.unit_view).to_have_count(0)
    expect(explorer.opened_layer).to_be_visible()
    page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)


def test_each_part_of_the_breadcrumb_is_a_link_back(explorer: Explorer, page: Page) -> None:
    deep = {"model": "digits", "layer": "conv2", "map": 3, "unit": "4,7", "depth": "product", "product": 31}
    explorer.open(**deep)
    expect(explorer.product_view).to_be_visible()
    href = crumb(explorer, "unit 4, 7").get_attribute("href") or ""
    assert "depth=unit" in href
    crumb(explorer, "unit 4, 7").click()
    expect(explorer.product_view).to_have_count(0)
    expect(explorer.unit_view).to_be_visible()
    crumb(explorer, "map 3").click()
    expect(explorer.unit_view).to_have_count(0)
    explorer.whereabouts.get_by_role("link", name=re.compile("^← digits")).click()
    expect(explorer.detail).to_have_count(0)


def test_the_back_button_goes_level_by_level(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    explorer.open_map("conv2", 3)
    explorer.page.get_by_role("button", name="Enter the unit").click()
    expect(explorer.unit_view).to_be_visible()
    explorer.page.get_by_role("button", name="Enter the product").click()
    expect(explorer.product_view).to_be_visible()
    page.go_back()
    expect(explorer.product_view).to_have_count(0)
    page.go_back()
    expect(explorer.unit_view).to_have_count(0)
    page.go_back()
    expect(explorer.detail).to_have_count(0)
    page.go_forward()
    expect(explorer.opened_layer).to_have_text("conv2")


def test_a_link_opens_at_its_product(explorer: Explorer, browser: Browser, page: Page) -> None:
    explorer.open(model="digits", layer="conv2", map=3, unit="4,7")
    expect(explorer.total).to_be_visible()
    page.keyboard.press("Enter")
    explorer.unit_view.get_by_role("cell").nth(7).click()
    shown = explorer.product_view.get_by_test_id("big-product")
    text = shown.inner_text()
    expect(page).to_have_url(re.compile("depth=product.*product="))
    with browser.new_context(viewport={"width": 1280, "height": 720}) as elsewhere:
        shared = Explorer(elsewhere.new_page())
        shared.page.goto(page.url)
        expect(shared.product_view.get_by_test_id("big-product")).to_have_text(text)


@pytest.mark.parametrize(
    ("model", "layer", "unit"),
    [
        ("digits", "conv2", "4,7"),
        ("digits", "conv1", "0,0"),
        ("x-or-o", "features", "3,3"),
        ("signals", "conv2", "5"),
        ("clips-3d", "conv2", "1,4,4"),
        ("digits", "dense1", ""),
        ("digits", "scores", ""),
        ("photos", "average", ""),
    ],
)
def test_a_units_products_and_bias_add_up_as_they_are_shown(
    explorer: Explorer, model: str, layer: str, unit: str
) -> None:
    explorer.open(model=model, layer=layer, unit=unit, depth="unit", grain="product")
    view = explorer.unit_view
    total = view.get_by_test_id("unit-total")
    expect(total).to_be_visible()
    bias = view.get_by_test_id("unit-bias")
    added = read_number(view.get_by_test_id("so-far").inner_text())
    added += read_number(bias.inner_text()) if bias.count() else 0
    assert added == read_number(total.inner_text())
    explorer.page.keyboard.press("Home")
    so_far, rest = view.get_by_test_id("so-far"), view.get_by_test_id("rest")
    expect(rest).to_be_visible()
    added = read_number(so_far.inner_text()) + read_number(rest.inner_text())
    added += read_number(bias.inner_text()) if bias.count() else 0
    assert added == read_number(total.inner_text())


def test_a_product_tells_its_factors_and_what_the_sum_becomes_by_it(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=3, unit="4,7", depth="product", product=31)
    view = explorer.product_view
    expect(view.get_by_test_id("big-input")).to_be_visible()
    step = read_number(view.get_by_test_id("big-product").inner_text())
    before = read_number(view.get_by_test_id("sum-before").inner_text())
    assert before + step == read_number(view.get_by_test_id("sum-after").inner_text())
    after = view.get_by_test_id("sum-after").inner_text()
    explorer.page.keyboard.press("ArrowRight")
    expect(view.get_by_test_id("sum-before")).to_have_text(after)
    expect(explorer.whereabouts).to_contain_text("product 32")


def test_a_product_is_readable_from_the_last_row(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=3, unit="4,7", depth="product", product=31)
    number = explorer.product_view.get_by_test_id("big-product")
    assert float(number.evaluate("(it) => parseFloat(getComputedStyle(it).fontSize)")) >= 48


def test_the_network_one_came_from_stays_in_sight_and_leads_along(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=1)
    strip = explorer.neighbours
    expect(strip.get_by_role("button")).to_have_count(13)
    expect(strip.get_by_role("button", name="conv2")).to_have_attribute("aria-current", "true")
    strip.get_by_role("button", name="relu2").click()
    expect(explorer.opened_layer).to_have_text("relu2")
    expect(explorer.whereabouts).to_contain_text("map 1")


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_every_level_moves_unless_less_motion_is_asked_for(
    explorer: Explorer, page: Page, wish: Literal["no-preference", "reduce"], moves: bool
) -> None:
    page.emulate_media(reduced_motion=wish)
    explorer.open(model="digits", layer="conv2", map=3)
    expect(explorer.total).to_be_visible()
    page.evaluate(_HOLD, 0)
    page.keyboard.press("Enter")
    expect(explorer.unit_view).to_be_attached()
    if moves:
        _wait_for_motion(page)
        page.evaluate(_GO_ON)
    expect(explorer.output_map).to_be_hidden()
    expect(explorer.unit_view).to_be_visible()
    assert page.evaluate("held.length") == 0
    page.keyboard.press("Escape")
    if moves:
        _wait_for_motion(page)
        page.evaluate(_GO_ON)
    expect(explorer.unit_view).to_have_count(0)


def test_turning_back_on_the_way_ends_where_one_was(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits", layer="conv2", map=3)
    expect(explorer.total).to_be_visible()
    for key in ("Enter", "Escape", "Enter", "Enter", "Escape", "Escape"):
        page.keyboard.press(key)
        page.wait_for_timeout(120)
    expect(explorer.unit_view).to_have_count(0)
    expect(explorer.output_map).to_be_visible()
    page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)
    expect(explorer.columns.first).to_be_visible()
