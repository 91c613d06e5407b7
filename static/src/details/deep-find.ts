/** The first element below `root`, shadow trees included, that a selector matches: views nest their maps differently. */
export function deepFind(root: Element | ShadowRoot, selector: string): Element | null {
  const inside = root instanceof Element ? (root.shadowRoot ?? root) : root;
  for (const each of inside.querySelectorAll("*")) {
    if (each.matches(selector)) return each;
    const found = each.shadowRoot && deepFind(each.shadowRoot, selector);
    if (found) return found;
  }
  return null;
}
