"""A gradient checked where it is shown, and steps of learning taken, seen, undone, and taken again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.looked import Looked
from tests.browser.server import serving
from tests.browser.wire import Api

TARGET = "5"  # a class that the picture is far from: there is much to learn


def number(page: Page, name: str) -> float:
    return float(page.get_by_test_id(name).get_attribute("data-value") or "nan")


def test_the_check_finds_every_gradient_right_that_is_no_kink(explorer: Explorer, page: Page) -> None:
    """Of inputs, weights and biases, in several layers, by mouse and by keyboard."""
    explorer.open(target=TARGET, layer="scores", wrt="weight", map=3, unit="4", **BACKWARD)
    page.get_by_test_id("check").click()
    places = [
        {"layer": "scores", "wrt": "weight", "map": "3", "unit": "4"},
        {"layer": "scores", "wrt": "bias", "map": "7"},
        {"layer": "scores", "wrt": "", "map": "11"},
        {"layer": "relu3", "wrt": "", "map": "2", "unit": "9,9"},
        {"layer": "average", "wrt": "", "map": "5", "unit": "3,3"},
    ]
    for place in places:
        explorer.open(target=TARGET, **place, **BACKWARD)
        page.get_by_test_id("check").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("check-verdict")).to_contain_text("✓", timeout=20_000)
        assert number(page, "check-error") < 1e-4, place
        slope, gradient = number(page, "check-slope"), number(page, "check-gradient")
        assert slope == pytest.approx(gradient, rel=1e-4)
    slider = page.get_by_test_id("check-power")
    slider.focus()
    error = number(page, "check-error")
    with page.expect_response(lambda response: "epsilon=1e-12" in response.url):
        slider.press("Home")
    expect(page.get_by_test_id("check-epsilon")).to_have_attribute("data-value", "1e-12", timeout=20_000)
    assert number(page, "check-error") > error
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("check-verdict")).to_have_count(0)
    expect(page.get_by_test_id("check")).to_be_focused()
    assert explorer.opened_layer.inner_text() == "average"


def test_on_a_phone_the_check_and_its_verdict_are_in_sight_whatever_is_scrolled_to(
    explorer: Explorer, page: Page
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    explorer.open(layer="conv2", wrt="weight", **BACKWARD)
    page.get_by_test_id("check").click()
    expect(page.get_by_test_id("check-verdict")).to_be_in_viewport(ratio=1, timeout=20_000)
    close = page.get_by_role("button", name="Close the check")
    expect(close).to_be_in_viewport(ratio=1)
    close.click()
    page.mouse.wheel(0, 2000)
    page.get_by_test_id("check").click()
    expect(page.get_by_test_id("check-verdict")).to_be_in_viewport(ratio=1, timeout=20_000)


def test_steps_make_the_loss_fall_or_rise_and_undo_brings_everything_back(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(target=TARGET, layer="scores", wrt="bias", map=5, **BACKWARD)
    before = api.run_backward("photos", target=TARGET)
    scores = explorer.score_rows.all_inner_texts()
    page.get_by_test_id("open-update").click()
    rate = page.get_by_role("spinbutton", name="Learning rate η")
    rate.fill("0.001")
    rate.press("Enter")
    # What the next step makes of the opened bias is said before it is taken.
    foretold = number(page, "next-step")
    gradient = float(before.gradients["scores"]["d_bias"][5])
    bias = float(api.weights("photos", "scores")["bias"][5])
    assert foretold == pytest.approx(bias - 0.001 * gradient, rel=1e-6)
    with explorer.running_anew():
        page.get_by_test_id("step").click()
    assert number(page, "loss-before") == pytest.approx(before.loss["value"])
    assert number(page, "loss-after") < number(page, "loss-before")
    expect(page.get_by_test_id("last-step")).to_have_attribute("data-value", str(bias))
    expect(explorer.detail.get_by_test_id("last-step")).to_contain_text("=")
    undo = page.get_by_role("button", name="Undo the last edit")
    with explorer.running_anew():
        undo.click()
    expect(explorer.score_rows).to_have_text(scores)
    rate.fill("0.01")  # far too far
    rate.press("Enter")
    with explorer.running_anew():
        page.get_by_test_id("step").click()
    assert number(page, "loss-after") > number(page, "loss-before")
    expect(page.locator("cs-update-bar")).to_contain_text("rises")
    with explorer.running_anew():
        undo.click()
    expect(explorer.score_rows).to_have_text(scores)
    with explorer.running_anew():
        page.get_by_role("button", name="Redo the edit").click()
    assert explorer.score_rows.all_inner_texts() != scores


@pytest.mark.console_errors_expected
def test_a_step_too_far_is_said_beside_the_rate_and_steps_survive_a_reload(
    explorer: Explorer, page: Page
) -> None:
    explorer.open(target=TARGET, **BACKWARD)
    page.get_by_test_id("open-update").click()
    rate = page.get_by_role("spinbutton", name="Learning rate η")
    rate.fill("1e9")
    rate.press("Enter")
    page.get_by_test_id("step").click()
    expect(page.get_by_test_id("step-problem")).to_contain_text("smaller rate", timeout=20_000)
    page.get_by_role("combobox", name="Optimizer").select_option("momentum")
    rate.fill("0.0001")
    rate.press("Enter")
    with explorer.running_anew():
        page.get_by_test_id("step").click()
    page.get_by_test_id("steps").click()
    expect(page.locator("cs-update-bar")).to_contain_text("11 steps", timeout=60_000)
    expect(page.get_by_test_id("steps")).to_be_enabled(timeout=20_000)
    after = number(page, "loss-after")
    expect(page.get_by_text("This network has learned 11 steps")).to_be_visible()
    expect(page).to_have_url(re.compile("edits=%5Emomentum"))
    page.reload()
    page.get_by_test_id("open-update").click()
    expect(page.get_by_test_id("loss-after")).to_have_attribute("data-value", str(after), timeout=60_000)


@pytest.mark.console_errors_expected
def test_weights_that_the_server_has_let_go_of_are_made_again_whatever_is_asked_about_them(
    page: Page, own_addresses: list[str], tmp_path: Path
) -> None:
    """A server with room for a few steps only, which somebody else takes in between: nobody is told."""
    with serving(tmp_path / "log.txt", "--max-updates-mib", "1") as address:
        own_addresses.append(address)
        page.goto(f"{address}/?model=photos&pass=backward&target={TARGET}")
        explorer = Explorer(page)
        explorer.wait_until_painted()
        page.get_by_test_id("open-update").click()
        for _ in range(2):
            with explorer.running_anew():
                page.get_by_test_id("step").click()

        @contextmanager
        def refused() -> Iterator[None]:
            with page.expect_response(lambda it: it.status == 410 and "updated=" in it.url):
                for target in range(4):
                    answer = page.request.post(
                        f"{address}/api/models/photos/updates?optimizer=sgd&rate=1e-4&target={target}",
                        data={"sample": "photos-dog-1"},
                    )
                    assert answer.ok
                yield

        with refused(), explorer.running_anew():
            page.get_by_role("combobox", name="Class to answer for").select_option("1")
        with refused():
            explorer.open_map("scores", 3)
        expect(explorer.opened_layer).to_have_text("scores")
        with refused():
            page.get_by_test_id("check").click()
        expect(page.get_by_test_id("check-verdict")).to_contain_text("✓", timeout=20_000)
        page.go_back()
        with refused(), explorer.running_anew():
            explorer.pass_button("Forward").click()
        with refused():
            page.get_by_role("button", name="What did it look at?").click()
        looked = Looked(explorer)
        looked.wait()
        expect(looked.view.get_by_role("alert")).to_have_count(0)
        with refused():
            looked.choose("guided")
        expect(looked.view.get_by_role("alert")).to_have_count(0)
        expect(explorer.problem).to_have_count(0)
