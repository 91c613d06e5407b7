/** What lights up where a unit is pointed at: its map, the maps that it is computed from, and the ways between. */
import { svg } from "lit";
import { sourcesOf } from "../graph/connectivity.ts";
import { mapBox } from "../graph/placed.ts";
import type { Plan } from "../overview-plan.ts";
import type { UnitOf } from "../reading.ts";
import type { LayerDescription } from "../wire/events.ts";
import { litPath, sourceBoxes } from "./edges.ts";

export function lit(pointed: UnitOf, layer: LayerDescription | undefined, { nodes, shapes, edges }: Plan) {
  const node = nodes.get(pointed.layer);
  if (!node) return "";
  const sources = layer ? sourcesOf(layer, pointed.map, shapes) : [];
  const boxes = [...sourceBoxes(sources, nodes), mapBox(node, pointed.map)];
  return svg`<path d=${litPath(node, pointed.map, sources, nodes, edges.ways)} />
    ${boxes.map((box) => svg`<rect x=${box.x - 1} y=${box.y - 1} width=${box.width + 2} height=${box.height + 2} />`)}`;
}
