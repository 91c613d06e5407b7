"""Pools opened: the window's values and its winner, sums that add up, what is discarded or never read."""

from decimal import Decimal

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import last_digit, read_number, shows
from tests.browser.wire import Answer, Api

# Layer of the network `pools`, how many values its window has, and the sides of its map.
SUMS = (("mean", 3), ("mean-with-zeros", 3), ("length", 2), ("one", 2))


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


def test_the_winner_is_marked_on_the_map_and_among_the_numbers(explorer: Explorer, api: Api) -> None:
    explorer.open(model="pools", layer="edge", map=1, unit="3,2")
    window = _run(api).outputs["conv"][1, 6:8, 4:6]
    row, column = np.unravel_index(int(window.argmax()), window.shape)
    mark = _input(explorer).locator("circle.marked")
    expect(mark).to_have_attribute("cy", f"{6 + row}.5")
    expect(mark).to_have_attribute("cx", f"{4 + column}.5")
    winner = explorer.detail.locator("cs-matrix .marked").get_by_test_id("input")
    assert shows(winner.inner_text(), float(window.max()))
    chosen = explorer.detail.locator("cs-formula .chosen")
    assert read_number(chosen.inner_text()) == read_number(explorer.total.inner_text())


def test_rows_and_columns_that_are_never_read_are_hatched_and_named(explorer: Explorer) -> None:
    explorer.open(model="pools", layer="edge")
    expect(_facts(explorer)).to_contain_text("row 14 never read; column 14 never read")
    path = _input(explorer).locator("path.unread").get_attribute("d") or ""
    strokes = {tuple(map(int, each.split("l")[0].split())) for each in path.split("M")[1:]}
    assert strokes == {(x, 15) for x in range(15)} | {(14, y + 1) for y in range(15)}


def test_windows_that_fit_leave_nothing_hatched(explorer: Explorer) -> None:
    explorer.open(model="photos", layer="pool1")
    expect(_facts(explorer)).to_contain_text("256 of 1,024 values a map: 75.0 % discarded")
    expect(_facts(explorer)).to_contain_text("⌊(32 − 2) / 2⌋ + 1 = 16")
    expect(_facts(explorer)).to_contain_text("do not overlap")
    expect(_input(explorer).locator("path.unread")).to_have_attribute("d", "")


def test_overlap_and_windows_that_hang_over_are_named(explorer: Explorer) -> None:
    explorer.open(model="pools", layer="overlapping")
    expect(_facts(explorer)).to_contain_text("overlap: up to 9 read the same value")
    explorer.open(model="pools", layer="hanging")
    expect(_facts(explorer)).to_contain_text("the last window hangs over by 1 row")


@pytest.mark.parametrize("unit", ["corner", "centre"])
@pytest.mark.parametrize(("layer", "kernel"), SUMS)
def test_shown_terms_sum_to_the_shown_sum_and_give_the_value(
    explorer: Explorer, api: Api, layer: str, kernel: int, unit: str
) -> None:
    output = _run(api).outputs[layer]
    place = (0, 0) if unit == "corner" else (output.shape[1] // 2, output.shape[2] // 2)
    explorer.open(model="pools", layer=layer, map=2, unit=f"{place[0]},{place[1]}")
    expect(explorer.total).to_be_visible()
    assert shows(explorer.total.inner_text(), float(output[2][place]))
    lines = explorer.detail.locator("cs-formula math.formula")
    terms = _numbers(lines.nth(-2))
    total = _numbers(lines.nth(-1))[0]
    assert sum(terms) == total
    assert len(terms) <= kernel * kernel


def test_the_sum_over_its_divisor_is_the_mean(explorer: Explorer) -> None:
    explorer.open(model="pools", layer="mean-with-zeros", unit="0,0")
    line = explorer.detail.locator("cs-formula math.formula").last
    expect(line).to_be_visible()
    (total,) = _numbers(line)
    shown = explorer.total.inner_text()
    expect(line.locator("mfrac > mrow").last).to_have_text("9")
    assert abs(total / 9 - read_number(shown)) < Decimal("0.001") + last_digit(shown)


def test_a_step_moves_window_numbers_and_mark(explorer: Explorer) -> None:
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.open(model="pools", layer="edge", unit="2,2")
    numbers = explorer.detail.locator("cs-matrix")
    before = numbers.inner_text()
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text("unit 2, 3")
    expect(numbers).not_to_have_text(before)
    expect(_input(explorer).locator("g.frame")).to_have_attribute("transform", "translate(6 4)")


def test_a_global_pool_shows_all_values_of_the_map(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="average", map=3)
    cells = explorer.detail.locator("cs-matrix").get_by_test_id("input")
    expect(cells).to_have_count(64)
    values = [float(cell) for cell in cells.evaluate_all("(all) => all.map((each) => each.dataset.value)")]
    assert values == _run(api, "photos").outputs["relu6"][3].ravel().tolist()


@pytest.mark.parametrize(
    ("layer", "words"),
    [("zero/pool", "100.0 % zeros"), ("constant/pool", "no zeros"), ("none/pool", "not finite")],
)
def test_degenerate_maps_are_shown_as_what_they_are(explorer: Explorer, layer: str, words: str) -> None:
    explorer.open(model="degenerate", layer=layer)
    expect(explorer.total).to_be_visible()
    expect(explorer.detail.locator("cs-histogram")).to_contain_text(words)


def test_maps_without_a_finite_number_say_so_in_place_of_a_histogram(explorer: Explorer) -> None:
    explorer.open(model="degenerate", layer="endless/pool")
    expect(explorer.total).to_have_text("∞")
    expect(explorer.detail.locator("cs-histogram")).to_contain_text("None of these values is a finite number")


def _run(api: Api, model: str = "pools") -> Answer:
    return api.run(model, api.samples("photos")[0]["id"])


def _input(explorer: Explorer) -> Locator:
    return explorer.detail.get_by_test_id("input-0")


def _facts(explorer: Explorer) -> Locator:
    return explorer.detail.get_by_test_id("facts")


def _numbers(line: Locator) -> list[Decimal]:
    return [read_number(text) for text in line.get_by_test_id("number").all_inner_texts()]
