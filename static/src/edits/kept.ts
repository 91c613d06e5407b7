/** Edits of each network, kept for the tab's lifetime: what an address has no room for survives a reload. */
import type { Edits } from "./edits.ts";
import { formatEdits, parseEdits } from "./edits-text.ts";

const KEY = "convscope.edits";

/** Remembers a network's edits; without storage they last as long as the page. */
export function keepEdits(network: string, edits: Edits): void {
  const kept = { ...all(), [network]: formatEdits(edits) };
  if (edits.isNone) delete kept[network];
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Storage is refused in some frames, or full.
  }
}

export function keptEdits(network: string): Edits {
  return parseEdits(all()[network] ?? "");
}

function all(): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}
