/** How a receptive field grows from layer to layer: r_l = r_{l−1} + (k_l − 1)·j_{l−1}, j_l = j_{l−1}·s_l. */
import { INPUT } from "../graph/connectivity.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { FieldPart } from "../wire/fields.ts";

/** One layer's line, along the axes that it is the same for. */
export interface Growth {
  layer: string;
  /** Window (holes of a dilation included) and stride; null where the layer reads all there is. */
  k: number | null;
  s: number | null;
  dilation: number;
  /** Side of the field and distance of two units' fields, before the layer and behind it. */
  rBefore: number;
  jBefore: number;
  r: number;
  j: number;
  /** Whether r is what the formula says: behind a layer that enlarges it covers units of every phase. */
  isExact: boolean;
}

/** The lines along one axis for the layers of the way that change the field. */
export function growthAlong(
  axis: number,
  way: readonly FieldPart[],
  layers: readonly LayerDescription[],
): Growth[] {
  const fieldOf = (name: string) => layers.find((layer) => layer.name === name)?.receptive_field;
  const grown: Growth[] = [];
  let [r, j] = [1, 1];
  for (const part of way) {
    const field = fieldOf(part.name);
    if (part.name === INPUT || !field) continue;
    const [rBefore, jBefore] = [r, j];
    r = field.size[axis] ?? 1;
    j = field.stride[axis] ?? 1;
    const k = part.extent[axis] ?? null;
    const s = part.stride[axis] ?? null;
    if (k === 1 && s === 1 && r === rBefore && j === jBefore) continue;
    const layer = layers.find(({ name }) => name === part.name);
    grown.push({
      layer: part.name,
      k,
      s,
      dilation: layer?.dilation?.at(axis - part.sizes.length) ?? 1,
      ...{ rBefore, jBefore, r, j },
      isExact: k !== null && close(r, rBefore + (k - 1) * jBefore),
    });
  }
  return grown;
}

/** The lines of all axes; one set where they agree. */
export function growth(way: readonly FieldPart[], layers: readonly LayerDescription[]): Growth[][] {
  const axes = way[0]?.sizes.length ?? 0;
  const all = Array.from({ length: axes }, (_, axis) => growthAlong(axis, way, layers));
  const first = JSON.stringify(all[0]);
  return all.every((each) => JSON.stringify(each) === first) ? all.slice(0, 1) : all;
}

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6;
