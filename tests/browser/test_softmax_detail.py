"""The softmax opened: logits, powers, their sum, shares; and the temperature as an experiment."""

import math
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api


def _column(explorer: Explorer, name: str) -> list[Decimal]:
    others = explorer.detail.get_by_test_id(f"others-{name}").all_inner_texts()
    texts = [*explorer.detail.get_by_test_id(name).all_inner_texts(), *others]
    return [read_number(text) for text in texts]


def _sum(explorer: Explorer, name: str) -> Decimal:
    return read_number(explorer.detail.get_by_test_id(f"{name}-sum").inner_text())


@pytest.mark.parametrize(
    ("model", "state"),
    [
        ("photos", {"map": 3}),
        ("x-or-o", {"map": 1}),
        ("unet", {"map": 1, "unit": "30,12"}),
        ("mobilenet-v1", {"map": 4}),
    ],
)
def test_powers_and_shares_displayed_add_up_as_displayed(
    explorer: Explorer, api: Api, model: str, state: dict[str, object]
) -> None:
    explorer.open(model=model, layer="softmax", **state)
    expect(explorer.total).to_be_visible(timeout=60_000)
    assert sum(_column(explorer, "power")) == _sum(explorer, "power")
    assert sum(_column(explorer, "share")) == _sum(explorer, "share") == 1


def test_the_shares_are_the_networks(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="softmax", map=8)
    exact = api.run("photos").outputs["softmax"]
    assert shows(explorer.total.inner_text(), float(exact[8]))
    shares = explorer.detail.get_by_test_id("share")
    expect(shares).to_have_count(10)
    for place in range(10):
        value = float(str(shares.nth(place).get_attribute("data-value")))
        assert value == pytest.approx(float(exact[place]), abs=1e-6)


def test_a_class_is_opened_by_its_name(explorer: Explorer) -> None:
    explorer.open(model="photos", layer="softmax")
    explorer.detail.get_by_role("button", name="frog").click()
    expect(explorer.whereabouts).to_contain_text("unit 6")
    expect(explorer.detail.locator("tr[aria-current]")).to_contain_text("frog")


def test_the_temperature_is_an_experiment_that_is_marked_and_taken_back(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="softmax", map=8)
    logits = [float(z) for z in api.run("photos").outputs["scores"]]
    slider = explorer.detail.get_by_role("slider", name="Temperature")
    slider.focus()
    explorer.page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "T = 10.0")
    expect(explorer.detail).to_contain_text("Not what the network says")
    expect(explorer.detail.get_by_test_id("total")).to_have_count(0)
    hot = [math.exp((z - max(logits)) / 10) for z in logits]
    shares = explorer.detail.get_by_test_id("share")
    for place, power in enumerate(hot):
        value = float(str(shares.nth(place).get_attribute("data-value")))
        assert value == pytest.approx(power / sum(hot), rel=1e-4)
    assert sum(_column(explorer, "share")) == 1
    explorer.detail.get_by_role("button", name="Reset").click()
    expect(slider).to_have_attribute("aria-valuetext", "T = 1.0")
    expect(slider).to_have_js_property("value", "0")
    assert shows(explorer.total.inner_text(), float(api.run("photos").outputs["softmax"][8]))


def test_entropy_is_that_of_the_shares_displayed(explorer: Explorer, api: Api) -> None:
    explorer.open(model="x-or-o", layer="softmax")
    shares = [float(p) for p in api.run("x-or-o").outputs["softmax"]]
    bits = -sum(p * math.log2(p) for p in shares if p > 0)
    expect(explorer.detail.get_by_test_id("entropy")).to_contain_text(f"{bits:.3f} of at most 1.000 bits")
