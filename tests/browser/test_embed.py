"""The explorer inside a page of another origin: it fits, tells its host, and leaves focus and keys alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.explorer import Explorer
from tests.browser.host import hosting

Host = Callable[..., FrameLocator]


@pytest.fixture
def framed(page: Page, base_url: str, own_addresses: list[str]) -> Iterator[Host]:
    """Opens a host page with a view in a frame."""
    with ExitStack() as stack:

        def frame(path: str, width: int = 480, height: int = 270) -> FrameLocator:
            address = stack.enter_context(hosting(base_url + path, width, height))
            own_addresses.append(address)
            page.goto(address)
            return page.frame_locator("iframe")

        yield frame


@pytest.mark.parametrize("size", [(480, 270), (1280, 720), (320, 240)])
def test_a_framed_view_runs_and_fits_without_scrollbars(
    framed: Host, page: Page, keep_screenshot: Callable[[str], Path], size: tuple[int, int]
) -> None:
    explorer = Explorer(page, framed("/embed/explorer?model=digits", *size))
    expect(explorer.columns.last).to_be_visible()
    keep_screenshot("framed")
    root = page.frames[1].locator("html")
    assert root.evaluate("(it) => [it.scrollWidth, it.scrollHeight]") <= list(size)


@pytest.mark.parametrize("layer", ["conv2", "pool1", "scores"])
def test_an_opened_layer_is_readable_at_480_by_270(
    framed: Host, page: Page, keep_screenshot: Callable[[str], Path], layer: str
) -> None:
    explorer = Explorer(page, framed(f"/embed/explorer?model=digits&layer={layer}&map=1"))
    expect(explorer.total).to_be_visible()
    keep_screenshot("framed")
    box, frame = explorer.total.bounding_box(), page.locator("iframe").bounding_box()
    assert box is not None
    assert frame is not None
    assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    size = page.frames[1].locator("html").evaluate("(it) => [it.scrollWidth, it.scrollHeight]")
    assert size <= [480, 270]


def test_a_layer_opens_and_steps_inside_the_frame(framed: Host, page: Page) -> None:
    explorer = Explorer(page, framed("/embed/explorer?model=digits"))
    explorer.column("conv2").click(position={"x": 8, "y": 8})
    expect(explorer.detail).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(explorer.step_count).to_contain_text("2 / 100")
    page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)


def test_the_host_is_told_when_the_view_is_ready_and_what_it_shows(framed: Host, page: Page) -> None:
    explorer = Explorer(page, framed("/embed/explorer?model=digits"))
    page.wait_for_function("messages.some((it) => it.source === 'convscope' && it.type === 'ready')")
    explorer.column("conv2").click(position={"x": 8, "y": 8})
    page.wait_for_function("messages.some((it) => it.type === 'state' && it.state.layer === 'conv2')")
    assert page.evaluate("messages.every((it) => it.source === 'convscope' && it.version)")


def test_a_frame_takes_neither_focus_nor_arrow_keys_from_its_host(framed: Host, page: Page) -> None:
    explorer = Explorer(page, framed("/embed/explorer?model=digits&layer=conv2"))
    expect(explorer.total).to_be_visible()
    notes = page.get_by_role("textbox", name="Notes")
    expect(notes).to_be_focused()
    page.keyboard.type("a b")
    page.keyboard.press("ArrowLeft")
    expect(notes).to_have_value("a b")
    expect(explorer.step_count).to_contain_text("1 / 100")


def test_the_wheel_over_a_frame_scrolls_the_host(framed: Host, page: Page) -> None:
    explorer = Explorer(page, framed("/embed/explorer?model=digits"))
    expect(explorer.columns.last).to_be_visible()
    explorer.column("conv1").hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 0")


@pytest.mark.console_errors_expected
def test_the_page_with_its_chrome_refuses_to_be_framed(framed: Host, page: Page) -> None:
    with page.expect_event("framenavigated", lambda frame: frame.parent_frame is not None):
        framed("/")
    assert page.frames[1].url.startswith("chrome-error:")
