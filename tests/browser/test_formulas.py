"""Formulas are MathML with the current numbers in place, tied to the maps; numbers can be copied."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import light_and_dark
from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number
from tests.browser.wire import Api

POOL = {"model": "photos", "layer": "pool1", "map": 3, "unit": "4,5"}


@pytest.fixture
def numbers(explorer: Explorer) -> Locator:
    """The numbers in the formula."""
    return explorer.detail.locator("cs-formula").get_by_test_id("number")


def test_a_formula_is_mathml_in_letters_and_in_numbers(explorer: Explorer) -> None:
    explorer.open(**POOL)
    lines = explorer.detail.locator("cs-formula math")
    expect(lines).to_have_count(2)
    namespaces = lines.evaluate_all("(lines) => lines.map((line) => line.namespaceURI)")
    assert set(namespaces) == {"http://www.w3.org/1998/Math/MathML"}
    expect(lines.first.locator("msub")).to_have_count(2)


def test_the_numbers_of_a_formula_can_be_read_from_the_last_row(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    expect(numbers).to_have_count(4)
    sizes = numbers.evaluate_all("(all) => all.map((each) => parseFloat(getComputedStyle(each).fontSize))")
    assert min(sizes) >= 17


def test_pointing_at_a_number_lights_its_cell(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    lit = _lit_cell(explorer)
    expect(lit).to_have_count(0)
    for index, (row, column) in enumerate([(8, 10), (8, 11), (9, 10), (9, 11)]):
        numbers.nth(index).hover()
        expect(lit).to_have_attribute("y", str(row))
        expect(lit).to_have_attribute("x", str(column))
    explorer.page.mouse.move(0, 0)
    expect(lit).to_have_count(0)


def test_a_focused_number_lights_its_cell_too(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    numbers.nth(1).focus()
    expect(_lit_cell(explorer)).to_have_attribute("x", "11")
    explorer.page.keyboard.press("Tab")
    expect(_lit_cell(explorer)).to_have_attribute("x", "10")


def test_pointing_at_a_cell_lights_its_number_and_no_other(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    _point_at_input(explorer, (9, 10), 32)
    expect(numbers.nth(2)).to_have_class("number activation lit")
    expect(explorer.detail.locator("cs-formula .lit")).to_have_count(1)
    expect(explorer.detail.locator("cs-matrix .lit")).to_have_count(1)
    _point_at_input(explorer, (20, 20), 32)
    expect(explorer.detail.locator("cs-formula .lit")).to_have_count(0)


def test_a_step_leaves_no_light_behind(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    numbers.nth(0).focus()
    expect(_lit_cell(explorer)).to_have_count(1)
    explorer.page.keyboard.press("ArrowRight")
    expect(explorer.whereabouts).to_contain_text("unit 4, 6")
    expect(_lit_cell(explorer)).to_have_count(0)


def test_numbers_can_be_selected(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(**POOL)
    text = numbers.first.inner_text()
    numbers.first.dblclick()
    selected = explorer.page.evaluate("() => getSelection().toString()")
    assert selected.strip() in text
    assert selected.strip()


def test_copied_numbers_are_those_of_the_network(explorer: Explorer, api: Api, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.open(**POOL)
    explorer.detail.get_by_role("button", name="Copy").click()
    expect(explorer.detail.get_by_role("button", name="Copied")).to_be_visible()
    lines = [line.split("\t") for line in page.evaluate("() => navigator.clipboard.readText()").splitlines()]
    assert lines[0] == ["what", "value"]
    answer = api.run("photos")
    window = answer.outputs["relu2"][3, 8:10, 10:12].ravel()
    assert [float(value) for _, value in lines[1:-1]] == pytest.approx(window, rel=1e-7)
    assert float(lines[-1][1]) == pytest.approx(float(answer.outputs["pool1"][3, 4, 5]), rel=1e-7)


def test_the_table_has_the_whole_map_and_follows_the_playhead(explorer: Explorer, api: Api) -> None:
    explorer.open(**POOL)
    explorer.detail.get_by_role("button", name="Table").click()
    table = explorer.detail.get_by_role("table", name="pool1, map 3")
    output = api.run("photos").outputs["pool1"][3]
    rows = table.get_by_role("row").all()[1:]
    assert len(rows) == len(output)
    for row, values in zip(rows, output, strict=True):
        shown = [float(text) for text in row.get_by_role("cell").all_inner_texts()]
        assert shown == pytest.approx(values.tolist(), rel=1e-7)
    explorer.page.keyboard.press("ArrowRight")
    own = explorer.detail.get_by_role("table", name="What map 3, unit 4, 6 of pool1 is made of")
    assert float(own.get_by_role("cell").last.inner_text()) == pytest.approx(float(output[4, 6]), rel=1e-7)


def test_the_table_of_a_convolution_multiplies_and_adds_up(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=1, unit="3,3")
    explorer.detail.get_by_role("button", name="Table").click()
    table = explorer.detail.get_by_role("table", name="What map 1, unit 3, 3 of conv2 is made of")
    rows = [row.split("\t") for row in table.inner_text().splitlines()[2:]]
    products = [float(row[-1]) for row in rows]
    assert len(rows) == 6 * 25 + 2
    assert sum(products[:-1]) == pytest.approx(products[-1], abs=1e-4)
    for *_, value, factor, product in rows[:-2]:
        assert float(value) * float(factor) == pytest.approx(float(product), rel=1e-6)


def test_the_table_breaks_no_rule_of_accessibility(explorer: Explorer, page: Page) -> None:
    explorer.open(**POOL)
    explorer.detail.get_by_role("button", name="Table").click()
    expect(explorer.detail.get_by_role("table")).to_have_count(2)
    assert light_and_dark(page) == []


def test_shown_numbers_of_a_mean_add_up_in_their_fraction(explorer: Explorer, numbers: Locator) -> None:
    explorer.open(model="photos", layer="average", map=5)
    expect(explorer.total).to_be_visible()
    shown = [read_number(text) for text in numbers.all_inner_texts()]
    total = read_number(explorer.total.inner_text())
    assert abs(shown[-1] / 64 - total) < Decimal("0.0001")


def _lit_cell(explorer: Explorer) -> Locator:
    return explorer.detail.get_by_test_id("input-0").locator("rect.lit")


def _point_at_input(explorer: Explorer, cell: tuple[int, int], size: int) -> None:
    box = explorer.detail.get_by_test_id("input-0").get_by_role("img").bounding_box()
    assert box is not None
    explorer.page.mouse.move(
        box["x"] + (cell[1] + 0.5) / size * box["width"], box["y"] + (cell[0] + 0.5) / size * box["height"]
    )
