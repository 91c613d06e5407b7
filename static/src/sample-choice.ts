/** Which samples a network is shown on. */
import type { ModelSummary, SampleDescription } from "./wire/events.ts";

/** A network's own samples; where it has none, those of networks that take as many axes and colours. */
export function samplesFor(
  model: ModelSummary | undefined,
  models: readonly ModelSummary[],
  samples: readonly SampleDescription[],
): SampleDescription[] {
  if (!model) return [];
  const own = samples.filter((sample) => sample.model === model.id);
  if (own.length) return own;
  const [colours] = model.input_shape;
  const rank = model.input_shape.length;
  const alike = models.filter(({ input_shape }) => input_shape.length === rank && input_shape[0] === colours);
  return samples.filter((sample) => alike.some(({ id }) => id === sample.model));
}
