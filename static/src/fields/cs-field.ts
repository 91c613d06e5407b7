import { html, LitElement, nothing, type PropertyValues } from "lit";
import "../elements/cs-legend.ts";
import { limitOf } from "../colour.ts";
import { formatNumber, formatPercent } from "../format.ts";
import { INPUT } from "../graph/connectivity.ts";
import { inputName } from "../graph/field.ts";
import { rasterOf, type Unit, unitWithin } from "../graph/raster.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import { shared } from "../styles/shared.ts";
import type { LayerDescription } from "../wire/events.ts";
import type { FieldPart } from "../wire/fields.ts";
import { FieldSource } from "./field-source.ts";
import { fieldStyles } from "./field-styles.ts";
import { growth } from "./growth.ts";
import { blockFor, heatImage, inBlocks, pictureImage } from "./patch-image.ts";
import { condensed, wayTo } from "./path.ts";
import { planeOf } from "./plane.ts";
import { paddingInWords, seenInWords, sidesInWords } from "./words.ts";
import "./cs-field-cone.ts";
import type { ConeStop } from "./cs-field-cone.ts";
import "./cs-field-growth.ts";
import "./cs-field-patch.ts";

/** A sheet of the cone with its label needs so many pixels. */
const STOP_WIDTH = 124;

/** What the opened unit sees: its cone through the layers, its patch of the picture, and how much each pixel counts. */
export class CsField extends LitElement {
  static override properties = {
    runner: { attribute: false },
    layer: {},
    map: { type: Number },
    unit: { attribute: false },
    width: { state: true },
  };

  declare runner: Runner;
  declare layer: string;
  declare map: number;
  declare unit: Unit;
  declare width: number;
  readonly #source = new FieldSource(this);
  readonly #observer = new ResizeObserver(([entry]) => {
    this.width = entry?.contentRect.width ?? 0;
  });

  constructor() {
    super();
    this.width = 0;
  }

  static override styles = [shared, fieldStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
    this.runner?.addEventListener("progress", this.#progressed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    this.runner.removeEventListener("progress", this.#progressed);
    this.#source.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("runner")) this.runner.addEventListener("progress", this.#progressed);
    const { run } = this.runner;
    const layer = run?.layer(this.layer);
    if (!run || !layer) return;
    const [, ...axes] = layer.output_shape;
    this.#source.want(run, this.layer, [this.map, ...unitWithin(this.unit, axes)]);
  }

  override render() {
    const { run } = this.runner;
    const { field, problem } = this.#source;
    if (problem) return html`<p role="alert">${problem.title}: ${problem.detail}</p>`;
    if (!field || !run) return html`<p role="status">Following the unit back to the picture…</p>`;
    const picture = field.parts.find(({ name }) => name === INPUT);
    if (!picture)
      return html`<p>${field.layer} does not depend on the picture: it is the same for every one.</p>`;
    return html`
      ${this.#summary(picture)}
      ${this.#cone(run)}
      <div class="below">
        ${this.#theoretical(run, picture)} ${this.#effective(run, picture)}
        <p class="told">${this.#touched(picture)} ${this.#concentration()}</p>
        <section class="growth" tabindex="0" role="region" aria-label="How the field grows">
          <h2>How the field grows</h2>
          <cs-field-growth .axes=${growth(wayTo(field.parts, run.layers), run.layers)} .count=${picture.sizes.length}></cs-field-growth>
        </section>
      </div>
    `;
  }

  #summary(picture: FieldPart) {
    const { field } = this.#source;
    const [map, ...place] = field?.unit ?? [];
    const unit = place.length ? `Unit ${place.join(", ")} of map ${map}` : `Unit ${map}`;
    const padding = paddingInWords(picture);
    return html`<p class="summary" data-testid="sees">
      <b>${unit}</b> sees ${seenInWords(picture)}${padding ? html`. <span class="padded">${padding}.</span>` : "."}
    </p>`;
  }

  #cone(run: RunState) {
    const stops = this.#stops(run);
    if (!run.preprocessing) return nothing;
    const names = stops.map(({ stop }) => stop.part.name).join(", ");
    return html`<cs-field-cone
      .stops=${stops}
      .preprocessing=${run.preprocessing}
      .label=${`The cone from the picture to the unit, through ${names}`}
    ></cs-field-cone>`;
  }

  #stops(run: RunState): ConeStop[] {
    const { field } = this.#source;
    if (!field) return [];
    const most = Math.max(3, Math.floor(this.width / STOP_WIDTH));
    const stops = condensed(wayTo(field.parts, run.layers), most);
    this.#source.hold(
      this.runner,
      stops.map(({ part }) => part.name),
    );
    return stops.map((stop) => {
      const { name } = stop.part;
      const tensor = run.activations.get(name) ?? null;
      const shape = name === INPUT ? run.inputShape : (run.layer(name) as LayerDescription).output_shape;
      const unit = name === field.layer ? (field.unit[0] as number) : null;
      return { stop, tensor, plane: planeOf(stop.part, shape, tensor, unit) };
    });
  }

  #theoretical(run: RunState, picture: FieldPart) {
    const { input, preprocessing } = run;
    if (!input) return nothing;
    const isSignal = input.shape.length === 2;
    const image = pictureImage(input, preprocessing, this.#frame(picture));
    return html`<figure>
      <figcaption><b>Theoretical field</b> ${sidesInWords(picture.window)}</figcaption>
      <cs-field-patch
        .image=${image}
        .window=${picture.window}
        .curve=${isSignal ? input.map(0) : null}
        .label=${`The part of the ${inputName(picture.sizes.length)} that the unit sees, enlarged`}
      ></cs-field-patch>
    </figure>`;
  }

  #touched({ places, seen, window, sizes }: FieldPart) {
    const inside = (seen ?? []).reduce((all, { first, last }) => all * (last - first + 1), seen ? 1 : 0);
    const frames = sizes.length > 2 ? `Frame ${this.#middle(window.at(-3), sizes.at(-3))} is shown. ` : "";
    if (places === inside) return frames;
    return `${frames}Windows leave places out: ${places} of its ${inside} can move the unit. `;
  }

  #effective(run: RunState, picture: FieldPart) {
    const { input, preprocessing } = run;
    const { slopes } = this.#source;
    if (!input) return nothing;
    const found = slopes?.found;
    const heading = html`<b>Effective field</b>`;
    if (!slopes || !found) {
      return html`<figure><figcaption>${heading}</figcaption><p role="status">Computing the gradient of the unit…</p></figure>`;
    }
    const frame = this.#frame(picture);
    const { rows, columns } = rasterOf(input.shape);
    const plane = slopes.values.subarray(frame * rows * columns, (frame + 1) * rows * columns);
    const block = input.shape.length > 2 ? blockFor([rows, columns]) : 1;
    const values = inBlocks(plane, columns, block);
    const limit = block > 1 ? limitOf(values) : slopes.limit;
    const image = heatImage(pictureImage(input, preprocessing, frame), values, limit);
    return html`<figure>
      <figcaption>
        ${heading} ${block > 1 ? `in blocks of ${block}×${block}` : ""}
        <cs-legend .kind=${"gradient"} .limit=${limit}></cs-legend>
      </figcaption>
      <cs-field-patch
        .image=${image}
        .window=${picture.window}
        .box=${found.most?.sides ?? null}
        .curve=${input.shape.length === 2 ? input.map(0) : null}
        .label=${"How much each place moves the unit: its gradient with respect to the input"}
      ></cs-field-patch>
    </figure>`;
  }

  #concentration() {
    const { found } = this.#source.slopes ?? {};
    if (!found) return nothing;
    const value = formatNumber(found.value ?? Number.NaN);
    if (!found.most || !found.middle) {
      return html`<span data-testid="effective">All slopes are 0: no small change of the picture moves this unit (its value is ${value}).</span>`;
    }
    const { most, middle } = found;
    const inner = html`; the middle ${middle.sides.join("×")}: ${formatPercent(middle.mass)} on ${formatPercent(middle.area)}`;
    return html`<span data-testid="effective"><b>${most.sides.join("×")}</b> (dashed) hold <b>${formatPercent(most.mass)}</b> of
      the gradient on ${formatPercent(most.area)} of the pixels${String(most.sides) === String(middle.sides) ? "" : inner}.</span>`;
  }

  #frame({ window, sizes }: FieldPart): number {
    return sizes.length > 2 ? this.#middle(window.at(-3), sizes.at(-3)) : 0;
  }

  #middle(frames = { first: 0, last: 0 }, length = 1): number {
    return Math.max(0, Math.min(length - 1, Math.floor((frames.first + frames.last) / 2)));
  }

  readonly #progressed = (): void => this.requestUpdate();
}

customElements.define("cs-field", CsField);
