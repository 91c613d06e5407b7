import { css, html, LitElement } from "lit";
import { describeUnit, type Unit } from "../graph/raster.ts";
import { shared } from "../styles/shared.ts";

/** How far an arrow key moves the place: rows and columns. */
const MOVES: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Lies over the picture: a place of it can be chosen, by a click or with the arrow keys.
 *
 * Fires "choose-place" (its row and column, or null when it is given up).
 */
export class CsPlace extends LitElement {
  static override properties = {
    rows: { type: Number },
    columns: { type: Number },
    view: { attribute: false },
    place: { attribute: false },
    kind: {},
  };

  declare rows: number;
  declare columns: number;
  /** What of the cells' plane the element covers: left, top, width, height. */
  declare view: readonly [number, number, number, number];
  declare place: Unit | null;
  /** What the picture is called. */
  declare kind: string;

  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        inset: 0;
      }
      button {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        border: 0;
        background: none;
        cursor: crosshair;
      }
      button:hover:not(:disabled) {
        background: none;
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        pointer-events: none;
      }
      path,
      rect {
        fill: none;
        vector-effect: non-scaling-stroke;
      }
      .halo {
        stroke: var(--paper);
        stroke-width: 4;
      }
      .mark {
        stroke: var(--ink);
        stroke-width: 1.8;
      }
    `,
  ];

  override render() {
    const told = this.place ? `${describeUnit(this.place)} chosen. ` : "";
    return html`<button
        aria-label="Who sees a place of the ${this.kind}? ${told}Arrow keys move it, Escape gives it up."
        title="Click a place: which units see it?"
        @click=${this.#clicked}
        @keydown=${this.#keyed}
      ></button>
      ${this.place ? this.#mark(this.place) : ""}`;
  }

  #mark(place: Unit) {
    const [row, column] = this.#cell(place);
    const [left, top, width, height] = this.view;
    const cross = `M${left} ${row + 0.5}H${column}M${column + 1} ${row + 0.5}H${left + width}
      M${column + 0.5} ${top}V${row}M${column + 0.5} ${row + 1}V${top + height}`;
    const lines = this.rows > 1 ? cross : `M${column + 0.5} ${top}V${top + height}`;
    return html`<svg viewBox=${this.view.join(" ")} preserveAspectRatio="none" aria-hidden="true">
      <path class="halo" d=${lines} />
      <path class="mark" d=${lines} />
      <rect class="mark" x=${column} y=${row} width="1" height="1" />
    </svg>`;
  }

  #cell(place: Unit): [number, number] {
    return [place.length > 1 ? (place.at(-2) as number) : 0, place.at(-1) ?? 0];
  }

  readonly #clicked = (event: MouseEvent): void => {
    // A button pressed by key has no point: it begins in the middle.
    if (event.detail === 0) {
      this.#choose(this.place ? this.#cell(this.place) : [this.rows >> 1, this.columns >> 1]);
      return;
    }
    const box = this.getBoundingClientRect();
    const [left, top, width, height] = this.view;
    const column = Math.floor(left + ((event.clientX - box.left) / box.width) * width);
    const row = Math.floor(top + ((event.clientY - box.top) / box.height) * height);
    const isInside =
      column >= 0 && column < this.columns && (this.rows === 1 || (row >= 0 && row < this.rows));
    this.#choose(isInside ? [row, column] : null);
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    const move = MOVES[event.key];
    if (event.key === "Escape" && this.place) this.#choose(null);
    else if (move) this.#step(move);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #step([down, across]: readonly [number, number]): void {
    if (!this.place) {
      this.#choose([this.rows >> 1, this.columns >> 1]);
      return;
    }
    const [row, column] = this.#cell(this.place);
    const within = (place: number, length: number) => Math.max(0, Math.min(length - 1, place));
    this.#choose([within(row + down, this.rows), within(column + across, this.columns)]);
  }

  #choose(cell: readonly [number, number] | null): void {
    const detail = cell && (this.rows > 1 ? cell : cell.slice(1));
    this.dispatchEvent(new CustomEvent<Unit | null>("choose-place", { detail }));
  }
}

customElements.define("cs-place", CsPlace);
