/** The numbers that the film is made of: outputs from the run, filters from the server, both as they are needed. */
import { WHOLE } from "../budget.ts";
import { limitOf } from "../colour.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import { weights } from "../wire/client.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";

/** One output's weights: of a convolution a kernel for each channel that it reads, of a dense layer a row. */
export interface Filter {
  values: Float32Array;
  bias: number | null;
}

/** Parameters of smaller layers come at once, of larger ones filter by filter. */
const AT_ONCE = 300_000;

/** Fires "change" when filters have arrived. */
export class Reel extends EventTarget {
  readonly #runner: Runner;
  readonly #run: RunState;
  readonly #filters = new Map<string, Filter | null>();
  readonly #limits = new Map<string, number>();

  constructor(runner: Runner, run: RunState) {
    super();
    this.#runner = runner;
    this.#run = run;
  }

  get run(): RunState {
    return this.#run;
  }

  tensor(name: string): Tensor | null {
    return this.#run.activations.get(name) ?? null;
  }

  /** These layers' numbers are needed now, or soon. */
  need(names: readonly string[]): void {
    this.#runner.look(new Map(names.map((name) => [name, WHOLE])));
  }

  isHeld(names: readonly string[]): boolean {
    return this.#run.ended && this.#run.holds(names, "forward");
  }

  /** A layer's filter for a map; null as long as it is not here. Asks for it. */
  filter(layer: LayerDescription, map: number): Filter | null {
    const key = keyOf(layer, map);
    const filter = this.#filters.get(key);
    if (filter === undefined) void this.#fetch(layer, map);
    return filter ?? null;
  }

  /** Half-width of the colour scale of a layer's weights, as far as they are here. */
  limit({ name }: LayerDescription): number {
    return this.#limits.get(name) ?? 0;
  }

  async #fetch(layer: LayerDescription, map: number): Promise<void> {
    const whole = comesWhole(layer);
    // Asked for: until it is here there is none, and none where the server refuses.
    for (const each of whole ? allMaps(layer) : [map]) this.#filters.set(keyOf(layer, each), null);
    if (!whole && isTransposed(layer)) return;
    try {
      const parameters = await weights(this.#run.model, layer.name, whole ? null : map);
      if (!parameters.weight) return;
      for (const each of whole ? allMaps(layer) : [map]) {
        this.#filters.set(keyOf(layer, each), filterOf(layer, parameters, whole ? each : 0));
      }
      const limit = Math.max(this.limit(layer), limitOf(parameters.weight.data));
      this.#limits.set(layer.name, limit);
      this.dispatchEvent(new Event("change"));
    } catch {
      // The film goes on without this filter's picture; opening the layer says what is wrong.
    }
  }
}

const keyOf = ({ name }: LayerDescription, map: number): string => `${name} ${map}`;
const comesWhole = ({ parameters }: LayerDescription): boolean => parameters <= AT_ONCE;
const isTransposed = ({ op }: LayerDescription): boolean => op.startsWith("convtranspose");
const allMaps = ({ output_shape: [maps = 1] }: LayerDescription): number[] =>
  Array.from({ length: maps }, (_, i) => i);

function filterOf(layer: LayerDescription, { weight, bias }: Record<string, Tensor>, map: number): Filter {
  const values = isTransposed(layer) ? transposedFilter(layer, weight as Tensor, map) : weight?.map(map);
  return { values: values ?? new Float32Array(), bias: bias ? bias.at(map) : null };
}

/** A transposed convolution's weights are I×O/groups×…: a filter takes its kernel from each input channel. */
function transposedFilter(
  { groups = 1, output_shape }: LayerDescription,
  weight: Tensor,
  map: number,
): Float32Array {
  const [inputs = 1, perGroup = 1, ...kernel] = weight.shape;
  const size = kernel.reduce((all, length) => all * length, 1);
  const count = inputs / groups;
  const first = Math.floor(map / ((output_shape[0] ?? 1) / groups)) * count;
  const values = new Float32Array(count * size);
  for (let i = 0; i < count; i++) {
    const at = ((first + i) * perGroup + (map % perGroup)) * size;
    values.set(weight.data.subarray(at, at + size), i * size);
  }
  return values;
}
