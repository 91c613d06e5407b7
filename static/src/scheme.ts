/** Light or dark: the system's wish, unless the person chose. */
export type Scheme = "light" | "dark";

const KEY = "convscope.scheme";

/** The scheme the page shows now. */
export function activeScheme(): Scheme {
  if (typeof document === "undefined") return "light";
  const chosen = document.documentElement.dataset.scheme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Shows a scheme from now on, and remembers it where storage is allowed. */
export function chooseScheme(scheme: Scheme): void {
  document.documentElement.dataset.scheme = scheme;
  try {
    localStorage.setItem(KEY, scheme);
  } catch {
    // Storage is refused in some frames; the choice then lasts as long as the page.
  }
  window.dispatchEvent(new Event("scheme-change"));
}

/** Restores a remembered choice, and calls back whenever the scheme changes. */
export function followScheme(changed: () => void): () => void {
  try {
    const remembered = localStorage.getItem(KEY);
    if (remembered) document.documentElement.dataset.scheme = remembered;
  } catch {
    // As above: without storage the system's wish holds.
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", changed);
  window.addEventListener("scheme-change", changed);
  return () => {
    system.removeEventListener("change", changed);
    window.removeEventListener("scheme-change", changed);
  };
}
