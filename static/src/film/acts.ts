/** What a layer looks like in the film: a few acts, chosen by what the operation does to its input. */
import { isTransposed } from "../details/operation-names.ts";
import { rasterOf } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";

export type Act =
  /** Filters sweep over the input; each makes a map. */
  | "sweep"
  /** A window walks over every map, and leaves one value of each place. */
  | "pool"
  /** Every map becomes one value. */
  | "collapse"
  /** Values change where they are. */
  | "wash"
  /** Volumes of one shape become one, place by place. */
  | "merge"
  /** Volumes are put behind each other. */
  | "join"
  /** A volume is laid out as a row of values. */
  | "unroll"
  /** Every value votes for every output. */
  | "votes"
  /** Scores become shares of one. */
  | "bars"
  /** What a backward pass begins with: the loss, and the gradient of each score. */
  | "loss"
  /** Anything else: the input gives way to the output. */
  | "change";

const SHARES = new Set(["softmax", "logsoftmax"]);

type Shape = readonly number[];

/** The act of a layer that reads inputs of these shapes. */
export function actOf({ op, kernel, output_shape: output }: LayerDescription, inputs: readonly Shape[]): Act {
  const [input = []] = inputs;
  if (op === "dense") return "votes";
  if (op === "concat") return "join";
  if (inputs.length > 1 && inputs.every((shape) => isSame(shape, output))) return "merge";
  if (inputs.length > 1) return "change";
  if (kernel) return op.startsWith("conv") ? "sweep" : "pool";
  const becomesVector = rasterOf(output).kind === "unit";
  if (SHARES.has(op) && becomesVector) return "bars";
  if (isSame(input, output)) return "wash";
  const wasVector = rasterOf(input).kind === "unit";
  if (becomesVector && output[0] === input[0] && !wasVector) return "collapse";
  if (sizeOf(input) === sizeOf(output)) return becomesVector && wasVector ? "wash" : "unroll";
  return "change";
}

/** Whether each value of the input spreads over a window of the output: transposed, or the way back of what is not. */
export const spreads = (layer: LayerDescription): boolean => isTransposed(layer) !== Boolean(layer.mirrored);

const isSame = (a: Shape, b: Shape): boolean => a.join() === b.join();
const sizeOf = (shape: Shape): number => shape.reduce((all, length) => all * length, 1);
