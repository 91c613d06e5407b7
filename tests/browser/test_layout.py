"""Every view fits a projector, a laptop, a phone and a frame, light and dark, and never scrolls sideways."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import BACKWARD, MODELS, Explorer
from tests.browser.words import covered, smaller_than

SIZES = {"projector": (1280, 720), "laptop": (1440, 900), "phone": (390, 844)}
VIEWS: dict[str, dict[str, object]] = {
    "conv": {"model": "photos", "layer": "conv3", "map": 2, "unit": "3,4"},
    "conv-5x5": {"model": "digits", "layer": "conv2", "map": 3, "unit": "5,5"},
    "conv-backward": {"model": "photos", "layer": "conv3", "map": 2, "unit": "3,4", "pass": "backward"},
    "pool": {"model": "digits", "layer": "pool1", "map": 2, "unit": "6,6"},
    "dense": {"model": "photos", "layer": "scores", "map": 3},
    "softmax-backward": {"model": "digits", "layer": "softmax", "map": 3, "pass": "backward"},
}

FRAMES = ((480, 360), (480, 270), (320, 240))
IN_FRAMES: dict[str, dict[str, object]] = {
    **VIEWS,
    "overview": {"model": "photos"},
    "overview-backward": {"model": "photos", **BACKWARD},
    "average-backward": {"model": "photos", "layer": "average", **BACKWARD},
    "clip": {"model": "clips-3d", "layer": "conv1"},
    "weights": {"model": "photos", "layer": "conv2", "wrt": "weight", **BACKWARD},
    "weights-dense": {"model": "photos", "layer": "scores", "wrt": "weight", **BACKWARD},
    "dense-backward": {"model": "photos", "layer": "scores", **BACKWARD},
    "function-backward": {"model": "photos", "layer": "relu1", **BACKWARD},
    "signal": {"model": "signals", "layer": "conv1"},
    "unit": {"model": "photos", "layer": "conv2", "depth": "unit"},
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_an_overview_fits(
    explorer: Explorer, page: Page, keep_screenshot: Callable[[str], Path], model: str, direction: str
) -> None:
    explorer.open(model=model, **{"pass": direction})
    _expect_fit_everywhere(explorer, page, keep_screenshot)


@pytest.mark.parametrize("view", VIEWS)
def test_a_detail_view_fits(
    explorer: Explorer, page: Page, keep_screenshot: Callable[[str], Path], view: str
) -> None:
    explorer.open(**VIEWS[view])
    expect(explorer.total).to_be_visible()
    _expect_fit_everywhere(explorer, page, keep_screenshot)


@pytest.mark.parametrize("view", IN_FRAMES)
def test_in_small_frames_nothing_lies_over_words_and_results_are_in_sight(
    explorer: Explorer, page: Page, view: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": FRAMES[0][0], "height": FRAMES[0][1]})
    explorer.open_embed(**IN_FRAMES[view])
    for width, height in FRAMES:
        page.set_viewport_size({"width": width, "height": height})
        explorer.wait_for_frame()
        assert covered(page) == [], (width, height)
        if height > 240 and "layer" in IN_FRAMES[view] and "depth" not in IN_FRAMES[view]:
            equation = explorer.detail.get_by_test_id("equation")
            expect(equation.or_(explorer.total).first).to_be_in_viewport()


def test_a_projector_shows_no_text_below_14_pixels(explorer: Explorer, page: Page) -> None:
    for view in ({}, *VIEWS.values()):
        explorer.open(**view)
        assert smaller_than(page, 14) == []


def _expect_fit_everywhere(explorer: Explorer, page: Page, keep_screenshot: Callable[[str], Path]) -> None:
    for name, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            explorer.wait_for_frame()
            keep_screenshot(f"{name} {scheme}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
