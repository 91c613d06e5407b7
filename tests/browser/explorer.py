"""The explorer as a person meets it: what there is to see, and where to click."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from playwright.sync_api import FloatRect, FrameLocator, Locator, Page, expect

from tests.browser.patience import bounded

MODELS = ("photos", "digits", "x-or-o")
BACKWARD = {"pass": "backward"}
CONVOLUTIONS = (("photos", "conv1"), ("photos", "conv4"), ("digits", "conv2"), ("x-or-o", "features"))
# Networks with convolutions of every kind, and those whose samples they run on.
ODD = {"windows": "photos", "along-a-signal": "signals", "through-a-clip": "clips-3d"}

# A view measures itself and is laid out again; a size counts once it has stayed for some frames.
_SETTLED_SIZE = bounded(
    """async (map) => {
  for (let last = -1; map.offsetWidth !== last; ) {
    last = map.offsetWidth;
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
  }
  return [map.offsetWidth, map.offsetHeight];
}""",
    "a map to keep its size",
)
_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
_NEXT_FRAME = bounded(_FRAME, "a frame to be drawn")
_RUNS_PAINTED = "() => performance.getEntriesByName('convscope:run').length"
_PAINTED_AFTER = bounded(
    f"async (before) => {{ while (({_RUNS_PAINTED})() <= before) await ({_FRAME})(); }}", "a run to be drawn"
)
_STANDING_STILL = bounded(
    "(view) => Promise.all(view.getAnimations().map(({ finished }) => finished))", "a view to come to rest"
)
_COLOURS = """(canvas) => {
  const { width, height } = canvas;
  if (!width || !height) return 0;
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  return new Set(new Uint32Array(data.buffer)).size;
}"""
_COLOURED = bounded(
    f"async (canvas) => {{ while (({_COLOURS})(canvas) < 2) await ({_FRAME})(); }}", "maps to have colours"
)


class Explorer:
    """The explorer on a page of its own, or (with `within`) in a frame of another page."""

    def __init__(self, page: Page, within: FrameLocator | None = None) -> None:
        scope = within or page
        self.page = page
        self.network_choice = scope.get_by_role("combobox", name="Network")
        self.overview = scope.locator("cs-network-view")
        self.columns = self.overview.get_by_role("listbox")
        self.picture = scope.get_by_role("img", name="The picture as the network sees it")
        self.caption = scope.get_by_role("figure").locator("figcaption")
        self.samples = scope.get_by_role("list", name="Sample pictures").get_by_role("button")
        self.verdict = scope.get_by_role("complementary", name="Scores").locator("p").first
        self.score_rows = scope.get_by_role("list", name="Class scores").get_by_role("listitem")
        self.loss = scope.get_by_role("complementary", name="Scores").locator("cs-loss")
        self.loss_value = self.loss.get_by_test_id("total")
        self.pointer_line = scope.locator("cs-pointer-line")
        self.problem = scope.get_by_role("alert")
        self.detail = scope.locator("cs-detail")
        self.opened_layer = self.detail.get_by_role("heading", level=2)
        self.whereabouts = scope.get_by_role("navigation", name="Where you are")
        self.neighbours = scope.get_by_role("navigation", name="Layers")
        self.unit_view = scope.locator("cs-unit-view")
        self.product_view = scope.locator("cs-product-view")
        self.output_map = self.detail.get_by_test_id("output-map")
        self.total = self.detail.get_by_test_id("total").first
        self.step_count = scope.get_by_test_id("playhead-step")
        self.scrubber = scope.get_by_test_id("scrubber")
        self.progress = scope.get_by_role("progressbar", name="Layers computed")

    def open(self, **state: object) -> None:
        """Open what the address's query names, and wait until the network has run and is drawn."""
        self._go_to("/", state)

    def open_embed(self, **state: object) -> None:
        """The same, without page chrome."""
        self._go_to("/embed/explorer", state)

    def go_to(self, **state: object) -> None:
        """Go where the query names, on the page as it is: as the browser's own buttons do."""
        self.page.evaluate(
            "(query) => { history.pushState(null, '', query); dispatchEvent(new Event('popstate')); }",
            f"?{urlencode(state)}",
        )

    def wait_for_total(self, exact: float, where: str) -> None:
        """Wait until the opened value is this one, in full."""
        as_written = self.page.evaluate("String", exact)
        expect(self.total, where).to_have_attribute("data-value", as_written, timeout=15_000)

    def wait_until_painted(self, runs_before: int = 0) -> None:
        """Wait for the last map of a run on the screen."""
        self.page.evaluate(_PAINTED_AFTER, runs_before)

    @contextmanager
    def running_anew(self) -> Iterator[None]:
        """What happens inside starts a run; it is drawn at the end."""
        before = self.page.evaluate(_RUNS_PAINTED)
        yield
        self.wait_until_painted(before)

    def wait_for_frame(self) -> None:
        """Wait until the browser has drawn whatever is due."""
        self.page.evaluate(_NEXT_FRAME)

    def column(self, layer: str) -> Locator:
        """The maps of one layer in the overview."""
        # Playwright hands the pattern on between slashes.
        name = re.escape(layer).replace("/", r"\/")
        return self.overview.get_by_role("listbox", name=re.compile(f"^{name}: "))

    def colours(self, layer: str) -> int:
        """How many colours the maps of a layer are drawn in; 0 while they are not."""
        return int(self.column(layer).locator("canvas").evaluate(_COLOURS))

    def wait_for_colours(self, layer: str) -> None:
        """Wait until the maps of a layer are drawn in more than one colour."""
        self.column(layer).locator("canvas").evaluate(_COLOURED)

    def pixels(self, layer: str) -> str:
        """What the maps of a layer look like, to compare."""
        return str(self.column(layer).locator("canvas").evaluate("(canvas) => canvas.toDataURL()"))

    def point_at(self, layer: str, map_index: int, unit: tuple[int, int], size: tuple[int, int]) -> None:
        """Move the pointer to the middle of a unit (y, x) of a map of size (height, width)."""
        self.page.mouse.move(*self._place(layer, map_index, unit, size))

    def open_map(self, layer: str, map_index: int) -> None:
        """Click the middle of a map in the overview, and wait until its layer is opened."""
        self.page.mouse.click(*self._place(layer, map_index, (0, 0), (1, 1)))
        expect(self.opened_layer).to_have_text(layer)

    def opened_unit(self) -> tuple[int, ...]:
        """Where in its map the opened unit lies, as the breadcrumb says; () where it does not say."""
        place = re.search(r"map \d+\W+unit ([\d, ]+)", self.whereabouts.inner_text())
        return tuple(int(number) for number in place[1].split(",")) if place else ()

    def choose_unit(self, unit: tuple[int, int], size: tuple[int, int]) -> None:
        """Click a unit (y, x) on the opened layer's output map of size (height, width)."""
        self.detail.evaluate(_STANDING_STILL)
        slider = self.output_map.get_by_role("slider")
        width, height = slider.evaluate(_SETTLED_SIZE)
        slider.click(
            position={"x": (unit[1] + 0.5) / size[1] * width, "y": (unit[0] + 0.5) / size[0] * height}
        )
        expect(self.whereabouts).to_contain_text(f"unit {unit[0]}, {unit[1]}")

    def pass_button(self, name: str) -> Locator:
        """“Forward” or “Backward”."""
        return self.page.get_by_role("group", name="Pass").get_by_role("button", name=name)

    def playback(self, name: str) -> Locator:
        """A button of the playback bar by the beginning of its name."""
        group = self.page.get_by_role("group", name="Playback")
        return group.get_by_role("button", name=re.compile(f"^{re.escape(name)}"))

    def upload(self, content: bytes, *, name: str = "picture.png", mime: str = "image/png") -> None:
        """Choose a file with the upload button."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_text(re.compile(r"Your (picture|clip|signal)…")).first.click()
        chooser.value.set_files({"name": name, "mimeType": mime, "buffer": content})

    def _go_to(self, path: str, state: dict[str, object]) -> None:
        self.page.goto(f"{path}?{urlencode(state)}")
        self.wait_until_painted()

    def _place(
        self, layer: str, map_index: int, unit: tuple[int, int], size: tuple[int, int]
    ) -> tuple[float, float]:
        column = self.overview.locator(f"cs-column[data-name='{layer}']")
        box: FloatRect = column.evaluate("(column, map) => column.mapRect(map).toJSON()", map_index)
        return (
            box["x"] + (unit[1] + 0.5) / size[1] * box["width"],
            box["y"] + (unit[0] + 0.5) / size[0] * box["height"],
        )
