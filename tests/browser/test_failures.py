"""What goes wrong is said in words, with a way on; what was there before stays."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pictures
from tests.browser.explorer import Explorer
from tests.browser.wire import Api

pytestmark = pytest.mark.console_errors_expected

_RUNS = re.compile(r"/forward\?")


@pytest.mark.parametrize(
    ("content", "name"), [(b"no picture at all", "notes.txt"), (pictures.png()[:60], "cut-off.png")]
)
def test_a_refused_upload_is_explained_and_the_last_good_state_stays(
    explorer: Explorer, content: bytes, name: str
) -> None:
    explorer.open(model="photos")
    scores, maps = explorer.score_rows.all_inner_texts(), explorer.pixels("conv1")
    caption = explorer.caption.inner_text()
    explorer.upload(content, name=name, mime="application/octet-stream")
    expect(explorer.problem).to_contain_text(re.compile(r"PNG, JPEG", re.IGNORECASE))
    assert explorer.score_rows.all_inner_texts() == scores
    assert explorer.pixels("conv1") == maps
    expect(explorer.caption).to_have_text(caption)
    explorer.page.get_by_role("button", name="Dismiss").click()
    expect(explorer.problem).to_have_count(0)


def test_a_good_picture_after_a_refused_one_runs(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    explorer.upload(b"no picture at all", name="notes.txt", mime="text/plain")
    expect(explorer.problem).to_be_visible()
    explorer.upload(pictures.png())
    expect(explorer.problem).to_have_count(0)
    answer = api.run_on_file("photos", pictures.png(), "image/png")
    expect(explorer.verdict).to_have_text(f"The network says {answer.said}.")


def test_a_lost_server_is_said_and_trying_again_works(explorer: Explorer, api: Api, page: Page) -> None:
    explorer.open(model="digits")
    scores, maps = explorer.score_rows.all_inner_texts(), explorer.pixels("conv1")
    page.route(_RUNS, lambda route: route.abort())
    explorer.samples.nth(5).click()
    expect(explorer.problem).to_contain_text("The server cannot be reached")
    assert explorer.score_rows.all_inner_texts() == scores
    assert explorer.pixels("conv1") == maps
    page.unroute(_RUNS)
    page.get_by_role("button", name="Try again").click()
    expect(explorer.problem).to_have_count(0)
    sample = api.samples("digits")[5]
    expect(explorer.caption).to_contain_text(sample["label"])
    expect(explorer.score_rows.first).to_contain_text(api.run("digits", sample["id"]).said)


def test_a_server_lost_before_the_page_began_can_be_tried_again(explorer: Explorer, page: Page) -> None:
    page.route("**/api/models", lambda route: route.abort())
    page.goto("/?model=digits")
    expect(explorer.problem).to_contain_text("The server cannot be reached")
    page.unroute("**/api/models")
    page.get_by_role("button", name="Try again").click()
    expect(explorer.score_rows).to_have_count(10)


def test_a_stream_that_breaks_off_is_said(explorer: Explorer, page: Page) -> None:
    explorer.open(model="digits")
    scores = explorer.score_rows.all_inner_texts()
    page.route(_RUNS, lambda route: route.fulfill(body='{"event":"end', content_type="application/jsonl"))
    explorer.samples.nth(5).click()
    expect(explorer.problem).to_be_visible()
    assert explorer.score_rows.all_inner_texts() == scores


def test_a_busy_server_is_said_in_its_own_words(explorer: Explorer, page: Page) -> None:
    problem = '{"title": "The server is busy", "detail": "Try again in a second.", "status": 503}'
    explorer.open(model="digits")
    page.route(
        _RUNS,
        lambda route: route.fulfill(status=503, body=problem, content_type="application/problem+json"),
    )
    explorer.samples.nth(5).click()
    expect(explorer.problem).to_contain_text("The server is busy")
    expect(explorer.problem).to_contain_text("Try again in a second.")


@pytest.mark.parametrize(
    "query", ["model=none-such", "model=digits&sample=none-such", "model=digits&layer=none-such"]
)
def test_a_link_to_what_does_not_exist_says_what_is_missing_and_leads_on(
    explorer: Explorer, page: Page, query: str
) -> None:
    page.goto(f"/?{query}")
    expect(explorer.problem).to_contain_text("none-such")
