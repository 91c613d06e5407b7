"""What a unit sees: its cone through the layers, its patch of the picture, and how much each pixel counts."""

import math
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.explorer import Explorer
from tests.browser.wire import Api

SPOTS = [
    ("photos", "conv4", 0, (3, 4)),
    ("photos", "conv2", 5, (0, 31)),
    ("digits", "conv2", 3, (9, 9)),
    ("x-or-o", "features", 1, (3, 3)),
    ("clips-3d", "conv3", 2, (2, 0, 3)),
    ("signals", "conv3", 2, (4,)),
]


def open_field(explorer: Explorer, model: str, layer: str, map_index: int, unit: tuple[int, ...]) -> Locator:
    """Open what a unit sees, and wait until its gradient is there."""
    explorer.open(model=model, layer=layer, map=map_index, unit=",".join(map(str, unit)), view="sees")
    view = explorer.page.locator("cs-field")
    expect(view.get_by_test_id("effective")).to_be_visible()
    return view


@pytest.mark.parametrize(("model", "layer", "map_index", "unit"), SPOTS)
def test_the_cone_leads_from_the_picture_to_the_unit_with_what_is_read_of_each_layer(
    explorer: Explorer, api: Api, model: str, layer: str, map_index: int, unit: tuple[int, ...]
) -> None:
    view = open_field(explorer, model, layer, map_index, unit)
    found = api.field(model, layer, (map_index, *unit))
    stops = view.get_by_role("list", name="From the picture to the unit").get_by_role("listitem")
    expect(stops.first).to_contain_text("input")
    expect(stops.last).to_contain_text(layer)
    parts = {part["name"]: part for part in found["parts"]}
    for stop in stops.all():
        name, told = stop.inner_text().split("\n")[:2]
        read = [each["last"] - each["first"] + 1 for each in parts[name]["window"]][-2:]
        assert told.startswith(("all ", f"{'×'.join(map(str, read))} of ")), (name, told)
    # A frame on every sheet.
    expect(view.locator("cs-field-cone path.seen")).to_have_count(stops.count())


@pytest.mark.parametrize(("model", "layer", "map_index", "unit"), SPOTS)
def test_the_field_is_told_in_words_with_the_rows_that_lie_in_the_padding(
    explorer: Explorer, api: Api, model: str, layer: str, map_index: int, unit: tuple[int, ...]
) -> None:
    view = open_field(explorer, model, layer, map_index, unit)
    picture = api.field(model, layer, (map_index, *unit))["parts"][0]
    sides = [each["last"] - each["first"] + 1 for each in picture["window"]]
    summary = view.get_by_test_id("sees")
    expect(summary).to_contain_text("×".join(map(str, sides)))
    beyond = [
        min(side, max(0, -each["first"])) + min(side, max(0, each["last"] - size + 1))
        for side, each, size in zip(sides, picture["window"], picture["sizes"], strict=True)
    ]
    counts = [(count, side) for count, side in zip(beyond, sides, strict=True) if count]
    told = re.findall(r"(\d+) of (\d+) (?:frame|row|column|sample)s", summary.inner_text())
    assert [(int(count), int(side)) for count, side in told] == counts
    assert ("padding" in summary.inner_text()) == bool(counts)
    hatched = view.locator("cs-field-cone path.padding")
    assert (hatched.count() > 0) == any(beyond[-2:])


def test_the_effective_field_is_told_with_the_servers_numbers(explorer: Explorer, api: Api) -> None:
    view = open_field(explorer, "photos", "conv4", 0, (3, 4))
    answer = api.slopes("photos", "conv4", (0, 3, 4))
    told = view.get_by_test_id("effective")
    most, middle = answer["most"], answer["middle"]
    expect(told).to_contain_text(f"{most['sides'][0]}×{most['sides'][1]}")
    expect(told).to_contain_text(f"{most['mass'] * 100:.1f} %")
    expect(told).to_contain_text(f"{middle['mass'] * 100:.1f} % on {middle['area'] * 100:.1f} %")


def test_the_formula_has_the_numbers_of_every_layer_on_the_way(explorer: Explorer) -> None:
    view = open_field(explorer, "photos", "conv4", 0, (3, 4))
    rows = view.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(6)
    side, step = 1, 1
    for row in rows.all()[1:]:
        cells = [cell.inner_text() for cell in row.get_by_role("cell").all()]
        k, s = int(cells[0]), int(cells[1])
        assert cells[2] == f"{side} + ({k} − 1)·{step} = {side + (k - 1) * step}"
        assert cells[3] == f"{step}·{s} = {step * s}"
        side, step = side + (k - 1) * step, step * s
    assert (side, step) == (14, 2)


def test_the_way_from_computing_to_seeing_and_back_is_in_the_address(explorer: Explorer) -> None:
    explorer.open(model="photos", layer="conv2", unit="4,5")
    explorer.page.get_by_role("button", name="Sees", exact=True).click()
    view = explorer.page.locator("cs-field")
    expect(view.get_by_test_id("sees")).to_contain_text("Unit 4, 5 of map 0 sees 5×5 pixels")
    expect(explorer.page).to_have_url(re.compile("view=sees"))
    expect(explorer.detail).to_be_hidden()
    explorer.page.get_by_role("button", name="Computes").click()
    expect(explorer.detail).to_be_visible()
    expect(view).to_have_count(0)
    assert "view=" not in explorer.page.url


def test_a_step_of_the_playhead_moves_the_cone(explorer: Explorer) -> None:
    view = open_field(explorer, "photos", "conv2", 0, (4, 5))
    explorer.playback("Step on").click()
    expect(view.get_by_test_id("sees")).to_contain_text(
        "Unit 4, 6 of map 0 sees 5×5 pixels: rows 2–6, columns 4–8"
    )


def test_another_picture_has_another_effective_field(explorer: Explorer) -> None:
    view = open_field(explorer, "photos", "conv4", 0, (3, 4))
    before = view.get_by_test_id("effective").inner_text()
    explorer.samples.nth(3).click()
    expect(view.get_by_test_id("effective")).not_to_have_text(before)


def test_a_layer_on_the_way_opens_by_its_name(explorer: Explorer) -> None:
    view = open_field(explorer, "photos", "conv4", 0, (3, 4))
    view.get_by_role("button", name="conv2").click()
    expect(view.get_by_test_id("sees")).to_contain_text("sees 5×5 pixels")
    expect(explorer.whereabouts).to_contain_text("conv2")


def test_a_class_score_sees_the_whole_picture(explorer: Explorer) -> None:
    view = open_field(explorer, "photos", "scores", 3, ())
    expect(view.get_by_test_id("sees")).to_contain_text("the whole picture")
    expect(view.get_by_role("table")).to_contain_text("reads every place")


def test_the_units_that_see_a_clicked_place_are_framed_on_the_maps_listed_and_counted(
    explorer: Explorer, api: Api
) -> None:
    explorer.open(model="photos")
    picker = explorer.page.get_by_role("button", name="Who sees a place of the picture?")
    box = picker.bounding_box()
    assert box is not None
    # The picture is drawn on the middle 84 % of the sheet.
    x, y = (
        (0.08 + 0.84 * (place + 0.5) / 32) * side for place, side in ((5, box["width"]), (12, box["height"]))
    )
    picker.click(position={"x": x, "y": y})
    expect(explorer.page).to_have_url(re.compile("at=12,5"))
    entries = explorer.page.get_by_role("list", name="Layers and their units that see it").get_by_role(
        "button"
    )
    seen = api.seen("photos", (12, 5))
    expect(entries).to_have_count(len(seen))
    outputs = api.run("photos", tensors="none")
    for entry, layer in zip(entries.all(), seen, strict=True):
        name, told, count = entry.inner_text().split("\n")
        shape = outputs.layer(layer["name"])["output_shape"]
        units = math.prod(shape)
        assert name == layer["name"]
        assert count == f"{layer['places'] * units // math.prod(layer['sizes']):,} of {units:,} units"
        if layer["places"] < math.prod(layer["sizes"]):
            (top, left) = layer["ranges"]
            assert told == f"rows {top['first']}–{top['last']} × columns {left['first']}–{left['last']}"
        else:
            assert told == "every unit"
    expect(explorer.overview.locator("svg.lit path.seen")).to_have_count(len(seen) + 1)


def test_a_place_is_chosen_and_moved_by_key_and_given_up_with_escape(explorer: Explorer) -> None:
    explorer.open(model="digits")
    picker = explorer.page.get_by_role("button", name="Who sees a place of the picture?")
    picker.focus()
    picker.press("ArrowUp")
    heading = explorer.page.get_by_role("heading", name="of the picture is seen by")
    expect(heading).to_have_text("Row 14, column 14 of the picture is seen by")
    for key in ("ArrowUp", "ArrowLeft", "ArrowLeft"):
        picker.press(key)
    expect(heading).to_have_text("Row 13, column 12 of the picture is seen by")
    expect(explorer.page).to_have_url(re.compile("at=13,12"))
    picker.press("Escape")
    expect(heading).to_have_count(0)
    expect(explorer.overview.locator("svg.lit path.seen")).to_have_count(0)
    assert "at=" not in explorer.page.url


def test_from_the_list_a_unit_that_sees_the_place_opens(explorer: Explorer, api: Api) -> None:
    explorer.open(model="photos", at="20,9")
    explorer.page.get_by_role("button", name="conv4", exact=False).last.click()
    expect(explorer.opened_layer).to_have_text("conv4")
    unit = explorer.opened_unit()
    (rows, columns) = api.field("photos", "conv4", (0, *unit))["parts"][0]["seen"]
    assert rows["first"] <= 20 <= rows["last"]
    assert columns["first"] <= 9 <= columns["last"]


@pytest.mark.parametrize(
    ("model", "at", "words"), [("signals", "40", "Sample 40"), ("clips-3d", "3,4,5", "Frame 3")]
)
def test_places_of_signals_and_clips_are_seen_too(
    explorer: Explorer, model: str, at: str, words: str
) -> None:
    explorer.open(model=model, at=at)
    expect(explorer.page.get_by_role("heading", name="is seen by")).to_contain_text(words)
    expect(explorer.overview.locator("svg.lit path.seen").first).to_be_visible()


def test_another_network_does_not_keep_the_place(explorer: Explorer) -> None:
    explorer.open(model="photos", at="20,9")
    with explorer.running_anew():
        explorer.network_choice.select_option("digits")
    expect(explorer.page.get_by_role("heading", name="is seen by")).to_have_count(0)
