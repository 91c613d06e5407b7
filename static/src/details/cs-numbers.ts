import { css, html, LitElement, nothing } from "lit";
import { copyText } from "../clipboard.ts";
import { formatShape } from "../format.ts";
import type { Unit } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";
import type { Tensor } from "../wire/tensor.ts";
import type { DetailContext } from "./context.ts";
import { frameOf, type Reading } from "./explain/explanation.ts";
import { explained } from "./explain/table.ts";
import { windowStart } from "./geometry.ts";
import { mapTable, type NumberTable, rawText, tabSeparated, unitTable } from "./raw-numbers.ts";

/** How long "Copied" stays. */
const COPIED_FOR_MS = 2000;

/** CSS pixels at a table's sides that headings may cover. */
const STICKY = 48;

interface Source {
  title: string;
  tensor: Tensor;
  map: number;
  frame: number;
  /** What larger maps are shown around. */
  around: Unit;
}

/** The numbers of an opened layer as tables: what the unit is made of, and the maps that it is read from. */
export class CsNumbers extends LitElement {
  static override properties = {
    context: { attribute: false },
    source: { state: true },
    copied: { state: true },
  };

  declare context: DetailContext;
  /** Which map is shown: −1 the output's, else an input's. */
  declare source: number;
  declare copied: boolean;

  constructor() {
    super();
    this.source = -1;
    this.copied = false;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(260px, 1fr) minmax(0, 2fr);
        gap: 8px 28px;
        align-content: start;
        min-height: 0;
        overflow: auto;
        padding: 2px;
      }
      section {
        min-width: 0;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 12px;
        margin-bottom: 6px;
        min-height: 32px;
      }
      h3 {
        margin: 0;
        font: var(--font-strong);
      }
      .note {
        margin: 0 0 6px;
        color: var(--ink-soft);
      }
      .scroll {
        overflow: auto;
        max-height: 60vh;
        border: 1px solid var(--line);
        position: relative;
      }
      table {
        border-collapse: separate;
        border-spacing: 0;
        font-size: 14px;
        line-height: 20px;
      }
      th,
      td {
        padding: 2px 8px;
        text-align: right;
        white-space: nowrap;
      }
      th {
        font-weight: 600;
        background: var(--panel);
        position: sticky;
      }
      thead th {
        top: 0;
        z-index: 1;
      }
      th:first-child {
        text-align: left;
      }
      tbody th {
        left: 0;
        text-align: left;
        font-weight: 400;
      }
      .own {
        background: var(--raised);
        box-shadow: inset 0 0 0 2px var(--field);
        font-weight: 700;
      }
      @media (width < 720px), (height < 420px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override render() {
    const { layer, unit, map } = this.context;
    const terms = unitTable(this.context);
    const source = this.#source;
    const { tensor, frame } = source;
    const shown = mapTable(
      tensor,
      source.map,
      frame,
      this.source < 0 ? unit : unit.slice(0, tensor.shape.length - 1),
    );
    return html`
      <section>
        <h3 class="head">What the unit is made of</h3>
        ${this.#table(`What map ${map}, unit ${unit.join(", ")} of ${layer.name} is made of`, terms)}
      </section>
      <section>
        <div class="head">
          ${this.#choice()} ${this.#copy(() => mapTable(tensor, source.map, frame))}
          <span role="status">${this.copied ? "Copied" : ""}</span>
        </div>
        ${shown.part ? html`<p class="note">Here: ${shown.part} of ${formatShape(tensor.shape.slice(1))}, around the unit. The button takes all of them.</p>` : nothing}
        ${this.#table(source.title, shown)}
      </section>
    `;
  }

  /** The unit's own value stays in sight while it moves. */
  protected override updated(): void {
    for (const cell of this.renderRoot.querySelectorAll<HTMLElement>(".own")) {
      const room = cell.closest(".scroll") as HTMLElement;
      const { offsetTop, offsetLeft, offsetWidth } = cell;
      const isSeen =
        offsetTop > room.scrollTop + STICKY &&
        offsetTop + STICKY < room.scrollTop + room.clientHeight &&
        offsetLeft > room.scrollLeft + STICKY &&
        offsetLeft + offsetWidth <= room.scrollLeft + room.clientWidth;
      if (!isSeen) room.scrollTo(offsetLeft - room.clientWidth / 2, offsetTop - room.clientHeight / 2);
    }
  }

  get #sources(): Source[] {
    const { layer, output, inputs, map, unit } = this.context;
    const { readings } = explained(this.context);
    const own: Source = {
      title: titleOf(layer.name, output, map),
      tensor: output,
      map,
      frame: frameOf(unit, output),
      around: unit,
    };
    const read = inputs.map(({ name, tensor }, input): Source => {
      const reading = readings.find((each) => each.input === input);
      const channel = reading?.index ?? reading?.channel ?? Math.min(map, (tensor.shape[0] ?? 1) - 1);
      return {
        title: titleOf(name, tensor, channel),
        tensor,
        map: channel,
        frame: reading?.frame ?? 0,
        around: readAt(reading),
      };
    });
    return [own, ...read];
  }

  get #source(): Source {
    const sources = this.#sources;
    return sources[this.source + 1] ?? (sources[0] as Source);
  }

  #choice() {
    return html`<select aria-label="Values of" @change=${this.#chosen}>
      ${this.#sources.map(({ title }, i) => html`<option value=${i - 1} ?selected=${i - 1 === this.source}>${title}</option>`)}
    </select>`;
  }

  #copy(table: () => NumberTable) {
    const copy = async () => {
      this.copied = await copyText(tabSeparated(table()));
      setTimeout(() => {
        this.copied = false;
      }, COPIED_FOR_MS);
    };
    return html`<button @click=${copy}>Copy all values</button>`;
  }

  #table(caption: string, { columns, rows, own = [-1, -1] }: NumberTable) {
    const written = (cell: string | number) => (typeof cell === "number" ? rawText(cell) : cell);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table>
        <caption class="visually-hidden">${caption}</caption>
        <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(
            ([name, ...cells], i) => html`<tr>
              <th scope="row">${name}</th>
              ${cells.map((cell, j) => html`<td class=${i === own[0] && j + 1 === own[1] ? "own" : ""}>${written(cell)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  readonly #chosen = (event: Event): void => {
    this.source = Number((event.target as HTMLSelectElement).value);
  };
}

/** The first cell of what a unit reads. */
const readAt = (reading: Reading | undefined): Unit =>
  (reading?.window ? windowStart(reading.window.rule, reading.window.unit) : [0, 0]).map((place) =>
    Math.max(0, place),
  );

const titleOf = (name: string, { shape }: Tensor, map: number): string =>
  shape.length > 1 ? `${name}, map ${map}` : `${name}, all values`;

customElements.define("cs-numbers", CsNumbers);

declare global {
  interface HTMLElementTagNameMap {
    "cs-numbers": CsNumbers;
  }
}
