/** The products of an opened unit, where its operation adds up products. */
import type { DetailContext } from "./context.ts";
import { explanationOf } from "./explain/table.ts";
import type { Products } from "./explain/votes.ts";

/** The last answer: asked for at every step, by several, and long for a wide dense layer. */
let last: { key: readonly unknown[]; products: Products | null } | undefined;

/** Null for operations that are no sum of products, and while weights are on their way. */
export function productsOf(context: DetailContext): Products | null {
  const { layer, inputs, output, weights, map, unit } = context;
  const key = [layer, output, weights, map, String(unit), ...inputs.map(({ tensor }) => tensor)];
  if (!last || last.key.length !== key.length || last.key.some((part, i) => part !== key[i])) {
    last = { key, products: explanationOf(layer.op)(context).products ?? null };
  }
  return last.products;
}
