/** What a moment of a backward pass shows, in words. */
import { textOf } from "../details/explain/parts.ts";
import { formatCount, formatNumber, formatShape } from "../format.ts";
import { INPUT } from "../graph/connectivity.ts";
import { LOSS_NAMES } from "../loss/asked.ts";
import { statementOf } from "../loss/statement.ts";
import type { Tensor } from "../wire/tensor.ts";
import { type Caption, kindOf, rangeOf, valueAt } from "./caption.ts";
import { gradientOf, meaningOf } from "./mirror.ts";
import type { Reel } from "./reel.ts";
import { MOST_BARS, type Moment } from "./score.ts";

export function captionBack(moment: Moment, reel: Reel): Caption {
  const { scene } = moment;
  const { layer, inputShapes, reversed } = scene;
  if (scene.act === "loss") return lossOf(moment, reel);
  if (moment.verdict > 0) return outcomeOf(reel);
  const own = reel.run.layer(scene.of);
  const from = reversed ? layer.output_shape : (inputShapes[0] ?? []);
  const to = reversed ? inputShapes : [layer.output_shape];
  return {
    title: scene.of,
    kind: own ? kindOf(own) : "",
    sizes: `${formatShape(from)} → ${to.map((shape) => formatShape(shape)).join(" and ")}`,
    now: moment.arrival < 1 ? `dL/dY of ${scene.of} has come back` : nowOf(moment, reel),
  };
}

function lossOf(moment: Moment, reel: Reel): Caption {
  const { loss, scores, model } = reel.run;
  if (!loss || moment.arrival < 1)
    return { title: "backward", kind: model, sizes: "", now: "From the loss back to the picture" };
  const { words, numbers } = statementOf(loss, scores, MOST_BARS);
  const isUnit = loss.name === "unit";
  return {
    title: isUnit || loss.name === "logit" ? "what is asked" : "loss",
    kind: isUnit ? "a unit's value" : LOSS_NAMES[loss.name as keyof typeof LOSS_NAMES],
    sizes: loss.label ? `for ${loss.label}` : "",
    now: words + textOf(numbers),
  };
}

function outcomeOf(reel: Reel): Caption {
  const gradient = reel.tensor(gradientOf(INPUT));
  return {
    title: INPUT,
    kind: "how its values move what was asked",
    sizes: gradient ? formatShape(gradient.shape) : "",
    now: gradient ? `dL/dX: ${rangeOf(gradient)}; green: L grows with the value` : "",
  };
}

function nowOf(moment: Moment, reel: Reel): string {
  const { scene } = moment;
  const sent = scene.layer.inputs.map((name) => meaningOf(name).of).join(" and ");
  switch (scene.act) {
    case "sweep":
      return sweepNow(moment, reel) + besides(moment, reel);
    case "pool":
      return poolNow(moment, reel) + besides(moment, reel);
    case "votes":
      return votesNow(moment, reel) + besides(moment, reel);
    case "wash":
      return washNow(moment, reel) + besides(moment, reel);
    case "merge":
      return `${sent} each get their part of dL/dY`;
    case "join":
      return `maps go back to where they came from: ${sent}`;
    case "unroll":
      return "values go back to their places in the maps";
    case "collapse":
      return "each value is shared out over its map";
    default:
      return `dL/dX goes to ${sent}`;
  }
}

/** An output that several layers read gets the sum of what they send. */
function besides({ scene }: Moment, reel: Reel): string {
  const { of } = meaningOf(scene.layer.name);
  const readers = reel.run.layers.filter(({ inputs }) => inputs.includes(of)).map(({ name }) => name);
  const before = readers.slice(readers.indexOf(scene.of) + 1);
  return before.length ? ` · added to what came from ${before.join(" and ")}` : "";
}

function sweepNow(moment: Moment, reel: Reel): string {
  const { scene, take } = moment;
  const { layer } = scene;
  const maps = layer.output_shape[0] ?? 1;
  if (take.maps.length > 1) return `${rest(moment)} ${formatCount(take.maps.length)} maps together`;
  const map = take.maps[0] as number;
  const kernel = layer.kernel ?? [1];
  const isTurned = kernel.some((length) => length > 1);
  const glow = reel.weightGradients(layer, map);
  const largest = glow ? ` · largest |dL/dW| here ${formatNumber(largestOf(glow.values))}` : "";
  const value = valueAt(reel.tensor(layer.name), map, moment);
  const filters = formatCount(scene.inputShapes[0]?.[0] ?? 0);
  return `map ${formatCount(map + 1)} of ${formatCount(maps)} · dL/dY × ${isTurned ? "turned " : ""}${kernel.join("×")} kernels of ${filters} filters → ${value}${largest}`;
}

function poolNow(moment: Moment, reel: Reel): string {
  const { layer } = moment.scene;
  const value = valueAt(reel.tensor(layer.name), (layer.output_shape[0] ?? 1) - 1, moment);
  if (layer.op.startsWith("max")) return `to the winner of its window, 0 to all others → ${value}`;
  return `shared out over its window → ${value}`;
}

function votesNow(moment: Moment, reel: Reel): string {
  const { scene, take } = moment;
  const outputs = formatCount(scene.inputShapes[0]?.[0] ?? 0);
  if (take.maps.length > 1)
    return `${rest(moment)} ${formatCount(take.maps.length)} inputs, each a sum over ${outputs} outputs`;
  const map = take.maps[0] as number;
  const value = reel.tensor(scene.layer.name)?.data[map] ?? Number.NaN;
  return `input ${formatCount(map + 1)}: Σ of ${outputs} dL/dy × weight → ${formatNumber(value)}`;
}

const rest = ({ nth }: Moment): string => (nth ? "the other" : "all");

function washNow({ scene }: Moment, reel: Reel): string {
  const [before, after] = [reel.tensor(scene.layer.inputs[0] ?? ""), reel.tensor(scene.layer.name)];
  if (!before || !after) return "";
  if (!scene.layer.op.includes("relu")) return `dL/dX from ${rangeOf(after)}`;
  const [shut, came] = shutOf(before, after);
  return `${formatCount(shut)} of ${formatCount(came)} gradients end at a gate that is shut (grey)`;
}

const counted = new WeakMap<Tensor, readonly [number, number]>();

/** How many gradients do not go on, of how many that came. */
function shutOf(before: Tensor, after: Tensor): readonly [number, number] {
  const kept = counted.get(after);
  if (kept) return kept;
  let [shut, came] = [0, 0];
  before.data.forEach((value, i) => {
    if (value === 0) return;
    came += 1;
    if (after.data[i] === 0) shut += 1;
  });
  counted.set(after, [shut, came]);
  return [shut, came];
}

const largestOf = (values: Float32Array): number =>
  values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
