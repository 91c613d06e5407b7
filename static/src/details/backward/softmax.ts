/** Softmax: every score moves every share, so each answers for all of them; with cross-entropy that is p − y. */
import { formatNumber } from "../../format.ts";
import { indexOf } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import { type Explain, type Explanation, number, numberOf, type Part } from "../explain/explanation.ts";
import { type Family, forwardOf } from "./back.ts";
import { dBy, downstream, localNumber, type Share, summed } from "./shares.ts";
import { withBeside } from "./wiring.ts";

/** So many classes have a line of their own. */
const MOST_CLASSES = 20;

/** Along the softmax's axis: the shares, their places in the data, and which the opened one is. */
function along(context: DetailContext) {
  const { output } = forwardOf(context);
  const axis = numberOf(context, "axis", 0);
  const index = [context.map, ...context.unit];
  const places = Array.from({ length: output.shape[axis] ?? 1 }, (_, place) =>
    indexOf(
      index.map((each, i) => (i === axis ? place : each)),
      output.shape,
    ),
  );
  return { places, values: places.map((at) => output.data[at] ?? Number.NaN), own: index[axis] ?? 0, axis };
}

/** ∂p_k/∂z_i = p_k · ([k = i] − p_i). */
function jacobian({ places, values, own }: ReturnType<typeof along>): Share[] {
  const p = values[own] ?? Number.NaN;
  return places.map((at, k) => ({
    at,
    local: (values[k] ?? Number.NaN) * ((k === own ? 1 : 0) - p),
  }));
}

const input: Explain = (context) => {
  const row = along(context);
  const target = targetOf(context, row);
  return {
    ...summed(context, jacobian(row), { kind: "activation" }),
    rule: "Shares sum to 1: where one score pushes its own share up (δ = 1), it pushes all others down (δ = 0).",
    symbols: [[dBy("z"), " = Σ ", dBy("p"), " · p · (δ − p)"]],
    ...(target !== null && crossEntropy(context, row, target)),
  };
};

/** The class answered for, where what comes in is −1/p of one share and 0 of all others: cross-entropy's gradient. */
function targetOf({ inputs }: DetailContext, { places, values }: ReturnType<typeof along>): number | null {
  const upstream = places.map((at) => inputs[0]?.tensor.data[at] ?? 0);
  const answering = upstream.flatMap((each, k) => (each === 0 ? [] : [k]));
  const [target] = answering;
  if (target === undefined || answering.length > 1 || inputs[0]?.tensor.data.length !== places.length)
    return null;
  const product = (upstream[target] ?? 0) * (values[target] ?? 0);
  return Math.abs(product + 1) < 1e-4 || (values[target] ?? 0) < 1e-30 ? target : null;
}

/** −1/p_t times p_t · ([t = i] − p_i) is p_i − y_i: nothing is left of the fraction. */
function crossEntropy(
  context: DetailContext,
  { values, own }: ReturnType<typeof along>,
  target: number,
): Partial<Explanation> {
  const name = (k: number) => context.back?.forward.classes[k] || `value ${k}`;
  const wanted = own === target ? 1 : 0;
  const p: Part = { ...number(values[own] ?? Number.NaN), role: "local" };
  const gradient = (k: number) => context.output.data[k] ?? Number.NaN;
  const told = [...values.keys()]
    .sort((a, b) => Math.abs(gradient(b)) - Math.abs(gradient(a)))
    .filter((k, place) => place < MOST_CLASSES || k === own)
    .sort((a, b) => a - b);
  const rows = told.map((k) => ({
    name: name(k),
    cells: [formatNumber(values[k] ?? Number.NaN), k === target ? "1" : "0", formatNumber(gradient(k))],
  }));
  return {
    rule: `The loss is −ln p of ${name(target)}. Its gradient and the softmax's cancel to p − y: what the network says minus what it should say (1 for ${name(target)}, 0 for all others).`,
    symbols: [[dBy("z"), " = ", dBy("p"), " · p · (δ − p) = p − y"]],
    formula: [[`${name(own)}: p − y = `, p, ` − ${wanted} = `, downstream(context)]],
    facts: { columns: ["p", "y", "p − y"], rows },
  };
}

export const softmax: Family = {
  input: {
    explain: input,
    // Of a vector the shares stand in the table of classes.
    mirror: (context) => {
      const { output, layer } = forwardOf(context);
      if (output.shape.length === 1) return {};
      return withBeside(context, [{ name: `${layer.name}: p`, tensor: output, kind: "activation" }]);
    },
  },
};

/** y = z − ln Σ eᶻ: ∂y_k/∂z_i = [k = i] − p_i. */
const ofLogarithm: Explain = (context) => {
  const row = along(context);
  const p = Math.exp(row.values[row.own] ?? Number.NaN);
  const shares = row.places.map((at, k): Share => ({ at, local: (k === row.own ? 1 : 0) - p }));
  return {
    ...summed(context, shares, { kind: "gradient" }),
    rule: "A score moves its own logarithm by 1 − p (δ = 1), and all others by −p (δ = 0).",
    symbols: [[dBy("z"), " = Σ ", dBy("y"), " · (δ − p)"]],
    derivative: [["p = ", localNumber({ local: p }, "activation")]],
  };
};

export const logSoftmax: Family = { input: { explain: ofLogarithm } };
