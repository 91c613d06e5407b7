/** A step of learning as it is ordered: on which picture, from which edits on, for which class, by which rule. */
import type { Edits } from "../edits/edits.ts";
import type { Loss, Source } from "../wire/client.ts";
import type { Plan } from "../wire/updates.ts";

export interface StepOrder {
  plan: Plan;
  source: Source;
  target: number;
  loss: Loss;
  /** Weights that were edited since the step before: they become part of this one. */
  edits: Edits;
}
