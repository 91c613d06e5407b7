"""Words that cannot be read: they are too small, or something else lies over them."""

from playwright.sync_api import Page


def smaller_than(page: Page, pixels: int) -> list[str]:
    """The texts with letters smaller than that, with their sizes."""
    found: list[str] = page.evaluate(f"({_SMALLER})({_TEXTS}, {pixels})")
    return found


def covered(page: Page) -> list[str]:
    """The texts on the screen at which something else is hit, with what that is."""
    found: list[str] = page.evaluate(f"({_COVERED})({_TEXTS})")
    return found


# All texts that stand in something, in all shadow roots.
_TEXTS = """function* texts(node) {
  if (node.nodeType === Node.TEXT_NODE && node.textContent.trim())
    yield { node, text: node.textContent.trim(), parent: node.parentElement ?? node.parentNode.host };
  for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes])
    if (!["STYLE", "SCRIPT", "NOSCRIPT"].includes(child.nodeName)) yield* texts(child);
}"""

_SMALLER = """(texts, pixels) => {
  const found = new Set();
  for (const { text, parent } of texts(document.body)) {
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < pixels && parent.checkVisibility() && parent.getBoundingClientRect().width > 2)
      found.add(`${size}px: ${text.slice(0, 40)}`);
  }
  return [...found];
}"""

# A text is there where no ancestor clips it. Whatever lies above it at its beginning, middle or end must be
# part of what it stands in.
_COVERED = """(texts) => {
  const above = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const ancestors = (node) => {
    const all = [];
    for (let at = node; at; at = above(at)) all.push(at);
    return all;
  };
  const hit = (x, y) => {
    let at = document.elementFromPoint(x, y);
    while (at?.shadowRoot) {
      const inside = at.shadowRoot.elementFromPoint(x, y);
      if (!inside || inside === at) break;
      at = inside;
    }
    return at;
  };
  const clipped = (rect, holders) => {
    let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
    for (const holder of holders) {
      if (getComputedStyle(holder).overflow === "visible" && holder !== document.documentElement) continue;
      const box = holder.getBoundingClientRect();
      [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
      [right, bottom] = [Math.min(right, box.right, innerWidth), Math.min(bottom, box.bottom, innerHeight)];
    }
    return { left, top, right, bottom };
  };
  const found = new Set();
  const check = ({ node, text, parent }) => {
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    if (getComputedStyle(parent).pointerEvents === "none") return;
    if (parent.closest("option, canvas, .visually-hidden")) return;
    const holders = ancestors(parent);
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      const { left, top, right, bottom } = clipped(rect, holders);
      if (right - left < 6 || bottom - top < 8) continue;
      for (const x of [left + 2, (left + right) / 2, right - 2]) {
        const over = hit(x, (top + bottom) / 2);
        if (over && !holders.includes(over) && !ancestors(over).includes(parent))
          found.add(`${text} under ${over.localName} ${over.textContent.slice(0, 30)}`);
      }
    }
  };
  for (const each of texts(document.body)) check(each);
  return [...found];
}"""
