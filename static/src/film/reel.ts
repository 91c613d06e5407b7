/** The numbers that the film is made of: outputs from the run, filters from the server, both as they are needed. */
import { WHOLE } from "../budget.ts";
import { limitOf } from "../colour.ts";
import { INPUT } from "../graph/connectivity.ts";
import { added, type RunState, tensorLimit } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import { weights } from "../wire/client.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { spreads } from "./acts.ts";
import { isGradient, layersBehind, meaningOf } from "./mirror.ts";

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
  readonly #sums = new Map<string, Tensor>();

  constructor(runner: Runner, run: RunState) {
    super();
    this.#runner = runner;
    this.#run = run;
  }

  get run(): RunState {
    return this.#run;
  }

  /** An output, or a gradient as `mirror.ts` names it. */
  tensor(name: string): Tensor | null {
    const { of, gradient, after } = meaningOf(name);
    if (!gradient) return this.#run.activations.get(of) ?? null;
    if (after === null && of !== INPUT) return this.#run.gradient(of);
    const kept = this.#sums.get(name) ?? this.#sum(of, after);
    if (kept) this.#sums.set(name, kept);
    return kept;
  }

  /** What these are made of is needed now, or soon. */
  need(names: readonly string[]): void {
    this.#runner.look(new Map(this.#layers(names).map((name) => [name, WHOLE])));
  }

  isHeld(names: readonly string[]): boolean {
    return (
      this.#run.ended && this.#run.holds(this.#layers(names), names.some(isGradient) ? "backward" : "forward")
    );
  }

  #layers(names: readonly string[]): string[] {
    return [...new Set(names.flatMap((name) => layersBehind(name, this.#run.layers)))];
  }

  /** What a layer's output got back from its readers, from the last one as far as the one called `after`. */
  #sum(of: string, after: string | null): Tensor | null {
    const { layers, gradients } = this.#run;
    const last = Math.max(
      0,
      layers.findIndex(({ name }) => name === after),
    );
    const readers = layers.slice(last).filter(({ inputs }) => inputs.includes(of));
    const sent = readers.flatMap(({ name, inputs }) =>
      inputs.map((input, i) => (input === of ? gradients.get(name)?.dInputs[i] : null)),
    );
    const parts = sent.filter((each) => each !== null);
    if (!parts.length || parts.includes(undefined)) return null;
    return (parts as Tensor[]).reduce(added);
  }

  /** A layer's filter for a map; null as long as it is not here. Asks for it. */
  filter(layer: LayerDescription, map: number): Filter | null {
    const key = keyOf(layer, map);
    const filter = this.#filters.get(key);
    if (filter === undefined) void this.#fetch(layer, map);
    return filter ?? null;
  }

  /** Half-width of the colour scale of a layer's weights, as far as they are here. */
  limit(layer: LayerDescription): number {
    return this.#limits.get(ownName(layer)) ?? 0;
  }

  /** The gradients of a filter's weights; null where the pass has none, or they are not here. */
  weightGradients(layer: LayerDescription, map: number): { values: Float32Array; limit: number } | null {
    const gradient = this.#run.gradients.get(ownName(layer))?.dParameters.weight;
    if (!gradient) return null;
    return { values: filterOf(layer, { weight: gradient }, map).values, limit: tensorLimit(gradient) };
  }

  async #fetch(layer: LayerDescription, map: number): Promise<void> {
    const whole = comesWhole(layer);
    // Asked for: until it is here there is none, and none where the server refuses.
    for (const each of whole ? allMaps(layer) : [map]) this.#filters.set(keyOf(layer, each), null);
    if (!whole && spreads(layer)) return;
    try {
      const parameters = await weights(this.#run.model, ownName(layer), whole ? null : map);
      if (!parameters.weight) return;
      for (const each of whole ? allMaps(layer) : [map]) {
        this.#filters.set(keyOf(layer, each), filterOf(layer, parameters, whole ? each : 0));
      }
      const limit = Math.max(this.limit(layer), limitOf(parameters.weight.data));
      this.#limits.set(ownName(layer), limit);
      this.dispatchEvent(new Event("change"));
    } catch {
      // The film goes on without this filter's picture; opening the layer says what is wrong.
    }
  }
}

const keyOf = ({ name }: LayerDescription, map: number): string => `${name} ${map}`;
const comesWhole = ({ parameters }: LayerDescription): boolean => parameters <= AT_ONCE;
/** What the network calls it whose weights a layer of the film has. */
const ownName = ({ name, mirrored }: LayerDescription): string => (mirrored as string | undefined) ?? name;
const allMaps = ({ output_shape: [maps = 1] }: LayerDescription): number[] =>
  Array.from({ length: maps }, (_, i) => i);

function filterOf(layer: LayerDescription, { weight, bias }: Record<string, Tensor>, map: number): Filter {
  const values = spreads(layer) ? transposedFilter(layer, weight as Tensor, map) : weight?.map(map);
  return { values: values ?? new Float32Array(), bias: bias && !layer.mirrored ? bias.at(map) : null };
}

/** Weights that are I×O/groups×… seen from here: a filter takes its kernel, or its weight, from each input channel. */
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
