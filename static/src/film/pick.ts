/** Which unit of which map a place of the film shows: what is opened by a click there, or where the film stands. */
import { unitAt, unitUnder } from "../graph/raster.ts";
import type { UnitOf } from "../reading.ts";
import { madeBy } from "./parts.ts";
import { type Frame, frameAt, type Point, sharesOf } from "./perspective.ts";
import { type Moment, type Score, unitIn } from "./score.ts";
import { lastMade } from "./stage.ts";
import { slabUnder } from "./volume.ts";
import { benchOf, inputPlaces, type Station, type World } from "./world.ts";

/** The unit at work. */
export function unitOf({ scene, take, ...moment }: Moment): UnitOf {
  const [, ...axes] = scene.layer.output_shape;
  const walks = scene.act === "sweep" || scene.act === "pool";
  const place = walks ? unitIn({ scene, take, ...moment }) : 0;
  const isMade = !scene.reversed && scene.act !== "loss";
  return { layer: scene.of, map: isMade ? (take.maps[0] ?? 0) : 0, unit: unitAt(place, axes) };
}

/** The unit under a point of the world; null where there is none, or only of the picture. */
export function unitUnderPoint(world: World, score: Score, moment: Moment, point: Point): UnitOf | null {
  const { scene, take } = moment;
  const station = world.at.get(scene.layer.name) as Station;
  const isAlone =
    scene.act === "sweep" && take.maps.length === 1 && moment.arrival >= 1 && moment.slide === 0;
  if (isAlone) {
    const bench = onFrame(frameAt(station, -benchOf(station)), point);
    const unit = bench && unitUnder(station.raster, bench.down, bench.across);
    if (unit) return { layer: scene.of, map: take.maps[0] ?? 0, unit };
  }
  const inputs = inputPlaces(world, scene).map((place, i) => {
    const name = scene.layer.inputs[i] as string;
    return { name, station: { ...(world.at.get(name) as Station), ...place } };
  });
  const past = world.stations.map((each) => ({ name: lastMade(each, score, moment), station: each }));
  for (const { name, station: each } of [{ name: scene.layer.name, station }, ...inputs, ...past]) {
    const found = name === null ? null : slabUnder(each, point);
    if (!found) continue;
    const maker = score.scenes.find((other) => madeBy(other).includes(name as string));
    if (!maker) return null;
    if (maker.act === "loss") return { layer: maker.of, map: 0, unit: [] };
    if (each.cells) {
      const { columns, rows } = each.cells;
      const cell = Math.floor(found.across * columns) * rows + Math.floor(found.down * rows);
      return { layer: maker.of, map: Math.min(cell, (each.shape[0] ?? 1) - 1), unit: [] };
    }
    const unit = unitUnder(each.raster, found.down, found.across);
    if (unit) return { layer: maker.of, map: found.slab.map, unit };
  }
  return null;
}

function onFrame(frame: Frame, point: Point): { across: number; down: number } | null {
  const { across, down } = sharesOf(frame, point);
  return across >= 0 && across < 1 && down >= 0 && down < 1 ? { across, down } : null;
}
