/** Which operation goes back how. */
import { withoutFormula } from "../explain/explanation.ts";
import { FUNCTIONS } from "../explain/functions.ts";
import { alongAxes } from "../operation-names.ts";
import type { Back, Family } from "./back.ts";
import { dense } from "./dense.ts";
import { functions } from "./functions.ts";

const FAMILIES: Record<string, Family | null> = {
  ...Object.fromEntries(Object.keys(FUNCTIONS).map((operation) => [operation, functions])),
  // Their own view shows the gradients beside the forward pass.
  ...alongAxes("conv", null),
  ...alongAxes("convtranspose", null),
  dense,
};

/** For a way that is not taken apart here: what comes in, and what goes out. */
export const NO_FORMULA: Back = {
  explain: (context) =>
    withoutFormula(
      context,
      `How ${context.layer.op} sends its gradient back is not taken apart here yet; what comes in and what goes out is exact.`,
    ),
};

/** The ways of an operation; null where its own view shows them. */
export const familyOf = (operation: string): Family | null =>
  operation in FAMILIES ? (FAMILIES[operation] as Family | null) : {};
