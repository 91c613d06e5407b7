/** The way from the picture to a unit, layer by layer: where branches meet, along the one that reaches furthest. */
import { INPUT } from "../graph/connectivity.ts";
import type { Field } from "../graph/field.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { FieldPart } from "../wire/fields.ts";

/** A layer on the way, and what stands between it and the one before it on a condensed way. */
export interface Stop {
  part: FieldPart;
  /** Layers that follow and leave every place where it is: relu, batch norm, add. */
  joined: string[];
  /** How many layers are left out before it. */
  skipped: number;
}

/** The parts on the way, from the picture to the unit. */
export function wayTo(parts: readonly FieldPart[], layers: readonly LayerDescription[]): FieldPart[] {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const inputsOf = new Map(layers.map(({ name, inputs }) => [name, inputs]));
  const way: FieldPart[] = [];
  let at = parts.at(-1);
  while (at) {
    way.unshift(at);
    const before = (inputsOf.get(at.name) ?? []).flatMap((name) => byName.get(name) ?? []);
    at = before.reduce<FieldPart | undefined>(
      (widest, each) => (reach(each, layers) > reach(widest, layers) ? each : widest),
      undefined,
    );
  }
  return way;
}

/** How far a layer's units see: of branches the one with the largest field is followed. */
function reach(part: FieldPart | undefined, layers: readonly LayerDescription[]): number {
  if (!part) return -1;
  if (part.name === INPUT) return 0;
  const layer = layers.find(({ name }) => name === part.name);
  return (layer?.receptive_field.size ?? []).reduce((all, side) => all * side, 1);
}

/** Whether a layer leaves every place where it is. */
export const keepsPlaces = ({ extent, stride }: FieldPart): boolean =>
  extent.length > 0 && extent.every((side) => side === 1) && stride.every((step) => step === 1);

/** The way with layers that keep places told beside the ones before them, and no more than `most` stops. */
export function condensed(way: readonly FieldPart[], most: number): Stop[] {
  const stops: Stop[] = [];
  way.forEach((part, i) => {
    const last = stops.at(-1);
    if (last && i < way.length - 1 && keepsPlaces(part)) last.joined.push(part.name);
    else stops.push({ part, joined: [], skipped: 0 });
  });
  return thinned(stops, Math.max(2, most));
}

/** At even distances, the picture and the last two among them: there the cone is still narrow. */
function thinned(stops: readonly Stop[], most: number): Stop[] {
  if (stops.length <= most) return [...stops];
  const last = stops.length - 1;
  const kept = Array.from({ length: most }, (_, i) => Math.round((i * last) / (most - 1)));
  return kept.map((place, i) => {
    const before = i ? (kept[i - 1] as number) : -1;
    const between = stops.slice(before + 1, place);
    const skipped = between.reduce((sum, { joined }) => sum + 1 + joined.length, 0);
    return { ...(stops[place] as Stop), skipped };
  });
}

/** How many places of a window lie beyond the ends, along an axis: before the first and behind the last. */
export function beyond(
  window: Field,
  sizes: readonly number[],
): { before: number; behind: number; of: number }[] {
  return window.map(({ first, last }, axis) => {
    const size = sizes[axis] ?? 1;
    const of = last - first + 1;
    return {
      before: Math.min(of, Math.max(0, -first)),
      behind: Math.min(of, Math.max(0, last - size + 1)),
      of,
    };
  });
}
