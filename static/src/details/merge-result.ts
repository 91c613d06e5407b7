/** The result of layers that meet: the opened map, and the ways to another unit or map. */
import { html } from "lit";
import { briefName } from "../format.ts";
import type { DetailContext } from "./context.ts";
import { UNIT_FRAME } from "./cs-map.ts";
import type { Look } from "./cs-values.ts";
import "./cs-values.ts";
import { cellOf, type Pair } from "./geometry.ts";
import type { MapImage } from "./map-image.ts";
import { mapStepper } from "./map-stepper.ts";
import type { MergeRoom } from "./merge-layout.ts";
import type { Place } from "./steps.ts";

/** The layer's output beside its operands; `go` goes to a place. */
export function mergeResult(
  { layer, output, map, unit }: DetailContext,
  room: MergeRoom,
  image: MapImage,
  caption: string,
  go: (place: Partial<Place>) => void,
) {
  const maps = output.shape[0] ?? 1;
  const look: Look = {
    tensor: output,
    kind: "activation",
    image,
    input: -1,
    frame: UNIT_FRAME,
    chosen: map,
    size: room.map,
    pickable: true,
    unit: cellOf(unit),
    label: `${layer.name}, map ${map}: choose a unit`,
    caption,
    bare: room.arrangement !== "wide",
  };
  const toCell = ({ detail }: CustomEvent<Pair>) =>
    go({ unit: unit.length === 1 ? [detail[1]] : [...unit.slice(0, -2), ...detail] });
  return html`<section class="operand">
    <h3 title=${layer.name}>${briefName(layer.name, room.letters)}</h3>
    <p class="of">map ${map} of ${maps}${mapStepper(map, maps, (next) => go({ map: next }))}</p>
    <cs-values
      id="output"
      data-testid="output-map"
      .look=${look}
      @cell-pick=${toCell}
      @bar-choose=${(event: CustomEvent<number>) => go({ map: event.detail })}
    ></cs-values>
  </section>`;
}
