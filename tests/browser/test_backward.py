"""The backward pass: a class answers for the loss, and every layer and kernel shows its gradient."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api

_SOME_FRAMES = "async () => { for (let i = 0; i < 6; i++) await new Promise(requestAnimationFrame); }"


@pytest.mark.parametrize("model", ["photos", "x-or-o"])
def test_the_switch_shows_the_loss_and_gradients_in_their_own_colours(
    explorer: Explorer, api: Api, page: Page, model: str
) -> None:
    explorer.open(model=model)
    answer = api.run_backward(model)
    first = answer.layers[0]["name"]
    activations = explorer.pixels(first)
    with explorer.running_anew():
        explorer.pass_button("Backward").click()
    expect(explorer.pass_button("Backward")).to_have_attribute("aria-pressed", "true")
    expect(explorer.loss).to_contain_text(f"Loss (cross-entropy) for {answer.said}")
    assert shows(explorer.loss_value.inner_text(), answer.loss["value"])
    gradients = explorer.pixels(first)
    assert gradients != activations
    seen = {}
    for choice in ("both", "outputs", "gradients"):
        page.get_by_role("combobox", name="Maps show").select_option(choice)
        page.evaluate(_SOME_FRAMES)
        seen[choice] = explorer.pixels(first)
        expect(page.get_by_text("grey: output")).to_be_visible(visible=choice == "both")
    assert (seen["outputs"], seen["gradients"]) == (activations, gradients)
    assert seen["both"] not in (gradients, activations)
    with explorer.running_anew():
        explorer.pass_button("Forward").click()
    expect(explorer.loss).to_have_count(0)
    assert explorer.pixels(first) == activations


def test_another_class_to_answer_for_has_another_loss_and_other_gradients(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(model="digits", **BACKWARD)
    gradients = explorer.pixels("conv1")
    with explorer.running_anew():
        page.get_by_role("combobox", name="Class to answer for").select_option("7")
    answer = api.run_backward("digits", target="7")
    expect(explorer.loss).to_contain_text(f"for {answer.loss['label']}")
    assert shows(explorer.loss_value.inner_text(), answer.loss["value"])
    assert explorer.pixels("conv1") != gradients


def test_the_losss_card_shows_the_numbers_of_the_api_and_they_add_up(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(model="photos", target="0", **BACKWARD)
    for loss in ("cross_entropy", "logit", "hinge"):
        if loss != "cross_entropy":
            with explorer.running_anew():
                page.get_by_role("combobox", name="Loss").select_option(loss)
        answer = api.run_backward("photos", target="0", loss=loss)
        seeds = answer.gradients[answer.run["logits"]]["d_output"]
        assert shows(explorer.loss_value.inner_text(), answer.loss["value"])
        cells = explorer.loss.get_by_test_id("begins")
        expect(cells).to_have_count(len(seeds))
        written = [read_number(text) for text in cells.all_inner_texts()]
        assert sum(written) == pytest.approx(1 if loss == "logit" else 0, abs=1e-9)
        for cell, score in zip(cells.all(), answer.scores, strict=True):
            value = float(cell.get_attribute("data-value") or "nan")
            assert value == pytest.approx(float(seeds[score["index"]]), abs=1e-6)


def test_a_unit_is_asked_for_from_its_layer_and_dropped_again(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(model="digits", layer="conv1", map=2, unit="9,11", **BACKWARD)
    with explorer.running_anew():
        page.get_by_role("button", name="Ask for this unit").click()
    assert "asks=conv1:2,9,11" in unquote(page.url)
    value = api.run("digits").outputs["conv1"][2, 9, 11]
    assert shows(explorer.loss_value.inner_text(), float(value))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert explorer.colours("conv2") == 2  # nothing but zeros, and the gaps between maps
    assert explorer.colours("input") > 1
    with explorer.running_anew():
        page.get_by_role("button", name="Drop the unit conv1 2, 9, 11").click()
    expect(explorer.loss).to_contain_text("Loss (cross-entropy)")
    assert explorer.colours("conv2") > 2
