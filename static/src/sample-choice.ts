/** Which samples a network is shown on. */
import type { ModelSummary, SampleDescription } from "./wire/events.ts";

/**
 * A network's own samples; where it has none, those of networks that take the same kind of thing (picture, clip,
 * signal), if possible in as many colours.
 */
export function samplesFor(
  model: ModelSummary | undefined,
  models: readonly ModelSummary[],
  samples: readonly SampleDescription[],
): SampleDescription[] {
  if (!model) return [];
  const of = (these: readonly ModelSummary[]) =>
    samples.filter((sample) => these.some(({ id }) => id === sample.model));
  const [colours] = model.input_shape;
  const kin = models.filter(({ input_shape }) => input_shape.length === model.input_shape.length);
  const alike = kin.filter(({ input_shape }) => input_shape[0] === colours);
  return [[model], alike, kin].map(of).find((found) => found.length) ?? [];
}
