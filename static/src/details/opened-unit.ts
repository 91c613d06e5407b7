/** A unit taken apart into its products: rows of them, and a sum that grows product by product to the value. */
import { type Kind, limitOf } from "../colour.ts";
import { formatFixed } from "../format.ts";
import { decimalsFor, type Shown, shown, shownTerms } from "./adding-up.ts";
import { type DetailContext, inputKind } from "./context.ts";
import { decimalsOf } from "./digits.ts";
import type { Vote } from "./explain/votes.ts";
import { productsOf } from "./products-of.ts";

export interface OpenedProduct extends Vote {
  /** Among all products of the unit. */
  index: number;
  inputText: string;
  weightText: string;
  product: Shown;
}

/** Products that belong together: those of one channel, or all of them. They add up to `sum` as shown. */
export interface ProductRow {
  products: OpenedProduct[];
  sum: Shown;
}

export class OpenedUnit {
  readonly rows: readonly ProductRow[];
  readonly bias: Shown | null;
  readonly total: Shown;
  readonly decimals: number;
  /** What kind of number the unit's value is. */
  readonly kind: Kind;
  /** The products in order. */
  readonly products: readonly OpenedProduct[];
  /** The sum before each product, and behind the last, in units of the last digit. */
  readonly #ticks: number[];

  constructor(rows: readonly ProductRow[], bias: Shown | null, total: Shown, decimals: number, kind: Kind) {
    this.kind = kind;
    this.rows = rows;
    this.bias = bias;
    this.total = total;
    this.decimals = decimals;
    this.products = rows.flatMap(({ products }) => products);
    this.#ticks = [0];
    for (const { product } of this.products) this.#ticks.push((this.#ticks.at(-1) as number) + product.ticks);
  }

  /** What the products before the one with index `end` add up to, as shown; only those from `start` on. */
  sumOf(end: number, start = 0): { value: number; text: string } {
    const value = ((this.#ticks[end] ?? 0) - (this.#ticks[start] ?? 0)) / 10 ** this.decimals;
    return { value, text: formatFixed(value, this.decimals) };
  }

  /** The row that a product lies in; of none, the one that counts most. */
  rowOf(product: number | null): number {
    if (product !== null) {
      const found = this.rows.findIndex(({ products }) => (products.at(-1)?.index ?? -1) >= product);
      return Math.max(0, found);
    }
    const weight = (row: number) => Math.abs(this.rows[row]?.sum.value ?? 0);
    return this.rows.reduce((most, _, row) => (weight(row) > weight(most) ? row : most), 0);
  }
}

/** Null where the operation is no sum of products, or its weights are on their way. */
export function openUnit(context: DetailContext): OpenedUnit | null {
  const products = productsOf(context);
  if (!products?.list.length) return null;
  const { output, map, unit, kinds } = context;
  const { list, bias: biasValue, row } = products;
  const decimals = decimalsOf(kinds.output, output.shape.length > 1 ? output.map(map) : output.data);
  const size = row > 1 ? row : list.length;
  const chunks = Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
  const total = shown(output.at(map, ...unit), decimals);
  const exact = chunks.map((chunk) => chunk.reduce((sum, { input, weight }) => sum + input * weight, 0));
  const terms = shownTerms([...exact, ...(biasValue === null ? [] : [biasValue])], total.ticks, decimals);
  const factors = factorDecimals(context, list);
  const rows = chunks.map((chunk, i) => rowOf(chunk, i * size, terms[i] as Shown, decimals, factors));
  return new OpenedUnit(rows, terms[chunks.length] ?? null, total, decimals, context.kinds.output);
}

interface Factors {
  input: number;
  weight: number;
}

function factorDecimals(context: DetailContext, list: readonly Vote[]): Factors {
  const inputs = context.inputs.map(({ tensor }, i) => decimalsOf(inputKind(context, i), tensor.data));
  return {
    input: inputs.length ? Math.min(...inputs) : decimalsFor(0),
    // One more than the products have, so that these can be checked by hand where an input is large.
    weight: decimalsFor(limitOf(Float32Array.from(list, ({ weight }) => weight))) + 1,
  };
}

function rowOf(
  chunk: readonly Vote[],
  first: number,
  sum: Shown,
  decimals: number,
  factors: Factors,
): ProductRow {
  const terms = shownTerms(
    chunk.map(({ input, weight }) => input * weight),
    sum.ticks,
    decimals,
  );
  const products = chunk.map((vote, i) => ({
    ...vote,
    index: first + i,
    inputText: formatFixed(vote.input, factors.input),
    weightText: vote.weightText ?? formatFixed(vote.weight, factors.weight),
    product: terms[i] as Shown,
  }));
  return { products, sum };
}
