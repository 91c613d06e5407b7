"""Networks that read drawings have a pad, and run while one draws on it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import Explorer


@pytest.fixture
def pad(page: Page) -> Locator:
    """The sheet to draw on, once its tool is open."""
    return page.get_by_role("application", name=re.compile("^Drawing pad"))


@pytest.mark.parametrize(("model", "first_layer"), [("digits", "conv1"), ("x-or-o", "features")])
def test_maps_and_scores_change_before_the_stroke_has_ended(
    explorer: Explorer, pad: Locator, model: str, first_layer: str
) -> None:
    explorer.open(model=model)
    _open_pad(explorer)
    with explorer.running_anew():
        _press(pad, 0.3, 0.2)
    expect(explorer.caption).to_contain_text("your picture")
    expect(explorer.score_rows.first).to_be_visible()
    after_a_dot, maps = explorer.score_rows.all_inner_texts(), explorer.pixels(first_layer)
    with explorer.running_anew():
        _move(pad, 0.7, 0.8)
    expect(explorer.score_rows.first).to_be_visible()
    assert explorer.score_rows.all_inner_texts() != after_a_dot
    assert explorer.pixels(first_layer) != maps
    explorer.page.mouse.up()


def test_an_o_drawn_on_the_pad_is_read_as_an_o_and_an_x_as_an_x(explorer: Explorer, pad: Locator) -> None:
    explorer.open(model="x-or-o")
    _open_pad(explorer)
    _stroke(pad, (0.15, 0.15), (0.85, 0.85))
    _stroke(pad, (0.85, 0.15), (0.15, 0.85))
    expect(explorer.verdict).to_have_text(re.compile(r"^The network says X\.$", re.IGNORECASE))
    explorer.page.get_by_role("button", name="Clear").click()
    corners = [(0.4, 0.15), (0.6, 0.15), (0.85, 0.4), (0.85, 0.6), (0.6, 0.85), (0.4, 0.85), (0.15, 0.6)]
    _stroke(pad, *corners, (0.15, 0.4), (0.4, 0.15))
    expect(explorer.verdict).to_have_text(re.compile(r"^The network says O\.$", re.IGNORECASE))


def test_undo_takes_back_the_last_stroke(explorer: Explorer, pad: Locator) -> None:
    explorer.open(model="digits")
    _open_pad(explorer)
    with explorer.running_anew():
        _stroke(pad, (0.5, 0.5), (0.5, 0.5))
    expect(explorer.score_rows).to_have_count(10)
    one_stroke = explorer.score_rows.all_inner_texts()
    _stroke(pad, (0.2, 0.2), (0.8, 0.2))
    explorer.page.get_by_role("button", name="Undo").click()
    expect(explorer.score_rows).to_have_text([_loosely(text) for text in one_stroke])


def test_the_pad_is_drawn_on_by_keyboard(explorer: Explorer, pad: Locator) -> None:
    explorer.open(model="x-or-o")
    _open_pad(explorer)
    pad.focus()
    with explorer.running_anew():
        explorer.page.keyboard.press("Space")
    before = explorer.pixels("features")
    explorer.page.keyboard.press("ArrowRight")
    explorer.page.keyboard.press("ArrowDown")
    with explorer.running_anew():
        explorer.page.keyboard.press("Space")
    assert explorer.pixels("features") != before


def test_escape_closes_the_pad_and_the_drawing_stays(explorer: Explorer, pad: Locator) -> None:
    explorer.open(model="digits")
    _open_pad(explorer)
    with explorer.running_anew():
        _stroke(pad, (0.5, 0.2), (0.5, 0.8))
    explorer.page.keyboard.press("Escape")
    expect(pad).to_have_count(0)
    expect(explorer.caption).to_contain_text("your picture")


def test_a_network_of_colour_photos_offers_no_pad(explorer: Explorer) -> None:
    explorer.open(model="photos")
    expect(explorer.page.get_by_role("button", name="Camera")).to_be_visible()
    expect(explorer.page.get_by_role("button", name="Draw")).to_have_count(0)


def _open_pad(explorer: Explorer) -> None:
    explorer.page.get_by_role("button", name="Draw").click()


def _press(pad: Locator, x: float, y: float) -> None:
    _move(pad, x, y)
    pad.page.mouse.down()


def _move(pad: Locator, x: float, y: float) -> None:
    box = pad.bounding_box()
    assert box is not None
    pad.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)


def _stroke(pad: Locator, start: tuple[float, float], *on: tuple[float, float]) -> None:
    _press(pad, *start)
    for x, y in on:
        _move(pad, x, y)
    pad.page.mouse.up()


def _loosely(text: str) -> re.Pattern[str]:
    """The text with any white space between its words."""
    return re.compile(r"\s*".join(re.escape(word) for word in text.split()))
