"""Dense layers opened: who votes how much for a unit, from which place of which map, and that it adds up."""

import re

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Answer, Api, Floats

# Votes from cells of flattened maps, from whole maps, from a signal's samples, from a vector without maps.
DENSE_LAYERS = (
    ("digits", "dense1", 7),
    ("flattened", "hidden", 3),
    ("photos", "scores", 8),
    ("signals", "scores", 1),
    ("clips-3d", "scores", 2),
    ("heard", "scores", 2),
    ("digits", "dense2", 11),
)


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


def _number(explorer: Explorer, name: str) -> str:
    return explorer.detail.get_by_test_id(name).inner_text()


def _lines(explorer: Explorer, side: str) -> Locator:
    return explorer.detail.get_by_role("list", name=f"The largest votes {side}").get_by_role("button")


def _run(api: Api, model: str) -> Answer:
    """The run that the page shows: networks without samples run on the first one of another."""
    owner = {"flattened": "photos", "heard": "signals"}.get(model, model)
    return api.run(model, api.samples(owner)[0]["id"])


def _votes(api: Api, model: str, layer: str, unit: int) -> Floats:
    answer = _run(api, model)
    values = answer.outputs[answer.layer(layer)["inputs"][0]]
    products: Floats = api.weights(model, layer)["weight"][unit] * values
    return products


@pytest.mark.parametrize(("model", "layer", "unit"), DENSE_LAYERS)
def test_the_votes_displayed_add_up_to_the_value_displayed(
    explorer: Explorer, api: Api, model: str, layer: str, unit: int
) -> None:
    explorer.open(model=model, layer=layer, map=unit)
    expect(explorer.total).to_be_visible()
    assert shows(explorer.total.inner_text(), float(_run(api, model).outputs[layer][unit]))
    sides = [read_number(_number(explorer, f"sum-{side}")) for side in ("for", "against")]
    bias = read_number(_number(explorer, "vote-bias"))
    assert sum(sides) + bias == read_number(explorer.total.inner_text())
    for side, total in zip(("for", "against"), sides, strict=True):
        lines = _lines(explorer, side).get_by_test_id("vote").all_inner_texts()
        others = explorer.detail.get_by_test_id(f"others-{side}").all_inner_texts()
        assert sum(read_number(text) for text in (*lines, *others)) == total


@pytest.mark.parametrize(("model", "layer", "unit"), DENSE_LAYERS)
def test_the_largest_votes_are_the_networks(
    explorer: Explorer, api: Api, model: str, layer: str, unit: int
) -> None:
    explorer.open(model=model, layer=layer, map=unit)
    votes = _votes(api, model, layer, unit)
    strongest = {"for": np.argsort(-votes), "against": np.argsort(votes)}
    for side, order in strongest.items():
        for rank in range(3):
            line = _lines(explorer, side).nth(rank)
            expect(line).to_have_attribute("data-index", str(order[rank]))
            shown = float(str(line.get_by_test_id("vote").get_attribute("data-value")))
            assert shown == pytest.approx(float(votes[order[rank]]), rel=1e-5)


def test_a_voter_lights_its_place_and_a_click_goes_to_its_map(explorer: Explorer, api: Api) -> None:
    explorer.open(model="digits", layer="dense1", map=7)
    votes = _votes(api, "digits", "dense1", 7)
    channel, row, column = np.unravel_index(int(np.argmin(votes)), (16, 5, 5))
    line = _lines(explorer, "against").first
    line.hover()
    pointed = explorer.detail.get_by_test_id("pointed")
    expect(pointed).to_contain_text(f"map {channel}, row {row}, column {column}")
    line.click()
    expect(explorer.detail).to_contain_text(f"map {channel} of 16")
    place = {"x": str(column), "y": str(row)}
    for name in ("values", "weights", "votes"):
        lit = explorer.detail.get_by_test_id(f"ground-{name}").locator(".lit")
        assert {axis: lit.get_attribute(axis) for axis in place} == place


def test_a_cell_of_a_map_tells_its_vote_and_lights_its_line(explorer: Explorer, api: Api) -> None:
    explorer.open(model="digits", layer="dense1", map=7)
    votes = _votes(api, "digits", "dense1", 7)
    index = int(np.argmax(votes))
    channel, row, column = np.unravel_index(index, (16, 5, 5))
    _lines(explorer, "for").first.click()
    cells = explorer.detail.get_by_test_id("ground-weights").get_by_role("img")
    box = cells.bounding_box()
    assert box is not None
    place = ((int(column) + 0.5) / 5 * box["width"], (int(row) + 0.5) / 5 * box["height"])
    cells.hover(position={"x": place[0], "y": place[1]})
    pointed = explorer.detail.get_by_test_id("pointed")
    expect(pointed).to_contain_text(f"map {channel}, row {row}, column {column}")
    assert shows(pointed.locator("b").inner_text(), float(votes[index]))
    expect(_lines(explorer, "for").first).to_have_class(re.compile(r"\blit\b"))


def test_every_map_is_reached_with_the_keyboard_and_tells_what_its_votes_add_up_to(
    explorer: Explorer, api: Api
) -> None:
    explorer.open(model="flattened", layer="hidden", map=3)
    sums = _votes(api, "flattened", "hidden", 3).reshape(6, -1).sum(axis=1)
    tiles = explorer.detail.get_by_role("slider", name="All maps: votes")
    tiles.focus()
    explorer.page.keyboard.press("Home")
    for channel in range(6):
        expect(tiles).to_have_attribute("aria-valuenow", str(channel + 1))
        name, _, number = str(tiles.get_attribute("aria-valuetext")).partition(": ")
        assert name == f"map {channel}"
        assert shows(number, float(sums[channel]))
        expect(explorer.detail).to_contain_text(f"map {channel} of 6")
        explorer.page.keyboard.press("ArrowRight")


def test_behind_global_average_pooling_the_cells_of_a_map_share_its_vote(
    explorer: Explorer, api: Api
) -> None:
    explorer.open(model="photos", layer="scores", map=8)
    votes = _votes(api, "photos", "scores", 8)
    strongest = int(np.argmax(votes))
    _lines(explorer, "for").first.click()
    expect(explorer.detail).to_contain_text(f"map {strongest} of 64")
    cell = explorer.detail.get_by_test_id("ground-votes").get_by_role("img")
    cell.hover()
    expect(explorer.detail.get_by_test_id("pointed")).to_contain_text(f"map {strongest}: mean ")
    caption = explorer.detail.get_by_text(re.compile("votes, Σ")).inner_text()
    assert shows(caption.removeprefix("votes, Σ "), float(votes[strongest]))


def test_another_unit_is_chosen_by_its_button_or_in_the_strip(explorer: Explorer) -> None:
    explorer.open(model="photos", layer="scores")
    explorer.detail.get_by_test_id("output").nth(4).click()
    expect(explorer.whereabouts).to_contain_text("unit 4")
    explorer.open(model="digits", layer="dense1", map=7)
    explorer.output_map.get_by_role("slider").focus()
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text("unit 8")


def test_weights_that_come_a_row_at_a_time_are_counted_too(explorer: Explorer, api: Api) -> None:
    # Its sixty million weights are drawn before the page asks.
    api.run("alexnet", api.samples("photos")[0]["id"], tensors="none")
    explorer.open(model="alexnet", layer="fc6", map=5)
    expect(explorer.detail.get_by_test_id("sum-for")).to_be_visible(timeout=60_000)
    parts = [read_number(_number(explorer, name)) for name in ("sum-for", "sum-against", "vote-bias")]
    assert sum(parts) == read_number(explorer.total.inner_text())
    expect(explorer.detail).to_contain_text(re.compile(r"9,216 votes"))


def test_stepping_by_product_goes_through_all_inputs(explorer: Explorer, api: Api) -> None:
    explorer.open(model="flattened", layer="hidden", map=3, grain="product", product=34)
    votes = _votes(api, "flattened", "hidden", 3)
    pointed = explorer.detail.get_by_test_id("pointed")
    expect(pointed).to_contain_text("map 0, row 4, column 6")
    explorer.page.keyboard.press("ArrowRight")
    expect(pointed).to_contain_text("map 1, row 0, column 0")
    assert shows(pointed.locator("b").inner_text(), float(votes[35]))
    expect(explorer.detail).to_contain_text("map 1 of 6")


def test_the_votes_of_all_maps_can_be_seen_place_by_place(explorer: Explorer, api: Api) -> None:
    explorer.open(model="flattened", layer="hidden", map=3)
    sums = _votes(api, "flattened", "hidden", 3).reshape(6, 5, 7).sum(axis=0)
    explorer.detail.get_by_role("button", name="places").click()
    places = explorer.detail.get_by_test_id("places")
    places.get_by_role("img").hover()
    text = places.locator(".caption").inner_text()
    assert text.startswith("row 2, column 3 = ")
    assert shows(text.removeprefix("row 2, column 3 = "), float(sums[2, 3]))
