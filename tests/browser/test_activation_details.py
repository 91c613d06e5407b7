"""Activations opened: the curve and the value on it, its derivative, histograms, shares of zeros."""

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.axe import light_and_dark
from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Answer, Api

KINDS = (
    "relu0",
    "leakyrelu1",
    "prelu2",
    "elu3",
    "selu4",
    "gelu5",
    "gelu6",
    "silu7",
    "sigmoid8",
    "tanh9",
    "hardsigmoid10",
    "hardswish11",
    "softplus12",
    "softsign13",
    "mish14",
    "clip15",
    "relu616",
)
UNIT = (1, 3, 9)


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


@pytest.mark.parametrize("layer", KINDS)
def test_the_point_stands_where_the_network_has_it(explorer: Explorer, api: Api, layer: str) -> None:
    explorer.open(model="activations", layer=layer, map=UNIT[0], unit=f"{UNIT[1]},{UNIT[2]}")
    answer = _run(api)
    point = explorer.detail.get_by_test_id("curve-point")
    assert float(point.get_attribute("data-x") or "nan") == float(answer.outputs["stem"][UNIT])
    assert float(point.get_attribute("data-y") or "nan") == float(answer.outputs[layer][UNIT])
    assert _distance_to_curve(explorer) < 2
    assert shows(explorer.total.inner_text(), float(answer.outputs[layer][UNIT]))


def test_a_step_moves_the_point(explorer: Explorer) -> None:
    explorer.open(model="activations", layer="sigmoid8", unit="8,8")
    point = explorer.detail.get_by_test_id("curve-point")
    before = point.get_attribute("cx")
    explorer.page.keyboard.press("ArrowRight")
    expect(point).not_to_have_attribute("cx", before or "")


def test_shares_of_zeros_are_those_of_the_map_and_of_the_layer(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="relu1", map=2)
    output = _run(api, "photos").outputs["relu1"]
    cells = explorer.detail.get_by_test_id("facts").get_by_role("row", name="zeros").get_by_role("cell")
    for cell, values in zip(cells.all(), (output[2], output), strict=True):
        assert cell.inner_text() == f"{100 * (values == 0).mean():.1f} %"


def test_histograms_count_the_map_or_the_layer(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="relu1", map=2)
    output = _run(api, "photos").outputs["relu1"]
    zeros = explorer.detail.get_by_test_id("zeros-after")
    expect(zeros).to_have_text(f"{100 * (output == 0).mean():.1f} %")
    explorer.detail.get_by_role("button", name="this map").click()
    expect(zeros).to_have_text(f"{100 * (output[2] == 0).mean():.1f} %")


def test_zero_constant_and_endless_values_have_a_curve_too(explorer: Explorer) -> None:
    for layer, shown in (("zero/relu", "0"), ("constant/sigmoid", "0.5000"), ("endless", "∞")):
        explorer.open(model="degenerate", layer=layer)
        expect(explorer.total).to_have_text(shown)
        expect(explorer.detail.locator("cs-curve svg")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_the_view_breaks_no_rule_of_accessibility(explorer: Explorer, size: tuple[int, int]) -> None:
    explorer.page.set_viewport_size({"width": size[0], "height": size[1]})
    explorer.open(model="photos", layer="relu1", map=2, unit="4,4")
    expect(explorer.detail.locator("cs-curve svg")).to_be_visible()
    assert light_and_dark(explorer.page) == []


def test_a_small_frame_has_room_for_the_formula(explorer: Explorer) -> None:
    explorer.page.set_viewport_size({"width": 320, "height": 240})
    explorer.open_embed(model="photos", layer="relu1", map=2, unit="4,4")
    expect(explorer.total).to_be_in_viewport()


def _run(api: Api, model: str = "activations") -> Answer:
    return api.run(model, api.samples("photos")[0]["id"])


def _distance_to_curve(explorer: Explorer) -> float:
    """CSS pixels from the middle of the point to the drawn curve."""
    curve: Locator = explorer.detail.locator("cs-curve path.curve")
    return float(
        curve.evaluate(
            """(path) => {
              const point = path.parentNode.querySelector(".point");
              const [x, y] = [point.cx.baseVal.value, point.cy.baseVal.value];
              let least = Infinity;
              for (let at = 0; at <= path.getTotalLength(); at += 0.5) {
                const on = path.getPointAtLength(at);
                least = Math.min(least, Math.hypot(on.x - x, on.y - y));
              }
              return least;
            }"""
        )
    )
