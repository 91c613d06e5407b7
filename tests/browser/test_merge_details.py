"""Layers in which branches meet: which maps, what they become, and what each contributed."""

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Answer, Api

UNITS = ("0,0", "0,11", "11,5", "6,6")
MEETINGS = ("gated", "less", "larger", "smaller", "shifted")


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


def _run(api: Api, model: str) -> Answer:
    return api.run(model, api.samples("photos")[0]["id"])


def _open(explorer: Explorer, **state: object) -> None:
    explorer.open(**state)
    expect(explorer.total).to_be_visible()


def _shares(explorer: Explorer, heading: str) -> Locator:
    return explorer.detail.get_by_test_id("shares").filter(has_text=heading).get_by_test_id("segment-text")


def _percentages(explorer: Explorer, heading: str) -> list[float]:
    return [
        float(read_number(text.removesuffix(" %"))) for text in _shares(explorer, heading).all_inner_texts()
    ]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("layer", MEETINGS)
def test_the_numbers_that_meet_are_the_networks_and_make_its_value(
    explorer: Explorer, api: Api, layer: str, unit: str
) -> None:
    _open(explorer, model="meeting", layer=layer, map=2, unit=unit)
    answer = _run(api, "meeting")
    place = tuple(int(part) for part in unit.split(","))
    assert shows(explorer.total.inner_text(), float(answer.outputs[layer][(2, *place)]))
    numbers = explorer.detail.get_by_test_id("number")
    for i, name in enumerate(answer.layer(layer)["inputs"]):
        tensor = answer.outputs[name]
        exact = float(np.broadcast_to(tensor, answer.outputs[layer].shape)[(2, *place)])
        assert float(str(numbers.nth(i).get_attribute("data-value"))) == pytest.approx(exact, abs=1e-7)


@pytest.mark.parametrize("unit", ["0,0", "7,15", "15,15"])
def test_summands_displayed_add_up_to_the_sum_displayed(explorer: Explorer, unit: str) -> None:
    _open(explorer, model="residual", layer="block1/sum", map=4, unit=unit)
    numbers = explorer.detail.get_by_test_id("number").all_inner_texts()
    assert len(numbers) == 2
    assert sum(read_number(text) for text in numbers) == read_number(explorer.total.inner_text())


@pytest.mark.parametrize("layer", ["less", "larger", "shifted"])
def test_shares_add_up_to_a_hundred_percent_of_the_unit_the_map_and_the_layer(
    explorer: Explorer, layer: str
) -> None:
    _open(explorer, model="meeting", layer=layer, map=1, unit="5,5")
    for heading in ("this unit", "this map", "the whole layer"):
        assert round(10 * sum(_percentages(explorer, heading))) == 1000


def test_a_branchs_share_of_a_sum_is_its_part_of_all_magnitudes(explorer: Explorer, api: Api) -> None:
    _open(explorer, model="residual", layer="block2/sum", map=3)
    answer = _run(api, "residual")
    sizes = [np.abs(answer.outputs[name]) for name in answer.layer("block2/sum")["inputs"]]
    for heading, place in (("this map", (3,)), ("the whole layer", ())):
        parts = [float(size[place].astype(np.float64).sum()) for size in sizes]
        for shown, part in zip(_percentages(explorer, heading), parts, strict=True):
            assert shown == pytest.approx(100 * part / sum(parts), abs=0.11)


def test_a_maximum_is_shared_by_units_won(explorer: Explorer, api: Api) -> None:
    _open(explorer, model="meeting", layer="larger", map=1)
    outputs = _run(api, "meeting").outputs
    won = 100 * float((outputs["less"][1] >= outputs["stem/relu"][1]).mean())
    assert _percentages(explorer, "this map")[0] == pytest.approx(won, abs=0.11)


def test_a_number_and_its_cell_light_up_together(explorer: Explorer) -> None:
    _open(explorer, model="residual", layer="block1/sum", map=4, unit="7,9")
    number = explorer.detail.get_by_test_id("number").nth(1)
    number.focus()
    lit = explorer.detail.get_by_test_id("operand").nth(1).locator(".lit")
    assert {axis: lit.get_attribute(axis) for axis in "xy"} == {"x": "9", "y": "7"}
    expect(explorer.detail.get_by_test_id("operand").first.locator(".lit")).to_have_count(0)


def test_a_concatenations_map_is_traced_to_the_input_that_it_came_from(explorer: Explorer, api: Api) -> None:
    answer = _run(api, "inception")
    names = answer.layer("join")["inputs"]
    lengths = [answer.outputs[name].shape[0] for name in names]
    for opened in (0, 3, 4, 9, 11):
        _open(explorer, model="inception", layer="join", map=opened, unit="4,7")
        source = next(i for i in range(3) if opened < sum(lengths[: i + 1]))
        own = opened - sum(lengths[:source])
        expect(explorer.detail.get_by_test_id("source")).to_have_text(f"map {own} of {lengths[source]}")
        chosen = explorer.detail.get_by_test_id("parts").get_by_role("button", pressed=True)
        expect(chosen).to_have_attribute("aria-label", f"{names[source]}: {lengths[source]}")
        exact = float(answer.outputs[names[source]][own, 4, 7])
        assert shows(explorer.total.inner_text(), exact)


def test_an_input_of_a_concatenation_is_gone_to_by_its_part_of_the_bar_or_by_its_maps(
    explorer: Explorer,
) -> None:
    _open(explorer, model="inception", layer="join")
    explorer.detail.get_by_test_id("parts").get_by_role("button").nth(1).click()
    expect(explorer.whereabouts).to_contain_text(re.compile(r"map 4\b"))
    tiles = explorer.detail.get_by_role("slider", name=re.compile("^All maps of wide"))
    tiles.focus()
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text(re.compile(r"map 5\b"))
    explorer.page.keyboard.press("End")
    expect(explorer.whereabouts).to_contain_text(re.compile(r"map 9\b"))


def test_what_each_input_of_a_concatenation_brings_adds_up(explorer: Explorer, api: Api) -> None:
    _open(explorer, model="inception", layer="join", map=6, unit="4,7")
    answer = _run(api, "inception")
    sizes = [np.abs(answer.outputs[name][:, 4, 7]).sum() for name in answer.layer("join")["inputs"]]
    shown = _percentages(explorer, "at this place")
    assert round(10 * sum(shown)) == 1000
    for share, size in zip(shown, sizes, strict=True):
        assert share == pytest.approx(100 * float(size / sum(sizes)), abs=0.11)


def test_maps_joined_along_their_columns_are_traced_too(explorer: Explorer, api: Api) -> None:
    answer = _run(api, "meeting")
    for column, name, own in ((11, "shifted", 11), (12, "other/relu", 0)):
        _open(explorer, model="meeting", layer="beside", map=2, unit=f"3,{column}")
        chosen = explorer.detail.get_by_test_id("parts").get_by_role("button", pressed=True)
        expect(chosen).to_have_attribute("aria-label", f"{name}: 12")
        assert shows(explorer.total.inner_text(), float(answer.outputs[name][2, 3, own]))


@pytest.mark.parametrize(
    ("model", "layer"), [("meeting", "gated"), ("residual", "block1/sum"), ("inception", "join")]
)
def test_they_break_no_rule_of_accessibility(explorer: Explorer, model: str, layer: str) -> None:
    _open(explorer, model=model, layer=layer, map=2)
    assert violations(explorer.page) == []


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 320, "height": 240}])
@pytest.mark.parametrize(
    ("model", "layer"), [("meeting", "gated"), ("inception", "join"), ("flattened", "hidden")]
)
def test_on_small_screens_nothing_is_wider_than_the_screen(
    explorer: Explorer, size: ViewportSize, model: str, layer: str
) -> None:
    explorer.page.set_viewport_size(size)
    explorer.open_embed(model=model, layer=layer, map=2)
    expect(explorer.total).to_be_attached()
    assert explorer.detail.evaluate("(view) => view.scrollWidth - view.clientWidth") <= 1
