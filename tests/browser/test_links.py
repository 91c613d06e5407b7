"""The address holds what is shown: going back, reloading and sharing lead to the same view."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import pictures
from tests.browser.explorer import Explorer
from tests.browser.wire import Api


def test_escape_leads_from_a_unit_back_to_the_overview(explorer: Explorer) -> None:
    explorer.open(model="digits")
    explorer.open_map("conv2", 3)
    explorer.page.keyboard.press("Escape")
    expect(explorer.detail).to_have_count(0)
    expect(explorer.columns.first).to_be_visible()
    assert "layer=" not in explorer.page.url


def test_the_breadcrumb_leads_back_too(explorer: Explorer) -> None:
    explorer.open(model="digits", layer="conv2")
    expect(explorer.opened_layer).to_have_text("conv2")
    explorer.whereabouts.get_by_role("link", name=re.compile("^←")).click()
    expect(explorer.detail).to_have_count(0)


def test_the_browsers_back_button_undoes_step_by_step(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    explorer.samples.nth(4).click()
    explorer.open_map("conv1", 2)
    page.go_back()
    expect(explorer.detail).to_have_count(0)
    expect(explorer.samples.nth(4)).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(explorer.samples.nth(0)).to_have_attribute("aria-pressed", "true")
    page.go_forward()
    page.go_forward()
    expect(explorer.opened_layer).to_have_text("conv1")


def test_stepping_through_a_map_does_not_fill_the_browsers_history(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    explorer.open_map("conv2", 3)
    for _ in range(3):
        explorer.playback("Step on").click()
    y, x = explorer.opened_unit()
    expect(page).to_have_url(re.compile(f"unit={y},{x}"))
    page.go_back()
    expect(explorer.detail).to_have_count(0)


def test_a_reload_and_a_shared_link_show_the_same(explorer: Explorer, api: Api, browser: Browser) -> None:
    page = explorer.page
    sample = api.samples("digits")[5]
    explorer.open(model="digits")
    explorer.samples.nth(5).click()
    explorer.pass_button("Backward").click()
    page.get_by_role("combobox", name="Class to answer for").select_option("3")
    explorer.open_map("conv2", 5)
    explorer.choose_unit((4, 7), (14, 14))  # of dL/dX, which is as large as what conv2 reads
    expect(page).to_have_url(re.compile("unit=4,7"))
    total = explorer.total.inner_text()
    page.reload()
    _expect_view(explorer, sample["label"], total)
    with browser.new_context(viewport={"width": 1280, "height": 720}) as elsewhere:
        shared = Explorer(elsewhere.new_page())
        shared.page.goto(page.url)
        _expect_view(shared, sample["label"], total)


def test_the_share_button_copies_the_address(explorer: Explorer, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.open(model="digits", layer="conv2", map=3)
    page.get_by_role("button", name="Copy a link to this view").click()
    expect(page.get_by_text("Link copied")).to_be_attached()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_ones_own_picture_survives_a_reload(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    with explorer.running_anew():
        explorer.upload(pictures.png())
    scores = explorer.score_rows.all_inner_texts()
    page.reload()
    expect(explorer.caption).to_contain_text("your picture")
    expect(explorer.score_rows).to_have_count(len(scores))
    assert explorer.score_rows.all_inner_texts() == scores


def test_a_link_to_somebody_elses_picture_says_so_and_shows_a_sample(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits", picture="own")
    expect(page.get_by_role("status").filter(has_text="not part of a link")).to_be_visible()
    expect(explorer.samples.first).to_have_attribute("aria-pressed", "true")
    assert "picture=own" not in page.url


@pytest.mark.parametrize("query", ["map=999&unit=999,999", "map=x&unit=y&pass=sideways&scale=none"])
def test_a_garbled_link_shows_what_is_nearest(explorer: Explorer, page: Page, query: str) -> None:
    page.goto(f"/?model=digits&layer=conv2&{query}")
    expect(explorer.opened_layer).to_have_text("conv2")
    expect(explorer.total).to_be_visible()


def _expect_view(explorer: Explorer, truth: str, total: str) -> None:
    expect(explorer.opened_layer).to_have_text("conv2")
    expect(explorer.whereabouts).to_contain_text("digits")
    expect(explorer.whereabouts).to_contain_text("map 5")
    expect(explorer.whereabouts).to_contain_text("unit 4, 7")
    expect(explorer.pass_button("Backward")).to_have_attribute("aria-pressed", "true")
    expect(explorer.page.get_by_role("combobox", name="Class to answer for")).to_have_value("3")
    expect(explorer.caption).to_contain_text(truth)
    expect(explorer.total).to_have_text(total)
