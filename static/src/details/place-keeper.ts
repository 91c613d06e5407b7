import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Grain } from "../grain.ts";
import type { Playhead } from "../playhead.ts";
import type { DetailContext, UnitChange } from "./context.ts";
import { type Place, Steps } from "./steps.ts";
import { grainsOf, type Stand, type Walk, walkOf } from "./walks.ts";

type Host = ReactiveControllerHost &
  HTMLElement & { context: DetailContext | undefined; layers: readonly string[] };

/**
 * Keeps the playhead and what a detail shows together: where one moves, the other follows.
 *
 * Its host fires "unit-change" (UnitChange), "choose-layer" (a name), and "grains" (the Grain[] that the layer
 * offers) when these change.
 */
export class PlaceKeeper implements ReactiveController {
  readonly #host: Host;
  #followed: Playhead | undefined;
  #layer = "";
  #grains = "";
  #isPlacing = false;
  #rests = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#follow(this.#host.context?.playhead);
  }

  hostDisconnected(): void {
    this.#follow(undefined);
    this.#layer = "";
    this.#grains = "";
  }

  hostUpdate(): void {
    const { context } = this.#host;
    if (!context || this.#rests) return;
    this.#follow(context.playhead);
    this.#place(context);
    this.#offer(context);
  }

  /** Stands still, whatever the playhead does: on the way out of the layer. */
  rest(rests: boolean): void {
    if (this.#rests === rests) return;
    this.#rests = rests;
    if (rests) this.#follow(undefined);
    else this.#host.requestUpdate();
  }

  /** The context with the place that the playhead shows now. */
  current(context: DetailContext): DetailContext {
    return this.#rests ? context : { ...context, ...this.#standNow(context) };
  }

  /** Goes to another place of the layer. */
  go({ map, unit }: Place): void {
    const { context } = this.#host;
    if (!context) return;
    const steps = new Steps(context.output.shape);
    const isWalked = context.grain === "position" && (steps.overMaps || map === context.map);
    if (isWalked) context.playhead.seek(steps.positionOf({ map, unit }));
    else this.#tell({ map, unit, product: context.product });
  }

  /** Points at a product of the unit. */
  chooseProduct(product: number): void {
    const { context } = this.#host;
    if (!context) return;
    if (context.grain === "product") context.playhead.seek(product);
    else this.#tell({ ...standOf(context), product });
  }

  #standNow(context: DetailContext): Stand {
    if (context.grain === "layer") return standOf(context);
    return walkOf(context).standAt(context.playhead.position, standOf(context));
  }

  /** Takes the playhead to the context's place: a newly opened layer, another grain, or a jump from outside. */
  #place(context: DetailContext): void {
    const { layer, playhead, grain } = context;
    const walk = grain === "layer" ? this.#layerWalk(layer.name) : walkOf(context);
    this.#isPlacing = true;
    if (this.#layer !== layer.name && grain !== "layer") playhead.pause();
    this.#layer = layer.name;
    if (playhead.length !== walk.length) playhead.length = walk.length;
    playhead.row = walk.row;
    const position = walk.positionOf(standOf(context));
    if (playhead.position !== position) playhead.seek(position);
    this.#isPlacing = false;
    // An entered product has a place in the address, also where nobody said which one.
    if (context.depth === "product" && context.product === null) this.#tell(this.#standNow(context));
  }

  /** From layer to layer: the place in this one stays what it is. */
  #layerWalk(name: string): Walk {
    const { layers } = this.#host;
    return {
      length: layers.length,
      row: 1,
      positionOf: () => layers.indexOf(name),
      standAt: (_, stand) => stand,
    };
  }

  #offer(context: DetailContext): void {
    const grains = grainsOf(context);
    if (String(grains) === this.#grains) return;
    this.#grains = String(grains);
    this.#fire<Grain[]>("grains", grains);
  }

  #follow(playhead: Playhead | undefined): void {
    if (playhead === this.#followed) return;
    this.#followed?.removeEventListener("change", this.#moved);
    this.#followed = playhead;
    playhead?.addEventListener("change", this.#moved);
  }

  readonly #moved = (): void => {
    const { context, layers } = this.#host;
    if (!context || this.#isPlacing) return;
    if (context.grain === "layer") {
      const name = layers[context.playhead.position];
      if (name && name !== context.layer.name) this.#fire("choose-layer", name);
      return;
    }
    const stand = this.#standNow(context);
    const { map, unit, product } = stand;
    if (map === context.map && product === context.product && String(unit) === String(context.unit)) return;
    this.#host.context = { ...context, ...stand };
    this.#tell(stand);
  };

  #tell(change: UnitChange): void {
    this.#fire<UnitChange>("unit-change", change);
  }

  #fire<T>(type: string, detail: T): void {
    this.#host.dispatchEvent(new CustomEvent<T>(type, { detail, bubbles: true, composed: true }));
  }
}

const standOf = ({ map, unit, product }: DetailContext): Stand => ({ map, unit, product });
