"""All numbers that an opened view shows, read at one go: asking for each takes most of a test's time."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import Locator

from tests.browser.numerals import read_number

# By test id; in formulas also by the part that a number has in a product, and in which line it stands.
_ALL = """(view) => {
  const found = [];
  const lines = [];
  const lists = [];
  const note = (name, each) =>
    found.push({
      name,
      text: each.innerText ?? each.textContent,
      value: String(Number(each.dataset.value ?? Number.NaN)),
      list: lists.indexOf(each.closest("ol")),
      line: lines.indexOf(each.closest("math.formula")),
    });
  const walk = (root, drawn) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.matches("ol")) lists.push(each);
      if (each.matches("math.formula")) lines.push(each);
      const name = each.dataset?.testid;
      if (name) note(name === "product" && drawn ? "drawn-product" : name, each);
      for (const role of ["upstream", "local"]) if (each.matches(`.number.${role}`)) note(role, each);
      if (each.shadowRoot) walk(each.shadowRoot, drawn || each.localName === "cs-pixel-network");
    }
  };
  for (const root of [view, view.shadowRoot]) if (root) walk(root, false);
  return found;
}"""


@dataclass(frozen=True)
class Number:
    """A number as it is written, and its exact value (NaN: not told).

    Which of the view's lists, and which line of its formulas, it stands in; -1: in none.
    """

    text: str
    value: float
    list: int
    line: int


class Shown:
    """What a view shows at one moment, by test id."""

    def __init__(self, numbers: Mapping[str, list[Number]]) -> None:
        self._numbers = numbers

    def __contains__(self, name: str) -> bool:
        return name in self._numbers

    def all(self, *names: str) -> list[Number]:
        """All numbers of these names; none where there are none."""
        return [each for name in names for each in self._numbers.get(name, [])]

    def sum(self, *names: str) -> Decimal:
        """What they add up to as they are written."""
        return total(self.all(*names))

    def values(self, *names: str) -> list[float]:
        """What they are exactly."""
        return [each.value for each in self.all(*names)]


def total(numbers: list[Number]) -> Decimal:
    """What numbers add up to as they are written."""
    return sum((read_number(each.text) for each in numbers), Decimal(0))


def shown(view: Locator) -> Shown:
    """What a view shows now."""
    found: defaultdict[str, list[Number]] = defaultdict(list)
    for each in view.evaluate(_ALL):
        number = Number(each["text"], float(each["value"]), each["list"], each["line"])
        found[each["name"]].append(number)
    return Shown(found)
