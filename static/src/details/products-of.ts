/** The products of an opened unit, where its operation adds up products. */

import { unitWithin } from "../graph/raster.ts";
import type { DetailContext } from "./context.ts";
import { openFilter } from "./convolution.ts";
import { type Explanation, linkTo } from "./explain/explanation.ts";
import { explained } from "./explain/table.ts";
import type { Products, Vote } from "./explain/votes.ts";

/** The last answer: asked for at every step, by several, and long for a wide dense layer. */
let last: { key: readonly unknown[]; products: Products | null } | undefined;

/** Null for operations that are no sum of products, and while weights are on their way. */
export function productsOf(wished: DetailContext): Products | null {
  const context = { ...wished, ...standWithin(wished) };
  const { layer, inputs, output, weights, map, unit, back } = context;
  const key = [
    layer,
    back?.way.wrt,
    output,
    weights,
    map,
    String(unit),
    ...inputs.map(({ tensor }) => tensor),
  ];
  if (!last || last.key.length !== key.length || last.key.some((part, i) => part !== key[i])) {
    last = {
      key,
      products: /^conv(transpose)?\dd$/.test(layer.op) ? convolved(context) : summedUp(context),
    };
  }
  return last.products;
}

/** A link may name a place outside of the maps. */
function standWithin({ output, map, unit }: DetailContext): Pick<DetailContext, "map" | "unit"> {
  const [maps = 1, ...axes] = output.shape;
  return { map: Math.min(map, maps - 1), unit: unitWithin(unit, axes) };
}

/** Kernels over the channels of an input, of any rank: in the order of the channels, and of the cells in each. */
function convolved(context: DetailContext): Products | null {
  const { inputs, weights, map, unit } = context;
  const input = inputs[0]?.tensor;
  if (!weights.weight || !input) return null;
  const { window, kernels, first, count } = openFilter(context);
  const cells = window.cells(unit);
  const list = Array.from({ length: count }, (_, i) => first + i).flatMap((channel) => {
    const kernel = kernels.of(channel);
    return cells.map(
      ({ at, weight }): Vote => ({
        label: `channel ${channel}`,
        input: at ? input.at(channel, ...at) : 0,
        weight: kernel[weight] ?? Number.NaN,
        ...(at && { at: linkTo(input, [channel, ...at]) }),
      }),
    );
  });
  return { list, bias: weights.bias?.at(map) ?? null, row: cells.length };
}

function summedUp(context: DetailContext): Products | null {
  const explanation = explained(context);
  if (context.back) return explanation.products ?? null;
  return explanation.products ?? meanOf(context, explanation);
}

/** A mean is a sum of products too: of every value with its share. */
function meanOf({ layer }: DetailContext, { numbers }: Explanation): Products | null {
  if (!numbers || !/^(global)?avgpool/.test(layer.op)) return null;
  const inside = numbers.cells.filter((cell) => cell.inside);
  const counted = layer.count_padding === true ? numbers.cells.filter((cell) => cell.padded) : inside;
  const list = inside.map(
    ({ value, at }, i): Vote => ({
      label: `value ${i}`,
      input: value,
      weight: 1 / counted.length,
      weightText: `1/${counted.length}`,
      ...(at && { at }),
    }),
  );
  return { list, bias: null, row: list.length };
}
