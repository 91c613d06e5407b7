/** How many of a layer's values an activation makes zero, and on how many it is flat: there no gradient passes. */
import { formatNumber, formatPercent } from "../../format.ts";
import type { DetailContext } from "../context.ts";
import { extentOf, shareOf } from "../distribution.ts";
import type { Curve } from "./curves.ts";
import type { Facts } from "./explanation.ts";

/** Below this slope nearly nothing of a gradient passes. */
const FLAT = 0.01;

interface Shares {
  zeros: string;
  flat: string;
  largest: string;
}

const ofLayers = new WeakMap<Float32Array, Shares>();

export function sharesOf({ inputs, output, map }: DetailContext, curve: Curve): Facts {
  const input = inputs[0]?.tensor;
  const after = output.map(map);
  const ownMap = work(input?.map(map) ?? after, after, curve);
  let layer = ofLayers.get(output.data);
  if (!layer) {
    layer = work(input?.data ?? output.data, output.data, curve);
    ofLayers.set(output.data, layer);
  }
  const row = (name: string, key: keyof Shares) => ({ name, cells: [ownMap[key], layer[key]] });
  const rows = [row("zeros", "zeros"), row("slope below 0.01", "flat"), row("largest", "largest")];
  return output.shape.length > 1 && output.map(0).length > 1
    ? { columns: ["this map", "whole layer"], rows }
    : { columns: ["whole layer"], rows: rows.map(({ name, cells }) => ({ name, cells: cells.slice(1) })) };
}

function work(before: Float32Array, after: Float32Array, { slope }: Curve): Shares {
  return {
    zeros: formatPercent(shareOf(after, (value) => value === 0)),
    flat: formatPercent(shareOf(before, (value) => Math.abs(slope(value)) < FLAT)),
    largest: formatNumber(extentOf(after)?.high ?? Number.NaN),
  };
}
