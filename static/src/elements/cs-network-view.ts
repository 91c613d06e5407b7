import { html, LitElement, type PropertyValues, svg } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Kind } from "../colour.ts";
import { linkPath, litPath, mapBox, type Nodes, sourceBoxes } from "../draw/edges.ts";
import { legendLimit } from "../draw/maps.ts";
import { headerWidth, textMeasure } from "../draw/measure.ts";
import { Zoom } from "../draw/zoom.ts";
import { formatShape } from "../format.ts";
import { shapeBands } from "../graph/bands.ts";
import { INPUT, type Shapes, shapesOf, sourcesOf } from "../graph/connectivity.ts";
import { graphNodes, type Layout, type LayoutNode, layOut, type PlacedNode } from "../graph/layout.ts";
import { hasOwnColours } from "../picture.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import type { ScaleChoice } from "../state.ts";
import { overviewStyles } from "../styles/overview.ts";
import { shared } from "../styles/shared.ts";
import type { Pass } from "../wire/client.ts";
import type { Tensor } from "../wire/tensor.ts";
import "./cs-column.ts";
import type { CsColumn, LeaveColumn } from "./cs-column.ts";
import "./cs-legend.ts";

/** Heights in CSS pixels of a node's header (name and shape) and legend. */
const ABOVE = 44;
/** A line more, naming the operations, where every column is wide enough for it. */
const OPERATIONS_LINE = 19;
const BELOW = 32;
const LEGEND_GAP = 4;
const BAND_HEIGHT = 24;
/** Gaps at least this wide show all connections; in narrower ones they would be a blur. */
const EDGES_FROM_GAP = 10;
/** A zoomed canvas is drawn finer, up to this. */
const FINEST = 4;

/**
 * The overview: the network's graph as columns of maps, with edges, headers and legends.
 *
 * Fires what its columns fire, and "painted" once the layers told to `refresh` are on the screen.
 */
export class CsNetworkView extends LitElement {
  static override properties = {
    run: { attribute: false },
    pass: {},
    scale: {},
    scheme: {},
    revealed: { type: Number },
    framed: { type: Boolean },
    layout: { state: true },
    namesOperations: { state: true },
    pointed: { state: true },
    activeColumn: { state: true },
  };

  declare run: RunState | null;
  declare pass: Pass;
  declare scale: ScaleChoice;
  declare scheme: string;
  /** How many nodes (the input first) are shown in full; the rest is faded. */
  declare revealed: number;
  /** Inside another page: the wheel is the host's. */
  declare framed: boolean;
  declare layout: Layout | null;
  /** Whether there is room for the operations' names over the columns. */
  declare namesOperations: boolean;
  declare pointed: UnitOf | null;
  declare activeColumn: string;

  #graph: RunState["layers"] | null = null;
  #nodes: Nodes = new Map();
  #shapes: Shapes = new Map();
  #links: unknown = "";
  #zoom: Zoom | null = null;
  #zoomScale = 1;
  #stale = new Set<string>();
  #frame = 0;
  readonly #resized = new ResizeObserver(() => this.#layOut());

  constructor() {
    super();
    this.run = null;
    this.pass = "forward";
    this.scale = "layer";
    this.scheme = "";
    this.revealed = Infinity;
    this.framed = false;
    this.layout = null;
    this.namesOperations = false;
    this.pointed = null;
    this.activeColumn = INPUT;
  }

  static override styles = [shared, overviewStyles];

  /** Repaints these nodes with the next frame; all of them for null. */
  refresh(names: readonly string[] | null): void {
    if (names === null) this.#adopt();
    for (const name of names ?? this.#nodes.keys()) this.#stale.add(name);
    this.#frame ||= requestAnimationFrame(() => this.#paint());
  }

  zoomIn(): void {
    this.#zoom?.closer();
  }

  zoomOut(): void {
    this.#zoom?.farther();
  }

  /** Shows the whole network. */
  fit(): void {
    this.#zoom?.fit();
  }

  /** Puts the focus back on a layer's maps. */
  focusLayer(layer: string): void {
    this.#column(layer)?.focus();
  }

  /** The box of a map on the page, for a motion that begins there. */
  mapRect(layer: string, map: number): DOMRect | undefined {
    return this.#column(layer)?.mapRect(map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resized.observe(this.#viewport);
  }

  protected override firstUpdated(): void {
    this.#zoom = new Zoom(this.#viewport, (transform) => this.#moved(transform), !this.framed);
    this.#resized.observe(this.#viewport);
    // Headers are measured: once more when their typeface has come.
    void document.fonts.ready.then(() => this.#layOut());
  }

  override render() {
    return html`
      <div
        class="viewport"
        @hover-unit=${this.#hovered}
        @leave-column=${this.#leftColumn}
        @focusin=${this.#focused}
      >
        <div class="stage">
          ${this.layout ? this.#drawing(this.layout) : html`<p class="waiting" role="status">Starting…</p>`}
        </div>
      </div>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("layout")) this.#placeHeaders();
    const repaint = ["layout", "pass", "scale", "scheme"] as const;
    if (repaint.some((name) => changed.has(name))) this.refresh([...this.#nodes.keys()]);
  }

  #drawing(layout: Layout) {
    return html`
      <svg class="edges" width=${layout.width} height=${layout.height} aria-hidden="true">${this.#links}</svg>
      ${shapeBands(layout.nodes).map((band) => html`<div class="band">${band.label}</div>`)}
      ${repeat(
        layout.nodes,
        (node) => node.name,
        (node, i) => html`
          <div class="name ${this.#standing(node, i)}" title=${`${node.op}, ${formatShape(node.shape)}`}>${node.name}</div>
          ${this.namesOperations ? html`<div class="operation">${node.op === node.name ? "" : node.op}</div>` : ""}
          <cs-column
            data-name=${node.name}
            class=${this.#standing(node, i)}
            .node=${node}
            .active=${node.name === this.activeColumn}
          ></cs-column>
          <div class="legend ${this.#standing(node, i)}">${this.#legend(node)}</div>
        `,
      )}
      <svg class="lit" width=${layout.width} height=${layout.height} aria-hidden="true">${this.#lit()}</svg>
    `;
  }

  /** Classes of a node's parts; a backward pass reveals the last layer first. */
  #standing(node: PlacedNode, index: number): string {
    const i = this.pass === "backward" ? this.#nodes.size - 1 - index : index;
    const current = i === this.revealed - 1 && this.revealed < this.#nodes.size;
    const waits = this.pass === "backward" && !this.run?.gradient(node.name);
    const classes = { unrevealed: i >= this.revealed, current, waits, pending: this.#isPending(node) };
    return Object.entries(classes)
      .filter(([, applies]) => applies)
      .map(([name]) => name)
      .join(" ");
  }

  /** Whether a node still shows the run before: its layer of this one has not arrived. */
  #isPending({ name }: PlacedNode): boolean {
    return this.run !== null && !this.run.ended && name !== INPUT && !this.run.milliseconds.has(name);
  }

  #legend(node: PlacedNode) {
    const tensor = this.#tensor(node.name);
    if (!tensor || this.#keepsColours(node)) return "";
    const limit = legendLimit(this.scale, tensor, this.#networkLimit());
    return html`<cs-legend .kind=${this.#kind(node)} .limit=${limit} .scheme=${this.scheme}></cs-legend>`;
  }

  #drawLinks(): unknown {
    return (this.run?.layers ?? []).flatMap((layer) =>
      layer.inputs.map((name) => {
        const source = this.#nodes.get(name);
        const target = this.#nodes.get(layer.name);
        if (!source || !target || target.x - source.x - source.width < EDGES_FROM_GAP) return "";
        const path = linkPath(source, target, layer, this.#shapes);
        return svg`<path class=${path.endsWith("Z") ? "sheet" : "threads"} d=${path} />`;
      }),
    );
  }

  #lit() {
    const { pointed } = this;
    const layer = pointed && this.run?.layer(pointed.layer);
    const node = pointed && this.#nodes.get(pointed.layer);
    if (!pointed || !node) return "";
    const sources = layer ? sourcesOf(layer, pointed.map, this.#shapes) : [];
    const boxes = [...sourceBoxes(sources, this.#nodes), mapBox(node, pointed.map)];
    return svg`<path d=${litPath(node, pointed.map, sources, this.#nodes)} />
      ${boxes.map((box) => svg`<rect x=${box.x - 1} y=${box.y - 1} width=${box.width + 2} height=${box.height + 2} />`)}`;
  }

  /** Takes over the graph of a new run; the same graph keeps its canvases. */
  #adopt(): void {
    const { run } = this;
    if (!run || !this.hasUpdated) return;
    const layers = JSON.stringify(run.layers);
    if (this.#graph && JSON.stringify(this.#graph) === layers) return;
    this.#graph = run.layers;
    this.pointed = null;
    this.activeColumn = INPUT;
    for (const column of this.#columns()) column.clear();
    this.#layOut();
  }

  #layOut(): void {
    const { run } = this;
    const viewport = this.#viewport;
    if (!run || !viewport.clientWidth || !viewport.clientHeight) return;
    const inputShape = run.input?.shape ?? [1, 1, 1];
    const nodes = graphNodes(run.layers, inputShape);
    const measure = textMeasure(this);
    const size = { width: viewport.clientWidth - 2, height: viewport.clientHeight };
    const space = { ...size, below: BELOW, labelWidth: headerWidth(measure, nodes) };
    this.#shapes = shapesOf(run.layers, inputShape);
    const spacious = layOut(nodes, { ...space, above: ABOVE + OPERATIONS_LINE });
    this.namesOperations = spacious.nodes.every((node) => measure(node.op) <= node.width);
    this.layout = this.namesOperations ? spacious : layOut(nodes, { ...space, above: ABOVE });
    this.#nodes = new Map(this.layout.nodes.map((node) => [node.name, node]));
    this.#links = this.#drawLinks();
    this.#zoom?.resize({ viewport: size, stage: this.layout });
  }

  #placeHeaders(): void {
    const nodes = this.layout?.nodes ?? [];
    const above = ABOVE + (this.namesOperations ? OPERATIONS_LINE : 0);
    this.#placeEach(".name", nodes, (node) => node.y - above);
    this.#placeEach(".operation", nodes, (node) => node.y - above + OPERATIONS_LINE);
    this.#placeEach(".legend", nodes, (node) => node.y + node.height + LEGEND_GAP);
    const bands = shapeBands(nodes).map(({ nodes: [first, ...others] }) => {
      const last = others.at(-1) ?? first;
      return first && last ? { ...first, width: last.x + last.width - first.x } : null;
    });
    this.#placeEach(
      ".band",
      bands.filter((band) => band !== null),
      (band) => band.y - BAND_HEIGHT,
    );
  }

  #placeEach(selector: string, boxes: readonly PlacedNode[], top: (box: PlacedNode) => number): void {
    this.renderRoot.querySelectorAll<HTMLElement>(selector).forEach((element, i) => {
      const box = boxes[i];
      if (box) place(element, box.x, top(box), box.width);
    });
  }

  #paint(): void {
    this.#frame = 0;
    const { run } = this;
    if (!run) return;
    this.#adopt();
    const networkLimit = this.#networkLimit();
    const ink = getComputedStyle(this).color;
    for (const name of this.#stale) {
      const tensor = this.#tensor(name);
      const node = this.#nodes.get(name);
      const column = this.#column(name);
      if (!tensor || !node || !column?.hasUpdated) continue;
      const picture = this.#keepsColours(node) ? run.preprocessing : null;
      const maps = { tensor, kind: this.#kind(node), scale: this.scale, networkLimit, picture, ink };
      column.paint(maps, this.#resolution());
      this.#stale.delete(name);
    }
    this.requestUpdate();
    if (run.ended) this.dispatchEvent(new Event("painted"));
  }

  /** What a node shows: its output, or (backward) the gradient there; until that arrives, still the output. */
  #tensor(name: string): Tensor | null {
    const gradient = this.pass === "backward" ? this.run?.gradient(name) : null;
    return gradient ?? this.run?.activations.get(name) ?? null;
  }

  #kind(node: LayoutNode): Kind {
    return this.pass === "backward" && this.run?.gradient(node.name) ? "gradient" : "activation";
  }

  #keepsColours(node: LayoutNode): boolean {
    const isInput = node.name === INPUT && this.#kind(node) === "activation";
    return isInput && hasOwnColours(node);
  }

  /** Half-width of the scale that all layers share; 0 where they do not share one. */
  #networkLimit(): number {
    if (this.scale !== "network") return 0;
    let limit = 0;
    for (const name of this.#nodes.keys()) {
      const tensor = name === INPUT && this.pass === "forward" ? null : this.#tensor(name);
      if (tensor) limit = Math.max(limit, legendLimit("layer", tensor, 0) ?? 0);
    }
    return limit;
  }

  #resolution(): number {
    return Math.min(FINEST, Math.ceil(this.#zoomScale)) * devicePixelRatio;
  }

  #moved(transform: { x: number; y: number; k: number }): void {
    const before = this.#resolution();
    this.#zoomScale = transform.k;
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    if (stage) {
      stage.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
      stage.style.setProperty("--zoom", String(transform.k));
    }
    if (this.#resolution() !== before) this.refresh([...this.#nodes.keys()]);
  }

  readonly #hovered = (event: CustomEvent<UnitOf | null>) => {
    this.pointed = event.detail;
  };

  readonly #focused = (event: FocusEvent) => {
    const name = (event.target as HTMLElement).dataset.name;
    if (name) this.activeColumn = name;
  };

  readonly #leftColumn = (event: CustomEvent<LeaveColumn>) => {
    const names = [...this.#nodes.keys()];
    const next = names[names.indexOf(this.activeColumn) + event.detail.side];
    if (next) this.#column(next)?.enter(event.detail);
  };

  get #viewport(): HTMLElement {
    return this.renderRoot.querySelector(".viewport") as HTMLElement;
  }

  #columns(): NodeListOf<CsColumn> {
    return this.renderRoot.querySelectorAll<CsColumn>("cs-column");
  }

  #column(name: string): CsColumn | undefined {
    return [...this.#columns()].find((column) => column.dataset.name === name);
  }
}

function place(element: HTMLElement, x: number, y: number, width: number): void {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
}

customElements.define("cs-network-view", CsNetworkView);
