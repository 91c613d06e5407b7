/** Checked by tsc, nothing to run: what the server may send (schema.ts is made from it) is what the pages expect. */
import type * as expected from "./events.ts";
import type { components } from "./schema.ts";

type Sent = components["schemas"];
type Accepts<Ours, Theirs extends Ours> = [Ours, Theirs];

export type Agreement = [
  Accepts<expected.LayerDescription, Sent["LayerDescription"]>,
  Accepts<expected.ModelSummary, Sent["ModelSummary"]>,
  Accepts<expected.ModelDescription, Sent["ModelDescription"]>,
  Accepts<expected.SampleDescription, Sent["SampleDescription"]>,
  Accepts<expected.ProblemDocument, Sent["ProblemDocument"]>,
  Accepts<expected.StreamEvent, Sent["Event"]>,
];
