import { LitElement, type PropertyValues } from "lit";
import { INPUT } from "../graph/connectivity.ts";
import type { Playhead } from "../playhead.ts";
import { type DetailContext, inputKind } from "./context.ts";
import { cellOf, type Pair } from "./geometry.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { SchemeController } from "./scheme-controller.ts";
import { SizeController } from "./size-controller.ts";
import { type Place, Steps } from "./steps.ts";

/** What every detail view shares: its context, the playhead's frames, and going to another unit ("go", a Place). */
export abstract class DetailElement extends LitElement {
  static override properties = { context: { attribute: false } };

  declare context: DetailContext;

  protected readonly room = new SizeController(this);
  protected readonly scheme = new SchemeController(this);
  #followed: Playhead | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow(undefined);
  }

  override willUpdate(_changed: PropertyValues): void {
    this.#follow(this.context.playhead);
  }

  override updated(_changed: PropertyValues): void {
    this.slide();
  }

  protected get steps(): Steps {
    return new Steps(this.context.output.shape);
  }

  /** Called while the playhead glides: moves the frames. */
  protected abstract slide(): void;

  /** A point between where the last step and this one are, as far as the playhead has glided. */
  protected between(pointOf: (unit: Pair) => Pair): Pair {
    const { playhead, map, unit, grain } = this.context;
    if (grain !== "position") return pointOf(cellOf(unit));
    const from = pointOf(cellOf(this.steps.placeAt(playhead.from, map).unit));
    const to = pointOf(cellOf(this.steps.placeAt(playhead.position, map).unit));
    const { travel } = playhead;
    return [from[0] + (to[0] - from[0]) * travel, from[1] + (to[1] - from[1]) * travel];
  }

  protected go(place: Partial<Place>): void {
    const { map, unit } = this.context;
    this.dispatchEvent(new CustomEvent<Place>("go", { detail: { map, unit, ...place } }));
  }

  /** One channel of an input (of a clip, a frame of it): in its own colours where it is the network's picture. */
  protected inputImage(channel: number, index = 0, frame = 0): MapImage {
    const { inputs, picture } = this.context;
    const { name, tensor } = inputs[index] as DetailContext["inputs"][number];
    const colours = name === INPUT ? picture : undefined;
    return mapImage(tensor, channel, inputKind(this.context, index), limitFor(tensor), colours, frame);
  }

  /** The same as a map on its own: where now is compared with before, the difference (if there is any). */
  protected inputMapImage(channel: number, index = 0, frame = 0): MapImage {
    const tensor = this.context.difference?.inputs[index];
    const limit = tensor ? limitFor(tensor) : 0;
    if (!tensor || limit === 0) return this.inputImage(channel, index, frame);
    return mapImage(tensor, channel, "difference", limit, undefined, frame);
  }

  /** One map of the output; where now is compared with before, the difference. */
  protected outputImage(channel: number, frame = 0): MapImage {
    const { output, difference, kinds } = this.context;
    const [shown, kind] = difference
      ? ([difference.output, "difference"] as const)
      : ([output, kinds.output] as const);
    return mapImage(shown, channel, kind, limitFor(shown), undefined, frame);
  }

  #follow(playhead: Playhead | undefined): void {
    if (playhead === this.#followed) return;
    this.#followed?.removeEventListener("frame", this.#slid);
    this.#followed = playhead;
    playhead?.addEventListener("frame", this.#slid);
  }

  readonly #slid = (): void => this.slide();
}
