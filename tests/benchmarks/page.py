"""How fast the explorer opens and redraws, and what it transfers, in headless Chromium on localhost."""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.server import serving

# The explorer measures from a person's wish to the last map painted.
_RUN = "convscope:run"
_RUN_ENDS = f"performance.getEntriesByName('{_RUN}').map((each) => each.startTime + each.duration)"
_RUN_TIMES = f"performance.getEntriesByName('{_RUN}').map((each) => each.duration)"
_STREAMS = ("/forward", "/backward")
_POLL_MILLISECONDS = 20
_MOST_POLLS = 500


def main() -> None:
    """Open the explorer afresh several times, then go through the samples."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    log = Path(tempfile.mkdtemp()) / "server.txt"
    with serving(log) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.LAUNCH_ARGUMENTS)
        )
        loads = [_load(browser, address) for _ in range(rounds)]
        print(
            f"page     first load             {loads[0][0] / 1000:7.1f} kB transferred, streams not counted"
        )
        print(f"page     overview drawn         {median(time for _, time in loads):7.0f} ms after navigation")
        print(
            f"page     sample switched        {median(_switches(browser, address)):7.0f} ms to the last map"
        )
        browser.close()


def _load(browser: Browser, address: str) -> tuple[int, float]:
    """A first visit: bytes on the network, and milliseconds until all maps are painted."""
    page = _new_page(browser)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    urls: dict[str, str] = {}
    sizes: dict[str, int] = {}
    network.on("Network.requestWillBeSent", lambda it: urls.update({it["requestId"]: it["request"]["url"]}))
    network.on("Network.loadingFinished", lambda it: sizes.update(_size(it)))
    page.goto(address)
    drawn = _wait_for_run(page, 1)[0]
    page.wait_for_load_state("networkidle")
    page.context.close()
    paths = {request: urlsplit(url).path for request, url in urls.items()}
    return sum(size for id_, size in sizes.items() if not paths.get(id_, "").endswith(_STREAMS)), drawn


def _size(finished: dict[str, Any]) -> dict[str, int]:
    return {finished["requestId"]: int(finished["encodedDataLength"])}


def _switches(browser: Browser, address: str) -> list[float]:
    """Milliseconds from a click on a sample to its last map painted, once for each sample."""
    page = _new_page(browser)
    page.goto(address)
    _wait_for_run(page, 1)
    samples = page.locator("cs-samples").get_by_role("button")
    for number in range(1, samples.count()):
        samples.nth(number).click()
        _wait_for_run(page, number + 1)
    times: list[float] = page.evaluate(_RUN_TIMES)
    return times[1:]


def _new_page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 720}).new_page()


def _wait_for_run(page: Page, number: int) -> list[float]:
    """The ends of the runs so far, once there are so many."""
    # Not wait_for_function: it needs eval, which the pages' content security policy forbids.
    for _ in range(_MOST_POLLS):
        ends: list[float] = page.evaluate(_RUN_ENDS)
        if len(ends) >= number:
            return ends
        page.wait_for_timeout(_POLL_MILLISECONDS)
    raise TimeoutError(f"Run {number} did not come to its end.")


if __name__ == "__main__":
    main()
