"""No view breaks a rule of axe, light or dark."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import light_and_dark, violations
from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.film import Film
from tests.browser.looked import Looked

Arrange = Callable[[Explorer], None]


def _draw(explorer: Explorer) -> None:
    explorer.page.get_by_role("button", name="Draw").click()
    expect(explorer.page.get_by_role("application")).to_be_visible()


def _nothing(explorer: Explorer) -> None:
    expect(explorer.problem).to_have_count(0)


def _open_a_network(explorer: Explorer) -> None:
    explorer.page.get_by_role("button", name="Open a network…").click()
    expect(explorer.page.get_by_role("dialog", name="Open a network")).to_be_visible()


def _edit_a_kernel(explorer: Explorer) -> None:
    explorer.detail.get_by_role("button", name="Edit the kernel").click()
    explorer.detail.get_by_role("button", name="emboss").click()
    bar = explorer.page.locator("cs-edits-bar")
    bar.get_by_role("button", name="difference").click()
    expect(bar).to_contain_text("9 weights in conv3")
    expect(explorer.score_rows.first).to_contain_text("→")


def _check_a_gradient(explorer: Explorer) -> None:
    explorer.page.get_by_test_id("check").click()
    expect(explorer.page.get_by_test_id("check-verdict")).to_be_visible(timeout=20_000)


def _take_a_step(explorer: Explorer) -> None:
    explorer.page.get_by_test_id("open-update").click()
    with explorer.running_anew():
        explorer.page.get_by_test_id("step").click()
    expect(explorer.page.get_by_test_id("loss-after")).to_be_visible()


PIN = "photos|photos-frog-1|conv4|0|3.4"


def _wait_for_slopes(explorer: Explorer) -> None:
    expect(explorer.page.get_by_test_id("effective")).to_be_visible()


def _wait_for_pin(explorer: Explorer) -> None:
    expect(explorer.page.get_by_test_id("pinned")).to_be_visible()


def _wait_for_heat(explorer: Explorer) -> None:
    Looked(explorer).wait()


def _step_through_film(explorer: Explorer) -> None:
    film = Film(explorer)
    film.step_on(2)
    expect(film.title).to_have_text("relu1")


def _step_through_backward_film(explorer: Explorer) -> None:
    film = Film(explorer)
    film.step_on(2)
    expect(film.title).to_have_text("scores")


VIEWS: dict[str, tuple[dict[str, object], Arrange]] = {
    "overview": ({}, _nothing),
    "overview backward": ({"model": "x-or-o", "pass": "backward"}, _nothing),
    "conv": ({"model": "photos", "layer": "conv3", "map": 2, "unit": "0,0"}, _nothing),
    "conv, as a matrix": ({"model": "photos", "layer": "conv3", "how": "matrix"}, _nothing),
    "conv edited": ({"model": "photos", "layer": "conv3", "map": 2}, _edit_a_kernel),
    "conv backward": ({"model": "digits", "layer": "conv2", "map": 1, "pass": "backward"}, _nothing),
    "conv backward, painted": ({"model": "digits", "layer": "conv2", **BACKWARD, "how": "scatter"}, _nothing),
    "conv backward, as a matrix": (
        {"model": "digits", "layer": "conv2", **BACKWARD, "how": "matrix"},
        _nothing,
    ),
    "conv backward, weights": ({"model": "digits", "layer": "conv2", **BACKWARD, "wrt": "weight"}, _nothing),
    "a gradient checked": ({"model": "digits", "layer": "conv2", **BACKWARD}, _check_a_gradient),
    "a step of learning": (
        {"model": "digits", "layer": "conv2", **BACKWARD, "wrt": "weight"},
        _take_a_step,
    ),
    "pool": ({"model": "digits", "layer": "pool1", "map": 2, "unit": "6,6"}, _nothing),
    "dense": ({"model": "photos", "layer": "scores", "map": 2}, _nothing),
    "flatten": ({"model": "digits", "layer": "flatten", "map": 189}, _nothing),
    "softmax": ({"model": "photos", "layer": "softmax", "map": 8}, _nothing),
    "softmax backward": ({"model": "digits", "layer": "softmax", "pass": "backward"}, _nothing),
    "what a unit sees": (
        {"model": "photos", "layer": "conv2", "unit": "0,4", "view": "sees"},
        _wait_for_slopes,
    ),
    "who sees a place": ({"model": "digits", "at": "12,5"}, _nothing),
    "compared": ({"model": "photos", "layer": "conv3", "pin": PIN}, _wait_for_pin),
    "film": ({"model": "digits", "show": "film", "grain": "layer"}, _step_through_film),
    "film backward": (
        {"model": "digits", "show": "film", "grain": "layer", "pass": "backward"},
        _step_through_backward_film,
    ),
    "what it looked at": ({"show": "looked", "method": "integrated"}, _wait_for_heat),
    "what it looked at, checked": ({"show": "looked", "sanity": "shown"}, _wait_for_heat),
    "what excites a unit": (
        {"show": "looked", "method": "patches", "about": "conv2:1,2,3"},
        _wait_for_heat,
    ),
    "a network of one's own": ({"model": "photos"}, _open_a_network),
    "drawing pad": ({"model": "digits"}, _draw),
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_breaks_no_rule_of_accessibility(explorer: Explorer, page: Page, view: str) -> None:
    state, arrange = VIEWS[view]
    page.emulate_media(reduced_motion="reduce")
    explorer.open(**state)
    if "layer" in state and "view" not in state:
        expect(explorer.total).to_be_visible()
    arrange(explorer)
    assert light_and_dark(page) == []


@pytest.mark.console_errors_expected
def test_a_notice_of_a_problem_breaks_none_either(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    page.route("**/forward?**", lambda route: route.abort())
    explorer.samples.nth(2).click()
    expect(explorer.problem).to_be_visible()
    assert violations(page) == []


def test_the_phone_and_the_embed_break_none_either(explorer: Explorer, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(model="photos")
    assert violations(page) == []
    explorer.open_embed(model="digits", layer="conv2")
    expect(explorer.total).to_be_visible()
    assert violations(page) == []
