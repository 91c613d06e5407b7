/** A unit that is kept to compare others with: which, of which network, on which picture; and as text of the address. */
import type { Unit } from "../graph/raster.ts";
import type { UnitOf } from "../reading.ts";

export interface Pin extends UnitOf {
  model: string;
  /** Id of the sample; "own" for a picture of the person's, which no address can hold. */
  sample: string;
}

/** "photos|photos-frog-1|conv2|7|12.5": layer names may hold anything but a bar. */
export function formatPin({ model, sample, layer, map, unit }: Pin): string {
  return [model, sample, layer, map, unit.join(".")].join("|");
}

/** Null where the text names no unit. */
export function parsePin(text: string): Pin | null {
  const [model, sample, layer, map, places] = text.split("|");
  if (
    !model ||
    !sample ||
    !layer ||
    !/^\d{1,6}$/.test(map ?? "") ||
    !/^(\d{1,6}(\.\d{1,6})*)?$/.test(places ?? "")
  ) {
    return null;
  }
  const unit: Unit = places ? places.split(".").map(Number) : [];
  return { model, sample, layer, map: Number(map), unit };
}
