"""What a network looked at: every method, its numbers, its course, and the ways in and out."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.explorer import Explorer
from tests.browser.looked import METHODS, Looked
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Api

CAT = "photos-cat-1"
SUM = r"([−\d.]+) = ([−\d.]+) ([+−]) ([−\d.]+) ([+−]) ([−\d.]+)"
PLACES = [("signals", "sample 64"), ("clips-3d", "frame 3, row 8, column 8")]


@pytest.fixture
def looked(explorer: Explorer) -> Looked:
    return Looked(explorer)


def found(api: Api, model: str, sample: str, query: str) -> dict:
    return api.attribution(model, sample, query)[-2]


def test_every_method_shows_the_numbers_of_the_server_on_one_scale_for_both_classes(
    looked: Looked, api: Api, page: Page
) -> None:
    best, next_best = (each["index"] for each in api.run("photos", CAT).scores[:2])
    looked.open(model="photos", sample=CAT, method="saliency")
    looked.place(14, 13, 32)
    for method in list(METHODS)[:6]:
        looked.choose(method)
        maps = [
            found(api, "photos", CAT, f"method={method}&target={target}")["map"]
            for target in (best, next_best)
        ]
        heats = [each.sum(axis=0) for each in maps]
        expect(looked.figures).to_have_count(3)  # and their difference
        for text, heat in zip(looked.numbers.all_inner_texts(), heats, strict=True):
            assert shows(text, float(heat[14, 13])), (method, text, heat[14, 13])
        if maps[0].shape[0] == 3:
            sums = re.findall(
                r"([−\d.]+) = ([−\d.]+) ([+−]) ([−\d.]+) ([+−]) ([−\d.]+)", looked.reading.inner_text()
            )
            assert len(sums) == 2, looked.reading.inner_text()
            for total, first, *rest in sums:
                signs = [-1 if sign == "−" else 1 for sign in rest[::2]]
                terms = [read_number(text) * sign for text, sign in zip(rest[1::2], signs, strict=True)]
                assert read_number(first) + sum(terms) == read_number(total)
        limit = max(np.sort(np.abs(heat), axis=None)[int(np.ceil(heat.size * 0.99)) - 1] for heat in heats)
        ends = looked.scale.locator(".ends").last.locator("span").last.inner_text()
        assert shows(ends, float(limit)), (method, ends, limit)
        expect(looked.scale).to_contain_text("One scale for all figures")
        assert len(looked.told.inner_text()) > 80
    for name, opacity in (("Picture", "0 %"), ("Heat", "100 %"), ("Both", "60 %")):
        looked.view.get_by_role("button", name=name, exact=True).click()
        expect(looked.view.get_by_role("slider")).to_have_value(opacity.split()[0])
    expect(page).to_have_url(re.compile("method=grad_cam"))


def test_integrated_gradients_add_up_as_shown_and_closer_with_more_steps(looked: Looked, api: Api) -> None:
    looked.open(model="digits", method="integrated")
    gaps = []
    for steps in ("10", "200"):
        looked.view.get_by_role("spinbutton", name="Steps").fill(steps)
        looked.view.get_by_role("spinbutton", name="Steps").press("Tab")
        expect(looked.explorer.step_count).to_contain_text(f"{steps} / {steps}")
        looked.wait()
        for row in looked.view.get_by_test_id("completeness").all():
            here, empty, should, total, gap = (
                read_number(re.sub(r"^[−=] ", "", cell.inner_text()).strip("()").split(" (")[0])
                for cell in row.get_by_role("cell").all()
            )
            assert here - empty == should
            assert total - should == gap
            gaps.append(abs(gap))
    assert max(gaps[2:]) < max(gaps[:2])
    sample = api.samples("digits")[0]["id"]
    best = api.run("digits").scores[0]["index"]
    answer = found(api, "digits", sample, f"method=integrated&steps=200&target={best}")
    first = looked.view.get_by_test_id("completeness").first.get_by_role("cell")
    assert shows(first.nth(3).inner_text(), answer["total"])


def test_the_patch_slides_over_the_picture_and_back_to_the_same_pixels(looked: Looked, api: Api) -> None:
    looked.open(model="digits", method="occlusion")
    sample = api.samples("digits")[0]["id"]
    best = api.run("digits").scores[0]["index"]
    places = api.attribution("digits", sample, f"method=occlusion&target={best}")[1:-2]
    steps = looked.explorer.step_count
    expect(steps).to_contain_text(f"{len(places) + 1} / {len(places) + 1}")
    expect(looked.step).to_have_text("every place has been covered")
    looked.page.emulate_media(reduced_motion="reduce")
    looked.explorer.playback("To the first step").click()
    for _ in range(4):
        looked.explorer.playback("Step on").click()
    there = looked.pixels()
    told = looked.facts.first.inner_text()
    value, _, fall = (read_number(each) for each in looked.facts.first.locator("b").all_inner_texts())
    assert shows(str(value).replace("-", "−"), places[4]["value"])
    assert abs(float(fall) - places[4]["fall"]) < 0.01
    row, column = places[4]["start"]
    expect(looked.step).to_contain_text(f"rows {row}–{row + 5}, columns {column}–{column + 5}")
    looked.explorer.playback("Step on").click()
    assert looked.pixels() != there
    looked.explorer.playback("Step back").click()
    assert (looked.pixels(), looked.facts.first.inner_text()) == (there, told)
    looked.explorer.playback("Play").click()
    expect(looked.explorer.playback("Pause")).to_be_visible()
    looked.explorer.playback("Pause").click()


def test_a_painting_can_be_gone_back_through_and_follows_its_numbers(looked: Looked) -> None:
    looked.open(model="digits", method="maximization", against="none")
    expect(looked.explorer.step_count).to_contain_text("65 / 65")
    end = looked.pixels()
    looked.explorer.playback("To the first step").click()
    began = float(read_number(looked.facts.first.locator("b").first.inner_text()))
    assert looked.pixels() != end
    looked.explorer.playback("To the last step").click()
    reached = float(read_number(looked.facts.first.locator("b").first.inner_text()))
    assert (looked.pixels(), reached > began) == (end, True)
    looked.view.get_by_role("spinbutton", name="Steps").fill("12")
    looked.view.get_by_role("spinbutton", name="Steps").press("Enter")
    expect(looked.explorer.step_count).to_contain_text("13 / 13")
    expect(looked.page).to_have_url(re.compile("numbers=steps%3A12"))


def test_grad_cam_is_a_sum_of_maps_by_weight_at_any_place_of_any_layer(looked: Looked, api: Api) -> None:
    looked.open(model="photos", sample=CAT, method="grad_cam", against="none")
    best = api.run("photos", CAT).scores[0]["index"]
    looked.place(14, 13, 32)
    for layer in ("relu6", "conv2"):
        looked.view.get_by_role("combobox", name="Layer whose maps").select_option(layer)
        looked.wait()
        coarse = found(api, "photos", CAT, f"method=grad_cam&target={best}&maps={layer}")["coarse"]
        terms = looked.view.get_by_test_id("cam-term")
        expect(looked.view.locator("cs-cam h3")).to_contain_text(layer)
        total = read_number(looked.view.get_by_test_id("cam-sum").inner_text())
        assert sum(read_number(text) for text in terms.all_inner_texts()) == total
        scale = coarse.shape[0] / 32
        value = coarse[int(14.5 * scale), int(13.5 * scale)]
        assert shows(looked.view.get_by_test_id("cam-result").inner_text(), float(value))


def test_what_excites_an_opened_unit_leads_to_that_sample_and_place(
    looked: Looked, api: Api, page: Page
) -> None:
    looked.explorer.open(model="digits", layer="conv2", map=3, unit="4,5")
    page.get_by_role("button", name="What excites it?").click()
    values = looked.view.get_by_test_id("excitement")
    patches = api.patches("digits", "conv2", 3)
    expect(values).to_have_count(len(patches))
    for text, patch in zip(values.all_inner_texts(), patches, strict=True):
        assert shows(text, patch["value"])
    # Every other method answers for the unit, too.
    for method in list(METHODS)[:8]:
        looked.choose(method)
        expect(looked.facts.first).to_contain_text("value")
        assert looked.about.locator("option").first.inner_text() == "unit conv2 3, 4, 5"
    looked.view.get_by_role("radio", name="Strongest patches").check(force=True)
    looked.view.get_by_role("list", name="Patches that excite").get_by_role("button").nth(1).click()
    expect(looked.explorer.opened_layer).to_have_text("conv2")
    assert looked.explorer.opened_unit() == tuple(patches[1]["unit"][1:])
    expect(page).to_have_url(re.compile(f"sample={patches[1]['sample']}"))
    page.keyboard.press("Escape")
    expect(values.first).to_be_visible()


def test_layers_forget_from_the_top_with_the_correlations_of_the_server(looked: Looked, api: Api) -> None:
    looked.open(model="digits", method="gradient_input")
    looked.view.get_by_role("button", name="Sanity check").click()
    similarities = looked.view.get_by_test_id("similarity")
    learned = [layer for layer in api.run("digits").layers if layer["parameters"]]
    expect(similarities).to_have_count(len(learned))
    for each in similarities.all():
        expect(each).to_contain_text("ρ = ")
    sample = api.samples("digits")[0]["id"]
    best = api.run("digits").scores[0]["index"]
    for count, text in enumerate(similarities.all_inner_texts(), 1):
        answer = found(api, "digits", sample, f"method=gradient_input&target={best}&forget={count}")
        assert shows(text.removeprefix("ρ = "), answer["similarity"])
    expect(looked.page).to_have_url(re.compile("sanity=shown"))


@pytest.mark.parametrize(
    ("model", "place"), [("signals", "sample 64"), ("clips-3d", "frame 3, row 8, column 8")]
)
def test_signals_and_clips_are_looked_at_too(looked: Looked, page: Page, model: str, place: str) -> None:
    looked.open(model=model, method="saliency")
    if model == "clips-3d":
        strip = looked.view.get_by_role("slider", name="Frame of the clip")
        strip.focus()
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    looked.figures.first.get_by_role("img").focus()
    page.keyboard.press("ArrowUp")
    expect(looked.reading).to_contain_text(place)
    seen = looked.pixels()
    for method in ("grad_cam", "integrated", "maximization"):
        looked.choose(method)
        assert looked.pixels() != seen


def test_it_is_entered_left_and_told_by_keyboard_alone(looked: Looked, page: Page) -> None:
    looked.explorer.open(model="x-or-o")
    page.get_by_role("button", name="What did it look at?").focus()
    page.keyboard.press("Enter")
    looked.wait()
    looked.choose("saliency")
    page.keyboard.press("ArrowRight")
    expect(looked.view.get_by_role("radio", name="Gradient × input")).to_be_checked()
    expect(looked.told).to_contain_text("what each pixel would add")
    looked.about.select_option("1")
    looked.wait()
    expect(page).to_have_url(re.compile("about=1"))
    page.keyboard.press("Escape")
    expect(looked.view).to_have_count(0)
    expect(looked.explorer.columns.last).to_be_visible()
    expect(looked.explorer.step_count).to_contain_text("7 / 7")


def test_it_fits_a_phone_and_a_small_frame(looked: Looked, page: Page) -> None:
    for size, path in (((390, 844), "/"), ((320, 240), "/embed/explorer")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{path}?model=photos&show=looked&method=saliency")
        looked.wait()
        assert page.locator("html").evaluate("(it) => it.scrollWidth") <= size[0]
        boxes = [looked.figures.nth(i).bounding_box() for i in range(2)]
        assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= size[0] for box in boxes)


@pytest.mark.console_errors_expected
def test_what_fails_is_told_in_place_and_tried_again(looked: Looked, page: Page) -> None:
    looked.open(model="digits", method="saliency")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/attribution?*guided*", refuse)
    looked.view.get_by_role("radio", name="Guided backpropagation").check(force=True)
    alert = looked.view.get_by_role("alert")
    expect(alert).to_contain_text("still running")
    page.unroute("**/attribution?*guided*", refuse)
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(0)
    looked.wait()
    expect(looked.facts.first).to_contain_text("score")
