/** What happens now, in words and with the numbers of the unit at work. */

import { operationName } from "../details/operation-names.ts";
import { windowOver } from "../details/window.ts";
import { fewOf, formatCount, formatNumber, formatPercent, formatShape } from "../format.ts";
import { middleUnit, unitAt } from "../graph/raster.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { Tensor } from "../wire/tensor.ts";
import { captionBack } from "./caption-back.ts";
import { isGradient } from "./mirror.ts";
import type { Reel } from "./reel.ts";
import { type Moment, unitIn } from "./score.ts";

export interface Caption {
  /** The layer, or what is shown before and after all of them. */
  title: string;
  kind: string;
  sizes: string;
  now: string;
}

export function captionOf(moment: Moment, reel: Reel): Caption {
  const { scene } = moment;
  const { layer } = scene;
  if (scene.act === "loss" || isGradient(layer.name)) return captionBack(moment, reel);
  if (moment.verdict > 0) return verdictOf(reel);
  if (scene.index === 0 && moment.arrival < 1) return openingOf(scene.inputShapes[0] ?? [], reel);
  const from = scene.inputShapes.map((shape) => formatShape(shape)).join(" and ");
  return {
    title: layer.name,
    kind: kindOf(layer),
    sizes: `${from} → ${formatShape(layer.output_shape)}`,
    now: moment.arrival < 1 ? arrivalOf(moment) : nowOf(moment, reel),
  };
}

export function kindOf({ op, kernel, stride }: LayerDescription): string {
  if (!kernel) return operationName(op);
  const steps = stride?.some((each) => each > 1) ? `, stride ${stride.join("×")}` : "";
  return `${operationName(op)} ${kernel.join("×")}${steps}`;
}

/** What was the output of one layer is the input of the next. */
function arrivalOf({ scene }: Moment): string {
  const { inputs } = scene.layer;
  if (inputs.length > 1) return `${inputs.join(" and ")} meet`;
  const [maps = 1, ...axes] = scene.inputShapes[0] ?? [];
  const what = axes.length ? (maps === 1 ? "map" : "maps") : "values";
  return `${formatCount(maps)} ${what} of ${inputs[0]} come in`;
}

function openingOf(shape: readonly number[], reel: Reel): Caption {
  const [channels = 1] = shape;
  const parts =
    channels === 3
      ? "red, green and blue"
      : `${formatCount(channels)} ${channels === 1 ? "channel" : "channels"}`;
  return {
    title: "input",
    kind: reel.run.model,
    sizes: formatShape(shape),
    now: `What the network sees: ${parts}`,
  };
}

function verdictOf(reel: Reel): Caption {
  const [best] = reel.run.scores;
  if (!best) return { title: "The end", kind: "", sizes: "", now: "" };
  const share = formatPercent(best.probability ?? Number.NaN);
  const { truth } = reel.run;
  const said = truth ? `The sample is labelled ${truth}: ${truth === best.label ? "right" : "wrong"}.` : "";
  return { title: best.label, kind: share, sizes: "the prediction", now: said };
}

function nowOf(moment: Moment, reel: Reel): string {
  const { scene, take } = moment;
  const output = reel.tensor(scene.layer.name);
  const input = reel.tensor(scene.layer.inputs[0] ?? "");
  const maps = scene.layer.output_shape[0] ?? 1;
  switch (scene.act) {
    case "sweep":
      return sweepNow(moment, reel, output, maps);
    case "pool":
      return poolNow(moment, input, output);
    case "collapse":
      return `each of ${formatCount(maps)} maps becomes one value`;
    case "wash":
      return washNow(scene.layer, input, output);
    case "merge":
      return mergeNow(moment, reel, output);
    case "join":
      return `${scene.inputShapes.map((shape) => formatCount(shape[0] ?? 0)).join(" + ")} = ${formatCount(maps)} maps`;
    case "unroll":
      return `${formatShape(scene.inputShapes[0] ?? [])} = ${formatCount(output?.data.length ?? maps)} values in a row`;
    case "votes":
      return take.maps.length === 1
        ? voteNow(take.maps[0] as number, moment, reel, output)
        : `${filters(take.maps.length, moment.nth, "outputs")}, each a sum of ${formatCount(scene.inputShapes[0]?.[0] ?? 0)} votes`;
    case "bars":
      return "exponentials of the scores, as shares of their sum";
    default:
      return "";
  }
}

function sweepNow(moment: Moment, reel: Reel, output: Tensor | null, maps: number): string {
  const { scene, take } = moment;
  const { layer } = scene;
  if (take.maps.length > 1) return filters(take.maps.length, moment.nth, "filters");
  const map = take.maps[0] as number;
  const kernel = layer.kernel ?? [1];
  const depth = (scene.inputShapes[0]?.[0] ?? 1) / (layer.groups ?? 1);
  const count = kernel.reduce((all, length) => all * length, depth);
  const bias = reel.filter(layer, map)?.bias;
  const sum = `${[...kernel, depth].join("×")} = ${formatCount(count)} products${bias === null || bias === undefined ? "" : " + bias"}`;
  return `filter ${formatCount(map + 1)} of ${formatCount(maps)} · ${sum} → ${valueAt(output, map, moment)}`;
}

const filters = (count: number, before: number, what: string): string =>
  before ? `the other ${formatCount(count)} ${what} together` : `all ${formatCount(count)} ${what} together`;

/** The sum at the middle of the last map, which lies in front. */
function mergeNow({ scene }: Moment, reel: Reel, output: Tensor | null): string {
  const { inputs, op } = scene.layer;
  if (!output) return "";
  const at = [(output.shape[0] ?? 1) - 1, ...middleUnit(output.shape.slice(1))];
  const terms = inputs.map((name) => formatNumber(reel.tensor(name)?.at(...at) ?? Number.NaN));
  const place = at.length > 1 ? ` at ${at.slice(1).join(", ")}` : "";
  return `map ${formatCount((at[0] ?? 0) + 1)}${place}: ${terms.join(` ${SIGNS[op] ?? ","} `)} = ${formatNumber(output.at(...at))}`;
}

const SIGNS: Record<string, string> = { add: "+", sub: "−", mul: "×", div: "÷" };

/** Few enough values to be read off the caption. */
const MOST_READ = 9;

/** The window on the map that lies in front. */
function poolNow(moment: Moment, input: Tensor | null, output: Tensor | null): string {
  const { layer } = moment.scene;
  const map = (layer.output_shape[0] ?? 1) - 1;
  const { kernel = [], op } = layer;
  const count = kernel.reduce((all, each) => all * each, 1);
  const what = op.startsWith("max") ? "largest" : op.startsWith("avg") ? "mean" : "one value";
  const result = `→ ${valueAt(output, map, moment)}`;
  if (!input || !output || count > MOST_READ)
    return `${what} of ${kernel.join("×")} = ${count} values ${result}`;
  const cells = windowOver(layer, unitAt(unitIn(moment), output.shape.slice(1)), input.shape.slice(1));
  const values = cells.filter(({ inside }) => inside).map(({ at }) => formatNumber(input.at(map, ...at)));
  return `map ${formatCount(map + 1)}: ${what} of ${values.join(", ")} ${result}`;
}

function washNow({ op }: LayerDescription, input: Tensor | null, output: Tensor | null): string {
  if (!input || !output) return "";
  const counts = zerosOf(output);
  if (/relu/.test(op)) return `${fewOf(counts, output.data.length)} values are now 0`;
  const [before, after] = [rangeOf(input), rangeOf(output)];
  if (input.shape.length !== output.shape.length) return "the same values, in a row";
  return before === after ? "unchanged when nothing is trained" : `from ${before} to ${after}`;
}

function voteNow(map: number, moment: Moment, reel: Reel, output: Tensor | null): string {
  const { layer, inputs } = { layer: moment.scene.layer, inputs: moment.scene.inputShapes };
  const label = layer.name === reel.run.logits ? reel.run.classes[map] : undefined;
  const votes = formatCount(inputs[0]?.[0] ?? 0);
  return `${label ?? `output ${map + 1}`}: ${votes} votes + bias → ${formatNumber(output?.data[map] ?? Number.NaN)}`;
}

export function valueAt(output: Tensor | null, map: number, moment: Moment): string {
  if (!output) return "…";
  return formatNumber(output.at(map, ...unitAt(unitIn(moment), output.shape.slice(1))));
}

const zeros = new WeakMap<Tensor, number>();
function zerosOf(tensor: Tensor): number {
  const count = zeros.get(tensor) ?? tensor.data.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0);
  zeros.set(tensor, count);
  return count;
}

const ranges = new WeakMap<Tensor, string>();
export function rangeOf(tensor: Tensor): string {
  const kept = ranges.get(tensor);
  if (kept !== undefined) return kept;
  let [low, high] = [Infinity, -Infinity];
  for (const value of tensor.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const range = `${formatNumber(low)} … ${formatNumber(high)}`;
  ranges.set(tensor, range);
  return range;
}
