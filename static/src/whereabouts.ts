/** Where the person is: in the overview, or at a unit of an opened layer. */
import type { UnitChange } from "./details/context.ts";
import type { Grain } from "./grain.ts";
import { type Field, fieldOf } from "./graph/field.ts";
import { type Unit, unitWithin } from "./graph/raster.ts";
import type { UnitOf } from "./reading.ts";
import type { RunState } from "./run-state.ts";
import { OVERVIEW, type State, type Store } from "./state.ts";

/** Movements inside a detail reach the address this much later: browsers limit how often it may change. */
const ADDRESS_AFTER_MS = 300;

export interface Spot {
  map: number;
  unit: Unit;
  product: number | null;
}

/** Keeps the opened map, unit and product, ahead of the address while moving. Fires "change" when it moved. */
export class Whereabouts extends EventTarget {
  spot: Spot;
  #offered: readonly Grain[] = [];
  readonly #store: Store;
  #addressTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    super();
    this.#store = store;
    this.spot = spotOf(store.state);
    store.addEventListener("change", () => {
      if (!store.state.layer) this.#offered = [];
      this.#move(spotOf(store.state));
    });
  }

  get layer(): string {
    return this.#store.state.layer;
  }

  /** The grains that the opened layer offers; none in the overview. */
  get grains(): readonly Grain[] {
    return this.#offered;
  }

  set grains(grains: readonly Grain[]) {
    this.#offered = grains;
    this.dispatchEvent(new Event("change"));
  }

  /** The grain in force: the chosen one, where the layer offers it. */
  get grain(): Grain {
    const wished = this.#store.state.grain;
    return wished && this.#offered.includes(wished) ? wished : "position";
  }

  chooseGrain(grain: Grain): void {
    this.#store.set({ ...this.spot, grain }, "replace");
  }

  /** The opened unit, its place as long as its map has axes; null in the overview. */
  opened(run: RunState | null): UnitOf | null {
    const layer = run?.layer(this.layer);
    if (!layer) return null;
    return {
      layer: layer.name,
      map: this.spot.map,
      unit: unitWithin(this.spot.unit, layer.output_shape.slice(1)),
    };
  }

  /** What the opened unit sees of the network's input. */
  field(run: RunState | null): Field | null {
    const layer = run?.layer(this.layer);
    return layer ? fieldOf(layer.receptive_field, this.spot.unit) : null;
  }

  /** Opens a layer at a unit. */
  open({ layer, map, unit }: UnitOf): void {
    this.#store.set({ layer, map, unit, product: null });
  }

  /** Opens a layer at its first unit. */
  openLayer(layer: string): void {
    this.open({ layer, map: 0, unit: [] });
  }

  /** Back to the overview. */
  close(): void {
    this.#store.set(OVERVIEW);
  }

  /** Goes to another unit of the opened layer. */
  move({ map = this.spot.map, unit, product = this.spot.product }: UnitChange): void {
    this.#move({ map, unit, product });
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

const spotOf = ({ map, unit, product }: State): Spot => ({ map, unit, product });
