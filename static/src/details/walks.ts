/** Which place of an opened layer each step of the playhead shows, for every grain. */
import type { Grain } from "../grain.ts";
import { type Unit, unitWithin } from "../graph/raster.ts";
import type { DetailContext } from "./context.ts";
import type { Vote } from "./explain/votes.ts";
import { productsOf } from "./products-of.ts";
import { Steps } from "./steps.ts";

/** A map, a unit of it, and one of that unit's products (null: none is opened). */
export interface Stand {
  map: number;
  unit: Unit;
  product: number | null;
}

/** `positionOf` and `standAt` are each other's inverse; what a step leaves alone stays as it is in `stand`. */
export interface Walk {
  length: number;
  /** Steps in a row: what Shift and an arrow key move by. */
  row: number;
  positionOf(stand: Stand): number;
  standAt(position: number, stand: Stand): Stand;
}

/** The grains that a layer offers; of a single value per map, channels are its positions. */
export function grainsOf(context: DetailContext): Grain[] {
  const { overMaps } = new Steps(context.output.shape);
  const products = productsOf(context) !== null;
  return [
    "layer",
    ...(overMaps ? [] : (["channel"] as const)),
    "position",
    ...(products ? (["product"] as const) : []),
  ];
}

/** The walk of a layer's own grains; whoever goes from layer to layer leaves it. */
export function walkOf(context: DetailContext): Walk {
  if (context.grain === "channel") return channels(context);
  if (context.grain === "product") return products(context);
  return positions(context);
}

function positions({ output }: DetailContext): Walk {
  const steps = new Steps(output.shape);
  return {
    length: steps.length,
    row: steps.row,
    positionOf: (stand) => steps.positionOf(stand),
    standAt: (position, { map, product }) => ({ ...steps.placeAt(position, map), product }),
  };
}

function channels({ output }: DetailContext): Walk {
  const [maps = 1, ...axes] = output.shape;
  return {
    length: maps,
    row: 1,
    positionOf: ({ map }) => Math.min(map, maps - 1),
    standAt: (map, { unit, product }) => ({ map, unit: unitWithin(unit, axes), product }),
  };
}

function products(context: DetailContext): Walk {
  const { list = [], row = 1 } = productsOf(context) ?? {};
  const last = Math.max(0, list.length - 1);
  const isWhole = ({ product }: Stand, position: number) =>
    context.depth === "unit" && product === null && position === last;
  return {
    length: Math.max(1, list.length),
    row,
    positionOf: ({ product }) => Math.min(product ?? unnamed(context, list), last),
    standAt: (position, stand) => ({ ...stand, product: isWhole(stand, position) ? null : position }),
  };
}

/** The product that is shown where none was named: a unit is entered when it is complete, a product for its size. */
function unnamed({ depth }: DetailContext, list: readonly Vote[]): number {
  if (depth === "unit") return list.length - 1;
  if (depth === "layer") return 0;
  const size = (i: number) => Math.abs((list[i]?.input ?? 0) * (list[i]?.weight ?? 0));
  return list.reduce((most, _, i) => (size(i) > size(most) ? i : most), 0);
}
