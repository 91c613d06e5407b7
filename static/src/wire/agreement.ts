/** Checked by tsc, nothing to run: what the server may send (schema.ts is made from it) is what the pages expect. */
import type * as attributions from "./attributions.ts";
import type * as checks from "./checks.ts";
import type * as expected from "./events.ts";
import type * as fields from "./fields.ts";
import type { components } from "./schema.ts";
import type * as updates from "./updates.ts";

type Schemas = components["schemas"];
/** Without the tensors as lists, which the pages never ask for. */
type AsAsked<T> = T extends Schemas["ListedTensor"]
  ? never
  : T extends object
    ? { [K in keyof T]: AsAsked<T[K]> }
    : T;
type Sent = { [Name in keyof Schemas]: AsAsked<Schemas[Name]> };
type Accepts<Ours, Theirs extends Ours> = [Ours, Theirs];

export type Agreement = [
  Accepts<expected.LayerDescription, Sent["LayerDescription"]>,
  Accepts<expected.ModelSummary, Sent["ModelSummary"]>,
  Accepts<expected.ModelDescription, Sent["ModelDescription"]>,
  Accepts<expected.SampleDescription, Sent["SampleDescription"]>,
  Accepts<expected.ProblemDocument, Sent["ProblemDocument"]>,
  Accepts<expected.StreamEvent, Sent["Event"]>,
  Accepts<fields.UnitField, Sent["UnitField"]>,
  Accepts<fields.UnitGradient, Sent["UnitGradient"]>,
  Accepts<fields.SeenBy, Sent["SeenBy"]>,
  Accepts<attributions.MethodDescription, Sent["MethodDescription"]>,
  Accepts<attributions.AttributionStreamEvent, Sent["AttributionStreamEvent"]>,
  Accepts<attributions.PatchDescription, Sent["PatchDescription"]>,
  Accepts<checks.CheckAnswer, Sent["CheckAnswer"]>,
  Accepts<updates.UpdateAnswer, Sent["UpdateAnswer"]>,
];
