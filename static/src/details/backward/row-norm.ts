/** Where μ and σ² are made of a row's own values, each of them answers for itself, for μ and for σ². */
import { unitAt } from "../../graph/raster.ts";
import { decimalsFor, type Shown, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import { momentsOf } from "../distribution.ts";
import {
  type Explain,
  fraction,
  fromShown,
  joined,
  number,
  outputAt,
  type Part,
  power,
  root,
} from "../explain/explanation.ts";
import { affine, epsilonOf, type Row } from "../explain/normalization.ts";
import type { Vote } from "../explain/votes.ts";
import { limitFor } from "../limits.ts";
import { forwardAt } from "./back.ts";
import { dBy, downstream, downstreamIndex, summed, upstream } from "./shares.ts";

/** Of more values in a row than these the products are not listed: each would be next to nothing. */
const MOST_PRODUCTS = 4096;

/** The row of a value, all that dL/dx of it is made of. */
function taken(context: DetailContext, rowOf: (forward: DetailContext) => Row) {
  const forward = forwardAt(context);
  const { first, values } = rowOf(forward);
  const { mean, variance } = momentsOf(values);
  const deviation = Math.sqrt(variance + epsilonOf(forward));
  const gammas = gammasOf(forward, rowOf, first, values.length);
  const { tensor } = context.inputs[0] as DetailContext["inputs"][number];
  const normalized = Float64Array.from(values, (x) => (x - mean) / deviation);
  const slopes = Float64Array.from(
    normalized,
    (_, k) => (tensor.data[first + k] ?? Number.NaN) * (gammas[k] as number),
  );
  const meanOf = (at: (k: number) => number) =>
    normalized.reduce((sum, _, k) => sum + at(k), 0) / normalized.length;
  return {
    first,
    deviation,
    gammas,
    normalized,
    slopes,
    mean: meanOf((k) => slopes[k] as number),
    correlation: meanOf((k) => (slopes[k] as number) * (normalized[k] as number)),
    own: downstreamIndex(context) - first,
  };
}

function gammasOf(
  forward: DetailContext,
  rowOf: (forward: DetailContext) => Row,
  first: number,
  count: number,
): Float64Array {
  const { shape } = forward.output;
  return Float64Array.from({ length: count }, (_, k) => {
    const [map = 0, ...unit] = unitAt(first + k, shape);
    // Which γ it is follows from the place alone; a row is looked up, not copied.
    return affine(forward, rowOf({ ...forward, map, unit }).place).gamma;
  });
}

/** dL/dx = (g − mean g − x̂ · mean(g · x̂)) / √(σ² + ε), with g = γ · dL/dy. */
export function ofItself(rowOf: (forward: DetailContext) => Row): Explain {
  return (context) => {
    const row = taken(context, rowOf);
    const { own, slopes, normalized, mean, correlation, deviation, gammas } = row;
    const [slope = Number.NaN, x = Number.NaN] = [slopes[own], normalized[own]];
    const decimals = decimalsFor(limitFor(context.output));
    const total = shown(outputAt(context), decimals);
    const exact = [slope / deviation, -mean / deviation, (-x * correlation) / deviation];
    const terms = shownTerms(exact, total.ticks, decimals);
    const [normal, below] = [number(x), number(deviation, "weight")];
    const told: { label: string; parts: Part[] }[] = [
      { label: "itself", parts: [number(slope, "gradient"), " / ", below] },
      { label: "through μ", parts: ["−(", number(mean, "gradient"), ") / ", below] },
      {
        label: "through σ²",
        parts: ["−(", normal, ") · (", number(correlation, "gradient"), ") / ", below],
      },
    ];
    const list = told.map((each, i) => ({ ...each, shown: terms[i] as Shown }));
    return {
      readings: summed(context, [{ at: downstreamIndex(context), local: 1 }], { kind: "gradient" }).readings,
      rule: `μ and σ² are made of this value too, and of the ${normalized.length - 1} others it is normalized with: it answers for itself, and for what it did to both.`,
      symbols: [
        [
          dBy("x"),
          " = ",
          fraction(["g − mean g − x̂ · mean(g · x̂)"], [root(power(["σ"], ["2"]), " + ε")]),
          ", g = γ · ",
          dBy("y"),
        ],
      ],
      formula: [
        [
          "g = ",
          number(gammas[own] ?? Number.NaN, "weight"),
          " · ",
          upstream(context, downstreamIndex(context)),
          " = ",
          number(slope, "gradient"),
        ],
        [
          `${context.back?.way.symbol} = `,
          ...joined(
            terms.map((term) => fromShown(term, "gradient")),
            " + ",
          ),
          " = ",
          { ...downstream(context), text: total.text },
        ],
      ],
      terms: { heading: "What it answers for", list, total },
      compares: "map",
      ...(normalized.length <= MOST_PRODUCTS && {
        products: { list: votesOf(context, row), bias: null, row: normalized.length },
      }),
    };
  };
}

/** Every output of the row, and how this value moves it: γ · ([same] − 1/n − x̂ · x̂ / n) / √(σ² + ε). */
function votesOf(
  context: DetailContext,
  { first, own, gammas, normalized, deviation }: ReturnType<typeof taken>,
): Vote[] {
  const { tensor } = context.inputs[0] as DetailContext["inputs"][number];
  const count = normalized.length;
  const x = normalized[own] as number;
  return Array.from(normalized, (other, k) => ({
    label: `value ${first + k}`,
    input: tensor.data[first + k] ?? Number.NaN,
    inputKind: "gradient" as const,
    weight: ((gammas[k] as number) * ((k === own ? 1 : 0) - 1 / count - (other * x) / count)) / deviation,
    weightKind: "gradient" as const,
    at: { input: 0, index: first + k },
  }));
}
