/** Every way back is a sum of products: upstream values, each with the local derivative that it is multiplied with. */
import type { Kind } from "../../colour.ts";
import { describeUnit, indexOf, unitAt } from "../../graph/raster.ts";
import { decimalsFor, shown, shownTerms } from "../adding-up.ts";
import type { DetailContext } from "../context.ts";
import {
  type CellLink,
  type Explanation,
  type FormulaNumber,
  fraction,
  frameOf,
  fromShown,
  joined,
  number,
  ONE_CELL,
  outputAt,
  type Part,
  type Reading,
} from "../explain/explanation.ts";
import { tallied, type Vote } from "../explain/votes.ts";
import { cellOf } from "../geometry.ts";
import { limitFor } from "../limits.ts";
import { forwardOf } from "./back.ts";

/** Half-width of the colour scale of slopes: 1 lets everything pass. */
export const STEEPEST = 2;
/** More products than these are a table. */
const MOST_IN_A_LINE = 4;

/** One product of a downstream value. */
export interface Share {
  /** Place of the upstream value in the data of dL/dY. */
  at: number;
  /** ∂y/∂x there: what the upstream value is multiplied with. */
  local: number;
  /** How the local derivative is written where its decimals would say less: "1/9". */
  localText?: string;
  /** Where the local derivative was read, among the context's inputs. */
  localAt?: CellLink;
}

export interface Told {
  /** What kind of number the local derivatives are. */
  kind: Exclude<Kind, "grey" | "difference">;
  /** Said of a value that no output was made of. */
  nothing?: string;
}

/** dL/d of a letter: "dL/dx". */
export const dBy = (letter: string): Part => fraction(["dL"], [`d${letter}`]);

/** The downstream value as the sum of its shares; what is shown adds up to it, digit by digit. */
export function summed(
  context: DetailContext,
  shares: readonly Share[],
  { kind, nothing = "No output was made of this value" }: Told,
): Pick<Explanation, "readings" | "formula" | "terms" | "products"> {
  const readings = readingsOf(context, shares);
  const votes = shares.map((share): Vote => voteOf(context, share, kind));
  const products = { list: votes, bias: null, row: votes.length };
  const { symbol } = context.back?.way ?? { symbol: "" };
  if (!votes.length) return { readings, formula: [[`${nothing}: ${symbol} = `, downstream(context)]] };
  if (votes.length > MOST_IN_A_LINE) {
    const named = { name: symbol, called: "products", votes, bias: null, value: outputAt(context) };
    return { readings, ...tallied({ ...named, limit: limitFor(context.output), row: votes.length }) };
  }
  return { readings, formula: inLines(context, shares, kind, symbol), products };
}

/** up · local + up · local, and below it what each product makes. */
function inLines(
  context: DetailContext,
  shares: readonly Share[],
  kind: Told["kind"],
  symbol: string,
): Part[][] {
  const factors = shares.map((share): Part[] => [
    upstream(context, share.at),
    " · ",
    localNumber(share, kind),
  ]);
  const line: Part[] = [`${symbol} = `, ...factors.flatMap((each, i) => (i ? [" + ", ...each] : each))];
  if (shares.length === 1) return [[...line, " = ", downstream(context)]];
  const decimals = decimalsFor(limitFor(context.output));
  const total = shown(outputAt(context), decimals);
  const exact = shares.map(({ at, local }) => (context.inputs[0]?.tensor.data[at] ?? Number.NaN) * local);
  const terms = shownTerms(exact, total.ticks, decimals).map((term) => fromShown(term, "gradient"));
  return [line, ["= ", ...joined(terms, " + "), " = ", { ...downstream(context), text: total.text }]];
}

/** A value of dL/dY as a number in the formula. */
export function upstream({ inputs }: DetailContext, index: number): FormulaNumber {
  const value = inputs[0]?.tensor.data[index] ?? Number.NaN;
  return { ...number(value, "gradient"), at: { input: 0, index }, role: "upstream" };
}

/** A local derivative as a number in the formula. */
export function localNumber(
  { local, localText, localAt }: Omit<Share, "at">,
  kind: Told["kind"],
): FormulaNumber {
  const text = localText === undefined ? {} : { text: localText };
  const scale = kind === "gradient" ? { limit: STEEPEST } : {};
  return { ...number(local, kind), ...text, ...scale, ...(localAt && { at: localAt }), role: "local" };
}

/** The opened value of the downstream gradient. */
export const downstream = (context: DetailContext): FormulaNumber => ({
  ...number(outputAt(context), "result"),
  role: "downstream",
});

function voteOf(context: DetailContext, { at, local, localText }: Share, kind: Told["kind"]): Vote {
  const { tensor } = context.inputs[0] as DetailContext["inputs"][number];
  const { isLogits, layer, classes } = forwardOf(context);
  const isClasses = (isLogits || layer.op === "softmax") && classes.length === tensor.data.length;
  return {
    label: (isClasses && classes[at]) || placeIn(tensor.shape, at),
    input: tensor.data[at] ?? Number.NaN,
    inputKind: "gradient",
    weight: local,
    weightKind: kind,
    ...(localText !== undefined && { weightText: localText }),
    at: { input: 0, index: at },
  };
}

/** "map 3, row 1, column 2", "unit 7". */
function placeIn(shape: readonly number[], index: number): string {
  const [map = 0, ...unit] = unitAt(index, shape);
  return unit.length ? `map ${map}, ${describeUnit(unit)}` : `unit ${map}`;
}

/** What of dL/dY is read, framed on its map; of several maps on the first. */
function readingsOf({ inputs }: DetailContext, shares: readonly Share[]): Reading[] {
  const { shape = [] } = inputs[0]?.tensor ?? {};
  const places = shares.map(({ at }) => unitAt(at, shape));
  const [first] = places;
  if (!first) return [];
  const [channel = 0, ...unit] = first;
  if (shape.slice(1).every((length) => length === 1)) return [{ input: 0, channel: 0, index: channel }];
  const frame = frameOf(unit, inputs[0]?.tensor);
  const cells = places.filter(([map]) => map === channel).map((place) => cellOf(place.slice(1)));
  const [rows, columns] = [cells.map(([y]) => y), cells.map(([, x]) => x)];
  const [top, left] = [Math.min(...rows), Math.min(...columns)];
  const kernel = [Math.max(...rows) - top + 1, Math.max(...columns) - left + 1] as const;
  const rule = { ...ONE_CELL, kernel };
  return [{ input: 0, channel, frame, window: { rule, unit: [top, left], leaps: true } }];
}

/** The place of the opened downstream value in its data. */
export const downstreamIndex = ({ map, unit, output }: DetailContext): number =>
  indexOf([map, ...unit], output.shape);
