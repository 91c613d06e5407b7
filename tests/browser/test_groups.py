"""A large network in blocks: framed and named, closed and opened, found in, linked to."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.explorer import Explorer

BLOCK = "conv3_1"
INSIDE = "conv3_1/conv2"


@pytest.fixture
def resnet(explorer: Explorer) -> Explorer:
    """A network so large that its blocks are closed at first."""
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.open(model="resnet18")
    return explorer


def test_a_large_network_is_overseen_in_blocks(resnet: Explorer) -> None:
    expect(_block(resnet, BLOCK)).to_have_attribute("aria-expanded", "false")
    expect(_block(resnet, BLOCK)).to_have_text(re.compile("9 layers"))
    expect(resnet.column(INSIDE)).to_have_count(0)
    # The input, ten blocks, and the pooling between two of them.
    assert resnet.overview.evaluate("(view) => view.plan.layout.nodes.length") == 12


def test_a_closed_block_shows_its_output(resnet: Explorer) -> None:
    column = resnet.overview.get_by_role("listbox", name=f"{BLOCK}: 9 layers, 128×28×28")
    expect(column).to_be_attached()
    resnet.point_at(f"{BLOCK}/relu", 2, (3, 3), (28, 28))
    expect(resnet.pointer_line).to_contain_text(f"{BLOCK}/relu, map 2, row 3, column 3")


def test_a_block_opens_where_it_is_and_closes_again(resnet: Explorer) -> None:
    block = _block(resnet, BLOCK)
    before = _left(block)
    block.click()
    expect(block).to_have_attribute("aria-expanded", "true")
    expect(resnet.column(INSIDE)).to_be_attached()
    assert _left(block) == pytest.approx(before, abs=2)
    block.click()
    expect(block).to_have_attribute("aria-expanded", "false")
    expect(resnet.column(INSIDE)).to_have_count(0)


def test_keys_open_and_close_the_block_of_the_column_they_are_at(resnet: Explorer) -> None:
    page = resnet.page
    resnet.column("input").focus()
    page.keyboard.press("ArrowRight")
    expect(resnet.column("conv1")).to_be_focused()
    block = _block(resnet, "conv1")
    expect(block).to_have_attribute("tabindex", "0")
    block.focus()
    page.keyboard.press("Enter")
    expect(block).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(block).to_have_attribute("aria-expanded", "false")


def test_which_blocks_are_open_is_in_the_address(resnet: Explorer) -> None:
    _block(resnet, BLOCK).click()
    expect(resnet.column(INSIDE)).to_be_attached()
    query = parse_qs(urlsplit(resnet.page.url).query)
    assert query["blocks"] == [BLOCK]
    resnet.page.reload()
    resnet.wait_until_painted()
    expect(_block(resnet, BLOCK)).to_have_attribute("aria-expanded", "true")
    expect(_block(resnet, "conv2_1")).to_have_attribute("aria-expanded", "false")


def test_all_blocks_open_and_close_at_once(resnet: Explorer) -> None:
    page = resnet.page
    page.get_by_role("button", name="Open all blocks").click()
    expect(page.get_by_role("button", name="Close all blocks")).to_be_visible()
    assert resnet.overview.evaluate("(view) => view.plan.layout.nodes.length") == 71
    page.get_by_role("button", name="Close all blocks").click()
    expect(_block(resnet, BLOCK)).to_have_attribute("aria-expanded", "false")


def test_finding_a_layer_opens_its_block_and_leads_there(resnet: Explorer) -> None:
    page = resnet.page
    page.keyboard.press("/")
    page.keyboard.type("conv5_1/shortcut")
    page.keyboard.press("Enter")
    expect(resnet.column("conv5_1/shortcut")).to_be_focused()
    expect(resnet.column("conv5_1/shortcut")).to_be_in_viewport()
    expect(_block(resnet, "conv5_1")).to_have_attribute("aria-expanded", "true")


def test_numbers_come_when_their_layer_is_looked_at(explorer: Explorer, page: Page) -> None:
    asked: list[set[str]] = []
    page.on(
        "request", lambda request: asked.append(_layers_of(request)) if "/forward" in request.url else None
    )
    explorer.open(model="resnet50", blocks="*")
    last = "conv5_3/conv2"
    assert "conv1" in asked[0]
    assert last not in asked[0]
    with page.expect_request(lambda request: last in _layers_of(request)):
        page.keyboard.press("/")
        page.keyboard.type(last)
        page.keyboard.press("Enter")
    expect(explorer.column(last)).to_be_focused()
    expect(explorer.column(last)).to_be_in_viewport()
    expect(explorer.overview.locator(f"cs-column[data-name='{last}'].absent")).to_have_count(0)


def test_stages_of_a_network_that_fits_are_open_and_framed(explorer: Explorer) -> None:
    explorer.open(model="alexnet")
    expect(_block(explorer, "stage 1")).to_have_attribute("aria-expanded", "true")
    expect(explorer.column("conv1")).to_be_attached()
    _block(explorer, "stage 1").click()
    expect(explorer.column("stage 1")).to_be_attached()
    expect(explorer.column("conv1")).to_have_count(0)


def test_the_pass_played_layer_by_layer_goes_through_closed_blocks(resnet: Explorer) -> None:
    resnet.playback("To the first step").click()
    for _ in range(2):
        resnet.playback("Step on").click()
    expect(resnet.overview.locator(".name.current")).to_have_text("conv1")


def test_a_small_network_has_no_blocks(explorer: Explorer) -> None:
    explorer.open(model="photos")
    expect(explorer.overview.locator(".block")).to_have_count(0)
    expect(explorer.page.get_by_role("button", name=re.compile("all blocks"))).to_have_count(0)


def _block(explorer: Explorer, name: str) -> Locator:
    return explorer.overview.get_by_role("button", name=re.compile(f"^Block {re.escape(name)},"))


def _layers_of(request: Request) -> set[str]:
    return set(parse_qs(urlsplit(request.url).query).get("layers", [""])[0].split(","))


def _left(block: Locator) -> float:
    box = block.bounding_box()
    assert box is not None
    return box["x"]
