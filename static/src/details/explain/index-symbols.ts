/** The places of units and of what their windows read, in letters: y with i, j; x with 2i + u, 2j + v. */
import type { DetailContext } from "../context.ts";
import { type Built, sub } from "./parts.ts";

const UNITS = ["t", "i", "j"];
const STEPS = ["s", "u", "v"];

type Opened = Pick<DetailContext, "layer" | "unit">;

/** The letters of the last axes; more axes than three share the first letter. */
const lettersOf = (letters: readonly string[], axes: number): string[] =>
  Array.from({ length: axes }, (_, axis) => letters[Math.max(0, letters.length - axes + axis)] as string);

/** y with the unit's place. A signal's place is i. */
export const unitSymbol = ({ unit }: Opened, name = "y"): Built =>
  sub(name, unitLetters(unit.length).join(", "));

/** What a window's cells are counted with: u, v. */
export const placesUnder = ({ unit }: Opened): string => stepLetters(unit.length).join(", ");

/** x at a cell of the window, with the layer's own stride, dilation and padding. */
export function windowSymbol({ layer, unit }: Opened, name = "x"): Built {
  const steps = stepLetters(unit.length);
  const places = unitLetters(unit.length).map((letter, axis) => {
    const before = layer.padding?.[axis] ?? 0;
    const unitPlace = `${times(layer.stride?.[axis] ?? 1)}${letter}`;
    const step = `${times(layer.dilation?.[axis] ?? 1)}${steps[axis]}`;
    return `${unitPlace} + ${step}${before > 0 ? ` − ${before}` : ""}`;
  });
  return sub(name, places.join(", "));
}

const times = (factor: number): string => (factor === 1 ? "" : `${factor}`);
const unitLetters = (axes: number): string[] => (axes === 1 ? ["i"] : lettersOf(UNITS, axes));
const stepLetters = (axes: number): string[] => (axes === 1 ? ["u"] : lettersOf(STEPS, axes));
