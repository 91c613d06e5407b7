"""Words that something else lies over, or other words."""

from playwright.sync_api import Page


def covered(page: Page) -> list[str]:
    """The texts on the screen, in all shadow roots, that cannot be read: something else is hit at them."""
    found: list[str] = page.evaluate(_COVERED)
    return found


# A text is there where no ancestor clips it. Whatever lies above it at its beginning, middle or end must be
# part of what it stands in.
_COVERED = """() => {
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
  const check = (text) => {
    const parent = text.parentElement ?? text.parentNode.host;
    const style = getComputedStyle(parent);
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    if (style.pointerEvents === "none" || parent.closest("option, canvas, .visually-hidden")) return;
    const holders = ancestors(parent);
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const { left, top, right, bottom } = clipped(rect, holders);
      if (right - left < 6 || bottom - top < 8) continue;
      for (const x of [left + 2, (left + right) / 2, right - 2]) {
        const over = hit(x, (top + bottom) / 2);
        if (over && !holders.includes(over) && !ancestors(over).includes(parent))
          found.add(`${text.textContent.trim()} under ${over.localName} ${over.textContent.slice(0, 30)}`);
      }
    }
  };
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE && node.textContent.trim()) check(node);
    for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) {
      if (!["STYLE", "SCRIPT", "NOSCRIPT"].includes(child.nodeName)) visit(child);
    }
  };
  visit(document.body);
  return [...found];
}"""
