"""Networks with branches, and large ones: laid out, drawn, searched, their numbers fetched when looked at."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Page, Request, expect

from tests.browser.explorer import Explorer
from tests.browser.film import Film
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Answer, Api

BRANCHING = ("residual", "inception", "u-shape")
# Lines that lead over the top end at a node's header or at its maps; nowhere else may they touch one.
_CROSSED = """(view) => {
  const between = (low, at, high) => at > low + 1 && at < high - 1;
  const inside = (box, x, y) => between(box.left, x, box.right) && between(box.top, y, box.bottom);
  const columns = [...view.renderRoot.querySelectorAll("cs-column")];
  const boxes = columns.map((each) => each.getBoundingClientRect());
  const paths = [...view.renderRoot.querySelectorAll(".edges .skip, .edges .branch")];
  return paths.filter((path) => {
    const matrix = path.getScreenCTM();
    const length = path.getTotalLength();
    const touched = new Set();
    for (let at = 0; at <= length; at += 4) {
      const { x, y } = path.getPointAtLength(at).matrixTransform(matrix);
      boxes.forEach((box, i) => inside(box, x, y) && touched.add(i));
    }
    return touched.size > 2;
  }).length;
}"""


@pytest.fixture
def context(small_networks: BrowserContext) -> BrowserContext:
    """Pages of the server of small networks."""
    return small_networks


@pytest.mark.parametrize("model", BRANCHING)
def test_no_two_layers_are_drawn_on_top_of_each_other(explorer: Explorer, model: str) -> None:
    explorer.open(model=model)
    boxes = [_box(explorer, i) for i in range(explorer.columns.count())]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert not _overlap(a, b)


@pytest.mark.parametrize(("model", "skips"), [("residual", 1), ("inception", 0), ("u-shape", 2)])
def test_skips_are_drawn_at_rest_around_the_layers_in_between(
    explorer: Explorer, model: str, skips: int
) -> None:
    explorer.open(model=model)
    expect(explorer.overview.locator(".edges path.skip")).to_have_count(skips)
    assert explorer.overview.evaluate(_CROSSED) == 0


def test_parallel_branches_lie_beside_each_other(explorer: Explorer) -> None:
    explorer.open(model="inception")
    tops = []
    for name in ("reduce", "narrow", "pool"):
        box = explorer.column(name).bounding_box()
        assert box is not None
        tops.append((box["x"], box["y"]))
    assert len({x for x, _ in tops}) == 1
    assert len({y for _, y in tops}) == 3


def test_pointing_at_a_sum_lights_what_it_adds_and_the_way_of_the_skip(explorer: Explorer, api: Api) -> None:
    explorer.open(model="residual")
    explorer.point_at("block1/sum", 2, (3, 3), (16, 16))
    lit = explorer.overview.locator("svg.lit")
    expect(lit.locator("rect")).to_have_count(3)
    exact = float(_run(api, "residual").outputs["block1/sum"][2, 3, 3])
    shown = explorer.pointer_line.locator("b").inner_text().split(" = ")[1]
    assert shows(shown, exact)


@pytest.mark.parametrize("model", BRANCHING)
def test_every_layer_opens_and_its_terms_give_what_the_network_computed(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.page.emulate_media(reduced_motion="reduce")
    explorer.page.set_viewport_size({"width": 1640, "height": 900})
    explorer.open(model=model)
    answer = _run(api, model)
    for layer in answer.layers:
        name = layer["name"]
        explorer.open_map(name, 0)
        output = answer.outputs[name]
        exact = float(output[(0, *explorer.opened_unit())])
        assert shows(explorer.total.inner_text(), exact), name
        _expect_terms_to_give(explorer, exact)
        explorer.page.keyboard.press("Escape")
        expect(explorer.detail).to_have_count(0)


def test_of_a_large_network_few_maps_are_shown_until_all_are_asked_for(explorer: Explorer) -> None:
    explorer.open(model="large")
    column = explorer.column("depthwise1")
    few = explorer.overview.get_by_role("button", name="Show all 320 maps of depthwise1", exact=True)
    expect(few).to_have_text(re.compile(r"^\d\d of 320$"))
    before = column.bounding_box()
    few.click()
    expect(explorer.overview.get_by_role("button", name="Show few maps of depthwise1")).to_have_text(
        "320 of 320"
    )
    after = column.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > 3 * before["width"]


def test_of_many_maps_those_are_fetched_that_are_drawn(explorer: Explorer, page: Page) -> None:
    asked: list[dict[str, list[str]]] = []
    page.on(
        "request", lambda request: asked.append(_query_of(request)) if "/forward" in request.url else None
    )
    explorer.open(model="large")
    assert asked[0]["maps"] == ["24"]
    assert "stem" in asked[0]["layers"][0].split(",")
    with page.expect_request(re.compile("layers=depthwise1&maps=320")):
        explorer.overview.get_by_role("button", name="Show all 320 maps of depthwise1", exact=True).click()
    assert all(query["maps"] != ["320"] for query in asked[:-1])


def test_layers_that_nobody_has_looked_at_have_thumbnails(explorer: Explorer, page: Page) -> None:
    explorer.open(model="large")
    page.get_by_role("button", name="Fit the whole network").click()
    expect(explorer.overview.locator("cs-column.absent")).to_have_count(0)
    explorer.wait_for_colours("project")


def test_opening_a_layer_asks_for_no_run_where_its_numbers_are_held(explorer: Explorer, page: Page) -> None:
    explorer.open(model="residual")
    runs: list[str] = []
    page.on("request", lambda request: runs.append(request.url) if "/forward" in request.url else None)
    explorer.open_map("block2/a", 1)
    expect(explorer.total).to_be_visible()
    assert runs == []


def test_a_layer_is_found_by_a_part_of_its_name_or_by_its_operation(explorer: Explorer, page: Page) -> None:
    explorer.open(model="large")
    page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Find a layer")
    expect(field).to_be_focused()
    page.keyboard.type("average")
    expect(page.get_by_role("listbox", name="Layers found").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(explorer.column("average")).to_be_in_viewport()
    expect(explorer.column("average")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("dense")
    expect(
        page.get_by_role("listbox", name="Layers found").get_by_role("option", name="scores")
    ).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="Layers found")).to_have_count(0)


def test_a_depthwise_convolution_adds_up_over_its_one_channel(explorer: Explorer, api: Api) -> None:
    explorer.page.set_viewport_size({"width": 1640, "height": 900})
    explorer.open(model="large", layer="depthwise1", map=5, unit="7,8")
    expect(explorer.opened_layer).to_have_text("depthwise1")
    answer = _run(api, "large")
    window = answer.outputs["stem/relu"][5, 6:9, 7:10].astype(float)
    kernel = api.weights("large", "depthwise1")["weight"][5, 0]
    shown = [read_number(text) for text in explorer.detail.get_by_test_id("product").all_inner_texts()]
    assert sum(shown) + read_number(explorer.detail.get_by_test_id("bias").inner_text()) == read_number(
        explorer.total.inner_text()
    )
    assert shows(explorer.total.inner_text(), float(answer.outputs["depthwise1"][5, 7, 8]))
    assert float(sum(shown)) == pytest.approx(float((window * kernel).sum()), abs=2e-3)


def test_of_very_many_channels_the_strongest_have_cards_and_all_add_up(explorer: Explorer, api: Api) -> None:
    explorer.page.set_viewport_size({"width": 1640, "height": 900})
    explorer.open(model="large", layer="project", map=3, unit="7,8")
    expect(explorer.opened_layer).to_have_text("project")
    cards = explorer.detail.get_by_test_id("channel-sum")
    assert 64 <= cards.count() <= 65
    shown = sum(read_number(text) for text in cards.all_inner_texts())
    others = read_number(explorer.detail.get_by_test_id("others-sum").inner_text())
    together = read_number(explorer.detail.get_by_test_id("together").inner_text())
    assert shown + others == together
    assert shows(explorer.total.inner_text(), float(_run(api, "large").outputs["project"][3, 7, 8]))


def _run(api: Api, model: str) -> Answer:
    """A run on the sample that the pages begin with."""
    return api.run(model, api.samples("photos")[0]["id"])


def _expect_terms_to_give(explorer: Explorer, exact: float) -> None:
    """Where a formula lists its terms in full, they sum to the value, not only as shown."""
    # In a 1×1 convolution the opened channel's is the one product of its window. Biases here are 0.
    terms = explorer.detail.locator("[data-testid=term], cs-pixel-network [data-testid=product]")
    if terms.count():
        values = [float(cell.get_attribute("data-value") or "nan") for cell in terms.all()]
        assert sum(values) == pytest.approx(exact, abs=1e-4)


def _query_of(request: Request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.url).query)


def _box(explorer: Explorer, index: int) -> FloatRect:
    box = explorer.columns.nth(index).bounding_box()
    assert box is not None
    return box


def _overlap(a: FloatRect, b: FloatRect) -> bool:
    return (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


@pytest.mark.parametrize("model", BRANCHING)
def test_the_film_plays_through_every_branch_and_merge(explorer: Explorer, model: str) -> None:
    film = Film(explorer)
    film.open(model=model, grain="layer")
    titles = set()
    for _ in range(film.layers()):
        film.step_on()
        film.picture()
        titles.add(film.film.get_attribute("data-layer"))
        assert film.colours() > 8
    assert len(titles) == film.layers()
    expect(film.film).to_have_attribute("data-act", "verdict")


def test_the_film_of_a_large_network_fetches_the_numbers_it_comes_to(explorer: Explorer) -> None:
    film = Film(explorer)
    film.open(model="large", grain="layer")
    for layer in (8, 16, 24):
        film.film.evaluate("(film, step) => film.playhead.seek(step)", layer - 0.4)
        film.picture()
        expect(film.caption).not_to_have_text("Fetching the numbers…")
        assert film.colours() > 20
