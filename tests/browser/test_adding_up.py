"""In every layer of every network that ships, forward and backward, what is shown adds up."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.shown import Shown, shown, total
from tests.browser.wire import Api, Floats

NETWORKS = ("photos", "digits", "x-or-o", "clips-3d", "clips-2plus1d", "signals")
# Networks for tests only; they run on the samples of photos.
ODD_NETWORKS = ("activations", "flattened", "meeting", "norms", "pools", "residual")


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
            seen = shown(explorer.detail)
            assert shows(seen.all("total")[0].text, float(output[place])), f"{name} at {place}"
            _expect_sums(seen, f"{name} at {place}")
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


def _expect_sums(seen: Shown, where: str) -> None:
    """Each sum that a view writes out, to the last digit shown."""
    value = seen.all("total")[0]
    if "channel-sum" in seen:
        assert seen.sum("channel-sum", "others-sum") == seen.sum("together"), where
        assert seen.sum("together", "bias") == read_number(value.text), where
    if "vote" in seen:
        for number, side in enumerate(("for", "against")):
            votes = [vote for vote in seen.all("vote") if vote.list == number]
            assert total(votes) + seen.sum(f"others-{side}") == seen.sum(f"sum-{side}"), where
        assert seen.sum("sum-for", "sum-against", "vote-bias") == read_number(value.text), where
    if "sum" in seen:
        assert seen.sum("term") == seen.sum("sum"), where


@pytest.mark.parametrize("model", NETWORKS)
def test_backward_displayed_terms_sum_to_the_gradient_the_server_sent(
    explorer: Explorer, api: Api, model: str
) -> None:
    _expect_gradients_add_up(explorer, api, model, api.samples(model)[0]["id"])


@pytest.mark.parametrize("model", ODD_NETWORKS)
def test_backward_they_do_so_in_layers_of_every_kind(small_networks: BrowserContext, model: str) -> None:
    page = small_networks.new_page()
    api = Api(page.request)
    _expect_gradients_add_up(Explorer(page), api, model, api.samples("photos")[0]["id"])


def _expect_gradients_add_up(explorer: Explorer, api: Api, model: str, sample: str) -> None:
    """Every way back of every layer in the middle, and where the gradient is largest."""
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.open(model=model, sample=sample, **BACKWARD)
    answer = api.run_backward(model, sample)
    ways = [(layer, wrt, sent) for layer, each in answer.ways.items() for wrt, sent in each.items()]
    for layer, wrt, sent in ways:
        for place in _telling(sent):
            state = {"layer": layer, "wrt": wrt, "map": (*place, 0)[0], "unit": ",".join(map(str, place[1:]))}
            explorer.go_to(model=model, sample=sample, **BACKWARD, **state)
            where = f"{layer} wrt {wrt or 'input'} at {place}"
            expect(explorer.opened_layer).to_have_text(layer)
            explorer.wait_for_total(float(sent[place]), where)
            explorer.wait_for_frame()  # how many terms there is room for is known once they are laid out
            seen = shown(explorer.detail)
            assert shows(seen.all("total")[0].text, float(sent[place])), where
            _expect_sums(seen, where)
            _expect_products(seen, where)


def _telling(sent: Floats) -> Iterator[tuple[int, ...]]:
    shape = sent.shape
    middle = np.ravel_multi_index([size // 2 for size in shape], shape) if shape else 0
    flat = {int(np.argmax(np.abs(sent))), int(middle)}
    return (tuple(int(i) for i in np.unravel_index(index, shape)) for index in sorted(flat))


def _expect_products(seen: Shown, where: str) -> None:
    """Upstream × local, product by product, makes what is shown; so do the terms before they are rounded."""
    value = seen.all("total")[0]
    upstream, local = (
        [each.value for each in seen.all(role) if each.line == 0] for role in ("upstream", "local")
    )
    if upstream and len(upstream) == len(local):
        _expect_sum([up * factor for up, factor in zip(upstream, local, strict=True)], value.value, where)
    if len(upstream) > 1:
        assert total([each for each in seen.all("number") if each.line == 1]) == read_number(value.text), (
            where
        )
    others = seen.values("others-sum", "others-for", "others-against")
    for terms in (seen.values("term", "drawn-product"), seen.values("vote")):
        if terms:
            _expect_sum([*terms, *others], value.value, where)


def _expect_sum(terms: list[float], exact: float, where: str) -> None:
    tolerance = 1e-4 * sum(map(abs, terms)) + 1e-30
    assert abs(sum(terms) - exact) <= tolerance, f"{where}: {terms} make {sum(terms)} and not {exact}"
