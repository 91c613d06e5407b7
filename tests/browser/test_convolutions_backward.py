"""A convolution's gradients are told in several ways; all add up to what the server computed."""

import re
from decimal import Decimal

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.explorer import BACKWARD, ODD, Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api, Floats

_CUT_OFF = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"


def test_turned_painted_and_as_a_matrix_every_convolution_sends_back_the_same(
    small_networks: BrowserContext,
) -> None:
    page = small_networks.new_page()
    api, explorer = Api(page.request), Explorer(page)
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 1920, "height": 1080})
    for model, like in ODD.items():
        sample = api.samples(like)[0]["id"]
        explorer.open(model=model, sample=sample, **BACKWARD)
        answer = api.run_backward(model, sample)
        for layer in (each["name"] for each in answer.layers if each["op"].startswith("conv")):
            to_input, to_weights = answer.ways[layer][""], answer.ways[layer]["weight"]
            for place in ((0,) * to_input.ndim, _largest(to_input)):
                for how in ("", "scatter", "matrix"):
                    _go(explorer, model, sample, layer, to_input, place, how=how)
                    _expect_sum(explorer, f"{model}, {layer} at {place}: {how or 'turned'}")
            largest = _largest(to_weights)
            _go(explorer, model, sample, layer, to_weights, largest, wrt="weight", how="matrix")
            _expect_sum(explorer, f"{model}, {layer}, weight {largest}")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1440, 900), (390, 844)])
@pytest.mark.parametrize("layer", ["conv1", "conv2"])
def test_no_number_of_a_gradient_with_many_zeros_is_cut_off(
    explorer: Explorer, layer: str, width: int, height: int
) -> None:
    explorer.page.set_viewport_size({"width": width, "height": height})
    explorer.open(model="digits", layer=layer, unit="9,9", **BACKWARD)
    expect(explorer.total).to_be_visible()
    numbers = explorer.detail.locator("cs-products .entry")
    expect(numbers).to_have_count(3 * 25)
    assert numbers.evaluate_all(_CUT_OFF) == []


def _largest(sent: Floats) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(np.abs(sent))), sent.shape))


def _go(
    explorer: Explorer,
    model: str,
    sample: str,
    layer: str,
    sent: Floats,
    place: tuple[int, ...],
    **state: str,
) -> None:
    """A place of a gradient, once it is shown."""
    unit = ",".join(map(str, place[1:]))
    explorer.go_to(model=model, sample=sample, layer=layer, map=place[0], unit=unit, **BACKWARD, **state)
    expect(explorer.opened_layer).to_have_text(layer)
    marks = {"matrix": "cs-conv-matrix", "scatter": "cs-conv-detail"}
    expect(explorer.detail.locator(marks.get(state.get("how", ""), "cs-conv-detail"))).to_be_visible()
    explorer.wait_for_total(float(sent[place]), f"{layer} at {place}")
    explorer.wait_for_frame()
    assert shows(explorer.total.inner_text(), float(sent[place]))


def _expect_sum(explorer: Explorer, where: str) -> None:
    """Products make a filter's share, all shares the gradient; both tellings say that they agree."""
    detail, total = explorer.detail, read_number(explorer.total.inner_text())
    if detail.get_by_test_id("made").count():
        assert _sum(detail.get_by_test_id("made")) == total, where
        return
    assert _sum(detail.get_by_test_id("channel-sum")) == total, where
    if detail.get_by_test_id("product").count():
        chosen = detail.locator("cs-channels button[aria-pressed=true]").get_by_test_id("channel-sum")
        assert _sum(detail.get_by_test_id("product")) == read_number(chosen.inner_text()), where
    agreement = detail.get_by_test_id("agreement")
    if agreement.count():
        expect(agreement, where).to_contain_text("the same")
        assert read_number(agreement.locator("b").inner_text()) == total, where


def _sum(cells: Locator) -> Decimal:
    return sum((read_number(text) for text in cells.all_inner_texts()), Decimal(0))


def test_by_the_keyboard_the_kernel_turns_and_the_tellings_lead_to_each_other(
    explorer: Explorer, page: Page
) -> None:
    explorer.open(model="digits", layer="conv2", map=2, unit="5,5", **BACKWARD)
    turned = explorer.detail.get_by_test_id("kernel-turned")
    page.emulate_media(reduced_motion="reduce")
    assert turned.evaluate("(kernel) => getComputedStyle(kernel).transform") == "matrix(-1, 0, 0, -1, 0, 0)"
    page.emulate_media(reduced_motion="no-preference")
    explorer.detail.get_by_role("button", name="Turn the kernel").press("Enter")
    assert turned.evaluate("(kernel) => kernel.getAnimations().length") == 1

    total = explorer.total.inner_text()
    explorer.detail.get_by_role("button", name="Painted, one by one").press("Enter")
    expect(page).to_have_url(re.compile("how=scatter"))
    expect(explorer.detail.get_by_test_id("painted")).not_to_have_count(0)
    assert explorer.total.inner_text() == total
    explorer.detail.get_by_role("button", name="as a matrix").press("Enter")
    expect(explorer.detail.get_by_role("table")).to_be_visible()
    assert explorer.total.inner_text() == total
    explorer.detail.get_by_role("button", name="to the weights").press("Enter")
    explorer.detail.get_by_role("button", name="slide", exact=True).press("Enter")
    weights = explorer.detail.get_by_role("slider", name="choose a weight")
    weights.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"unit=0,0,1"))
    explorer.detail.get_by_role("row", name=re.compile("^row")).first.focus()
    expect(explorer.detail.get_by_test_id("equation").locator("math")).to_be_visible()
