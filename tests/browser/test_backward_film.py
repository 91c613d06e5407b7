"""The backward pass as a film: from the loss to the picture, stopped anywhere, on every screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import BACKWARD, Explorer
from tests.browser.film import Film
from tests.browser.numerals import shows
from tests.browser.wire import Api

TRAINED = ("photos", "digits", "x-or-o", "clips-3d", "clips-2plus1d", "signals")


@pytest.fixture
def film(explorer: Explorer) -> Film:
    return Film(explorer)


def test_it_plays_back_through_every_network_from_the_loss_to_the_picture(film: Film, api: Api) -> None:
    for model in TRAINED:
        film.open(model=model, grain="layer", **BACKWARD)
        answer = api.run_backward(model)
        film.step_on()
        expect(film.title).to_have_text("loss")
        assert shows(film.caption.inner_text().split("=")[-1].strip(), answer.loss["value"])
        for layer in reversed(answer.layers[:-1]):
            film.step_on()
            expect(film.film).to_have_attribute("data-layer", layer["name"])
        expect(film.film).to_have_attribute("data-act", "verdict")
        film.picture()
        assert film.colours() > 8
        expect(film.title).to_have_text("input")


def test_every_moment_is_the_same_from_both_sides_opens_there_and_is_reached_by_keyboard(
    film: Film, api: Api, page: Page
) -> None:
    page.emulate_media(reduced_motion="reduce")
    film.explorer.open(model="digits", grain="channel", **BACKWARD)
    page.get_by_role("button", name="Play the network").focus()
    page.keyboard.press("Enter")
    expect(film.explorer.playback("Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(film.explorer.playback("Play")).to_be_visible()
    page.keyboard.press("Home")
    expect(film.title).to_have_text("backward")
    page.keyboard.press("End")
    expect(film.film).to_have_attribute("data-act", "verdict")
    film.picture()
    for _ in range(2):
        page.keyboard.press("ArrowLeft")
    there = film.picture()
    page.keyboard.press("ArrowLeft")
    assert film.picture() != there
    page.keyboard.press("ArrowRight")
    assert film.picture() == there
    film.choose_grain("position")
    film.explorer.playback("To the last step").click()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    expect(film.title).to_have_text("conv1")
    film.picture()  # the caption follows the last key
    shown = film.caption.inner_text().split("→")[1].split(" · ")[0].strip()
    unit = int(film.film.get_attribute("data-unit") or "-1")
    gradient = api.run_backward("digits").ways["conv1"][""]
    assert shows(shown, float(gradient.reshape(-1)[unit]))
    film.canvas.focus()
    page.keyboard.press("Enter")
    expect(film.explorer.opened_layer).to_have_text("conv1")
    assert film.explorer.opened_unit() == divmod(unit, gradient.shape[-1])
    page.keyboard.press("Escape")
    expect(film.title).to_have_text("conv1")


def test_of_a_unit_it_begins_there_and_nothing_is_cut_off_on_any_screen(film: Film, page: Page) -> None:
    for size, scheme in (((1280, 720), "light"), ((390, 844), "dark")):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": size[0], "height": size[1]})
        film.open(model="photos", grain="layer", asks="conv2:3,9,9", **BACKWARD)
        film.step_on()
        expect(film.caption).to_contain_text("conv2 3, 9, 9 =")
        film.step_on()
        expect(film.film).to_have_attribute("data-layer", "conv2")
        film.picture()
        for part in (film.title, film.caption, film.explorer.playback("Play"), film.canvas):
            box = part.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0] + 1
            assert box["y"] + box["height"] <= size[1] + 1
