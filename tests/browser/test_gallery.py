"""Every view looks as it did: `make baselines` keeps how they look now, for people to see in the diff."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from app.gallery import Exhibit, exhibits
from tests.browser import visual
from tests.browser.conftest import ARTIFACTS
from tests.browser.explorer import Explorer
from tests.browser.looked import Looked
from tests.browser.networks import models

EXHIBITS = exhibits(models().values())
MOST_LOOKS = 20
BETWEEN_LOOKS_MS = 200


def name_of(exhibit: Exhibit) -> str:
    return re.sub(r"[^a-z0-9]+", "-", f"{exhibit.kind} {exhibit.title}".lower()).strip("-")


@pytest.fixture(scope="module")
def views(browser, browser_context_args, networks):
    """One page for all: only what it shows changes."""
    options = {**browser_context_args, "base_url": networks, "reduced_motion": "reduce"}
    with browser.new_context(**options) as context:
        yield context.new_page()


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=name_of)
def test_a_view_looks_as_it_did(views: Page, exhibit: Exhibit) -> None:
    kept = visual.ROOT / f"{name_of(exhibit)}.png"
    show(views, exhibit)
    if os.environ.get("KEEP_BASELINES"):
        kept.parent.mkdir(exist_ok=True)
        settled(views).save(kept, optimize=True)
    assert kept.is_file(), f"There is no picture of {exhibit.title}. Look at it, then run: make baselines"
    expected = Image.open(kept)
    found = settled(views, lambda look: visual.distance(look, expected) <= visual.MOST)
    if visual.distance(found, expected) > visual.MOST:
        seen = ARTIFACTS / f"gallery--{kept.name}"
        seen.parent.mkdir(exist_ok=True)
        seen.write_bytes(views.screenshot())
        pytest.fail(f"{exhibit.title} looks otherwise: see {seen}. If it is right so, run: make baselines")


def show(page: Page, exhibit: Exhibit) -> None:
    explorer = Explorer(page)
    explorer.open_embed(**dict(parse_qsl(exhibit.query)))
    if "&layer=" in exhibit.query and "=sees" not in exhibit.query and "=film" not in exhibit.query:
        expect(explorer.opened_layer).to_be_visible()
    if "=looked" in exhibit.query:
        Looked(explorer).wait()
    page.evaluate("() => document.fonts.ready.then(() => undefined)")


def settled(page: Page, is_awaited: Callable[[Image.Image], bool] = lambda look: False) -> Image.Image:
    """What the page shows once nothing has come or moved for a while, or it looks as is awaited.

    Thumbnails take their time; what looks right need not be looked at twice.
    """
    before: Image.Image | None = None
    for _ in range(MOST_LOOKS):
        now = visual.small(page.screenshot(animations="disabled"))
        if is_awaited(now) or (before is not None and visual.distance(now, before) == 0):
            return now
        before = now
        page.wait_for_timeout(BETWEEN_LOOKS_MS)
    pytest.fail("The view does not come to rest.")


def test_no_picture_is_kept_of_a_view_that_is_gone() -> None:
    assert {path.stem for path in visual.ROOT.glob("*.png")} == {name_of(exhibit) for exhibit in EXHIBITS}


def test_another_look_is_noticed(tmp_path: Path) -> None:
    kept = Image.open(next(iter(sorted(visual.ROOT.glob("*.png")))))
    assert visual.distance(kept, kept) == 0
    moved = Image.new("RGB", kept.size)
    moved.paste(kept.convert("RGB"), (0, 12))
    assert visual.distance(moved, kept) > visual.MOST


def test_the_gallery_shows_them_in_frames(small_networks: BrowserContext) -> None:
    page = small_networks.new_page()
    page.goto("/gallery")
    frames = page.locator("iframe")
    expect(frames).to_have_count(len(EXHIBITS))
    expect(page.frame_locator("iframe").first.locator("cs-network-view")).to_be_visible()
