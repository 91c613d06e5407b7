"""In every layer of every network that ships, at the centre, corners and an edge, what is shown adds up."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api

NETWORKS = ("photos", "digits", "x-or-o", "clips-3d", "clips-2plus1d", "signals")


@pytest.mark.parametrize("model", NETWORKS)
def test_displayed_terms_sum_to_the_displayed_value(explorer: Explorer, api: Api, model: str) -> None:
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.page.set_viewport_size({"width": 1920, "height": 1000})  # all maps of all networks in view
    explorer.open(model=model)
    answer = api.run(model)
    for name in (layer["name"] for layer in answer.layers):
        output = answer.outputs[name]
        explorer.open_map(name, len(output) // 2)
        for place in _places(explorer, len(output) // 2, output.shape):
            exact = float(output[place])
            assert shows(explorer.total.inner_text(), exact), f"{name} at {place}"
            _expect_sums(explorer, f"{name} at {place}")
        explorer.page.keyboard.press("Escape")
        expect(explorer.detail).to_have_count(0)


def _places(explorer: Explorer, channel: int, shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """The middle that a click has opened; the first corner, an edge, and the last corner, by the keyboard."""
    _, *axes = shape
    yield (channel, *explorer.opened_unit())
    # Where maps are single values the steps go from map to map.
    steps = axes if any(size > 1 for size in axes) else [shape[0]]
    edge = [0] * (len(steps) - 1) + [min(1, steps[-1] - 1)]
    for key, place in (("Home", [0] * len(steps)), ("ArrowRight", edge), ("End", [n - 1 for n in steps])):
        explorer.page.keyboard.press(key)
        unit = (channel, *place) if steps is axes else (place[0], *[0] * len(axes))
        words = f"unit {', '.join(map(str, unit[1:]))}" if steps is axes else f" {place[0]}"
        expect(explorer.whereabouts).to_contain_text(words)
        explorer.wait_for_frame()
        yield unit


def _expect_sums(explorer: Explorer, where: str) -> None:
    """Each sum that a view writes out, to the last digit shown."""
    detail = explorer.detail

    def numbers(*names: str) -> Decimal:
        texts = (text for name in names for text in detail.get_by_test_id(name).all_inner_texts())
        return sum((read_number(text) for text in texts), Decimal(0))

    if detail.get_by_test_id("channel-sum").count():
        assert numbers("channel-sum", "others-sum") == numbers("together"), where
        assert numbers("together", "bias") == read_number(explorer.total.inner_text()), where
    if detail.get_by_test_id("vote").count():
        for side in ("for", "against"):
            votes = detail.get_by_role("list", name=f"The largest votes {side}").get_by_test_id("vote")
            shown = sum((read_number(text) for text in votes.all_inner_texts()), Decimal(0))
            assert shown + numbers(f"others-{side}") == numbers(f"sum-{side}"), where
        assert numbers("sum-for", "sum-against", "vote-bias") == read_number(explorer.total.inner_text()), (
            where
        )
    if detail.get_by_test_id("sum").count():
        assert numbers("term") == numbers("sum"), where
