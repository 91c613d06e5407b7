/** Where the person is: in the overview, or at a unit of an opened layer. */
import type { UnitChange } from "./details/context.ts";
import { inputNamed } from "./downstream.ts";
import { DEPTHS, type Depth, type Grain } from "./grain.ts";
import { INPUT } from "./graph/connectivity.ts";
import { type Field, fieldOf, ownPlace } from "./graph/field.ts";
import { middleUnit, type Unit, unitWithin } from "./graph/raster.ts";
import type { UnitOf } from "./reading.ts";
import type { RunState } from "./run-state.ts";
import { formatState, type How, OVERVIEW, type State, type Store } from "./state.ts";

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

  /** The grain in force: the chosen one, else as fine as what is looked at; where the layer offers it. */
  get grain(): Grain {
    const wished = this.#store.state.grain || (this.depth === "layer" ? "position" : "product");
    return this.#offered.includes(wished) ? wished : "position";
  }

  /** How deep in the opened layer; only sums of products go deeper than the layer. */
  get depth(): Depth {
    return this.#store.state.depth;
  }

  /** Whether the layer's units can be entered. */
  get goesDeeper(): boolean {
    return this.#offered.includes("product");
  }

  /** Goes in as far as `depth`, or out. */
  goTo(depth: Depth, product: number | null = this.spot.product): void {
    clearTimeout(this.#addressTimer);
    this.#store.set(this.#at(depth, product));
  }

  /** One level deeper, where there is one. */
  deeper(): void {
    const next = DEPTHS[DEPTHS.indexOf(this.depth) + 1];
    if (next && this.goesDeeper) this.goTo(next);
  }

  /** One level out of the unit or product; false in the layer itself. */
  farther(): boolean {
    const next = DEPTHS[DEPTHS.indexOf(this.depth) - 1];
    if (next) this.goTo(next);
    return next !== undefined;
  }

  /** The query of the address of a depth here; "network": of the overview. */
  readonly addressOf = (depth: Depth | "network"): string => {
    const change = depth === "network" ? OVERVIEW : this.#at(depth, this.spot.product);
    return formatState({ ...this.#store.state, ...change }) || "?";
  };

  chooseGrain(grain: Grain): void {
    this.#store.set({ ...this.spot, grain }, "replace");
  }

  /** The opened layer's unit; backward that as far along as what is shown, of a parameter the middle one. Null: none. */
  opened(run: RunState | null): UnitOf | null {
    const layer = run?.layer(this.layer);
    if (!run || !layer) return null;
    const [maps = 1, ...axes] = layer.output_shape;
    const node = this.#node(run, layer.name);
    const { map, unit } = node
      ? placeIn(this.spot, shapeOf(run, node), layer.output_shape)
      : { map: Math.min(this.spot.map, maps - 1), unit: middleUnit(axes) };
    return { layer: layer.name, map, unit: unitWithin(unit, axes) };
  }

  /** What the opened unit sees of the network's input. */
  field(run: RunState | null): Field | null {
    const name = this.#node(run, this.layer);
    if (name === INPUT) return ownPlace(this.spot.unit);
    const layer = name && run?.layer(name);
    return layer ? fieldOf(layer.receptive_field, this.spot.unit) : null;
  }

  /** Opens a layer at a unit of its output; backward, at the place of its input that lies as far along. */
  open({ layer, map, unit }: UnitOf, run: RunState | null): void {
    const to = this.#node(run, layer, "") ?? layer;
    const place =
      run && to !== layer ? placeIn({ map, unit }, shapeOf(run, layer), shapeOf(run, to)) : { map, unit };
    this.#store.set({ ...OVERVIEW, layer, ...place });
  }

  /** Goes to another layer: to the same place of the same map, as far as there is one, in the same view. */
  openLayer(layer: string, run: RunState | null): void {
    const [from, to] = [this.#node(run, this.layer), this.#node(run, layer, "")];
    const place = run && from && to ? placeIn(this.spot, shapeOf(run, from), shapeOf(run, to)) : {};
    this.#store.set({ ...OVERVIEW, view: this.#store.state.view, layer, ...place });
  }

  /** The node whose units a layer is opened at: its own output's; backward those that it hands its gradient on to. */
  #node(run: RunState | null, layer: string, wrt = this.#store.state.wrt): string | null {
    if (this.#store.state.pass === "forward") return run?.layer(layer)?.name ?? null;
    const input = inputNamed(wrt);
    return (input === null ? undefined : run?.layer(layer)?.inputs[input]) ?? null;
  }

  /** Shows the gradient with respect to another input or parameter: from its beginning, as it has other places. */
  chooseWay(wrt: string): void {
    this.#store.set({ map: 0, unit: [], product: null, depth: "layer", grain: "", wrt });
  }

  /** How a convolution's way back is told. */
  chooseHow(how: How): void {
    this.#store.set({ how, product: null });
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

  /** On every level steps are as fine as what is looked at, until the person chooses again. */
  #at(depth: Depth, product: number | null): Partial<State> {
    return { ...this.spot, depth, product: depth === "layer" ? null : product, grain: "" };
  }

  #move(spot: Spot): void {
    this.spot = spot;
    this.dispatchEvent(new Event("change"));
  }
}

const shapeOf = (run: RunState, name: string): readonly number[] =>
  name === INPUT ? run.inputShape : (run.layer(name)?.output_shape ?? []);

/** A place of one shape in another one, as far as they are alike. */
function placeIn(
  { map, unit }: Pick<Spot, "map" | "unit">,
  [, ...from]: readonly number[],
  [maps = 1, ...to]: readonly number[],
): Pick<Spot, "map" | "unit"> {
  if (String(from) === String(to)) return { map: Math.min(map, maps - 1), unit };
  if (from.length !== to.length) return { map: 0, unit: [] };
  return { map: Math.min(map, maps - 1), unit: scaled(unit, from, to) };
}

/** The place that is as far along each axis. */
const scaled = (unit: Unit, from: readonly number[], to: readonly number[]): Unit =>
  unit.map((place, axis) => Math.floor(((place + 0.5) * (to[axis] ?? 1)) / (from[axis] ?? 1)));

const spotOf = ({ map, unit, product }: State): Spot => ({ map, unit, product });
