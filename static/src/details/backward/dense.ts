/** Dense layers: back through the column of weights to an input; a weight's gradient is an outer product's entry. */
import { Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { tooManyWeights } from "../explain/dense.ts";
import { type Explain, outputAt } from "../explain/explanation.ts";
import { tallied, type Vote } from "../explain/votes.ts";
import { limitFor } from "../limits.ts";
import type { Family } from "./back.ts";
import { dBy, downstreamIndex, summed } from "./shares.ts";

/** dL/dX is what a dense layer with the turned weights makes of dL/dY. */
const input: Explain = (context) => {
  const { inputs, weights, map, output, back } = context;
  const column = weights.weight?.map(map);
  if (!column || !back) return tooManyWeights(context);
  const votes = Array.from(
    inputs[0]?.tensor.data ?? [],
    (value, unit): Vote => ({
      label: unitName(context, unit),
      input: value,
      inputKind: "gradient",
      weight: column[unit] ?? Number.NaN,
      at: { input: 0, index: unit },
    }),
  );
  return {
    readings: [{ input: 0, channel: 0 }],
    rule: "This input voted for every unit: each unit's gradient comes back through the weight it voted with.",
    symbols: [[dBy("x"), " = Σ ", dBy("y"), " · w"]],
    ...tallied({
      name: back.way.symbol,
      called: "products",
      votes,
      bias: null,
      value: outputAt(context),
      limit: limitFor(output),
    }),
  };
};

const unitName = ({ back }: DetailContext, unit: number): string =>
  (back?.forward.isLogits && back.forward.classes[unit]) || `unit ${unit}`;

/** The units that send their gradient back, as places that products come from. */
export class NamedUnits {
  readonly #context: DetailContext;

  constructor(context: DetailContext) {
    this.#context = context;
  }

  brief(index: number): string {
    return unitName(this.#context, index);
  }

  describe(index: number): string {
    return unitName(this.#context, index);
  }
}

const turnedOf = new WeakMap<Tensor, Tensor>();

/** Wᵀ. */
function turned(weight: Tensor): Tensor {
  const known = turnedOf.get(weight);
  if (known) return known;
  const [units = 1, inputs = 1] = weight.shape;
  const data = new Float32Array(weight.data.length);
  for (let unit = 0; unit < units; unit++)
    for (let i = 0; i < inputs; i++) data[i * units + unit] = weight.data[unit * inputs + i] as number;
  const found = new Tensor([inputs, units], data);
  turnedOf.set(weight, found);
  return found;
}

/** Of a layer whose weights come a unit at a time there is no whole column. */
function mirror({
  weights: { weight },
  inputs,
  output,
  isLogits: _,
  back,
}: DetailContext): Partial<DetailContext> {
  const isWhole = weight?.shape[0] === inputs[0]?.tensor.shape[0] && weight?.shape[1] === output.shape[0];
  if (!weight || !back || !isWhole) return { weights: {}, isLogits: false };
  return { weights: { weight: turned(weight) }, isLogits: false, back: { ...back, view: "dense" } };
}

/** One product: the unit's gradient times the input's value. */
const weight: Explain = (context) => {
  const { map, unit } = context;
  const from = unit[0] ?? 0;
  const local = context.inputs[1]?.tensor.data[from] ?? Number.NaN;
  return {
    ...summed(context, [{ at: map, local, localAt: { input: 1, index: from } }], { kind: "activation" }),
    rule: "A weight was used once: for one unit and one input. Their product is its gradient, and all of them together are the outer product dL/dY ⊗ X.",
    symbols: [[dBy("w"), " = ", dBy("y"), " · x"]],
  };
};

/** Added once to its unit. */
const bias: Explain = (context) => ({
  ...summed(context, [{ at: downstreamIndex(context), local: 1, localText: "1" }], { kind: "gradient" }),
  rule: "The bias is added once to its unit: it gets the unit's gradient as it is.",
  symbols: [[dBy("b"), " = ", dBy("y")]],
});

export const dense: Family = {
  input: { explain: input, mirror },
  parameters: {
    weight: {
      explain: weight,
      symbol: "W",
      called: "the weights",
      mirror: ({ inputs, kinds, back }) => ({
        inputs: [...inputs, ...(back?.forward.inputs ?? [])],
        kinds: { ...kinds, inputs: ["gradient", "activation"] },
      }),
    },
    bias: { explain: bias, symbol: "b", called: "the biases" },
  },
};
