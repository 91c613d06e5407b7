import { html, nothing, type PropertyValues } from "lit";
import "../elements/cs-legend.ts";
import { briefName, formatCount } from "../format.ts";
import { INPUT } from "../graph/connectivity.ts";
import { unitAt } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { Arrangement } from "./conv-layout.ts";
import { headingStyles } from "./heading-styles.ts";
import "./cs-formula.ts";
import { type CsMap, UNIT_FRAME } from "./cs-map.ts";
import "./cs-map.ts";
import "./cs-outputs.ts";
import "./cs-tiles.ts";
import type { TileCell } from "./cs-tiles.ts";
import "./cs-unrolled.ts";
import { DetailElement } from "./detail-element.ts";
import { flatten } from "./explain/flatten.ts";
import { flattenStyles } from "./flatten-styles.ts";
import type { Pair } from "./geometry.ts";
import { Ground } from "./ground.ts";
import { limitFor } from "./limits.ts";
import { type MapImage, mapImage } from "./map-image.ts";

const NARROW_BELOW = 620;
const LARGEST_MAP = 210;
const TINY_MAP = 72;
/** Maps with more cells are not unrolled cell by cell. */
const MOST_UNROLLED = 1200;

/** Maps laid out in one row: which cell goes where, for all of them; linked both ways. */
export class CsFlattenDetail extends DetailElement {
  static override properties = { ...DetailElement.properties, lit: { state: true } };

  /** The index that is pointed at. */
  declare lit: number | null;

  #ground!: Ground;
  #groundOf: Tensor | undefined;

  constructor() {
    super();
    this.lit = null;
  }

  static override styles = [shared, headingStyles, flattenStyles];

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { inputs, output } = this.context;
    const { name, tensor } = inputs[0] as { name: string; tensor: Tensor };
    if (this.#groundOf === tensor) return;
    this.#groundOf = tensor;
    const origin = { name, madeOf: "cell" as const, order: null, tensor };
    this.#ground = new Ground(output, name, tensor.shape.length > 1 ? origin : undefined);
  }

  override render() {
    this.setAttribute("arrangement", this.#arrangement);
    return html`${this.#row()} ${this.#unrolling()} ${this.#all()}`;
  }

  protected override slide(): void {
    const { cell } = this.#opened;
    const { columns } = this.#ground;
    this.renderRoot.querySelector<CsMap>("#map")?.moveFrame(Math.floor(cell / columns), cell % columns);
  }

  get #arrangement(): Arrangement {
    if (this.room.isLow) return "tiny";
    return this.room.width < NARROW_BELOW ? "narrow" : "wide";
  }

  /** The plane and cell of the opened value. */
  get #opened(): { plane: number; cell: number } {
    const { plane, cell } = this.#ground.spotOf(this.context.map);
    return { plane, cell: cell ?? 0 };
  }

  #row() {
    const { output, layer, map } = this.context;
    return html`
      <section class="row">
        <h3>${layer.name} <small>all ${formatCount(output.data.length)} values in one row; where it is too long it goes on below</small></h3>
        <cs-outputs
          .values=${output.data}
          .labels=${Array.from({ length: Math.min(20, output.data.length) }, (_, i) => `value ${i}`)}
          .chosen=${this.lit ?? map}
          .label=${`${layer.name}: choose a value`}
          @output-point=${(event: CustomEvent<number | null>) => {
            this.lit = event.detail;
          }}
          @output-choose=${(event: CustomEvent<number>) => this.#open(event.detail)}
        ></cs-outputs>
      </section>
    `;
  }

  /** The opened map, and its part of the row. */
  #unrolling() {
    const ground = this.#ground;
    const { plane, cell } = this.#opened;
    const isWhole = ground.cells > 1;
    return html`
      <section class="unrolling">
        ${isWhole ? this.#map(plane, cell) : nothing}
        <div>
          ${isWhole && ground.cells <= MOST_UNROLLED ? this.#line(plane, cell) : nothing}
          ${this.#formula()}
        </div>
      </section>
    `;
  }

  #map(plane: number, cell: number) {
    const ground = this.#ground;
    const image = this.#image(plane);
    return html`
      <div>
        <h3>${briefName(ground.name)} <small>${ground.describePlane(plane)} of ${ground.planes / ground.frames}</small></h3>
        <div class="map">
          <cs-map
            id="map"
            data-testid="flat-map"
            .image=${image}
            .frame=${UNIT_FRAME}
            .size=${this.#mapSize}
            .pickable=${true}
            .unit=${[Math.floor(cell / ground.columns), cell % ground.columns]}
            .lit=${this.#litCell(plane)}
            .label=${`${ground.describePlane(plane)}: choose a cell`}
            @cell-point=${({ detail }: CustomEvent<Pair | null>) => this.#point(plane, detail && this.#cellAt(detail))}
            @cell-pick=${({ detail }: CustomEvent<Pair>) => this.#open(this.#indexOf(plane, this.#cellAt(detail)))}
          ></cs-map>
          ${ground.tensor.shape.length > 2 ? rasterPath(image) : nothing}
        </div>
        <cs-legend class="legend" kind="activation" .limit=${image.limit} .scheme=${this.scheme.scheme}></cs-legend>
      </div>
    `;
  }

  #line(plane: number, cell: number) {
    const ground = this.#ground;
    const lit = this.lit === null ? null : ground.spotOf(this.lit);
    const isSignal = ground.tensor.shape.length === 2;
    return html`
      <h3>Its part of the row <small>values ${formatCount(plane * ground.cells)} to ${formatCount((plane + 1) * ground.cells - 1)}</small></h3>
      <cs-unrolled
        data-testid="unrolled"
        .values=${ground.tensor.map(plane)}
        .columns=${isSignal ? Math.min(16, ground.columns) : ground.columns}
        .limit=${limitFor(ground.tensor)}
        .first=${plane * ground.cells}
        .chosen=${cell}
        .lit=${lit?.plane === plane ? lit.cell : null}
        .names=${isSignal ? (row: number) => `${row * 16} …` : (row: number) => `row ${row}`}
        @cell-point=${(event: CustomEvent<number | null>) => this.#point(plane, event.detail)}
        @cell-choose=${(event: CustomEvent<number>) => this.#open(this.#indexOf(plane, event.detail))}
      ></cs-unrolled>
    `;
  }

  #formula() {
    const { map, inputs } = this.context;
    const opened = this.lit ?? map;
    const { rule, formula } = flatten({ ...this.context, map: opened });
    const activation = limitFor(inputs[0]?.tensor ?? { data: new Float32Array() });
    return html`
      <p class="rule">${rule} <b data-testid="pointed">Value ${opened} is ${this.#ground.describe(opened)}.</b></p>
      <cs-formula .lines=${formula} .limits=${{ activation, weight: 1, gradient: 1, grey: 1 }}></cs-formula>
    `;
  }

  #all() {
    const ground = this.#ground;
    if (!ground.isMaps) return nothing;
    const { plane } = this.#opened;
    return html`
      <section class="all">
        <h3>All ${formatCount(ground.planes)} ${ground.frames > 1 ? "frames" : "maps"} <small>in the order of the row</small></h3>
        <cs-tiles
          .tensor=${ground.tensor}
          .limit=${limitFor(ground.tensor)}
          .picture=${ground.name === INPUT ? this.context.picture : undefined}
          .chosen=${plane}
          .lit=${this.lit === null ? null : ground.spotOf(this.lit)}
          .most=${56}
          .high=${this.#tilesHigh}
          .names=${(each: number) => ground.describePlane(each)}
          .label=${`All maps of ${ground.name}`}
          @tile-choose=${(event: CustomEvent<number>) => this.#open(this.#indexOf(event.detail, this.lit === null ? 0 : (ground.spotOf(this.lit).cell ?? 0)))}
          @tile-point=${({ detail }: CustomEvent<TileCell | null>) => {
            this.lit = detail && ground.indexAt(detail);
          }}
        ></cs-tiles>
      </section>
    `;
  }

  #image(plane: number): MapImage {
    const { tensor, name } = this.#ground;
    const colours = name === INPUT ? this.context.picture : undefined;
    return mapImage(tensor, plane, "activation", limitFor(tensor), colours);
  }

  get #mapSize(): number {
    if (this.#arrangement === "tiny") return TINY_MAP;
    return Math.min(LARGEST_MAP, this.room.width - 12, Math.max(120, this.room.height * 0.4));
  }

  get #tilesHigh(): number {
    return this.#arrangement === "wide" ? Math.max(70, this.room.height - this.#mapSize - 200) : 220;
  }

  #litCell(plane: number): Pair | undefined {
    const spot = this.lit === null ? null : this.#ground.spotOf(this.lit);
    if (spot?.plane !== plane || spot.cell === null) return undefined;
    return [Math.floor(spot.cell / this.#ground.columns), spot.cell % this.#ground.columns];
  }

  #cellAt([y, x]: Pair): number {
    return y * this.#ground.columns + x;
  }

  #indexOf(plane: number, cell: number): number {
    return this.#ground.indexAt({ plane, cell }) ?? this.context.map;
  }

  #point(plane: number, cell: number | null): void {
    this.lit = cell === null ? null : this.#ground.indexAt({ plane, cell });
  }

  #open(index: number): void {
    this.go({ map: index, unit: unitAt(0, this.steps.axes) });
  }
}

/** The way through a map's cells: row by row, each from left to right. */
function rasterPath({ height, width }: MapImage) {
  const rows = Array.from({ length: height }, (_, y) => `${y ? "L" : "M"}.3 ${y + 0.5}H${width - 0.3}`);
  return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true"><path d=${rows.join("")} /></svg>`;
}

customElements.define("cs-flatten-detail", CsFlattenDetail);

declare global {
  interface HTMLElementTagNameMap {
    "cs-flatten-detail": CsFlattenDetail;
  }
}
