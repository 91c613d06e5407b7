"""Networks of clips and of signals: their samples, their layers, and files of one's own."""

import math
import re
import wave
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser import pictures
from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Answer, Api

NETWORKS = ("clips-3d", "clips-2plus1d", "signals")
_IS_DECODED = "(picture) => picture.decode().then(() => picture.naturalWidth)"


def clip_to_the_right(frames: int) -> bytes:
    """An animated GIF of a white square on its way to the right."""
    images = []
    for frame in range(frames):
        image = Image.new("L", (32, 32))
        ImageDraw.Draw(image).rectangle((2 + frame, 12, 9 + frame, 19), fill=255)
        images.append(image)
    buffer = BytesIO()
    images[0].save(buffer, "GIF", save_all=True, append_images=images[1:], duration=80)
    return buffer.getvalue()


def sine(samples: int) -> bytes:
    """A WAV file of a steady sine, 24 samples a cycle."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setparams((1, 2, 8000, samples, "NONE", ""))
        values = (round(20_000 * math.sin(2 * math.pi * i / 24)) for i in range(samples))
        file.writeframes(b"".join(value.to_bytes(2, "little", signed=True) for value in values))
    return buffer.getvalue()


@pytest.mark.parametrize("model", NETWORKS)
def test_every_layer_is_painted_and_the_scores_are_the_networks(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    answer = api.run(model)
    expect(explorer.columns).to_have_count(len(answer.layers) + 1)
    for name in ["input", *(layer["name"] for layer in answer.layers)]:
        assert explorer.colours(name) > 1
    _expect_scores(explorer, answer)


@pytest.mark.parametrize("model", NETWORKS)
def test_every_sample_has_a_small_picture_and_runs(explorer: Explorer, api: Api, model: str) -> None:
    explorer.open(model=model)
    samples = api.samples(model)
    expect(explorer.samples).to_have_count(len(samples))
    for button in explorer.samples.all():
        button.scroll_into_view_if_needed()
        if model == "signals":
            curve = button.locator("cs-waveform path")
            expect(curve).to_have_attribute("d", re.compile(r"^M[\d. ]+(L[\d. ]+){127}$"))
        else:
            assert button.locator("img").evaluate(_IS_DECODED) == 16
    with explorer.running_anew():
        explorer.samples.nth(4).click()
    _expect_scores(explorer, api.run(model, samples[4]["id"]))
    expect(explorer.caption).to_contain_text(samples[4]["label"])


def test_a_clip_of_ones_own_is_told_its_direction_and_what_was_done_to_its_frames(explorer: Explorer) -> None:
    explorer.open(model="clips-3d")
    with explorer.running_anew():
        explorer.upload(clip_to_the_right(16), name="clip.gif", mime="image/gif")
    expect(explorer.verdict).to_contain_text("right")
    expect(explorer.caption).to_contain_text("The clip has 16 frames and the network takes 8")


def test_a_recording_of_ones_own_is_told_its_form_and_what_was_done_to_its_length(explorer: Explorer) -> None:
    explorer.open(model="signals")
    with explorer.running_anew():
        explorer.upload(sine(4000), name="tone.wav", mime="audio/wav")
    expect(explorer.verdict).to_contain_text("sine")
    expect(explorer.caption).to_contain_text("The signal has 4,000 samples and the network takes 128")


@pytest.mark.console_errors_expected
def test_a_picture_is_no_signal_and_the_page_says_what_is(explorer: Explorer) -> None:
    explorer.open(model="signals")
    explorer.upload(pictures.png())
    expect(explorer.problem).to_contain_text("Send a WAV file")


def test_a_picture_of_ones_own_does_not_go_along_to_a_network_of_signals(
    explorer: Explorer, api: Api
) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(pictures.png())
    with explorer.running_anew():
        explorer.network_choice.select_option("signals")
    _expect_scores(explorer, api.run("signals"))
    assert "picture=own" not in explorer.page.url


@pytest.mark.parametrize(("model", "offered"), [("photos", 1), ("clips-3d", 0), ("signals", 0)])
def test_the_camera_is_offered_for_pictures_only(explorer: Explorer, model: str, offered: int) -> None:
    explorer.open(model=model)
    expect(explorer.page.get_by_role("button", name="Camera")).to_have_count(offered)


def _expect_scores(explorer: Explorer, answer: Answer) -> None:
    expect(explorer.score_rows).to_have_count(len(answer.scores))
    for row, score in zip(explorer.score_rows.all(), answer.scores, strict=True):
        expect(row).to_have_text(re.compile(rf"^\s*{re.escape(score['label'])}\b"))
        assert shows(row.inner_text().splitlines()[-1], score["logit"])
