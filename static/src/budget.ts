/** How much of a run is held in the browser: all of a small network's numbers, of a large one what is looked at. */
import type { Block } from "./graph/blocks.ts";
import { INPUT } from "./graph/connectivity.ts";
import { contracted } from "./graph/contracted.ts";
import type { RunState } from "./run-state.ts";
import type { Pass } from "./wire/client.ts";
import type { LayerDescription } from "./wire/events.ts";
import { sizeOf } from "./wire/tensor.ts";

/** Networks with at most so many activations come whole (4 bytes each, a third more on the way). */
const COMES_WHOLE = 3e6;
/** Of larger ones so many come with the run itself: those the overview opens on. */
const FIRST = 2.5e6;
/** So many maps of a layer are sent to be drawn, unless somebody asks to see more of it. */
export const FEW_MAPS = 24;
/** Thumbnails are so many rows and columns of each map. */
export const THUMBNAIL = 32;
/** What is held beyond this is let go of, longest out of view first. */
export const HELD = 24e6;
/** More than this is not asked for at once, so that the first of it can be seen soon. */
const AT_ONCE = 8e6;
/** A backward pass sends, beside a layer's output, the gradients at both of its sides. */
const PARTS: Record<Pass, number> = { forward: 1, backward: 3 };

/** Nodes that are looked at, and how many of their maps are drawn; or WHOLE. */
export type InView = ReadonlyMap<string, number>;
/** For a layer of which more is needed than drawings of its first maps. */
export const WHOLE = Number.POSITIVE_INFINITY;

/** The layers whose numbers come with a run; null for all of them, and whole. */
export function firstLayers(
  layers: readonly LayerDescription[],
  pass: Pass,
  closed: readonly Block[] = [],
): string[] | null {
  const whole = layers.reduce((sum, { output_shape }) => sum + sizeOf(output_shape) * PARTS[pass], 0);
  if (whole <= COMES_WHOLE) return null;
  let held = 0;
  const first = contracted(layers, closed).filter(({ output_shape }) => {
    held += sizeOfMaps(output_shape, FEW_MAPS) * PARTS[pass];
    return held <= FIRST;
  });
  // A run with no layer named would send all.
  return (first.length ? first : layers.slice(-1)).map(({ name }) => name);
}

/** What cannot be drawn yet of what is looked at: as much as is asked for at once, but at least one layer. */
export function missingOf(run: RunState, inView: InView, pass: Pass): Map<string, number> {
  const missing = new Map<string, number>();
  let size = 0;
  for (const [name, shown] of inView) {
    const shape = run.layer(name)?.output_shape;
    if (name === INPUT || !shape) continue;
    const maps = Math.min(shape[0] ?? 1, Math.max(shown, 1));
    if (shown === WHOLE ? run.holds([name], pass) : run.draws(name, maps, pass)) continue;
    size += sizeOfMaps(shape, maps) * PARTS[pass];
    if (missing.size && size > AT_ONCE) break;
    missing.set(name, shown === WHOLE ? WHOLE : maps);
  }
  return missing;
}

function sizeOfMaps([maps = 1, ...axes]: readonly number[], most: number): number {
  return Math.min(maps, most) * sizeOf(axes);
}
