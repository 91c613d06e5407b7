"""What axe has against a page."""

from collections.abc import Iterable

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.browser.explorer import Explorer

# In the dark only these can come out otherwise than in the light.
_COLOURS = ("color-contrast", "link-in-text-block")

# The library's own way hands over all that was found to be right too, which takes longer than finding it.
_VIOLATIONS = """async (rules) => {
  const only = rules.length ? { runOnly: rules } : {};
  const { violations } = await axe.run(document, { resultTypes: ["violations"], ...only });
  const told = (id) => ({ html }) => `${id}: ${html.slice(0, 120)}`;
  return violations.flatMap(({ id, nodes }) => nodes.slice(0, 2).map(told(id)));
}"""


def violations(page: Page, rules: Iterable[str] = ()) -> list[str]:
    """The rules that the page breaks, of these (none named: of all), with the elements that break them."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[str] = page.evaluate(_VIOLATIONS, list(rules))
    return found


def light_and_dark(page: Page) -> list[str]:
    """The same in the light, and in the dark what may be otherwise there; nothing moves meanwhile."""
    found = []
    for scheme, rules in (("light", ()), ("dark", _COLOURS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        Explorer(page).wait_for_frame()
        found += [f"{scheme}: {each}" for each in violations(page, rules)]
    return found
