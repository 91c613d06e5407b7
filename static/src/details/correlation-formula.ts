/** The gradient of a weight in letters, with the layer's own stride, padding and dilation; and one product of it. */
import { indexOf } from "../graph/raster.ts";
import { decimalsFor, shown } from "./adding-up.ts";
import { inputKind } from "./context.ts";
import { placeIn } from "./conv-formula.ts";
import type { Meeting, OpenedCorrelation } from "./correlation.ts";
import { type FormulaNumber, fromShown, type Part, sub } from "./explain/parts.ts";

const PLACES = ["t", "i", "j"];
const CELLS = ["s", "u", "v"];
const last = (letters: readonly string[], axes: number): string[] =>
  axes === 1 ? [letters[1] as string] : letters.slice(letters.length - axes);

/** dL/dw = Σ x · dL/dy. */
export function correlationSymbols({ window, over, kernel, context }: OpenedCorrelation): Part[] {
  const { axes } = window;
  const [places, cells] = [last(PLACES, axes.length), last(CELLS, axes.length)];
  const read = axes.map((axis, i) => placeIn(axis, false, cells[i] as string, places[i] as string));
  const isPixel = (context.output.shape.slice(2) ?? []).every((length) => length === 1);
  const own = [context.map, context.unit[0] ?? 0, ...(isPixel ? [] : cells)].join(", ");
  return [
    sub("dL/dw", own),
    " = ",
    sub("Σ", places.join(", ")),
    " ",
    side(over.input, [over.channel, ...read].join(", ")),
    " · ",
    side(kernel.input, [kernel.channel, ...places].join(", ")),
  ];
}

/** The first input is dL/dY, the other what the layer read. */
const side = (input: number, indices: string): Part =>
  input === 0 ? sub("dL/dy", indices) : sub("x", indices);

/** x₃,₁₄,₂₀ · dL/dy₅,₁₄,₂₁ = 1.339 × 0.00560 = 0.00750. */
export function meetingFormula(opened: OpenedCorrelation, meeting: Meeting): Part[] {
  const { over, kernel, context, decimals } = opened;
  const { cell, place } = meeting;
  const at = indexOf([kernel.channel, ...place], kernel.tensor.shape);
  const read: FormulaNumber = {
    text: meeting.overText,
    value: meeting.over,
    kind: inputKind(context, over.input),
    ...(meeting.at && { at: meeting.at }),
  };
  return [
    cell.at ? side(over.input, [over.channel, ...cell.at].join(", ")) : "0",
    " · ",
    side(kernel.input, [kernel.channel, ...place].join(", ")),
    " = ",
    read,
    " × ",
    {
      text: meeting.kernelText,
      value: meeting.kernel,
      kind: inputKind(context, kernel.input),
      at: { input: kernel.input, index: at },
    },
    " = ",
    fromShown(
      shown(meeting.product, Math.max(decimals, decimalsFor(Math.abs(meeting.product)))),
      context.kinds.output,
    ),
  ];
}
