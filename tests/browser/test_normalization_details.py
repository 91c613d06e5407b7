"""Normalizations opened: x̂ and y with their numbers in steps, histograms before and after, folded or not."""

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.axe import light_and_dark
from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Answer, Api

UNIT = (4, 3, 5)


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


@pytest.mark.parametrize("layer", ["batch", "group", "instance", "layer"])
def test_the_steps_give_the_value(explorer: Explorer, api: Api, layer: str) -> None:
    explorer.open(model="norms", layer=layer, map=UNIT[0], unit=f"{UNIT[1]},{UNIT[2]}")
    output = float(_run(api).outputs[layer][UNIT])
    expect(explorer.total).to_be_visible()
    normalized, value = explorer.detail.locator("cs-formula math.formula").all()
    x, mean, variance, centred, deviation, result = _exact(normalized)
    epsilon = 1e-5
    assert centred == pytest.approx(x - mean, abs=1e-6)
    assert deviation == pytest.approx((variance + epsilon) ** 0.5, rel=1e-6)
    assert result == pytest.approx(centred / deviation, rel=1e-6)
    gamma, same, beta = _exact(value)
    assert same == result
    assert gamma * same + beta == pytest.approx(output, abs=1e-4)
    assert shows(explorer.total.inner_text(), output)


def test_response_normalization_divides_by_what_is_around(explorer: Explorer, api: Api) -> None:
    explorer.open(model="norms", layer="response", map=0, unit="2,2")
    around = _run(api).outputs["layer"][0:2, 2, 2]
    expect(explorer.total).to_be_visible()
    squares, *_ = _exact(explorer.detail.locator("cs-formula math.formula").first)
    assert squares == pytest.approx(float((around**2).sum()), rel=1e-5)


def test_a_batch_norm_tells_that_it_is_not_folded_and_what_it_would_be(explorer: Explorer) -> None:
    explorer.open(model="norms", layer="batch", map=0)
    facts = explorer.detail.get_by_test_id("facts")
    expect(facts).to_contain_text("no: a layer of its own")
    expect(facts).to_contain_text("y = 1.0000 · x")


def test_histograms_before_and_after_are_of_the_map(explorer: Explorer) -> None:
    explorer.open(model="norms", layer="instance", map=2)
    histogram = explorer.detail.locator("cs-histogram")
    expect(histogram.locator("rect.bar").first).to_be_attached()
    expect(explorer.detail.get_by_role("button", name="this map")).to_have_attribute("aria-pressed", "true")


def test_pointing_at_x_lights_its_cell(explorer: Explorer) -> None:
    explorer.open(model="norms", layer="batch", map=1, unit="3,5")
    explorer.detail.locator("cs-formula").get_by_test_id("number").first.hover()
    lit = explorer.detail.get_by_test_id("input-0").locator("rect.lit")
    expect(lit).to_have_attribute("x", "5")
    expect(lit).to_have_attribute("y", "3")


def test_the_view_breaks_no_rule_of_accessibility(explorer: Explorer) -> None:
    explorer.open(model="norms", layer="batch", map=1, unit="3,5")
    expect(explorer.total).to_be_visible()
    assert light_and_dark(explorer.page) == []


def _run(api: Api) -> Answer:
    return api.run("norms", api.samples("photos")[0]["id"])


def _exact(line: Locator) -> list[float]:
    """The numbers of a line in full."""
    return [float(each.get_attribute("data-value") or "nan") for each in line.get_by_test_id("number").all()]
