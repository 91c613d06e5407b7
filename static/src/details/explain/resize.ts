/** Maps made larger or smaller: each unit is a copy, or a mixture, of values around its place in the input. */
import { describeUnit } from "../../graph/raster.ts";
import type { DetailContext } from "../context.ts";
import { copied } from "./copies.ts";
import {
  cellAt,
  type Explain,
  type Explanation,
  number,
  numbersOf,
  outputAt,
  type Part,
  result,
  valueAlone,
} from "./explanation.ts";

/** Shares are of float32 numbers: closer than this counts as equal. */
const EQUAL_SHARE = 1e-4;

const ROUNDED: Record<string, (place: number) => number> = {
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

interface Mixed {
  index: number[];
  share: number;
}

interface Tap {
  place: number;
  share: number;
}

/** Whether it is known here what this layer mixes. */
export const isKnown = ({ layer: { mode } }: DetailContext): boolean =>
  mode === "nearest" || mode === "linear";

/** The places that the opened unit takes from, channels aside, and how much of each. */
export const mixedAt = (context: DetailContext): Mixed[] =>
  mixtureOf(tapsOf(context)).filter(({ share }) => share > 0);

export const resize: Explain = (context) => {
  if (!isKnown(context)) return valueAlone(context);
  const mixed = mixedAt(context);
  const input = context.inputs[0]?.tensor;
  const value = mixed.reduce(
    (sum, { index, share }) => sum + share * (input?.at(context.map, ...index) ?? 0),
    0,
  );
  // Rather no formula than one that does not give the value shown.
  if (Math.abs(value - outputAt(context)) > EQUAL_SHARE * (1 + Math.abs(value))) return valueAlone(context);
  const [first] = mixed;
  if (mixed.length === 1 && first) {
    return copied(
      context,
      "Each value is a copy of the nearest value of the input.",
      [context.map, ...first.index],
      "",
    );
  }
  return mixture(context, mixed);
};

/** Along each axis the places in the input that a unit takes from. */
function tapsOf(context: DetailContext): Tap[][] {
  const { layer, inputs, output, unit } = context;
  const scales = numbersOf(context, "scale");
  return unit.map((place, axis) => {
    const old = inputs[0]?.tensor.shape[axis + 1] ?? 1;
    const length = output.shape[axis + 1] ?? 1;
    const scale = scales?.[axis] ?? length / old;
    if (scale === 1) return [{ place, share: 1 }];
    return tapsAt(coordinate(String(layer.coordinates), place, old, length, scale), old, layer);
  });
}

function tapsAt(at: number, old: number, layer: DetailContext["layer"]): Tap[] {
  const inside = (place: number) => Math.max(0, Math.min(old - 1, place));
  if (layer.mode === "nearest") {
    const rounded = (ROUNDED[String(layer.nearest)] ?? Math.round)(at);
    return [{ place: inside(rounded), share: 1 }];
  }
  const before = Math.floor(at);
  const [low, high] = [inside(before), inside(before + 1)];
  if (low === high) return [{ place: low, share: 1 }];
  return [
    { place: low, share: 1 - (at - before) },
    { place: high, share: at - before },
  ];
}

/** The coordinate among the inputs of an output, by the names of ONNX. */
function coordinate(kind: string, place: number, old: number, length: number, scale: number): number {
  const exact = old * scale;
  if (kind === "align_corners") return exact === 1 ? 0 : (place * (old - 1)) / (exact - 1);
  if (kind === "asymmetric") return place / scale;
  if (kind === "pytorch_half_pixel" && exact === 1) return 0;
  const shift = kind === "half_pixel_symmetric" ? (old / 2) * (1 - length / exact) : 0;
  return shift + (place + 0.5) / scale - 0.5;
}

function mixtureOf(taps: readonly Tap[][]): Mixed[] {
  return taps.reduce<Mixed[]>(
    (mixed, axis) =>
      mixed.flatMap(({ index, share }) =>
        axis.map((tap) => ({ index: [...index, tap.place], share: share * tap.share })),
      ),
    [{ index: [], share: 1 }],
  );
}

function mixture(context: DetailContext, mixed: readonly Mixed[]): Explanation {
  const [input] = context.inputs;
  const parts = mixed.flatMap(({ index, share }, i): Part[] => [
    ...(i ? [" + "] : []),
    `${Number(share.toFixed(4))} · `,
    number(input?.tensor.at(context.map, ...index) ?? Number.NaN),
  ]);
  return {
    readings: [cellAt(context, [context.map, ...(mixed[0]?.index ?? [])])],
    rule: `Values in between are mixed, the nearer the more; the first is at ${describeUnit(mixed[0]?.index ?? [])}.`,
    formula: [[...parts, " = ", result(outputAt(context))]],
  };
}
