"""Browser tests: a real server, a real Chromium, and pages that must behave in every test.

`page.goto("/")` opens the explorer. A test fails where a page prints an error to the console, throws,
or asks any other host for anything.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser.explorer import Explorer
from tests.browser.server import ROOT, serving
from tests.browser.wire import Api

ARTIFACTS = ROOT / "tests" / "artifacts"


@pytest.fixture(scope="session")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that all browser tests share."""
    if not (ROOT / "static/dist/manifest.json").exists():
        pytest.fail("static/dist/ is not built; run: make build", pytrace=False)
    with serving(tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = chromium.find()
    if program is None:
        pytest.fail("There is no Chromium here; run: make chromium", pytrace=False)
    return {**browser_type_launch_args, "executable_path": program, "args": list(chromium.LAUNCH_ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 720}}


@pytest.fixture(scope="session")
def networks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server of the small networks in `networks.py`, beside those that ship."""
    with serving(tmp_path_factory.mktemp("networks") / "log.txt", module="tests.browser.networks") as address:
        yield address


@pytest.fixture
def small_networks(
    browser: Browser, browser_context_args: dict[str, Any], networks: str, own_addresses: list[str]
) -> Iterator[BrowserContext]:
    """Pages of that server: what a module's own `context` may be."""
    own_addresses.append(networks)
    with browser.new_context(**{**browser_context_args, "base_url": networks}) as context:
        yield context


@pytest.fixture
def explorer(page: Page) -> Explorer:
    """The explorer, not opened yet."""
    return Explorer(page)


@pytest.fixture
def api(page: Page) -> Api:
    """The server's endpoints, read without the pages."""
    return Api(page.request)


@pytest.fixture
def own_addresses(base_url: str) -> list[str]:
    """Origins that pages may ask; a test that runs a server of its own adds it."""
    return [base_url]


@pytest.fixture(autouse=True)
def complaints(
    request: pytest.FixtureRequest, context: BrowserContext, own_addresses: list[str]
) -> Iterator[list[str]]:
    """What pages did that they must not; the test fails at its end where there is anything."""
    found: list[str] = []
    if request.node.get_closest_marker("console_errors_expected") is None:
        context.on("console", lambda it: found.append(f"console: {it.text}") if it.type == "error" else None)
        context.on("weberror", lambda it: found.append(f"thrown: {it.error}"))
    context.on(
        "request", lambda it: None if _is_own(it.url, own_addresses) else found.append(f"asked for: {it.url}")
    )
    yield found
    assert found == []


@pytest.fixture
def keep_screenshot(request: pytest.FixtureRequest, page: Page) -> Callable[[str], Path]:
    """Call with a few words to keep what the page shows now in tests/artifacts/."""

    def keep(words: str) -> Path:
        path = ARTIFACTS / f"{_file_name(request.node.name)}--{_file_name(words)}.png"
        page.screenshot(path=path)
        return path

    return keep


def _is_own(url: str, addresses: list[str]) -> bool:
    own = tuple(f"{address}/" for address in addresses)
    return url.startswith((*own, "blob:", "data:", "about:"))


def _file_name(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
