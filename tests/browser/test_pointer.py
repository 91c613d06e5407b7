"""Pointing at a map tells the value there, what it was computed from, and what of the picture it sees."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.explorer import Explorer
from tests.browser.numerals import shows
from tests.browser.wire import Api, Json

SPOTS = [
    ("photos", "conv2", 7, (12, 5)),
    ("photos", "pool2", 20, (0, 7)),
    ("photos", "input", 1, (31, 31)),
    ("digits", "relu2", 9, (4, 4)),
    ("digits", "dense1", 63, (0, 0)),
    ("x-or-o", "features", 2, (6, 0)),
    ("x-or-o", "votes", 1, (0, 0)),
]


@pytest.mark.parametrize(("model", "layer", "map_index", "unit"), SPOTS)
def test_the_value_under_the_pointer_is_the_networks_to_the_last_digit_shown(
    explorer: Explorer, api: Api, model: str, layer: str, map_index: int, unit: tuple[int, int]
) -> None:
    explorer.open(model=model)
    output = api.run(model).outputs[layer]
    is_map = output.ndim == 3
    explorer.point_at(layer, map_index, unit, output.shape[1:] if is_map else (1, 1))
    place = f"map {map_index}, row {unit[0]}, column {unit[1]}" if is_map else f"unit {map_index}"
    expect(explorer.pointer_line).to_contain_text(f"{layer}, {place}")
    shown = explorer.pointer_line.locator("b").inner_text().split(" = ")[1]
    exact = float(output[map_index][unit] if is_map else output[map_index])
    assert shows(shown, exact), f"{shown} is shown for {exact}"


@pytest.mark.parametrize(
    ("model", "layer", "unit"), [("photos", "conv3", (3, 9)), ("digits", "pool1", (13, 0))]
)
def test_the_receptive_field_is_told_in_words_and_framed_on_the_picture(
    explorer: Explorer, api: Api, model: str, layer: str, unit: tuple[int, int]
) -> None:
    explorer.open(model=model)
    description = api.run(model, tensors="none").layer(layer)
    _, height, width = description["output_shape"]
    explorer.point_at(layer, 0, unit, (height, width))
    size = int(api.run(model).outputs["input"].shape[1])
    (top, bottom), (left, right) = (_span(description, axis, unit[axis], size) for axis in (0, 1))
    expect(explorer.pointer_line).to_contain_text(
        f"sees rows {top}–{bottom}, columns {left}–{right} of the picture"
    )
    frame = explorer.page.locator("cs-picture svg rect.seen")
    expected = {"x": left, "y": top, "width": right - left + 1, "height": bottom - top + 1}
    for name, value in expected.items():
        expect(frame).to_have_attribute(name, str(value))


@pytest.mark.parametrize(
    ("model", "layer", "sources"), [("photos", "conv2", 16), ("photos", "relu2", 1), ("digits", "conv1", 1)]
)
def test_a_maps_sources_and_its_edges_from_them_light_up(
    explorer: Explorer, api: Api, model: str, layer: str, sources: int
) -> None:
    explorer.open(model=model)
    _, height, width = api.run(model, tensors="none").layer(layer)["output_shape"]
    lit = explorer.overview.locator("svg.lit")
    expect(lit.locator("rect")).to_have_count(0)
    explorer.point_at(layer, 1, (2, 2), (height, width))
    expect(lit.locator("rect")).to_have_count(sources + 1)
    expect(lit.locator("path")).to_have_attribute("d", re.compile(r"^M.*[CLHV]"))


def test_the_line_goes_back_to_its_hint_when_the_pointer_leaves(explorer: Explorer) -> None:
    explorer.open(model="x-or-o")
    expect(explorer.pointer_line).to_contain_text("Point at a map")
    explorer.point_at("features", 0, (3, 3), (7, 7))
    expect(explorer.pointer_line).to_contain_text("features, map 0, row 3, column 3")
    explorer.verdict.hover()
    expect(explorer.pointer_line).to_contain_text("Point at a map")
    expect(explorer.overview.locator("svg.lit rect")).to_have_count(0)


def _span(description: Json, axis: int, place: int, length: int) -> tuple[int, int]:
    """First and last row (or column) of the picture that the unit at `place` sees."""
    field = description["receptive_field"]
    first = field["start"][axis] + place * field["stride"][axis]
    return max(0, first), min(length - 1, first + field["size"][axis] - 1)
