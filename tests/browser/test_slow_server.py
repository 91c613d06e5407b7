"""On a slow server maps appear as their layers arrive, and the progress is told."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.trickle import Trickle, trickling
from tests.browser.wire import Api


@pytest.fixture
def trickle(base_url: str, own_addresses: list[str]) -> Iterator[Trickle]:
    """The server behind a valve that the test opens line by line."""
    with trickling(base_url) as valve:
        own_addresses.append(valve.address)
        yield valve


def test_maps_appear_layer_by_layer_with_progress(explorer: Explorer, api: Api, trickle: Trickle) -> None:
    names = [layer["name"] for layer in api.run("digits").layers]
    trickle.release(1 + 4)
    explorer.page.goto(f"{trickle.address}/?model=digits")
    expect(explorer.progress).to_have_js_property("value", 4)
    expect(explorer.progress).to_have_js_property("max", len(names))
    explorer.wait_for_frame()
    drawn = [explorer.colours(name) > 1 for name in names]
    assert drawn == [True] * 4 + [False] * (len(names) - 4)
    trickle.release_all()
    explorer.wait_until_painted()
    assert all(explorer.colours(name) > 1 for name in names)
    expect(explorer.progress).to_have_count(0)
    expect(explorer.score_rows).to_have_count(10)


def test_gradients_appear_last_layer_first(explorer: Explorer, api: Api, trickle: Trickle) -> None:
    answer = api.run("digits")
    last, before_last, first = "softmax", "scores", "conv1"
    trickle.release(1 + len(answer.layers) + 2 + 2)
    explorer.page.goto(f"{trickle.address}/?model=digits&pass=backward")
    expect(explorer.progress).to_have_js_property("value", len(answer.layers) + 2)
    for layer in (last, before_last):
        explorer.point_at(layer, 0, (0, 0), (1, 1))
        expect(explorer.pointer_line).to_contain_text(f"dL/d {layer}, unit 0")
    explorer.point_at(first, 0, (4, 4), answer.outputs[first].shape[1:])
    expect(explorer.pointer_line.locator("b")).to_contain_text(f"{first}, map 0, row 4, column 4")
    expect(explorer.pointer_line).not_to_contain_text("dL/d")
    trickle.release_all()
    explorer.wait_until_painted()
    expect(explorer.pointer_line).to_contain_text(f"dL/d {first}, map 0, row 4, column 4")


def test_a_newer_wish_does_not_wait_for_an_older_one(explorer: Explorer, api: Api, trickle: Trickle) -> None:
    trickle.release(1 + 2)
    explorer.page.goto(f"{trickle.address}/?model=digits")
    expect(explorer.columns.first).to_be_visible()
    explorer.samples.nth(3).click()
    trickle.release_all()
    explorer.wait_until_painted()
    sample = api.samples("digits")[3]
    expect(explorer.score_rows.first).to_contain_text(api.run("digits", sample["id"]).said)
    expect(explorer.caption).to_contain_text(sample["label"])
