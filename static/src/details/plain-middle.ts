/** Between input and output: the window's numbers or the function's curve, and the formula with the current numbers. */
import { html } from "lit";
import type { Kind } from "../colour.ts";
import { formatNumber } from "../format.ts";
import { styled } from "../styled.ts";
import { forwardAt } from "./backward/back.ts";
import { STEEPEST } from "./backward/shares.ts";
import { type DetailContext, inputKind } from "./context.ts";
import "./cs-curve.ts";
import "./cs-formula.ts";
import type { Limits } from "./cs-formula.ts";
import "./cs-matrix.ts";
import type { MatrixCell } from "./cs-matrix.ts";
import { extentOf, remembered } from "./distribution.ts";
import type { Curve } from "./explain/curves.ts";
import {
  type CellLink,
  type Explanation,
  inputAt,
  outputAt,
  sameLink,
  type WindowNumbers,
} from "./explain/explanation.ts";
import { limitFor } from "./limits.ts";
import { coloursIn, type MapImage } from "./map-image.ts";
import { numbersFor, type PlainRoom } from "./plain-layout.ts";

/** More numbers than these are not shown side by side. */
export const MOST_NUMBERS = 64;

/** The formula in letters, with its numbers, and the derivative. */
export function formulaView(context: DetailContext, explanation: Explanation, lit: CellLink | null) {
  const { symbols = [], formula, derivative = [] } = explanation;
  const lines = [...formula, ...derivative];
  return html`<cs-formula .symbols=${symbols} .lines=${lines} .limits=${limitsOf(context)} .lit=${lit}></cs-formula>`;
}

function limitsOf(context: DetailContext): Limits {
  const { inputs, output, weights, back } = context;
  const shown = [{ kind: context.kinds.output, tensor: output }];
  const all = [...shown, ...inputs.map(({ tensor }, input) => ({ kind: inputKind(context, input), tensor }))];
  const largest = (kind: Kind) =>
    Math.max(0, ...all.filter((each) => each.kind === kind).map(({ tensor }) => limitFor(tensor)));
  return {
    activation: largest("activation"),
    weight: Math.max(0, ...Object.values(weights).map(limitFor)),
    gradient: back ? largest("gradient") : STEEPEST,
    difference: 1,
    grey: 1,
  };
}

const spanOf = remembered((values) => extentOf(values));

/** The function's curve with the opened value on it. */
export function curveView(context: DetailContext, curve: Curve, height: number) {
  const forward = forwardAt(context);
  const values = forward.inputs[0]?.tensor.data;
  const extent = (values && spanOf(values)) ?? { low: 0, high: 0 };
  const graph = { curve, at: { x: inputAt(forward), y: outputAt(forward) }, extent };
  return html`<cs-curve .graph=${graph} ${styled({ "--curve-height": `${height}px` })}></cs-curve>`;
}

export interface Window {
  numbers: WindowNumbers;
  /** The map that the numbers are from. */
  image: MapImage;
  /** Lines of the formula below. */
  lines: number;
  layout: PlainRoom;
  lit: CellLink | null;
  light(at: CellLink | null): void;
}

/** The numbers under the window, the winner marked. */
export function windowView({ numbers, image, lines, layout, lit, light }: Window) {
  const { columns, cells, winner } = numbers;
  const entries = cells.map(
    ({ inside, value }, i): MatrixCell => ({
      outside: !inside,
      marked: i === winner,
      entries: [
        inside
          ? { name: "input", text: formatNumber(value), value, colours: coloursIn(image, value) }
          : { name: "padding", text: "–", value: 0, colours: { background: "none", ink: "inherit" } },
      ],
    }),
  );
  const { width, height, font } = numbersFor(columns, cells.length, lines, layout.arrangement === "tiny");
  const litCell = cells.findIndex(({ at }) => at && sameLink(at, lit));
  return html`<cs-matrix
    class="numbers"
    ${styled({ "max-width": `${width}px`, "--entry-height": `${height}px`, "--entry-font": `${font}px` })}
    .columns=${columns}
    .cells=${entries}
    .lit=${litCell < 0 ? null : litCell}
    label="The window's values"
    @cell-lit=${(event: CustomEvent<number | null>) => light(cells[event.detail ?? -1]?.at ?? null)}
  ></cs-matrix>`;
}
