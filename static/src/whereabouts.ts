/** Where the person is: in the overview, or at a unit of an opened layer. */
import type { UnitChange } from "./details/context.ts";
import { type Field, fieldOf } from "./graph/field.ts";
import type { Unit } from "./graph/raster.ts";
import type { UnitOf } from "./reading.ts";
import type { RunState } from "./run-state.ts";
import type { Store } from "./state.ts";

/** Movements inside a detail reach the address this much later: browsers limit how often it may change. */
const ADDRESS_AFTER_MS = 300;

export interface Spot {
  map: number;
  unit: Unit;
}

/** Keeps the opened map and unit, ahead of the address while moving. Fires "change" when it moved. */
export class Whereabouts extends EventTarget {
  spot: Spot;
  readonly #store: Store;
  #addressTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    super();
    this.#store = store;
    this.spot = spotOf(store.state);
    store.addEventListener("change", () => this.#move(spotOf(store.state)));
  }

  get layer(): string {
    return this.#store.state.layer;
  }

  /** What the opened unit sees of the network's input. */
  field(run: RunState | null): Field | null {
    const layer = run?.layer(this.layer);
    return layer ? fieldOf(layer.receptive_field, this.spot.unit) : null;
  }

  /** Opens a layer at a unit. */
  open({ layer, map, unit }: UnitOf): void {
    this.#store.set({ layer, map, unit });
  }

  /** Opens a layer at its first unit. */
  openLayer(layer: string): void {
    this.open({ layer, map: 0, unit: [] });
  }

  /** Back to the overview. */
  close(): void {
    this.#store.set({ layer: "", map: 0, unit: [] });
  }

  /** Goes to another unit of the opened layer. */
  move({ map = this.spot.map, unit }: UnitChange): void {
    this.#move({ map, unit });
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => {
      if (this.layer) this.#store.set(this.spot, "replace");
    }, ADDRESS_AFTER_MS);
  }

  #move(spot: Spot): void {
    this.spot = spot;
    this.dispatchEvent(new Event("change"));
  }
}

const spotOf = ({ map, unit }: Spot): Spot => ({ map, unit });
