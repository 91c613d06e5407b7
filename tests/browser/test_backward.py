"""The backward pass: a class answers for the loss, and every layer and kernel shows its gradient."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.numerals import power_of_ten, read_number, shows
from tests.browser.wire import Api


@pytest.mark.parametrize("model", ["photos", "x-or-o"])
def test_the_switch_shows_the_loss_and_gradients_in_their_own_colours(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    answer = api.run_backward(model)
    first = answer.layers[0]["name"]
    activations = explorer.pixels(first)
    with explorer.running_anew():
        explorer.pass_button("Backward").click()
    expect(explorer.pass_button("Backward")).to_have_attribute("aria-pressed", "true")
    expect(explorer.loss).to_contain_text(f"for {answer.said}:")
    assert shows(explorer.loss.locator("b").last.inner_text(), answer.loss["value"])
    assert explorer.pixels(first) != activations
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
    expect(explorer.loss).to_contain_text(f"for {answer.loss['label']}:")
    assert shows(explorer.loss.locator("b").last.inner_text(), answer.loss["value"])
    assert explorer.pixels("conv1") != gradients


@pytest.mark.parametrize(("model", "layer", "target"), [("digits", "conv2", "3"), ("photos", "conv3", "5")])
def test_an_opened_convolution_shows_the_gradient_of_each_weight(
    explorer: Explorer, api: Api, model: str, layer: str, target: str
) -> None:
    explorer.open(model=model, layer=layer, map=2, target=target, **BACKWARD)
    exact = api.run_backward(model, target=target).gradients[layer]["d_weight"][2]
    for channel in (0, len(exact) - 1):
        explorer.detail.get_by_role("button", name=f"Channel {channel},").click()
        scale = power_of_ten(explorer.detail.get_by_role("heading", name="window × kernel").inner_text())
        cells = explorer.detail.get_by_test_id("d-weight")
        expect(cells).to_have_count(exact[channel].size)
        for cell, value in zip(cells.all(), exact[channel].flat, strict=True):
            assert float(cell.get_attribute("data-value") or "nan") == float(value)
            text = cell.inner_text()
            assert shows(text, float(value), scale) or read_number(text) == 0 == round(value, 12)


def test_an_opened_convolution_shows_the_gradients_of_its_bias_and_of_the_unit(
    explorer: Explorer, api: Api
) -> None:
    explorer.open(model="digits", layer="conv1", map=1, unit="9,11", **BACKWARD)
    gradients = api.run_backward("digits").gradients["conv1"]
    expected = {"d-bias": gradients["d_bias"][1], "d-output": gradients["d_output"][1, 9, 11]}
    for name, exact in expected.items():
        assert shows(explorer.detail.get_by_test_id(name).inner_text(), float(exact))
