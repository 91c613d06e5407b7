"""A filter slides as a video plays: step, play, pause, scrub, speed, by mouse and by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer

UNITS = 10 * 10


@pytest.fixture(autouse=True)
def opened(explorer: Explorer) -> None:
    """The second convolution of LeNet, 10×10 units a map, at its first unit."""
    explorer.open(model="digits", layer="conv2", map=1)
    expect(explorer.opened_layer).to_have_text("conv2")


def test_the_buttons_step_on_and_back_and_to_both_ends(explorer: Explorer) -> None:
    explorer.playback("Step on").click()
    explorer.playback("Step on").click()
    _expect_unit(explorer, 0, 2)
    explorer.playback("Step back").click()
    _expect_unit(explorer, 0, 1)
    explorer.playback("To the last step").click()
    _expect_unit(explorer, 9, 9)
    expect(explorer.playback("Step on")).to_be_disabled()
    explorer.playback("To the first step").click()
    _expect_unit(explorer, 0, 0)
    expect(explorer.playback("Step back")).to_be_disabled()


def test_every_step_shows_another_units_products_and_total(explorer: Explorer) -> None:
    product = explorer.detail.get_by_test_id("product").nth(12)
    totals = set()
    for _ in range(4):
        totals.add((explorer.total.inner_text(), product.inner_text()))
        explorer.playback("Step on").click()
    assert len({total for total, _ in totals}) == 4


def test_playing_moves_on_until_it_is_paused(
    explorer: Explorer, keep_screenshot: Callable[[str], Path]
) -> None:
    speed = explorer.page.get_by_role("combobox", name="Speed")
    speed.select_option("8×")
    explorer.playback("Play").click()
    expect(explorer.whereabouts).to_contain_text(re.compile(r"unit 0, [3-9]"))
    keep_screenshot("while it plays")
    explorer.playback("Pause").click()
    paused_at = explorer.step_count.inner_text()
    explorer.wait_for_frame()
    expect(explorer.playback("Play")).to_be_visible()
    assert explorer.step_count.inner_text() == paused_at


def test_scrubbing_jumps_along_the_map(explorer: Explorer) -> None:
    box = explorer.scrubber.bounding_box()
    assert box is not None
    mouse = explorer.page.mouse
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + box["height"] / 2)
    mouse.down()
    expect(explorer.step_count).to_contain_text(re.compile(r"\b(50|51) / 100"))
    mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    _expect_unit(explorer, 9, 9)
    mouse.up()


def test_the_keys_of_a_video_player_work(explorer: Explorer) -> None:
    press = explorer.page.keyboard.press
    press("ArrowRight")
    _expect_unit(explorer, 0, 1)
    press("Shift+ArrowRight")
    _expect_unit(explorer, 1, 1)
    press("ArrowLeft")
    _expect_unit(explorer, 1, 0)
    press("End")
    _expect_unit(explorer, 9, 9)
    press("Home")
    _expect_unit(explorer, 0, 0)
    press("+")
    expect(explorer.page.get_by_role("combobox", name="Speed")).to_have_value("2")
    press("Space")
    expect(explorer.playback("Pause")).to_be_visible()
    press("Space")
    expect(explorer.playback("Play")).to_be_visible()


def test_clicking_and_dragging_on_the_output_jumps_to_any_unit(explorer: Explorer) -> None:
    mouse = explorer.page.mouse
    mouse.move(*_cell(explorer, 7, 2))
    mouse.down()
    _expect_unit(explorer, 7, 2)
    mouse.move(*_cell(explorer, 3, 8))
    _expect_unit(explorer, 3, 8)
    mouse.up()
    mouse.move(*_cell(explorer, 0, 0))
    _expect_unit(explorer, 3, 8)


def test_clicking_on_the_input_takes_the_window_there(explorer: Explorer) -> None:
    explorer.detail.get_by_test_id("input-map").get_by_role("slider").click()
    expect(explorer.whereabouts).to_contain_text(re.compile(r"unit [45], [45]"))


def test_the_picture_frames_what_the_current_unit_sees(explorer: Explorer) -> None:
    frame = explorer.page.locator("cs-picture svg rect.seen")
    before = frame.get_attribute("x")
    explorer.playback("To the last step").click()
    expect(frame).not_to_have_attribute("x", before or "")


def _expect_unit(explorer: Explorer, y: int, x: int) -> None:
    expect(explorer.whereabouts).to_contain_text(f"unit {y}, {x}")
    expect(explorer.step_count).to_contain_text(f"{y * 10 + x + 1} / {UNITS}")


def _cell(explorer: Explorer, y: int, x: int) -> tuple[float, float]:
    box = explorer.output_map.get_by_role("slider").bounding_box()
    assert box is not None
    return box["x"] + (x + 0.5) / 10 * box["width"], box["y"] + (y + 0.5) / 10 * box["height"]
