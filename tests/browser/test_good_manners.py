"""What holds for every page; `complaints` in conftest.py adds: no errors, and nothing from other hosts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SIZES = {"projector": (1280, 720), "laptop": (1440, 900), "phone": (390, 844)}


@pytest.mark.parametrize("path", ["/", "/embed/explorer"])
def test_a_page_opens_on_a_network_that_has_run(page: Page, path: str) -> None:
    with page.expect_response(lambda it: it.url.split("?")[0].endswith("/forward")) as run:
        page.goto(path)
    expect(page.locator("cs-explorer")).to_be_visible()
    assert run.value.ok


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_a_page_fits_its_window_and_is_accessible(
    page: Page, keep_screenshot: Callable[[str], Path], size: str, scheme: str
) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.goto("/", wait_until="networkidle")
    keep_screenshot("opened")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [f"{it['id']}: {it['nodes'][0]['html']}" for it in violations] == []
