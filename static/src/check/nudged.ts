/** The number that an opened layer's gradient is shown at: what a check nudges. */
import type { DetailContext } from "../details/context.ts";
import type { Nudged } from "../wire/checks.ts";
import type { Tensor } from "../wire/tensor.ts";

export interface NudgedValue extends Nudged {
  /** What its gradient is called: "dL/dW". */
  symbol: string;
  /** The gradient as it is shown. */
  shown: number;
}

/** Of a layer's way back the opened number of the gradient sent; else that of the gradient at its output. Null: none. */
export function nudgedOf(context: DetailContext): NudgedValue | null {
  const { back, layer } = context;
  if (back) {
    const { wrt, input, symbol, downstream } = back.way;
    const of = input === null ? wrt : `input${input || ""}`;
    return placed({ layer: layer.name, of, symbol }, downstream, context);
  }
  const dOutput = context.gradient?.dOutput;
  return dOutput ? placed({ layer: layer.name, of: "output", symbol: "dL/dY" }, dOutput, context) : null;
}

function placed(
  about: Omit<NudgedValue, "index" | "shown">,
  { shape, data }: Tensor,
  { map, unit }: Pick<DetailContext, "map" | "unit">,
): NudgedValue | null {
  const index = shape.map((_, axis) => (axis ? (unit[axis - 1] ?? 0) : map));
  const place = index.reduce((sum, at, axis) => sum * (shape[axis] ?? 1) + at, 0);
  const shown = data[place];
  return shown === undefined ? null : { ...about, index, shown };
}

/** "W[2, 1, 0, 1]": the value, of which "dL/dW" is the gradient. */
export const valueName = ({ symbol, index }: Pick<NudgedValue, "symbol" | "index">): string =>
  `${symbol.replace("dL/d", "")}[${index.join(", ")}]`;
