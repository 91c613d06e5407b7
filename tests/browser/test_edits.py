"""Kernels are edited by typing, dragging, keys, presets; all behind recomputes, and every number is true."""

import json
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import read_number, shows
from tests.browser.wire import Answer, Api, Floats

SIZE = (32, 32)
OPENED = {"model": "photos", "layer": "conv2", "map": 3, "unit": "5,5"}
CHANNEL = 6


class Editor:
    """The kernel editor of an opened convolution."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self.detail = explorer.detail
        self.toggle = self.detail.get_by_role("button", name="Edit the kernel")
        self.bar = explorer.page.locator("cs-edits-bar")
        self.presets = self.detail.get_by_role("group", name="Presets")

    def open(self, channel: int = CHANNEL, **state: object) -> None:
        self._explorer.open(**{**OPENED, **state})
        self.detail.get_by_role("button", name=f"Channel {channel},").click()
        self.toggle.click()

    def cell(self, row: int, column: int) -> Locator:
        return self.detail.get_by_role("spinbutton", name=f"Weight, row {row}, column {column}")

    def kernel(self) -> list[float]:
        cells = self.detail.get_by_test_id("edit-weight").get_by_role("spinbutton").all()
        return [float(cell.get_attribute("data-value") or "nan") for cell in cells]

    def step(self, name: str) -> Locator:
        return self.bar.get_by_role("button", name=name)

    def drag(self, cell: Locator, up: int) -> None:
        box = cell.bounding_box()
        assert box
        mouse = self._explorer.page.mouse
        mouse.move(box["x"] + 20, box["y"] + 10)
        mouse.down()
        mouse.move(box["x"] + 20, box["y"] + 10 - up, steps=8)
        mouse.up()


@pytest.fixture
def editor(explorer: Explorer) -> Editor:
    return Editor(explorer)


def edited(api: Api, kernel: Any, at: tuple[int, ...] = (3, CHANNEL), parameter: str = "weight") -> Answer:
    """What the server computes with a kernel replaced."""
    values = np.asarray(kernel, np.float32)
    edit = {"layer": "conv2", "parameter": parameter, "at": list(at), "values": values.tolist()}
    return api.run("photos", edits=[edit])


def shows_run(explorer: Explorer, answer: Answer) -> None:
    """The opened unit and the scores are those of a run, and the unit's sum adds up to the last digit."""
    value = float(answer.outputs["conv2"][3, 5, 5])
    expect(explorer.total).to_have_attribute("data-value", str_of(value))
    assert shows(explorer.total.inner_text(), value)
    sums = numbers(explorer.detail.get_by_test_id("channel-sum"))
    together, bias = (
        read_number(explorer.detail.get_by_test_id(name).inner_text()) for name in ("together", "bias")
    )
    assert sum(sums) == together
    assert together + bias == read_number(explorer.total.inner_text())
    expect(explorer.score_rows.first).to_contain_text(answer.said)


def str_of(value: float) -> str:
    """A number as the page's own language writes it."""
    return json.dumps(value).removesuffix(".0")


def numbers(cells: Locator) -> list[Decimal]:
    return [read_number(text) for text in cells.all_inner_texts()]


def trained_kernel(api: Api) -> Floats:
    kernel: Floats = api.weights("photos", "conv2")["weight"][3, CHANNEL].copy()
    return kernel


def test_a_typed_number_recomputes_everything_behind_it_and_the_sum_adds_up(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    assert editor.kernel() == [float(value) for value in trained_kernel(api).flat]
    editor.cell(1, 2).fill("-1.5")
    kernel = trained_kernel(api)
    kernel[1, 2] = -1.5
    shows_run(explorer, edited(api, kernel))
    expect(editor.bar).to_contain_text("This network is edited")
    expect(editor.bar).to_contain_text("1 weight in conv2")
    editor.toggle.click()
    products = explorer.detail.get_by_test_id("product")
    expect(products).to_have_count(9)
    weights = explorer.detail.get_by_test_id("weight")
    assert float(weights.nth(5).get_attribute("data-value") or "nan") == -1.5
    chosen = explorer.detail.get_by_role("button", name=f"Channel {CHANNEL},")
    assert sum(numbers(products)) == read_number(chosen.get_by_test_id("channel-sum").inner_text())


def test_a_bias_can_be_typed_too(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    explorer.detail.get_by_role("spinbutton", name="Bias of map 3").fill("0,25")
    shows_run(explorer, edited(api, 0.25, (3,), "bias"))


def test_what_is_no_number_changes_nothing_and_says_so(editor: Editor, api: Api) -> None:
    editor.open()
    cell = editor.cell(0, 0)
    cell.fill("1..5")
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect(editor.bar).not_to_contain_text("This network is edited")
    cell.press("Escape")
    expect(cell).to_have_attribute("aria-invalid", "false")
    assert editor.kernel() == [float(value) for value in trained_kernel(api).flat]


def test_arrow_keys_step_a_weight(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    cell = editor.cell(0, 1)
    cell.focus()
    before = editor.kernel()[1]
    cell.press("ArrowUp")
    cell.press("ArrowUp")
    cell.press("Shift+ArrowDown")
    kernel = trained_kernel(api)
    kernel[0, 1] = editor.kernel()[1]
    assert before - 0.1 < kernel[0, 1] < before - 0.06
    shows_run(explorer, edited(api, kernel))


def test_dragging_up_and_down_changes_a_weight_and_is_undone_as_one(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    trained = editor.kernel()
    editor.drag(editor.cell(1, 1), 80)
    value = editor.kernel()[4]
    assert value == pytest.approx(trained[4] + 0.4, abs=0.01)
    kernel = trained_kernel(api)
    kernel[1, 1] = value
    shows_run(explorer, edited(api, kernel))
    editor.step("Undo").click()
    assert editor.kernel() == trained
    shows_run(explorer, api.run("photos"))
    expect(editor.step("Undo")).to_be_disabled()


@pytest.mark.parametrize(
    ("preset", "kernel"),
    [
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("Sobel horizontal", [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
        ("zero", np.zeros((3, 3)).tolist()),
    ],
)
def test_a_preset_replaces_the_kernel(
    explorer: Explorer, editor: Editor, api: Api, preset: str, kernel: list[list[float]]
) -> None:
    editor.open()
    editor.presets.get_by_role("button", name=preset).click()
    assert editor.kernel() == [value for row in kernel for value in row]
    shows_run(explorer, edited(api, kernel))


def test_a_kernel_is_copied_to_all_channels_of_its_filter(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="blur").click()
    editor.detail.get_by_role("button", name="copy to all 16 channels").click()
    expect(editor.bar).to_contain_text("144 weights")
    shows_run(explorer, edited(api, np.full((16, 3, 3), 1 / 9), (3,)))


def test_undo_redo_and_reset_give_back_the_exact_numbers(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    trained = editor.kernel()
    editor.presets.get_by_role("button", name="outline").click()
    editor.cell(1, 1).fill("3")
    editor.step("Undo").click()
    assert editor.kernel()[4] == 8
    editor.step("Redo").click()
    assert editor.kernel()[4] == 3
    editor.presets.get_by_role("button", name="trained").click()
    assert editor.kernel() == trained
    editor.step("Undo").click()
    editor.step("Reset").click()
    assert editor.kernel() == trained
    shows_run(explorer, api.run("photos"))
    expect(editor.bar).to_contain_text("as trained again")
    editor.step("Undo").click()
    assert editor.kernel()[4] == 3


def test_scores_show_what_they_were_and_what_they_are(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="outline").click()
    kernel = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
    before, after = api.run("photos"), edited(api, kernel)
    shows_run(explorer, after)
    was = {each["label"]: each["logit"] for each in before.scores}
    for row, score in zip(explorer.score_rows.all(), after.scores, strict=True):
        expect(row).to_contain_text(f"{score['logit']:.3f}".replace("-", "−"))
        expect(row).to_contain_text(f"{was[score['label']]:.3f} →".replace("-", "−"))


def test_maps_show_the_difference_and_what_was_before(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="outline").click()
    shows_run(explorer, edited(api, [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))
    explorer.page.keyboard.press("Escape")
    expect(editor.bar).to_contain_text("it changes the layers underlined")
    marked = explorer.overview.locator(".name.edited, .name.changed")
    assert marked.first.inner_text() == "conv2"
    assert marked.count() == len(api.run("photos").layers) - 2
    editor.bar.get_by_role("button", name="difference").click()
    expect(explorer.page.locator("footer, .line").get_by_text("now − before").first).to_be_visible()
    explorer.wait_for_frame()
    assert explorer.colours("conv5") > 30
    assert explorer.colours("conv1") <= 2
    editor.bar.get_by_role("button", name="before").click()
    explorer.wait_for_frame()
    assert explorer.colours("conv1") > 2


def test_the_detail_before_is_that_of_the_trained_network(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="outline").click()
    shows_run(explorer, edited(api, [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))
    editor.bar.get_by_role("button", name="before").click()
    value = float(api.run("photos").outputs["conv2"][3, 5, 5])
    expect(explorer.total).to_have_attribute("data-value", str_of(value))


def test_edits_survive_layers_passes_samples_and_a_reload(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="emboss").click()
    kernel = [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]
    shows_run(explorer, edited(api, kernel))
    explorer.page.wait_for_url("**edits=conv2*")
    explorer.page.reload()
    shows_run(explorer, edited(api, kernel))
    with explorer.running_anew():
        explorer.samples.nth(2).click()
    sample = api.samples("photos")[2]["id"]
    edit = {"layer": "conv2", "parameter": "weight", "at": [3, CHANNEL], "values": kernel}
    shows_run(explorer, api.run("photos", sample, edits=[edit]))
    with explorer.running_anew():
        explorer.pass_button("Backward").click()
    expect(editor.bar).to_contain_text("9 weights in conv2")


def test_another_network_has_its_own_edits_and_these_come_back(
    explorer: Explorer, editor: Editor, api: Api
) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="zero").click()
    expect(editor.bar).to_contain_text("9 weights")
    explorer.network_choice.select_option("digits")
    explorer.wait_until_painted()
    expect(explorer.caption).to_contain_text("The edited weights of Photos wait there for your return.")
    expect(editor.bar).to_have_count(0)
    explorer.network_choice.select_option("photos")
    expect(editor.bar).to_contain_text("9 weights in conv2")


def test_a_link_carries_edits(explorer: Explorer, api: Api) -> None:
    explorer.open(**OPENED, edits="conv2!bias!16!3*2.5")
    shows_run(explorer, edited(api, 2.5, (3,), "bias"))


@pytest.mark.console_errors_expected
def test_edits_that_do_not_fit_are_told_and_can_be_reset(explorer: Explorer, editor: Editor) -> None:
    explorer.page.goto("/?model=photos&edits=conv2!bias!99!98*2.5")
    expect(explorer.problem).to_contain_text("nothing at [98]")
    editor.step("Reset").click()
    expect(explorer.problem).to_have_count(0)
    expect(explorer.columns.first).to_be_visible()


def test_an_own_picture_runs_on_the_edited_network(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="zero").click()
    picture = explorer.page.request.get("/api/samples/photos-frog-1.png").body()
    explorer.upload(picture)
    edit = {"layer": "conv2", "parameter": "weight", "at": [3, CHANNEL], "values": np.zeros((3, 3)).tolist()}
    answer = api.run("photos", "photos-frog-1", edits=[edit])
    value = float(answer.outputs["conv2"][3, 5, 5])
    expect(explorer.total).to_have_attribute("data-value", str_of(value))


def test_on_a_phone_all_of_it_has_room(explorer: Explorer, editor: Editor, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    editor.open()
    editor.presets.get_by_role("button", name="outline").click()
    expect(editor.bar).to_contain_text("This network is edited")
    for cell in [editor.cell(0, 0), editor.cell(2, 2), editor.step("Reset")]:
        box = cell.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize(
    ("model", "layer", "preset", "places"),
    [
        ("signals", "conv2", "sharpen", {3: -1, 4: 3, 5: -1}),
        ("clips-3d", "conv1", "Sobel vertical", {9: -1, 10: -2, 11: -1, 15: 1, 16: 2, 17: 1}),
        ("digits", "conv2", "emboss", {6: -2, 7: -1, 11: -1, 12: 1, 13: 1, 17: 1, 18: 2}),
    ],
)
def test_kernels_of_any_rank_and_size_are_edited_in_the_same_way(
    explorer: Explorer,
    editor: Editor,
    api: Api,
    model: str,
    layer: str,
    preset: str,
    places: dict[int, float],
) -> None:
    explorer.open(model=model, layer=layer, map=2)
    editor.toggle.click()
    editor.presets.get_by_role("button", name=preset).click()
    kernel = np.zeros(len(editor.kernel()), np.float32)
    for place, value in places.items():
        kernel[place] = value
    assert editor.kernel() == kernel.tolist()
    weight = api.weights(model, layer)["weight"]
    chosen = explorer.detail.get_by_test_id("channel").and_(explorer.page.locator("[aria-pressed=true]"))
    channel = int((chosen.get_attribute("aria-label") or "").split()[1].rstrip(","))
    values = kernel.reshape(weight.shape[2:]).tolist()
    edit = {"layer": layer, "parameter": "weight", "at": [2, channel], "values": values}
    output = api.run(model, edits=[edit]).outputs[layer][2]
    first = float(output[(0,) * output.ndim])
    expect(explorer.total).to_have_attribute("data-value", str_of(first))


def test_a_dense_units_bias_and_weights_are_edited_by_number(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", layer="scores", map=3)
    detail = explorer.detail
    detail.get_by_role("button", name="Edit the weights of unit 3").click()
    detail.get_by_role("spinbutton", name="bias of unit 3").fill("4")
    detail.get_by_role("spinbutton", name="Number of the input").fill("7")
    detail.get_by_role("spinbutton", name="Number of the input").press("Tab")
    detail.get_by_role("spinbutton", name="Weight of input 7 for unit 3").fill("-0.5")
    edits = [
        {"layer": "scores", "parameter": "bias", "at": [3], "values": 4},
        {"layer": "scores", "parameter": "weight", "at": [3, 7], "values": -0.5},
    ]
    value = float(api.run("photos", edits=edits).outputs["scores"][3])
    expect(detail.get_by_test_id("total").first).to_have_attribute("data-value", str_of(value))
    expect(explorer.page.locator("cs-edits-bar")).to_contain_text("2 weights in scores")


def test_edits_too_many_for_an_address_stay_in_the_tab(explorer: Explorer, editor: Editor, api: Api) -> None:
    editor.open()
    editor.presets.get_by_role("button", name="blur").click()
    editor.detail.get_by_role("button", name="copy to all 16 channels").click()
    explorer.page.wait_for_url("**edits=tab*")
    explorer.page.reload()
    shows_run(explorer, edited(api, np.full((16, 3, 3), 1 / 9), (3,)))
    expect(editor.bar).to_contain_text("144 weights")


def test_pointing_at_a_map_tells_what_the_value_was(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", edits="conv1!bias!16!2*3")
    edit = {"layer": "conv1", "parameter": "bias", "at": [2], "values": 3}
    was, now = (
        float(run.outputs["conv1"][2, 16, 16]) for run in (api.run("photos"), api.run("photos", edits=[edit]))
    )
    expect(explorer.score_rows.first).to_contain_text("→")
    explorer.point_at("conv1", 2, (16, 16), SIZE)
    expect(explorer.pointer_line).to_contain_text(", before ")
    said = explorer.pointer_line.locator("b").inner_text().split(" = ")[1]
    before = explorer.pointer_line.get_by_test_id("value-before").inner_text()
    assert shows(said, now)
    assert shows(before, was)
