"""How smoothly the overview of a large network pans, in headless Chromium: the times between its frames."""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.server import serving

# 60 frames a second; a frame left out now and then is not seen.
_MOST_MEDIAN = 17.0
_MOST_95TH = 34.0
_SIZE = {"width": 1280, "height": 720}
_STEPS = 120
_PASSES = 3
_SETTLED = 4000
_RUNS = "performance.getEntriesByName('convscope:run').length"
# Times between frames, from now on until asked for; and whatever kept the page busy for longer than a frame.
_WATCH = """() => {
  const frames = [];
  let last = 0;
  const tick = (now) => {
    if (last) frames.push(now - last);
    last = now;
    frames.handle = requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  globalThis.watched = () => { cancelAnimationFrame(frames.handle); return frames; };
}"""


def main() -> None:
    """Pan through a network from end to end and back, with its blocks closed and all of them open."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.panning", description=__doc__)
    parser.add_argument("--model", default="mobilenet-v2", help="id of a network (default: mobilenet-v2)")
    parser.add_argument("--models", help="folder of .onnx networks to offer, one of them the model")
    chosen = parser.parse_args()
    options = ["--models", chosen.models] if chosen.models else []
    log = Path(tempfile.mkdtemp()) / "server.txt"
    with serving(log, *options) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.LAUNCH_ARGUMENTS)
        )
        for blocks in ("closed", "open"):
            page = _opened(browser, f"{address}/?model={chosen.model}", blocks)
            # The first time through layers are fetched on the way, the second they are held.
            for what in ("layers on their way", "layers held"):
                _report(f"{chosen.model}, blocks {blocks}, {what}", _pan(page))
            page.context.close()
        browser.close()


def _opened(browser: Browser, address: str, blocks: str) -> Page:
    page = browser.new_context(viewport=_SIZE).new_page()  # type: ignore[arg-type]
    page.goto(address)
    # Not wait_for_function: it needs eval, which the pages' content security policy forbids.
    while not page.evaluate(_RUNS):
        page.wait_for_timeout(50)
    wish = page.get_by_role("button", name="Open all blocks" if blocks == "open" else "Close all blocks")
    if wish.count():
        wish.click()
    page.wait_for_timeout(_SETTLED)
    return page


def _pan(page: Page) -> list[float]:
    """Drag the overview to and fro, as a hand does; gives the times between frames."""
    box = page.locator("cs-network-view").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    left, right = box["x"] + 30, box["x"] + box["width"] - 30
    page.evaluate(_WATCH)
    for start, end in [(right, left)] * _PASSES + [(left, right)] * _PASSES:
        page.mouse.move(start, y)
        page.mouse.down()
        page.mouse.move(end, y, steps=_STEPS)
        page.mouse.up()
    frames: list[float] = page.evaluate("() => globalThis.watched()")
    page.wait_for_timeout(_SETTLED)
    return frames


def _report(name: str, frames: Sequence[float]) -> None:
    middle, late = median(frames), sorted(frames)[int(len(frames) * 0.95)]
    smooth = middle <= _MOST_MEDIAN and late <= _MOST_95TH
    print(
        f"panning  {name:<52} median {middle:5.1f} ms  95th percentile {late:5.1f} ms  "
        f"{len(frames)} frames  {'smooth' if smooth else 'NOT SMOOTH'}",
        flush=True,
    )


if __name__ == "__main__":
    main()
