"""Another network, another sample, or a picture of one's own: chosen, dropped, pasted, photographed."""

import base64
import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser import pictures
from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Answer, Api

# The colour of the picture's upper middle, as shown: red, green, blue.
_UPPER_COLOUR = """(canvas) => [
  ...canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 4, 1, 1).data.slice(0, 3)
]"""
DATA_TRANSFER = """(files) => {
  const transfer = new DataTransfer();
  for (const [base64, name, type] of files) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
}"""
_COPY_PICTURE = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const picture = new Blob([bytes], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
}"""


def test_choosing_another_network_runs_it_on_its_first_sample(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.network_choice.select_option("digits")
    expect_scores(explorer, api.run("digits"))
    expect(explorer.columns).to_have_count(len(api.run("digits").layers) + 1)
    assert "model=digits" in explorer.page.url


def test_choosing_another_sample_redraws_its_maps_and_scores(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    before = explorer.pixels("conv1")
    with explorer.running_anew():
        explorer.samples.nth(6).click()
    sample = api.samples("photos")[6]
    expect_scores(explorer, api.run("photos", sample["id"]))
    expect(explorer.caption).to_contain_text(sample["label"])
    expect(explorer.samples.nth(6)).to_have_attribute("aria-pressed", "true")
    assert explorer.pixels("conv1") != before


@pytest.mark.parametrize("model", ["photos", "digits"])
def test_a_png_chosen_with_the_button_runs_through_the_network(
    explorer: Explorer, api: Api, model: str
) -> None:
    explorer.open(model=model)
    with explorer.running_anew():
        explorer.upload(pictures.png())
    expect_scores(explorer, api.run_on_file(model, pictures.png(), "image/png"))
    expect(explorer.caption).to_contain_text("your picture")


def test_a_jpeg_is_shown_upright_as_its_exif_orientation_says(explorer: Explorer, api: Api) -> None:
    jpeg = pictures.jpeg_taken_upside_down()
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(jpeg, name="photo.jpg", mime="image/jpeg")
    expect_scores(explorer, api.run_on_file("photos", jpeg, "image/jpeg"))
    red, _, blue = explorer.picture.evaluate(_UPPER_COLOUR)
    assert red > 2 * blue


def test_a_wide_picture_is_cut_at_its_centre_or_shown_whole(explorer: Explorer) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(pictures.png((120, 40)))
    cut = explorer.pixels("conv1")
    with explorer.running_anew():
        explorer.page.get_by_role("combobox", name="Size").select_option("show it all")
    assert explorer.pixels("conv1") != cut


def test_a_dropped_picture_runs_through_the_network(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    file = [_base64(pictures.png()), "picture.png", "image/png"]
    transfer = explorer.page.evaluate_handle(DATA_TRANSFER, [file])
    explorer.overview.dispatch_event("dragover", {"dataTransfer": transfer})
    with explorer.running_anew():
        explorer.overview.dispatch_event("drop", {"dataTransfer": transfer})
    expect_scores(explorer, api.run_on_file("photos", pictures.png(), "image/png"))


def test_a_pasted_picture_runs_through_the_network(
    explorer: Explorer, api: Api, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    explorer.open(model="photos")
    explorer.page.evaluate(_COPY_PICTURE, _base64(pictures.png()))
    with explorer.running_anew():
        explorer.page.keyboard.press("Control+V")
    expect_scores(explorer, api.run_on_file("photos", pictures.png(), "image/png"))


def test_a_picture_from_the_camera_runs_through_the_network(
    explorer: Explorer, context: BrowserContext
) -> None:
    context.grant_permissions(["camera"])
    explorer.open(model="photos")
    explorer.page.get_by_role("button", name="Camera").click()
    expect(explorer.page.get_by_label("Camera preview")).to_be_visible()
    with explorer.running_anew():
        explorer.page.get_by_role("button", name="Use this picture").click()
    expect(explorer.caption).to_contain_text("your picture")
    expect(explorer.verdict).to_contain_text("The network says")
    expect(explorer.page.get_by_label("Camera preview")).to_have_count(0)


def test_ones_own_picture_goes_along_to_another_network(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos")
    with explorer.running_anew():
        explorer.upload(pictures.png())
    with explorer.running_anew():
        explorer.network_choice.select_option("digits")
    expect_scores(explorer, api.run_on_file("digits", pictures.png(), "image/png"))


def expect_scores(explorer: Explorer, answer: Answer) -> None:
    expect(explorer.score_rows).to_have_count(len(answer.scores))
    for row, score in zip(explorer.score_rows.all(), answer.scores, strict=True):
        expect(row).to_have_text(re.compile(rf"^\s*{re.escape(score['label'])}\b"))
        assert shows(row.inner_text().splitlines()[-1], score["logit"])


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
