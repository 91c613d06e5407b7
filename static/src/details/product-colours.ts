/** The numbers of a unit's products in the colours of what they are. */
import { INPUT } from "../graph/connectivity.ts";
import { indexOf, unitAt } from "../graph/raster.ts";
import { sizeOf, Tensor } from "../wire/tensor.ts";
import { type DetailContext, inputKind } from "./context.ts";
import type { Entry } from "./cs-matrix.ts";
import { limitFor } from "./limits.ts";
import { type CellColours, cellColours, coloursIn, type MapImage, mapImage } from "./map-image.ts";
import type { OpenedProduct, OpenedUnit } from "./opened-unit.ts";

const NO_COLOUR: CellColours = { background: "transparent", ink: "inherit" };

/** The map (of a clip, its frame) of the input that a product reads; undefined for a zero of the padding. */
export function imageOf(context: DetailContext, { at }: OpenedProduct): MapImage | undefined {
  const { inputs, picture } = context;
  const input = at && inputs[at.input];
  if (!at || !input) return undefined;
  const { shape } = input.tensor;
  const [channel = 0, ...place] = unitAt(at.index, shape);
  const frame = indexOf(place.slice(0, -2), shape.slice(1, -2));
  const colours = input.name === INPUT ? picture : undefined;
  const limit = limitFor(input.tensor);
  return mapImage(
    input.tensor,
    shape.length > 1 ? channel : 0,
    inputKind(context, at.input),
    limit,
    colours,
    frame,
  );
}

/** The channel of the input that a product reads; undefined for one of the padding, and for vectors. */
export function channelOf({ inputs }: DetailContext, { at }: OpenedProduct): number | undefined {
  const { shape = [] } = (at && inputs[at.input]?.tensor) ?? {};
  return at && shape.length > 1 ? Math.floor(at.index / sizeOf(shape.slice(1))) : undefined;
}

/** Input × weight = product, each with its colour. */
export function entriesOf(context: DetailContext, opened: OpenedUnit, product: OpenedProduct): Entry[] {
  const { largestWeight, largestProduct } = limitsOf(opened);
  const image = imageOf(context, product);
  const kind = product.weightKind ?? context.kinds.weights;
  return [
    {
      name: "input",
      text: product.inputText,
      value: product.input,
      colours: image ? coloursIn(image, product.input) : NO_COLOUR,
    },
    {
      name: "weight",
      sign: "×",
      text: product.weightText,
      value: product.weight,
      colours: cellColours(product.weight, largestWeight, kind),
    },
    {
      name: "product",
      sign: "=",
      text: product.product.text,
      value: product.product.value,
      adjusted: product.product.adjusted,
      colours: cellColours(product.product.value, largestProduct, context.kinds.output),
    },
  ];
}

/** The weights of a row as a map, where they form a window; its cells are in the order of the products. */
export function kernelImage({ layer }: DetailContext, opened: OpenedUnit, row: number): MapImage | undefined {
  const { kernel = [] } = layer;
  const products = opened.rows[row]?.products ?? [];
  if (!kernel.length || sizeOf(kernel) !== products.length || products[0]?.weightText?.includes("/"))
    return undefined;
  const weights = Float32Array.from(products, ({ weight }) => weight);
  const rows = kernel.length > 1 ? sizeOf(kernel.slice(0, -1)) : 1;
  const tensor = new Tensor([1, rows, kernel.at(-1) ?? 1], weights);
  return mapImage(tensor, 0, "weight", limitsOf(opened).largestWeight);
}

const limits = new WeakMap<OpenedUnit, { largestWeight: number; largestProduct: number }>();

function limitsOf(opened: OpenedUnit) {
  const known = limits.get(opened);
  if (known) return known;
  let [largestWeight, largestProduct] = [0, 0];
  for (const { weight, product } of opened.products) {
    largestWeight = Math.max(largestWeight, Math.abs(weight));
    largestProduct = Math.max(largestProduct, Math.abs(product.value));
  }
  const found = { largestWeight, largestProduct };
  limits.set(opened, found);
  return found;
}
