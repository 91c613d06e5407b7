"""The overview is drawn from the network's graph, and says what the network thinks of the picture."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import MODELS, Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Answer, Api


@pytest.mark.parametrize("model", MODELS)
def test_every_layer_has_a_column_with_its_name_and_shape_in_the_graphs_order(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    answer = api.run(model)
    shapes = {"input": answer.run["input"]["shape"]}
    shapes |= {it["name"]: it["output_shape"] for it in answer.layers}
    kinds = {"input": "input"} | {it["name"]: it["op"] for it in answer.layers}
    expect(explorer.columns).to_have_count(len(shapes))
    labels = [explorer.columns.nth(i).get_attribute("aria-label") for i in range(len(shapes))]
    assert labels == [f"{name}: {kinds[name]}, {_times(shapes[name])}" for name in shapes]
    for name, shape in shapes.items():
        expect(explorer.overview.get_by_text(name, exact=True).first).to_be_visible()
        expect(explorer.overview.get_by_text(_short(shape), exact=True).first).to_be_visible()


@pytest.mark.parametrize("model", MODELS)
def test_every_column_is_painted_right_of_the_columns_it_reads(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    left = {}
    for name in ["input", *(layer["name"] for layer in api.run(model).layers)]:
        box = explorer.column(name).bounding_box()
        assert box is not None
        left[name] = box["x"]
        assert explorer.colours(name) > 1
    for layer in api.run(model).layers:
        assert all(left[source] < left[layer["name"]] for source in layer["inputs"])


@pytest.mark.parametrize("model", MODELS)
def test_the_scores_are_the_networks_and_add_up_to_100_percent(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    answer = api.run(model)
    expect(explorer.score_rows).to_have_count(len(answer.scores))
    percentages = []
    for text, score in zip(explorer.score_rows.all_inner_texts(), answer.scores, strict=True):
        label, *_, percentage, logit = text.splitlines()
        assert label.split(" ✓")[0] == score["label"]
        assert shows(logit, score["logit"])
        percentages.append(_percentage(percentage))
    rounding = Decimal("0.05") * len(percentages) + Decimal("0.05")
    assert abs(sum(percentages, Decimal(0)) - 100) <= rounding


def test_the_truth_is_marked_where_the_network_is_right(explorer: Explorer, api: Api) -> None:
    sample, answer = _first_sample(api, "digits", right=True)
    explorer.open(model="digits", sample=sample)
    expect(explorer.verdict).to_have_text(f"✓ Right: it is {answer.said}.")
    expect(explorer.score_rows.filter(has_text="✓ truth")).to_contain_text(answer.said)


def test_an_erring_network_says_what_it_took_the_picture_for_and_what_it_is(
    explorer: Explorer, api: Api
) -> None:
    sample, answer = _first_sample(api, "photos", right=False)
    explorer.open(model="photos", sample=sample)
    truth = answer.run["truth"]
    expect(explorer.verdict).to_have_text(f"✗ Wrong: it says {answer.said}. Truth: {truth}.")
    expect(explorer.score_rows.filter(has_text="✓ truth")).to_contain_text(truth)


def test_colours_scale_by_map_by_layer_or_over_the_whole_network(explorer: Explorer) -> None:
    explorer.open(model="digits")
    looks = set()
    for scale in ("per layer", "per map", "global"):
        explorer.page.get_by_role("combobox", name="Colour scale").select_option(scale)
        explorer.wait_for_frame()
        looks.add(explorer.pixels("conv2"))
    assert len(looks) == 3
    assert "scale=network" in explorer.page.url


def test_zooming_in_enlarges_the_maps_and_fitting_shows_all_again(explorer: Explorer) -> None:
    explorer.open(model="digits")
    width = _width(explorer)
    explorer.page.get_by_role("button", name="Zoom in").click()
    assert _width(explorer) > 1.2 * width
    explorer.page.get_by_role("button", name="Fit the whole network").click()
    assert _width(explorer) == pytest.approx(width)


def test_the_wheel_zooms_and_dragging_pans_without_opening_a_layer(explorer: Explorer) -> None:
    explorer.open(model="digits")
    width = _width(explorer)
    explorer.column("conv1").hover()
    explorer.page.mouse.wheel(0, -300)
    explorer.wait_for_frame()
    assert _width(explorer) > width
    before = explorer.column("conv1").bounding_box()
    explorer.column("conv1").drag_to(explorer.column("pool1"))
    after = explorer.column("conv1").bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] > before["x"]
    expect(explorer.detail).to_have_count(0)


def _width(explorer: Explorer) -> float:
    box = explorer.column("conv1").bounding_box()
    assert box is not None
    return box["width"]


def _first_sample(api: Api, model: str, *, right: bool) -> tuple[str, Answer]:
    for sample in api.samples(model):
        answer = api.run(model, sample["id"], tensors="none")
        if (answer.said == sample["label"]) is right:
            return sample["id"], answer
    raise AssertionError(f"no sample of {model} is recognized {'rightly' if right else 'wrongly'}")


def _times(shape: list[int]) -> str:
    return "×".join(map(str, shape))


def _short(shape: list[int]) -> str:
    square = len(shape) == 3 and shape[1] == shape[2] > 1
    return f"{shape[0]}×{shape[1]}²" if square else _times(shape)


def _percentage(text: str) -> Decimal:
    number = read_number(text.removesuffix(" %").lstrip("<>"))
    return {"<": Decimal(0), ">": Decimal(100)}.get(text[0], number)
