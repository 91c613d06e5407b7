"""Convolutions of every kind: what is shown adds up, and every hyperparameter is to be seen."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import light_and_dark
from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api

# Whose samples the networks take.
SAMPLES = {"windows": "photos", "along-a-signal": "signals", "through-a-clip": "clips-3d"}
LAYERS = {
    "windows": (
        "remainder",
        "dilated",
        "grouped",
        "depthwise",
        "pointwise",
        "skipping",
        "transposed",
        "lopsided",
    ),
    "along-a-signal": ("strided", "dilated", "transposed"),
    "through-a-clip": ("strided", "in-time", "transposed"),
}


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages that show networks with convolutions of every kind."""
    return small_networks


@pytest.mark.parametrize(
    ("model", "layer"), [(model, layer) for model, layers in LAYERS.items() for layer in layers]
)
def test_the_terms_add_up_at_corners_edges_and_in_the_middle(
    explorer: Explorer, api: Api, model: str, layer: str
) -> None:
    sample = api.samples(SAMPLES[model])[0]["id"]
    output = api.run(model, sample).outputs[layer]
    last = [length - 1 for length in output.shape[1:]]
    middle = [length // 2 for length in output.shape[1:]]
    map_index = len(output) - 1
    explorer.open(model=model, sample=sample)
    for unit in ([0 for _ in last], [*middle[:-1], last[-1]], middle, last):
        place = ",".join(map(str, unit))
        explorer.go_to(model=model, sample=sample, layer=layer, map=map_index, unit=place)
        expect(explorer.opened_layer).to_have_text(layer)
        explorer.wait_for_total(float(output[(map_index, *unit)]), place)
        assert shows(explorer.total.inner_text(), float(output[(map_index, *unit)])), f"{layer} {place}"
        _expect_sums(explorer)


def _expect_sums(explorer: Explorer) -> None:
    """The products of the channels looked at, of all channels, and of these with the bias."""
    sums = _numbers(explorer.detail.get_by_test_id("channel-sum"))
    together, bias = (_number(explorer.detail.get_by_test_id(name)) for name in ("together", "bias"))
    assert sum(sums) == together
    assert together + bias == _number(explorer.total)
    cards = explorer.detail.get_by_test_id("channel")
    for channel in {0, len(sums) - 1}:
        cards.nth(channel).click()
        expect(cards.nth(channel)).to_have_attribute("aria-pressed", "true")
        assert sum(_numbers(explorer.detail.get_by_test_id("product"))) == sums[channel]


def test_rows_that_the_stride_leaves_over_are_named(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="remainder")
    words = explorer.detail.get_by_test_id("window-words")
    expect(words).to_contain_text("No window reads the last row and column: (16 − 3) / 2 leaves 1.")


def test_what_a_stride_steps_over_is_counted(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="skipping")
    words = explorer.detail.get_by_test_id("window-words")
    expect(words).to_contain_text("No window reads 3 of the 7 rows and columns")


def test_a_group_names_the_channels_it_reads(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="grouped", map=7)
    words = explorer.detail.get_by_test_id("window-words")
    expect(words).to_contain_text("this filter reads channels 2 to 3, of 4")
    expect(explorer.detail.get_by_test_id("channel")).to_have_count(2)
    expect(explorer.detail.get_by_test_id("unread-channel")).to_have_text(["0", "1"])


def test_one_by_one_is_a_dense_network_from_all_channels_of_a_pixel(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="pointwise", map=1, unit="3,3")
    network = explorer.detail.locator("cs-pixel-network")
    expect(network.get_by_role("rowheader")).to_have_count(8)
    terms = _numbers(network.get_by_test_id("product")) + _numbers(network.get_by_test_id("term"))
    assert sum(terms) == _number(explorer.detail.get_by_test_id("together"))
    network.get_by_role("row").nth(6).click()
    expect(explorer.detail.locator("section.input h3")).to_contain_text("channel 6")


def test_the_products_stepped_through_so_far_end_in_their_sum(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="grouped", map=2, unit="3,3", grain="product", product=4)
    so_far = explorer.detail.get_by_test_id("so-far")
    products = explorer.detail.get_by_test_id("product")
    expect(so_far).to_be_visible()
    assert _number(so_far) == sum(_numbers(products)[:5])
    explorer.page.keyboard.press("End")
    together = explorer.detail.get_by_test_id("together").inner_text()
    expect(so_far).to_have_text(together)


def test_a_cell_of_the_input_under_the_window_points_at_its_product(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="grouped", map=2, unit="3,3")
    cells = explorer.detail.get_by_test_id("input-map").locator("canvas").first.bounding_box()
    assert cells is not None
    side = cells["width"] / 7
    explorer.page.mouse.move(cells["x"] + 4.5 * side, cells["y"] + 2.5 * side)
    expect(explorer.detail.get_by_test_id("equation")).to_contain_text("row 2, column 4:")
    explorer.page.mouse.move(cells["x"] + 0.5 * side, cells["y"] + 0.5 * side)
    expect(explorer.detail.get_by_test_id("equation")).to_contain_text("Σ 9 products")


def test_the_sum_in_letters_has_the_layers_own_stride_and_padding(explorer: Explorer) -> None:
    explorer.open(model="windows", layer="lopsided", map=2)
    letters = explorer.detail.locator(".words math")
    expect(letters).to_have_text(re.compile(r"x\s*c,\s*i\s*\+\s*u,\s*2\s*j\s*\+\s*v\s*−\s*1\s*·"))


def test_an_input_of_a_transposed_convolution_paints_a_cell_of_its_kernel(
    explorer: Explorer, api: Api
) -> None:
    sample = api.samples("photos")[0]["id"]
    explorer.open(model="windows", sample=sample, layer="transposed", map=1, unit="2,3")
    explorer.detail.get_by_test_id("channel").nth(4).click()
    # Row 2 is painted by input row 1 with the kernel's row 1; column 3 by input columns 1 and 2.
    inputs = api.run("windows", sample).outputs["skipping"][4]
    kernel = api.weights("windows", "transposed")["weight"][4, 1]
    exact = [float(inputs[1, 1]) * float(kernel[1, 2]), float(inputs[1, 2]) * float(kernel[1, 0])]
    products = explorer.detail.get_by_test_id("product").all()
    shown = [float(product.get_attribute("data-value") or "nan") for product in products]
    assert [value for value in shown if value] == pytest.approx(exact)


def test_a_window_through_time_has_a_frame_for_each_frame_of_its_kernel(explorer: Explorer) -> None:
    explorer.open(model="through-a-clip", layer="strided", map=1, unit="0,3,3")
    frames = explorer.detail.get_by_test_id("input-frame")
    expect(frames).to_have_count(3)
    expect(frames.first).to_contain_text("padding: zeros")
    expect(frames.last).to_contain_text("frame 1")
    planes = explorer.detail.get_by_test_id("plane")
    assert [plane.get_by_test_id("product").count() for plane in planes.all()] == [9, 9, 9]


def test_a_signal_lies_above_its_products_and_they_above_the_output(explorer: Explorer) -> None:
    explorer.open(model="along-a-signal", layer="strided", map=1, unit="7")
    parts = [
        explorer.detail.get_by_test_id("input-map"),
        explorer.detail.locator("cs-products"),
        explorer.output_map,
    ]
    boxes = [part.bounding_box() for part in parts]
    for above, below in pairwise(boxes):
        assert above is not None
        assert below is not None
        assert above["y"] + above["height"] <= below["y"]


KINDS = [
    ("windows", "grouped"),
    ("windows", "pointwise"),
    ("windows", "transposed"),
    ("along-a-signal", "strided"),
    ("through-a-clip", "strided"),
]


@pytest.mark.parametrize(("model", "layer"), KINDS)
def test_no_kind_breaks_a_rule_of_accessibility(
    explorer: Explorer, page: Page, model: str, layer: str
) -> None:
    explorer.open(model=model, layer=layer, map=1)
    expect(explorer.total).to_be_visible()
    assert light_and_dark(page) == []


@pytest.mark.parametrize(("model", "layer"), KINDS)
def test_on_a_phone_and_in_a_small_frame_the_sum_is_there(
    explorer: Explorer, page: Page, model: str, layer: str
) -> None:
    for width, height in ((390, 844), (320, 240)):
        page.set_viewport_size({"width": width, "height": height})
        (explorer.open if height > 400 else explorer.open_embed)(model=model, layer=layer, map=1)
        expect(explorer.total).to_be_attached()
        together, bias = (_number(explorer.detail.get_by_test_id(name)) for name in ("together", "bias"))
        assert together + bias == _number(explorer.total)


def _numbers(cells: Locator) -> list[Decimal]:
    return [read_number(text) for text in cells.all_inner_texts()]


def _number(cell: Locator) -> Decimal:
    return read_number(cell.inner_text())
