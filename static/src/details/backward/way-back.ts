/** From an opened layer with its gradients to its way back: upstream and local go in, downstream comes out. */

import { unitWithin } from "../../graph/raster.ts";
import type { DetailContext, DetailGradient } from "../context.ts";
import type { Way } from "./back.ts";
import { familyOf, NO_FORMULA } from "./table.ts";

/** Null where nothing comes back, or where the operation's own view shows it beside the forward pass. */
export function wayBack(forward: DetailContext): DetailContext | null {
  const family = familyOf(forward.layer.op);
  const ways = waysOf(forward);
  const way = ways.find(({ wrt }) => wrt === forward.wrt) ?? ways[0];
  const { gradient, difference: _, origin: __, editing: ___, winners: ____, ...shared } = forward;
  if (!gradient || !family || !way) return null;
  const { explain, mirror, view } =
    (way.input === null ? family.parameters?.[way.wrt] : family.input) ?? NO_FORMULA;
  const [maps = 1, ...axes] = way.downstream.shape;
  const mirrored: DetailContext = {
    ...shared,
    inputs: [{ name: `dL/dY of ${forward.layer.name}`, tensor: gradient.dOutput }],
    output: way.downstream,
    kinds: { inputs: ["gradient"], weights: "weight", output: "gradient" },
    map: Math.min(forward.map, maps - 1),
    unit: unitWithin(forward.unit, axes),
    back: { forward, ways, way, explain, ...(view && { view }) },
  };
  return { ...mirrored, ...mirror?.(mirrored) };
}

/** One for each input that a gradient is sent to, then one for each parameter. */
export function waysOf({
  layer,
  inputs,
  gradient,
}: Pick<DetailContext, "layer" | "inputs" | "gradient">): Way[] {
  if (!gradient) return [];
  return [...inputWays(inputs, gradient), ...parameterWays(layer.op, gradient)];
}

function inputWays(inputs: DetailContext["inputs"], { dInputs }: DetailGradient): Way[] {
  const several = dInputs.length > 1;
  return dInputs.map((downstream, input) => ({
    wrt: input ? String(input) : "",
    input,
    symbol: several ? `dL/dX${subscript(input + 1)}` : "dL/dX",
    to: several ? (inputs[input]?.name ?? "") : "the input",
    downstream,
  }));
}

function parameterWays(operation: string, { dParameters }: DetailGradient): Way[] {
  const { parameters = {} } = familyOf(operation) ?? {};
  return Object.entries(dParameters).map(([wrt, downstream]) => {
    const { symbol = wrt, called = wrt.replaceAll("_", " ") } = parameters[wrt] ?? {};
    return { wrt, input: null, symbol: `dL/d${symbol}`, to: called, downstream };
  });
}

const subscript = (index: number): string =>
  String(index).replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
