/** Which values of its input each output reads and with which slopes, turned round: which outputs a value answers for. */
import type { Kind } from "../../colour.ts";
import { indexOf, unitAt } from "../../graph/raster.ts";
import { sizeOf, type Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { type Explanation, type Part, withoutFormula } from "../explain/explanation.ts";
import { type Back, forwardOf } from "./back.ts";
import { downstreamIndex, type Share, summed, type Told } from "./shares.ts";

/** A value that an output is made of: its place along all axes of its input, and ∂y/∂x there. */
export interface Tap extends Pick<Share, "local" | "localText" | "localAt"> {
  index: readonly number[];
}

export interface Wiring {
  /** In words, how the gradient goes back. */
  rule: string | ((context: DetailContext) => string);
  symbols?: Part[][];
  /** What kind of number the local derivatives are. */
  kind?: Told["kind"];
  nothing?: string;
  /** What an output (at the context's map and unit) takes from one of its inputs; null: from the parameter. */
  taps(output: DetailContext, input: number | null): readonly Tap[];
  /** Whether an output reads its own map only. */
  ownMap?(forward: DetailContext, input: number | null): boolean;
  /** What is drawn beside upstream: an input's values, for one. */
  beside?(forward: DetailContext, input: number | null): { name: string; tensor: Tensor; kind: Kind }[];
  more?(context: DetailContext): Partial<Explanation>;
}

/** More outputs than these are not gone through for the sake of one value. */
const MOST_OUTPUTS = 2e6;

/** The way back of an operation whose wiring is known. */
export function wired(wiring: Wiring): Back {
  const { rule, symbols, kind = "gradient", nothing, beside, more } = wiring;
  return {
    explain: (context) => {
      const shares = wiredShares(context, wiring);
      if (!shares) return withoutFormula(context, TOO_MANY);
      return {
        ...summed(context, shares, { kind, ...(nothing && { nothing }) }),
        rule: typeof rule === "string" ? rule : rule(context),
        ...(symbols && { symbols }),
        ...more?.(context),
      };
    },
    ...(beside && { mirror: (context) => withBeside(context, beside(forwardOf(context), inputOf(context))) }),
  };
}

const TOO_MANY =
  "Too many outputs read this value to name them here; what comes in and what goes out is exact.";

const inputOf = ({ back }: DetailContext) => back?.way.input ?? null;

/** A mirrored context that shows more than upstream. */
export function withBeside(
  { inputs, kinds }: DetailContext,
  beside: readonly { name: string; tensor: Tensor; kind: Kind }[],
): Partial<DetailContext> {
  return {
    inputs: [...inputs, ...beside.map(({ name, tensor }) => ({ name, tensor }))],
    kinds: { ...kinds, inputs: [...kinds.inputs, ...beside.map(({ kind }) => kind)] },
  };
}

/** An input of the forward pass, to be drawn beside upstream. */
export const besideInput = ({ inputs }: DetailContext, input: number | null) =>
  inputs.filter((_, i) => i === (input ?? 0)).map((each) => ({ ...each, kind: "activation" as const }));

type Turned = Map<number, Share[]>;

/** By the layers' outputs, then by input and map. */
const known = new WeakMap<Tensor, Map<string, Turned>>();

/** The products of the opened downstream value; null where there are too many outputs to go through. */
export function wiredShares(context: DetailContext, wiring: Wiring): readonly Share[] | null {
  const [forward, input] = [forwardOf(context), inputOf(context)];
  const { output } = forward;
  const map = wiring.ownMap?.(forward, input) ? context.map : null;
  const maps = output.shape[0] ?? 1;
  if (output.data.length / (map === null ? 1 : maps) > MOST_OUTPUTS) return null;
  const all = known.get(output) ?? new Map<string, Turned>();
  known.set(output, all);
  const key = `${context.back?.way.wrt} ${map}`;
  const turned = all.get(key) ?? turn(forward, wiring, context, map);
  all.set(key, turned);
  return turned.get(downstreamIndex(context)) ?? [];
}

function turn(
  forward: DetailContext,
  wiring: Wiring,
  { output: { shape }, back }: DetailContext,
  map: number | null,
): Turned {
  const { output } = forward;
  const size = sizeOf(output.shape.slice(1));
  const [first, end] = map === null ? [0, output.data.length] : [map * size, (map + 1) * size];
  const turned: Turned = new Map();
  for (let at = first; at < end; at++) {
    const [own = 0, ...unit] = unitAt(at, output.shape);
    for (const { index, ...tap } of wiring.taps({ ...forward, map: own, unit }, back?.way.input ?? null)) {
      const place = indexOf(index, shape);
      const shares = turned.get(place);
      if (shares) shares.push({ at, ...tap });
      else turned.set(place, [{ at, ...tap }]);
    }
  }
  return turned;
}
