/** What the explorer shows, as one table of properties that maps to the address's query and back. */
import type { Depth, Grain } from "./grain.ts";
import type { Unit } from "./graph/raster.ts";
import type { Loss, Pass } from "./wire/client.ts";

/** What is shown of an opened layer: how it computes, or what its units see of the picture. */
export type View = "computes" | "sees";
/** What maps show of a backward pass: gradients, these over the outputs, or the outputs alone. */
export type Back = "gradients" | "both" | "outputs";
export type ScaleChoice = "map" | "layer" | "network";
/** How a convolution or its way back is told: as is usual, by painting, as a matrix. */
export type How = "" | "scatter" | "matrix";
/** What maps show of an edited network: its own values, how they differ from those before, or those before. */
export type Compare = "now" | "difference" | "before";

export interface State {
  model: string;
  sample: string;
  /** "own" where the picture is the person's: it cannot travel in an address. */
  picture: "" | "own";
  /** "film": the whole pass is played as a film. "looked": what the network looked at. */
  show: "" | "film" | "looked";
  layer: string;
  map: number;
  /** Its place along the axes of its map; empty for the first one. */
  unit: Unit;
  view: View;
  /** A place of the picture, along its axes, whose seers are asked for; empty: none. */
  at: Unit;
  /** How deep in the opened layer. */
  depth: Depth;
  /** The opened product of the unit, in the order that its sum names them; null: none. */
  product: number | null;
  /** How far a step of the playhead goes; "" = as is usual where one is. */
  grain: Grain | "";
  /** With respect to what an opened layer's gradient is shown: "" its first input, "1" … another, else a parameter's name. */
  wrt: string;
  how: How;
  /** A unit to compare with, as `compare/pin.ts` writes it. */
  pin: string;
  pass: Pass;
  /** Class index to answer for, as text; "" = the predicted class. */
  target: string;
  loss: Loss;
  /** A unit to answer for instead of a class, as `loss/asked.ts` writes it; "" = the class. */
  asks: string;
  back: Back;
  scale: ScaleChoice;
  /** Blocks of the network that are not open, or closed, as they are at first; "*" for all. */
  blocks: readonly string[];
  /** Edited weights, as text; "tab": too many for an address. */
  edits: string;
  compare: Compare;
  /** Of what it looked at: the way to find out, what is asked about and against, as `looked/target.ts` writes them. */
  method: string;
  about: string;
  against: string;
  /** Of the heat over the picture, in percent. */
  opacity: number;
  /** The method's own numbers, as `looked/controls.ts` writes them. */
  numbers: string;
  /** Grad-CAM: the layer whose maps are looked at; "" = the last one with maps. */
  maps: string;
  sanity: "" | "shown";
}

interface Property<T> {
  initial: T;
  parse(text: string): T;
  format(value: T): string;
}

const text: Property<string> = { initial: "", parse: (value) => value, format: (value) => value };

const integer: Property<number> = {
  initial: 0,
  parse: (value) => (/^\d{1,6}$/.test(value) ? Number(value) : 0),
  format: String,
};

const place: Property<number | null> = {
  initial: null,
  parse: (value) => (/^\d{1,9}$/.test(value) ? Number(value) : null),
  format: (value) => (value === null ? "" : String(value)),
};

const position: Property<Unit> = {
  initial: [],
  parse: (value) => (/^\d{1,6}(,\d{1,6}){0,5}$/.test(value) ? value.split(",").map(Number) : []),
  format: (unit) => (unit.some((place) => place > 0) ? unit.join(",") : ""),
};

const names: Property<readonly string[]> = {
  initial: [],
  parse: (value) => value.split(",").filter(Boolean),
  format: (value) => value.join(","),
};

const anyPlace: Property<Unit> = { ...position, format: (unit) => unit.join(",") };

function choice<T extends string>(initial: T, ...others: T[]): Property<T> {
  return { initial, parse: (value) => others.find((other) => other === value) ?? initial, format: String };
}

const PROPERTIES: { [K in keyof State]: Property<State[K]> } = {
  model: text,
  sample: text,
  picture: choice<"" | "own">("", "own"),
  show: choice<State["show"]>("", "film", "looked"),
  layer: text,
  map: integer,
  unit: position,
  view: choice<View>("computes", "sees"),
  at: anyPlace,
  depth: choice<Depth>("layer", "unit", "product"),
  product: place,
  grain: choice<Grain | "">("", "layer", "channel", "position", "product"),
  wrt: text,
  how: choice<How>("", "scatter", "matrix"),
  pin: text,
  pass: choice<Pass>("forward", "backward"),
  target: text,
  loss: choice<Loss>("cross_entropy", "logit", "hinge"),
  asks: text,
  back: choice<Back>("gradients", "both", "outputs"),
  scale: choice<ScaleChoice>("layer", "map", "network"),
  blocks: names,
  edits: text,
  compare: choice<Compare>("now", "difference", "before"),
  method: text,
  about: text,
  against: text,
  opacity: {
    ...integer,
    initial: 60,
    parse: (value) => (/^(\d{1,2}|100)$/.test(value) ? Number(value) : 60),
  },
  numbers: text,
  maps: text,
  sanity: choice<State["sanity"]>("", "shown"),
};

/** What is said of an opened layer, where none is. */
export const OVERVIEW = {
  layer: "",
  map: 0,
  unit: [],
  view: "computes",
  depth: "layer",
  product: null,
  wrt: "",
  how: "",
} satisfies Partial<State>;

/** What is said of a network when asked what it looked at, where nobody chose. */
export const NOBODY_ASKED = { about: "", against: "", numbers: "", maps: "" } satisfies Partial<State>;

const NAMES = Object.keys(PROPERTIES) as (keyof State)[];

/** The state an address's query stands for; whatever it does not (or wrongly) name has its initial value. */
export function parseState(query: string): State {
  const given = new URLSearchParams(query);
  return Object.fromEntries(NAMES.map((name) => [name, read(name, given.get(name))])) as unknown as State;
}

/** The query of a state, without what has its initial value: "?model=photos&layer=conv2", or "". */
export function formatState(state: State): string {
  const parts = NAMES.map((name) => [name, write(name, state[name])] as const)
    .filter(([name, value]) => value !== write(name, PROPERTIES[name].initial))
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  return parts.length ? `?${parts.join("&")}` : "";
}

function read(name: keyof State, value: string | null): State[keyof State] {
  const property = PROPERTIES[name] as Property<State[keyof State]>;
  return value === null ? property.initial : property.parse(value);
}

function write(name: keyof State, value: State[keyof State]): string {
  return (PROPERTIES[name] as Property<State[keyof State]>).format(value);
}

/** The state in force, mirrored in the address: "change" fires whoever changed it, the back button too. */
export class Store extends EventTarget {
  state: State = parseState(location.search);
  readonly #returned = () => this.#show(parseState(location.search));

  /** Merges a change. A step worth going back from is a new entry of the history; a movement is not. */
  set(change: Partial<State>, history: "push" | "replace" = "push"): void {
    const next = { ...this.state, ...change };
    const address = location.pathname + formatState(next) + location.hash;
    if (history === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
    this.#show(next);
  }

  connect(): void {
    window.addEventListener("popstate", this.#returned);
  }

  disconnect(): void {
    window.removeEventListener("popstate", this.#returned);
  }

  #show(state: State): void {
    const previous = this.state;
    this.state = state;
    this.dispatchEvent(new CustomEvent("change", { detail: { previous } }));
  }
}
