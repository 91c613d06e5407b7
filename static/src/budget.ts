/** How much of a run is held in the browser: all of a small network's numbers, of a large one those looked at. */
import { INPUT } from "./graph/connectivity.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";
import type { LayerDescription } from "./wire/events.ts";
import { sizeOf } from "./wire/tensor.ts";

/** Networks with at most so many activations come whole (4 bytes each, a third more on the way). */
const WHOLE = 3e6;
/** Of larger ones so many come with the run itself: the first layers, which the overview opens on. */
const FIRST = 1.5e6;
/** What is held beyond this is let go of, longest out of view first. */
export const HELD = 24e6;
/** More than this is not asked for at once, so that the first of it can be seen soon. */
const AT_ONCE = 8e6;
/** A backward pass sends, beside a layer's output, the gradients at both of its sides. */
const PARTS: Record<Pass, number> = { forward: 1, backward: 3 };

/** The layers whose numbers come with a run; null for all of them. */
export function firstLayers(layers: readonly LayerDescription[], pass: Pass): string[] | null {
  const sizes = layers.map((layer) => sizeOf(layer.output_shape) * PARTS[pass]);
  if (sizes.reduce((sum, size) => sum + size, 0) <= WHOLE) return null;
  let held = 0;
  const first = layers.filter((_, i) => {
    held += sizes[i] as number;
    return held <= FIRST;
  });
  // A run with no layer named would send all.
  return (first.length ? first : layers.slice(-1)).map(({ name }) => name);
}

/** What of these nodes is not held yet, in their order: as much as is asked for at once, but at least one. */
export function missingOf(run: RunState, names: readonly string[], pass: Pass): string[] {
  const missing = names.filter((name) => name !== INPUT && run.layer(name) && !run.holds([name], pass));
  let size = 0;
  return missing.filter((name, i) => {
    size += sizeOf(run.layer(name)?.output_shape ?? []) * PARTS[pass];
    return i === 0 || size <= AT_ONCE;
  });
}
