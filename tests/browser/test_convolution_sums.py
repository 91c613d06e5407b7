"""An opened convolution adds up by hand, to the last digit shown, and to what the network computed."""

import re
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.explorer import CONVOLUTIONS, ODD, Explorer
from tests.browser.numerals import last_digit, read_number, shows
from tests.browser.shown import shown
from tests.browser.wire import Api, Floats, Json

# A corner, an edge and the middle of an output of (height, width).
PLACES: dict[str, Callable[[int, int], tuple[int, int]]] = {
    "corner": lambda height, width: (0, 0),
    "edge": lambda height, width: (height // 2, width - 1),
    "centre": lambda height, width: (height // 2, width // 2),
}


@pytest.fixture
def wide_page(page: Page) -> Page:
    """A window in which all channels have room."""
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


@pytest.mark.usefixtures("wide_page")
@pytest.mark.parametrize(("model", "layer"), CONVOLUTIONS)
def test_products_sum_to_channels_and_channels_and_bias_to_the_unit(
    explorer: Explorer, api: Api, model: str, layer: str
) -> None:
    explorer.open(model=model)
    output = api.run(model).outputs[layer]
    map_index, size = output.shape[0] - 1, (output.shape[1], output.shape[2])
    explorer.open_map(layer, map_index)
    for place, unit_of in PLACES.items():
        unit = unit_of(*size)
        explorer.choose_unit(unit, size)
        explorer.wait_for_total(float(output[map_index][unit]), place)
        assert shows(explorer.total.inner_text(), float(output[map_index][unit])), place
        sums = _numbers(explorer.detail.get_by_test_id("channel-sum"))
        together, bias = (_number(explorer.detail.get_by_test_id(name)) for name in ("together", "bias"))
        assert sum(sums) == together, place
        assert together + bias == _number(explorer.total), place
        for channel in {0, len(sums) // 2, len(sums) - 1}:
            explorer.detail.get_by_role("button", name=f"Channel {channel},").click()
            assert sum(_numbers(explorer.detail.get_by_test_id("product"))) == sums[channel], place


@pytest.mark.usefixtures("wide_page")
@pytest.mark.parametrize(("model", "layer"), CONVOLUTIONS)
def test_inputs_weights_and_products_are_the_networks(
    explorer: Explorer, api: Api, model: str, layer: str
) -> None:
    explorer.open(model=model)
    answer = api.run(model)
    size = (answer.outputs[layer].shape[1], answer.outputs[layer].shape[2])
    unit = (size[0] // 2, 1)
    explorer.open_map(layer, 1)
    explorer.choose_unit(unit, size)
    explorer.detail.get_by_role("button", name="Channel 0,").click()
    description = answer.layer(layer)
    window = _window(answer.outputs[description["inputs"][0]][0], unit, description)
    kernel = api.weights(model, layer)["weight"][1, 0]
    detail = explorer.detail
    expect(detail.get_by_test_id("product")).to_have_count(kernel.size)
    for name, exact in (("input", window), ("weight", kernel)):
        for cell, value in zip(detail.get_by_test_id(name).all(), exact.flat, strict=True):
            assert float(cell.get_attribute("data-value") or "nan") == float(value)
            assert shows(cell.inner_text(), float(value))
    products = (window.astype(float) * kernel).flat
    for cell, value in zip(detail.get_by_test_id("product").all(), products, strict=True):
        text = cell.inner_text()
        assert abs(read_number(text) - Decimal(value)) < 2 * last_digit(text)


def test_pointing_at_a_product_tells_where_it_comes_from(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2", map=3, unit="5,5")
    expect(explorer.opened_layer).to_have_text("conv2")
    explorer.detail.get_by_test_id("product").nth(6).hover()
    expect(explorer.detail.get_by_test_id("equation")).to_contain_text("row 6, column 6:")


def test_the_sum_adds_up_in_every_map(explorer: Explorer, api: Api) -> None:
    explorer.open(model="x-or-o", layer="features", unit="3,4")
    output = api.run("x-or-o").outputs["features"]
    for map_index in range(len(output)):
        expect(explorer.whereabouts).to_contain_text(f"map {map_index}")
        assert shows(explorer.total.inner_text(), float(output[map_index, 3, 4]))
        products = _numbers(explorer.detail.get_by_test_id("product"))
        bias = _number(explorer.detail.get_by_test_id("bias"))
        assert sum(products) + bias == _number(explorer.total)
        if map_index < len(output) - 1:
            explorer.detail.get_by_role("button", name="Next map").click()


def test_as_a_matrix_every_convolution_says_the_same(
    small_networks: BrowserContext,
) -> None:
    """Of every kind: strides, dilation, groups, transposed, along signals and through clips."""
    page = small_networks.new_page()
    api, explorer = Api(page.request), Explorer(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    for model, like in ODD.items():
        sample = api.samples(like)[0]["id"]
        explorer.open(model=model, sample=sample)
        answer = api.run(model, sample)
        for layer in (each["name"] for each in answer.layers if each["op"].startswith("conv")):
            output = answer.outputs[layer]
            place = tuple(size // 2 for size in output.shape)
            unit = ",".join(map(str, place[1:]))
            explorer.go_to(model=model, sample=sample, layer=layer, map=place[0], unit=unit)
            expect(explorer.opened_layer).to_have_text(layer)
            explorer.wait_for_total(float(output[place]), f"{layer} at {place}")
            slid = _number(explorer.total)
            explorer.detail.get_by_role("button", name="as a matrix").click()
            expect(explorer.detail.get_by_test_id("made")).not_to_have_count(0)
            explorer.wait_for_total(float(output[place]), f"{layer} at {place}, as a matrix")
            seen = shown(explorer.detail)
            assert seen.sum("total") == slid, f"{model}, {layer} at {place}"
            assert seen.sum("made", "bias") == slid, f"{model}, {layer} at {place}"


def test_another_entry_of_the_matrix_opens_the_unit_that_it_makes(
    explorer: Explorer, api: Api, page: Page
) -> None:
    explorer.open(model="photos", layer="conv2", map=3, unit="9,9", how="matrix")
    output, bias = api.run("photos").outputs["conv2"], api.weights("photos", "conv2")["bias"]
    expect(explorer.detail.get_by_role("rowheader", name="filter 3")).to_be_visible()
    explorer.detail.locator("td.entry").first.click()
    expect(page).not_to_have_url(re.compile("map=3|unit=9,9"))
    state = dict(parse_qsl(urlsplit(page.url).query))
    place = (int(state.get("map", 0)), *map(int, state["unit"].split(",")))
    explorer.wait_for_total(float(output[place]), f"{place}")
    made = explorer.detail.get_by_test_id("made")
    assert float(made.get_attribute("data-value") or "nan") == pytest.approx(
        float(output[place] - bias[place[0]]), abs=1e-5
    )


def _numbers(cells: Locator) -> list[Decimal]:
    return [read_number(text) for text in cells.all_inner_texts()]


def _number(cell: Locator) -> Decimal:
    return read_number(cell.inner_text())


def _window(plane: Floats, unit: tuple[int, int], layer: Json) -> Floats:
    """What the window of a unit sees of one channel at stride 1, zeros in the padding."""
    top, left, bottom, right = layer["padding"]
    height, width = layer["kernel"]
    padded = np.pad(plane, ((top, bottom), (left, right)))
    return padded[unit[0] : unit[0] + height, unit[1] : unit[1] + width]
