import { html, nothing, type PropertyValues } from "lit";
import { briefName, formatCount, formatNumber } from "../format.ts";
import { INPUT } from "../graph/connectivity.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import { decimalsFor } from "./adding-up.ts";
import { roleOf } from "./backward/back.ts";
import { NamedUnits } from "./backward/dense.ts";
import { roleName, roleStyles } from "./backward/roles.ts";
import { type Ballot, type Count, counted } from "./ballot.ts";
import { inputKind } from "./context.ts";
import type { Arrangement } from "./conv-layout.ts";
import { headingStyles } from "./heading-styles.ts";
import "./cs-map.ts";
import "./cs-outputs.ts";
import "./cs-tiles.ts";
import type { TileCell } from "./cs-tiles.ts";
import "./cs-votes.ts";
import { denseStyles } from "./dense-styles.ts";
import { BACKWARD_WORDS, FORWARD_WORDS, type Made, made, type Shows, votesIn } from "./dense-view.ts";
import { DetailElement } from "./detail-element.ts";
import type { Pair } from "./geometry.ts";
import type { Ground, Spot } from "./ground.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";
import { mapStepper, mapStepperStyles } from "./map-stepper.ts";

const NARROW_BELOW = 620;
/** CSS pixels of a line of votes, and of what stands above and below the lines. */
const VOTE_LINE = 25;
const VOTES_AROUND = 278;
const FEWEST_EACH = 3;
const MOST_EACH = 12;
const MOST_IN_ORDER = 64;
const LEAST_MAP = 84;
const LARGEST_MAP = 220;
/** CSS pixels of the line below the votes by place. */
const PLACES_WORDS = 34;
/** Room for "×" or "=" between two maps. */
const SIGN = 26;

/** A unit's votes, and the maps that they come from: values × weights = votes, cell by cell. */
export class CsDenseDetail extends DetailElement {
  static override properties = {
    ...DetailElement.properties,
    lit: { state: true },
    plane: { state: true },
    shows: { state: true },
  };

  /** The input that is pointed at. */
  declare lit: number | null;
  /** The map that is enlarged. */
  declare plane: number;
  /** What the small maps show. */
  declare shows: Shows;

  #made: Made | undefined;
  #openedFor = "";
  #product: number | null = null;

  constructor() {
    super();
    this.lit = null;
    this.plane = 0;
    this.shows = "votes";
  }

  static override styles = [shared, headingStyles, mapStepperStyles, denseStyles, roleStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { inputs, output, map, weights, layer } = this.context;
    const vector = inputs[0]?.tensor as Tensor;
    const row = weights.weight?.map(map);
    if (this.#made?.of.some((each, i) => each !== [vector, output, map, row?.buffer][i]) ?? true) {
      this.#made = row && made(this.context, row);
    }
    if (!this.#made) return;
    if (this.#openedFor !== layer.name) this.plane = this.#made.order[0] ?? 0;
    this.#openedFor = layer.name;
    this.#followProduct(this.#made);
  }

  override render() {
    this.setAttribute("arrangement", this.#arrangement);
    const made = this.#made;
    return html`
      ${this.#outputs()}
      ${made ? html`${this.#maps(made)} ${this.#tiles(made)} ${this.#votes(made)}` : this.#waiting()}
    `;
  }

  protected override slide(): void {}

  /** Stepping from product to product goes through the inputs: each lights up on its map. */
  #followProduct({ ground }: Made): void {
    const { product } = this.context;
    if (product === this.#product) return;
    this.#product = product;
    this.lit = product;
    if (product !== null) this.plane = ground.spotOf(product).plane;
  }

  get #arrangement(): Arrangement {
    if (this.room.isLow) return "tiny";
    return this.room.width < NARROW_BELOW ? "narrow" : "wide";
  }

  #name(index: number): string {
    const { classes, isLogits, back } = this.context;
    return (isLogits && classes[index]) || (back ? `dL/dx ${index}` : `unit ${index}`);
  }

  #outputs() {
    const { output, layer, map, kinds, back } = this.context;
    if (this.#arrangement === "tiny") return nothing;
    const labels = output.data.length <= 20 ? Array.from(output.data, (_, i) => this.#name(i)) : [];
    const strip = html`<cs-outputs
      .kind=${kinds.output}
      .values=${output.data}
      .labels=${labels}
      .chosen=${map}
      .label=${`${back?.way.symbol ?? layer.name}: choose a unit`}
      @output-choose=${(event: CustomEvent<number>) => this.go({ map: event.detail })}
    ></cs-outputs>`;
    if (!back) return strip;
    const name = html`<h3>${roleName("downstream")} ${back.way.symbol} <small>${formatCount(output.data.length)} values</small></h3>`;
    return html`<section class="outputs">${name} ${strip}</section>`;
  }

  get #words() {
    return this.context.back ? BACKWARD_WORDS : FORWARD_WORDS;
  }

  #waiting() {
    const { layer, output, map } = this.context;
    return html`<section class="votes">
      <h3>${this.#name(map)} = <b data-testid="total" data-value=${output.at(map)}>${formatNumber(output.at(map))}</b></h3>
      <p class="rule">Its ${formatCount(layer.parameters)} weights come a unit at a time; this unit's are on their way.</p>
    </section>`;
  }

  /** One map three times: its values, the weights they meet, the votes they make. */
  #maps({ ground, weights, votes, sums, limits }: Made) {
    if (this.#arrangement === "tiny") return nothing;
    const { plane } = this;
    const { inputs } = this.context;
    const frame = ground.describePlane(plane);
    return html`
      <section class="maps">
        <h3>${roleName(roleOf(this.context, 0))} ${
          ground.isMaps
            ? html`${briefName(ground.name)} <small>${frame} of ${ground.planes / ground.frames}</small>
          ${mapStepper(plane, ground.planes, (next) => this.#openPlane(next))}`
            : html`${briefName(ground.name)} <small>${formatCount(inputs[0]?.tensor.data.length ?? 0)} values</small>`
        }</h3>
        <div class="product">
          ${this.#map("values", this.#valuesImage(), this.context.back ? "upstream" : "values")}
          <span class="sign">×</span>
          ${this.#map("weights", mapImage(weights, plane, "weight", limits.weights), this.#weightsCaption(ground))}
          <span class="sign">=</span>
          ${this.#map("votes", mapImage(votes, plane, this.context.kinds.output, limits.votes), `${this.#words.votes}, Σ ${formatNumber(sums[plane] ?? 0)}`)}
        </div>
        <p class="pointed" data-testid="pointed">${this.#pointed(ground)}</p>
      </section>
    `;
  }

  #map(name: string, image: MapImage, caption: string) {
    return html`<figure>
      <figcaption>${caption}</figcaption>
      <cs-map
        data-testid="ground-${name}"
        .image=${image}
        .size=${this.#mapSize}
        .lit=${this.#litCell()}
        .label=${`${caption} of ${this.#made?.ground.describePlane(this.plane)}`}
        @cell-point=${(event: CustomEvent<Pair | null>) => this.#pointAt(event.detail)}
      ></cs-map>
      <cs-legend .kind=${image.kind} .limit=${image.limit} .scheme=${this.scheme.scheme}></cs-legend>
    </figure>`;
  }

  /** A whole map has one weight; each of its cells has its part in the mean. */
  #weightsCaption({ madeOf, cells, frames }: Ground): string {
    const index = (this.#made as Made).ground.indexAt({ plane: this.plane, cell: 0 });
    const weight = (this.#made as Made).ballot.weights[index ?? 0] ?? Number.NaN;
    if (madeOf === "mean") return `weight ${formatNumber(weight)} / ${formatCount(cells * frames)}`;
    return madeOf === "maximum"
      ? `weight ${formatNumber(weight)}`
      : `${this.context.back ? "local: " : ""}weights for ${this.#name(this.context.map)}`;
  }

  #valuesImage(): MapImage {
    const { ground, limits } = this.#made as Made;
    const { picture } = this.context;
    const colours = ground.name === INPUT ? picture : undefined;
    return mapImage(ground.tensor, this.plane, inputKind(this.context, 0), limits.values, colours);
  }

  get #mapSize(): number {
    const { width, height } = this.room;
    const share = this.#arrangement === "wide" ? 0.53 : 1;
    const across = (width * share - 2 * SIGN - 8) / 3;
    const down = this.#arrangement === "wide" && height > 0 ? height * 0.34 : LARGEST_MAP;
    return Math.max(LEAST_MAP, Math.min(LARGEST_MAP, across, down));
  }

  #litCell(): Pair | undefined {
    const { ground } = this.#made as Made;
    if (this.lit === null) return undefined;
    const { plane, cell } = ground.spotOf(this.lit);
    if (plane !== this.plane || cell === null) return undefined;
    return [Math.floor(cell / ground.columns), cell % ground.columns];
  }

  #pointAt(at: Pair | null): void {
    const { ground } = this.#made as Made;
    this.lit = at && ground.indexAt({ plane: this.plane, cell: at[0] * ground.columns + at[1] });
  }

  /** The vote that is pointed at; else what to do. */
  #pointed(ground: Ground) {
    const { inputs, weights, map } = this.context;
    if (this.lit === null) return `Point at a cell to see its ${this.#words.vote}.`;
    const value = inputs[0]?.tensor.data[this.lit] ?? Number.NaN;
    const weight = weights.weight?.map(map)[this.lit] ?? Number.NaN;
    const made = ground.madeOf === "cell" ? "" : `${ground.madeOf} `;
    return html`${ground.describe(this.lit)}: ${made}${formatNumber(value)} × ${formatNumber(weight)} = <b>${formatNumber(value * weight)}</b>`;
  }

  #tiles(made: Made) {
    const { ground } = made;
    if (!ground.isMaps) return nothing;
    const hint =
      this.shows === "places" ? "added up" : isSorted(made) ? "strongest first" : "bar: sum of votes";
    return html`
      <section class="tiles">
        <div class="heading">
          <h3>All ${formatCount(ground.planes)} ${ground.frames > 1 ? "frames" : "maps"} <small>${hint}</small></h3>
          ${this.#toggles()}
        </div>
        <div class="scroll">${this.shows === "places" ? this.#places(made) : this.#small(made, this.shows)}</div>
      </section>
    `;
  }

  #small(made: Made, shows: Exclude<Shows, "places">) {
    const { ground, weights, votes, sums, order, limits } = made;
    const colours = shows === "values" && ground.name === INPUT ? this.context.picture : undefined;
    return html`<cs-tiles
      .tensor=${{ values: ground.tensor, weights, votes }[shows]}
      .kind=${shows === "weights" ? "weight" : this.context.kinds.output}
      .sumKind=${this.context.kinds.output}
      .limit=${limits[shows]}
      .picture=${colours}
      .sums=${sums}
      .order=${isSorted(made) ? order : undefined}
      .chosen=${this.plane}
      .lit=${this.#litTile(ground)}
      .high=${this.#tilesHigh}
      .names=${(plane: number) => ground.describePlane(plane)}
      .label=${`All maps: ${shows}`}
      @tile-choose=${(event: CustomEvent<number>) => this.#openPlane(event.detail)}
      @tile-point=${({ detail }: CustomEvent<TileCell | null>) => {
        this.lit = detail && ground.indexAt(detail);
      }}
    ></cs-tiles>`;
  }

  /** The votes of all maps for each place: where in the picture they come from. */
  #places({ together, limits }: Made) {
    return html`<cs-map
      data-testid="places"
      .image=${mapImage(together, 0, this.context.kinds.output, limits.places)}
      .size=${Math.max(LEAST_MAP, this.#tilesHigh - PLACES_WORDS)}
      .label=${"Votes of all maps, added up place by place"}
      .caption=${""}
    ></cs-map>`;
  }

  get #tilesHigh(): number {
    const { height } = this.room;
    if (this.#arrangement === "tiny") return height - 40;
    return this.#arrangement === "wide" ? Math.max(90, height - this.#mapSize - 220) : 260;
  }

  #litTile(ground: Ground): Spot | null {
    return this.lit === null ? null : ground.spotOf(this.lit);
  }

  #toggles() {
    const button = (shows: Shows) =>
      html`<button class="toggle" aria-pressed=${this.shows === shows} @click=${() => {
        this.shows = shows;
      }}>${shows}</button>`;
    return html`<div class="toggles" role="group" aria-label="Small maps show">${button("values")}${button("weights")}${button("votes")}${button("places")}</div>`;
  }

  #openPlane(plane: number): void {
    this.plane = plane;
  }

  #votes({ ground, ballot }: Made) {
    const narrow = this.#arrangement !== "wide" || this.room.width < 800;
    const name = this.#name(this.context.map);
    const count = this.#counted(ballot);
    return html`
      <section class="votes" tabindex="0" aria-label="Votes for ${name}">
        <h3>${this.#arrangement === "tiny" ? html`${name} = <span data-testid="total" data-value=${count.total.value}>${count.total.text}</span>` : html`${name} <small>${votesIn(ballot, count, this.#words)}</small>`}</h3>
        <cs-votes
          .count=${count}
          .places=${this.context.back ? new NamedUnits(this.context) : ground}
          .candidate=${name}
          .kind=${this.context.kinds.output}
          .sides=${this.#words.sides}
          ?unbiased=${this.context.back !== undefined}
          .lit=${this.lit}
          .narrow=${narrow}
          @vote-lit=${(event: CustomEvent<number | null>) => {
            this.lit = event.detail;
          }}
          @vote-choose=${(event: CustomEvent<number>) => this.#openPlane(ground.spotOf(event.detail).plane)}
        ></cs-votes>
      </section>
    `;
  }

  #counted(ballot: Ballot): Count {
    const fitting = Math.floor((this.room.height - VOTES_AROUND) / VOTE_LINE / 2);
    const each = this.#arrangement === "wide" ? Math.max(FEWEST_EACH, Math.min(MOST_EACH, fitting)) : 5;
    const last = this.#made?.count;
    if (last?.each === each) return last.count;
    const count = counted(ballot, each, decimalsFor(limitFor(this.context.output)));
    if (this.#made) this.#made.count = { each, count };
    return count;
  }
}

/** Many maps stand in the order of what they count. */
const isSorted = ({ order }: Made): boolean => order.length > MOST_IN_ORDER;

customElements.define("cs-dense-detail", CsDenseDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-dense-detail": CsDenseDetail;
  }
}
