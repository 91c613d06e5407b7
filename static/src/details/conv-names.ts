/** What the parts of a convolution's view are called: forward, and on the way back to its input. */
import type { DetailContext } from "./context.ts";
import { type Part, sub } from "./explain/parts.ts";
import { isTransposed } from "./operation-names.ts";

export interface ConvNames {
  /** What each map of the input is. */
  input: "channel" | "filter";
  /** What each map of the output is. */
  output: "map" | "channel";
  /** The output, and what stands before the place of one value of it: "unit ". */
  result: string;
  value: string;
  /** On the cards. */
  cards: string;
  /** Input and output in formulas, with their indices. */
  x(indices: string): Part;
  y(indices: string): Part;
  /** Whether the kernel is read from its last cell to its first. */
  isTurned: boolean;
}

const FORWARD: ConvNames = {
  input: "channel",
  output: "map",
  result: "",
  value: "unit ",
  cards: "input, kernel, sum of products",
  x: (indices) => sub("x", indices),
  y: (indices) => sub("y", indices),
  isTurned: false,
};

/** Of a convolution's own context, and of that of its way back. */
export function namesOf({ back, layer }: Pick<DetailContext, "back" | "layer">): ConvNames {
  if (!back) return FORWARD;
  return {
    input: "filter",
    output: "channel",
    result: back.way.symbol,
    value: "",
    cards: "dL/dY, kernel, share of the gradient",
    x: (indices) => sub("dL/dy", indices),
    y: (indices) => sub("dL/dx", indices),
    isTurned: isTransposed(layer),
  };
}

/** Whether the view tells how values paint kernels, and not how a window slides over them. */
export const paints = ({ back, how, layer }: Pick<DetailContext, "back" | "how" | "layer">): boolean =>
  isTransposed(layer) && (!back || how === "scatter");
