"""The minimap: the whole of a network that is larger than its view, with a frame on what is in view."""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.explorer import Explorer


@pytest.fixture
def resnet(explorer: Explorer) -> Explorer:
    """A network wider than its view."""
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.open(model="resnet18")
    expect(_minimap(explorer)).to_be_visible()
    return explorer


def test_it_is_there_where_the_network_is_larger_than_the_view_only(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    expect(_minimap(explorer)).to_be_hidden()
    page.get_by_role("button", name="Zoom in").click()
    expect(_minimap(explorer)).to_be_visible()
    page.get_by_role("button", name="Fit the whole network").click()
    expect(_minimap(explorer)).to_be_hidden()


def test_its_frame_covers_the_share_of_the_network_that_is_in_view(resnet: Explorer) -> None:
    share = float(resnet.overview.evaluate("(view) => view.clientWidth / view.plan.layout.width"))
    frame, minimap = _box(_frame(resnet)), _box(_minimap(resnet))
    assert frame["x"] == pytest.approx(minimap["x"], abs=1)
    assert frame["width"] / minimap["width"] == pytest.approx(share, abs=0.02)


def test_no_layer_lies_under_it(resnet: Explorer) -> None:
    top = _box(_minimap(resnet))["y"]
    for legend in resnet.overview.locator(".legend").all():
        box = _box(legend)
        assert box["y"] + box["height"] <= top


def test_a_press_brings_that_part_of_the_network_into_view(resnet: Explorer, page: Page) -> None:
    expect(resnet.column("head")).not_to_be_in_viewport()
    box = _box(_minimap(resnet))
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect(resnet.column("head")).to_be_in_viewport()
    frame = _box(_frame(resnet))
    assert frame["x"] + frame["width"] == pytest.approx(box["x"] + box["width"], abs=2)


def test_its_frame_can_be_dragged(resnet: Explorer, page: Page) -> None:
    before = _box(_frame(resnet))
    x, y = before["x"] + 20, before["y"] + before["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    resnet.wait_for_frame()
    assert _box(_frame(resnet))["x"] == pytest.approx(before["x"] + 60, abs=2)


def test_keys_move_the_view_and_leave_the_playhead_alone(resnet: Explorer, page: Page) -> None:
    minimap = _minimap(resnet)
    step = resnet.step_count.inner_text()
    minimap.focus()
    expect(minimap).to_have_attribute("aria-valuenow", "0")
    page.keyboard.press("End")
    expect(minimap).to_have_attribute("aria-valuenow", "100")
    expect(minimap).to_have_attribute("aria-valuetext", re.compile(r" to head$"))
    page.keyboard.press("Home")
    expect(minimap).to_have_attribute("aria-valuenow", "0")
    assert resnet.step_count.inner_text() == step


def test_on_a_phone_it_is_usable(explorer: Explorer, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(model="alexnet")
    minimap = _minimap(explorer)
    minimap.scroll_into_view_if_needed()
    box = _box(minimap)
    assert box["width"] > 300
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect(explorer.column("softmax")).to_be_in_viewport()


def _minimap(explorer: Explorer) -> Locator:
    return explorer.overview.get_by_role("slider", name="Part of the network in view")


def _frame(explorer: Explorer) -> Locator:
    return _minimap(explorer).locator(".frame")


def _box(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box is not None
    return box
