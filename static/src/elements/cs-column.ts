import { css, html, LitElement, type PropertyValues } from "lit";
import { drawMaps, type MapsToDraw } from "../draw/maps.ts";
import { formatShape } from "../format.ts";
import { kindOf, titleOf } from "../graph/nodes.ts";
import { hit, mapOrigin, type PlacedNode } from "../graph/placed.ts";
import { middleUnit } from "../graph/raster.ts";
import { appear } from "../motion.ts";
import type { UnitOf } from "../reading.ts";
import { shared } from "../styles/shared.ts";

/** Moves of the arrow keys inside a grid filled column by column. */
const KEYS: Record<string, (map: number, down: number) => number> = {
  ArrowUp: (map) => map - 1,
  ArrowDown: (map) => map + 1,
  ArrowLeft: (map, down) => map - down,
  ArrowRight: (map, down) => map + down,
};

/** An arrow key moved past the column's side: to which side, and from which row. */
export interface LeaveColumn {
  side: -1 | 1;
  row: number;
}

/**
 * The maps of one layer: a canvas, and a list box over it.
 *
 * Fires "hover-unit" (UnitOf, or null on leaving), "open-map" (UnitOf) and "leave-column" (LeaveColumn).
 */
export class CsColumn extends LitElement {
  static override properties = {
    node: { attribute: false },
    active: { type: Boolean },
    marked: { type: Number },
  };

  declare node: PlacedNode;
  /** Whether this column is the one in the tab order. */
  declare active: boolean;
  /** The map with the focus ring. */
  declare marked: number;
  /** Whether anything is drawn yet. */
  drawn = false;
  #lastPointed: UnitOf | null = null;

  constructor() {
    super();
    this.active = false;
    this.marked = 0;
  }

  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        display: block;
        contain: layout size style;
      }
      canvas {
        display: block;
        width: 100%;
        height: 100%;
        cursor: crosshair;
      }
      [role="listbox"] {
        width: 100%;
        height: 100%;
        outline: none;
      }
      .ring {
        position: absolute;
        pointer-events: none;
        display: none;
      }
      [role="listbox"]:focus-visible + .ring {
        display: block;
        outline: 2px solid var(--focus);
        outline-offset: 1px;
      }
    `,
  ];

  /** Draws what has arrived; the first time it fades in. */
  paint(maps: Omit<MapsToDraw, "node">, resolution: number): void {
    const canvas = this.renderRoot.querySelector("canvas");
    if (!canvas) return;
    drawMaps(canvas, { ...maps, node: this.node }, resolution);
    if (!this.drawn) appear(canvas);
    this.drawn = true;
  }

  /** Forgets that anything was drawn: the next painting fades in again. */
  clear(): void {
    const canvas = this.renderRoot.querySelector("canvas");
    if (canvas) canvas.width = 0;
    this.drawn = false;
  }

  /** Takes the focus from a neighbour: at the same row, on the side it comes from. */
  enter({ side, row }: LeaveColumn): void {
    const { shown, down } = this.node;
    const last = Math.floor((shown - 1) / down) * down;
    this.marked = Math.min(shown - 1, (side === 1 ? 0 : last) + Math.min(row, down - 1));
    this.focus();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("[role=listbox]")?.focus();
  }

  /** The box of a map on the page. */
  mapRect(map: number): DOMRect {
    const box = this.getBoundingClientRect();
    const zoom = box.width / this.node.width || 1;
    const origin = mapOrigin(this.node, Math.min(map, this.node.shown - 1));
    const left = box.left + (origin.x - this.node.x) * zoom;
    const top = box.top + (origin.y - this.node.y) * zoom;
    return new DOMRect(left, top, this.node.cellWidth * zoom, this.node.cellHeight * zoom);
  }

  override render() {
    const { node, marked } = this;
    const name = `${titleOf(node)}: ${kindOf(node)}, ${formatShape(node.shape)}`;
    return html`
      <div
        role="listbox"
        tabindex=${this.active ? 0 : -1}
        aria-label=${name}
        aria-activedescendant="option"
        @pointermove=${this.#pointed}
        @pointerleave=${() => this.#tell("hover-unit", null)}
        @pointerdown=${this.#pointed}
        @click=${this.#clicked}
        @keydown=${this.#keyed}
        @focus=${() => this.#tell("hover-unit", this.#markedUnit())}
        @blur=${() => this.#tell("hover-unit", null)}
      >
        <canvas></canvas>
        <span
          id="option"
          role="option"
          class="visually-hidden"
          aria-selected="true"
          aria-setsize=${node.maps}
          aria-posinset=${marked + 1}
          >${node.name}, ${node.raster.kind === "unit" ? "unit" : "map"} ${marked}</span
        >
      </div>
      <div class="ring"></div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("node")) this.#place();
    this.#placeRing();
  }

  #place(): void {
    const { x, y, width, height } = this.node;
    this.style.left = `${x}px`;
    this.style.top = `${y}px`;
    this.style.width = `${width}px`;
    this.style.height = `${height}px`;
  }

  #placeRing(): void {
    const ring = this.renderRoot.querySelector<HTMLElement>(".ring");
    if (!ring) return;
    const origin = mapOrigin(this.node, this.marked);
    ring.style.left = `${origin.x - this.node.x}px`;
    ring.style.top = `${origin.y - this.node.y}px`;
    ring.style.width = `${this.node.cellWidth}px`;
    ring.style.height = `${this.node.cellHeight}px`;
  }

  #unitAt(event: PointerEvent): UnitOf | null {
    const box = this.getBoundingClientRect();
    const zoom = box.width / this.node.width || 1;
    const x = this.node.x + (event.clientX - box.left) / zoom;
    const y = this.node.y + (event.clientY - box.top) / zoom;
    const found = hit(this.node, x, y);
    return found && { layer: this.node.name, ...found };
  }

  /** Where the keyboard points: the middle of the marked map. */
  #markedUnit(): UnitOf {
    const { name, raster } = this.node;
    return { layer: name, map: this.marked, unit: middleUnit(raster.axes) };
  }

  readonly #pointed = (event: PointerEvent) => {
    // Held down, the pointer moves the overview along with it: what is lit need not be drawn anew with every frame.
    if (event.type === "pointermove" && event.buttons) return;
    this.#lastPointed = this.#unitAt(event);
    this.#tell("hover-unit", this.#lastPointed);
  };

  /** Opens what was pointed at: a click's own coordinates are cut to whole pixels, and so may name a neighbour. */
  readonly #clicked = () => {
    if (this.#lastPointed) this.#tell("open-map", this.#lastPointed);
  };

  readonly #keyed = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      this.#tell("open-map", this.#markedUnit());
      return;
    }
    const move = KEYS[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#mark(move(this.marked, this.node.down), event.key);
  };

  #mark(map: number, key: string): void {
    if (map >= 0 && map < this.node.shown) {
      this.marked = map;
      this.#tell("hover-unit", this.#markedUnit());
    } else if (key === "ArrowLeft" || key === "ArrowRight") {
      const detail: LeaveColumn = { side: key === "ArrowLeft" ? -1 : 1, row: this.marked % this.node.down };
      this.#tell("leave-column", detail);
    }
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

customElements.define("cs-column", CsColumn);
