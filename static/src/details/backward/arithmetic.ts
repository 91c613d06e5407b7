/** Values that met: each gets the gradient times what the other made of it; one that was repeated adds up. */
import type { Tensor } from "../../wire/tensor.ts";
import type { DetailContext } from "../context.ts";
import { type Operand, operandsOf } from "../explain/arithmetic.ts";
import { linkTo, type Part } from "../explain/explanation.ts";
import type { Back, Family, ParameterBack } from "./back.ts";
import { dBy, type Share } from "./shares.ts";
import { type Tap, type Wiring, wired } from "./wiring.ts";

type Slope = Omit<Share, "at">;

/** ∂y/∂(operand) at a unit, from all operands there and the unit's value. */
type SlopeOf = (operands: readonly Operand[], own: number, value: number) => Slope;

const ONE: Slope = { local: 1, localText: "1" };
const NONE: Slope = { local: 0, localText: "0" };

function meeting(rule: string, line: Part[], slopeOf: SlopeOf, isProduct = false): Family {
  const wiring: Omit<Wiring, "taps"> = {
    rule,
    symbols: [line],
    ...(isProduct && { kind: "activation" as const, beside: others }),
  };
  const input: Back = wired({
    ...wiring,
    ownMap: ({ output, inputs }, of) => isChannelwise(output, inputs[of ?? -1]?.tensor),
    taps: (output, of): Tap[] => tapsOf(output, slopeOf, (operand) => operand.input === of),
  });
  return { input, parameters: { constant: constantOf(wiring, slopeOf) } };
}

/** Whether each map is made of the same map of an operand. */
const isChannelwise = ({ shape }: Tensor, operand: Tensor | undefined): boolean =>
  shape.length > 1 && operand?.shape.length === shape.length && operand.shape[0] === shape[0];

function tapsOf(output: DetailContext, slopeOf: SlopeOf, isOwn: (operand: Operand) => boolean): Tap[] {
  const operands = operandsOf(output);
  const own = operands.findIndex(isOwn);
  const index = operands[own]?.index;
  return index ? [{ index, ...slopeOf(operands, own, output.output.at(output.map, ...output.unit)) }] : [];
}

function constantOf(wiring: Omit<Wiring, "taps">, slopeOf: SlopeOf): ParameterBack {
  const back = wired({ ...wiring, taps: (output) => tapsOf(output, slopeOf, ({ input }) => input === null) });
  return { ...back, symbol: "c", called: "the constant" };
}

/** Of two that are multiplied the other one is the local gradient. */
function others({ inputs }: DetailContext, own: number | null) {
  return inputs.flatMap((each, input) => (input === own ? [] : [{ ...each, kind: "activation" as const }]));
}

const theOther = (operands: readonly Operand[], own: number): Operand | undefined => operands[1 - own];

const COPY: Part[] = [dBy("x"), " = ", dBy("y")];

export const add = meeting("Adding copies the gradient: each that was added gets it whole.", COPY, () => ONE);

export const subtract = meeting(
  "The first gets the gradient as it is, what was taken from it gets its negative.",
  [dBy("a"), " = ", dBy("y"), ", ", dBy("b"), " = −", dBy("y")],
  (_, own) => (own === 0 ? ONE : { local: -1, localText: "−1" }),
);

export const multiply = meeting(
  "Each gets the gradient times the other's value.",
  [dBy("x"), " = ", dBy("y"), " · the other"],
  (operands, own) => {
    const other = theOther(operands, own);
    const at = other && other.input !== null ? { localAt: linkTo(other.tensor, other.index, 1) } : {};
    return { local: other?.value ?? Number.NaN, ...at };
  },
  true,
);

export const divide = meeting(
  "The first gets the gradient divided by the second; the second gets it times −y / b.",
  [dBy("a"), " = ", dBy("y"), " · 1 / b, ", dBy("b"), " = −", dBy("y"), " · y / b"],
  (operands, own, value) => {
    const divisor = operands[1]?.value ?? Number.NaN;
    return { local: own === 0 ? 1 / divisor : -value / divisor };
  },
);

const extreme = meeting(
  "The gradient goes to the one that was chosen (w = 1), of equals to the first; the others get nothing (w = 0).",
  [dBy("x"), " = ", dBy("y"), " · w"],
  (operands, own, value) => (operands.findIndex((each) => each.value === value) === own ? ONE : NONE),
);

export const maximum = extreme;
export const minimum = extreme;
