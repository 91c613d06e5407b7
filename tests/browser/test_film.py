"""The whole forward pass as a film: it plays, stops anywhere, goes back, and leads into the layers."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import Explorer
from tests.browser.film import Film
from tests.browser.wire import Api

TRAINED = ("photos", "digits", "x-or-o", "clips-3d", "clips-2plus1d", "signals")


@pytest.fixture
def film(explorer: Explorer) -> Film:
    return Film(explorer)


def test_play_the_network_plays_from_the_picture_on_and_pauses(film: Film, page: Page) -> None:
    film.explorer.open(model="digits")
    page.get_by_role("button", name="Play the network").click()
    expect(film.explorer.playback("Pause")).to_be_visible()
    expect(film.title).to_have_text("conv1")
    expect(film.caption).to_contain_text("filter 1 of 6 · 5×5×1 = 25 products + bias →")
    film.explorer.playback("Pause").click()
    stopped = film.picture()
    page.wait_for_timeout(300)
    assert film.picture() == stopped
    assert "show=film" in page.url


def test_every_moment_looks_the_same_whichever_way_one_comes_to_it(film: Film) -> None:
    film.open(model="digits")
    film.step_on(3)
    there = film.picture()
    film.step_on()
    assert film.picture() != there
    film.explorer.playback("Step back").click()
    assert film.picture() == there
    film.to_the_end()
    film.explorer.playback("To the first step").click()
    film.step_on(3)
    assert film.picture() == there


def test_a_step_is_a_layer_a_channel_or_a_position(film: Film) -> None:
    film.open(model="x-or-o")
    steps = {}
    for grain in ("layer", "channel", "position"):
        film.choose_grain(grain)
        steps[grain] = int(film.explorer.step_count.inner_text().split("/")[-1].replace(",", ""))
    assert steps["layer"] == 7  # the picture and six layers
    assert steps["layer"] < steps["channel"] < steps["position"]
    film.step_on(2)
    expect(film.film).to_have_attribute("data-unit", "0")
    film.step_on(8)
    expect(film.film).to_have_attribute("data-unit", "8")
    expect(film.film).to_have_attribute("data-layer", "features")


def test_the_caption_tells_the_value_that_the_layer_has_there(film: Film, api: Api) -> None:
    film.open(model="x-or-o", grain="position")
    film.step_on(1 + 9)
    expect(film.film).to_have_attribute("data-unit", "8")
    expect(film.caption).to_contain_text("filter 1 of 3 · 3×3×1 = 9 products + bias →")
    shown = float(film.caption.inner_text().split("→")[1].strip().replace("−", "-"))
    film.page.get_by_role("button", name="Open here").click()
    expect(film.explorer.opened_layer).to_have_text("features")
    total = float(film.explorer.total.get_attribute("data-value") or "nan")
    assert shown == pytest.approx(total, abs=5e-4)


def test_it_opens_the_unit_where_it_stands_and_escape_leads_back_there(film: Film, page: Page) -> None:
    film.open(model="digits", grain="position")
    film.step_on(1 + 30)
    there = film.picture()
    film.canvas.focus()
    page.keyboard.press("Enter")
    expect(film.explorer.opened_layer).to_have_text("conv1")
    assert film.explorer.opened_unit() == (1, 1)
    page.keyboard.press("Escape")
    expect(film.title).to_have_text("conv1")
    assert film.picture() == there
    page.keyboard.press("Escape")
    expect(film.film).to_have_count(0)
    expect(film.explorer.columns.first).to_be_visible()


def test_a_click_on_a_map_opens_that_map_there(film: Film, page: Page) -> None:
    film.open(model="digits", grain="layer")
    film.step_on(3)
    expect(film.film).to_have_attribute("data-layer", "pool1")
    film.picture()
    box = film.canvas.bounding_box()
    assert box
    # The output stands right of the middle; its last map lies in front.
    page.mouse.click(box["x"] + box["width"] * 0.74, box["y"] + box["height"] * 0.55)
    expect(film.explorer.opened_layer).to_have_text("pool1")
    expect(film.explorer.whereabouts).to_contain_text("map 5")


def test_it_is_played_by_keyboard_alone(film: Film, page: Page) -> None:
    film.explorer.open(model="x-or-o")
    page.get_by_role("button", name="Play the network").focus()
    page.keyboard.press("Enter")
    expect(film.explorer.playback("Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(film.explorer.playback("Play")).to_be_visible()
    page.keyboard.press("Home")
    expect(film.title).to_have_text("input")
    page.keyboard.press("ArrowRight")
    expect(film.title).to_have_text("features")
    page.keyboard.press("End")
    expect(film.film).to_have_attribute("data-act", "verdict")


def test_with_less_motion_it_shows_whole_steps_only(film: Film, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    film.open(model="x-or-o", grain="layer")
    film.film.evaluate(
        """(film) => {
          window.seen = new Set();
          film.playhead.addEventListener("frame", () => window.seen.add(film.playhead.progress));
        }"""
    )
    page.get_by_role("combobox", name="Speed").select_option("8×")
    film.explorer.playback("Play").click()
    expect(film.film).to_have_attribute("data-act", "verdict", timeout=20_000)
    assert all(float(step).is_integer() for step in page.evaluate("[...window.seen]"))


@pytest.mark.parametrize("model", TRAINED)
def test_it_plays_through_a_network_and_ends_in_its_prediction(film: Film, page: Page, model: str) -> None:
    film.open(model=model, grain="layer")
    for _ in range(film.layers()):
        film.step_on()
        film.picture()
        assert film.colours() > 8
    expect(film.film).to_have_attribute("data-act", "verdict")
    best = film.title.inner_text()
    assert re.fullmatch(r"<?>?[\d.]+ %", film.film.locator("header span").first.inner_text())
    page.keyboard.press("Escape")
    expect(film.explorer.score_rows.first).to_contain_text(best)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_nothing_of_it_is_cut_off(film: Film, page: Page, size: tuple[int, int], scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    film.open(model="photos", grain="layer")
    film.step_on(2)
    film.picture()
    for part in (film.title, film.caption, film.explorer.playback("Play"), film.canvas):
        box = part.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0] + 1
        assert box["y"] + box["height"] <= size[1] + 1
