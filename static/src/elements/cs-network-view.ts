import { html, LitElement, type PropertyValues, svg } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { litPath, type Nodes, sourceBoxes } from "../draw/edges.ts";
import { headerWidth, shortened, textMeasure } from "../draw/measure.ts";
import { arrowHead, OverviewEdges } from "../draw/overview-edges.ts";
import { Zoom } from "../draw/zoom.ts";
import { shapeBands } from "../graph/bands.ts";
import { INPUT, type Shapes, shapesOf, sourcesOf } from "../graph/connectivity.ts";
import { type Layout, layOut } from "../graph/layout.ts";
import { type Graph, graphOf } from "../graph/nodes.ts";
import { mapBox, type PlacedNode } from "../graph/placed.ts";
import { OverviewValues } from "../overview-values.ts";
import { Painter } from "../painter.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import type { ScaleChoice } from "../state.ts";
import { overviewStyles } from "../styles/overview.ts";
import { shared } from "../styles/shared.ts";
import type { Pass } from "../wire/client.ts";
import type { CsColumn, LeaveColumn } from "./cs-column.ts";
import { ABOVE, BELOW, bandLabel, MORE_LINE, nodeParts, OPERATIONS_LINE } from "./overview-node.ts";

/** Of a crowded network so much on both sides of the view is ready at least, and at first: shares of its width. */
const LEAST_READY = 0.15;
const MADE_READY = 0.6;
/** Zoomed out further than this, maps of a crowded network are too small to be worth fetching. */
const WORTH_FETCHING = 0.35;
/** A zoomed canvas is drawn finer, up to this. */
const FINEST = 4;

/**
 * The overview: the network's graph as columns of maps, with edges, headers and legends.
 *
 * Fires what its columns fire, "in-view" (names of the nodes that are looked at), and "painted" once the layers
 * told to `refresh` are on the screen.
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
    pointed: { state: true },
    activeColumn: { state: true },
    ready: { state: true },
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
  declare pointed: UnitOf | null;
  declare activeColumn: string;
  /** The nodes that are in the page: all, or of a crowded network those in and near the view. */
  declare ready: readonly PlacedNode[];

  #graph: Graph | null = null;
  #graphKey = "";
  #nodes: Nodes = new Map();
  #shapes: Shapes = new Map();
  #edges: OverviewEdges | null = null;
  #names: ReadonlyMap<string, string> = new Map();
  #namesOperations = false;
  #opened = new Set<string>();
  #zoom: Zoom | null = null;
  #zoomScale = 1;
  #looking = 0;
  readonly #painter = new Painter(
    (name) => this.#paint(name),
    () => this.#painted(),
  );
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
    this.pointed = null;
    this.activeColumn = INPUT;
    this.ready = [];
  }

  static override styles = [shared, overviewStyles];

  /** Repaints these nodes with the next frame; all of them for null. */
  refresh(names: readonly string[] | null): void {
    if (names === null) this.#adopt();
    this.#painter.add(names ?? this.#nodes.keys());
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

  /** Brings a layer into view and puts the focus on its maps. */
  async focusLayer(layer: string): Promise<void> {
    this.#reveal(layer);
    await this.updateComplete;
    this.#column(layer)?.focus();
  }

  /** The box of a map on the page, for a motion that begins there. */
  mapRect(layer: string, map: number): DOMRect | undefined {
    return this.#column(layer)?.mapRect(map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#painter.stop();
    cancelAnimationFrame(this.#looking);
    this.#looking = 0;
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
    const repaint = ["layout", "pass", "scale", "scheme"] as const;
    if (repaint.some((name) => changed.has(name))) this.refresh([...this.#nodes.keys()]);
    else if (changed.has("ready")) this.#painter.add(this.#unpainted());
    if (changed.has("revealed") && this.#graph?.crowded && this.revealed < this.#nodes.size) {
      this.#reveal([...this.#nodes.keys()][this.#atStep(this.revealed - 1)] ?? INPUT);
    }
  }

  #drawing(layout: Layout) {
    const values = this.run && new OverviewValues(this.run, this.pass, this.scale);
    const ends = [
      Math.min(...this.ready.map(({ x }) => x)),
      Math.max(...this.ready.map(({ x, width }) => x + width)),
    ];
    const [left = 0, right = 0] = ends;
    const isReady = new Set(this.ready);
    const order = new Map(layout.nodes.map((node, i) => [node, i]));
    return html`
      <svg class="edges" width=${layout.width} height=${layout.height} aria-hidden="true">
        <defs>${arrowHead}</defs>
        ${this.#edges?.draw(left, right)}
      </svg>
      ${shapeBands(layout.nodes)
        .filter(({ nodes }) => nodes.some((node) => isReady.has(node)))
        .map(bandLabel)}
      ${repeat(
        this.ready,
        (node) => node.name,
        (node) =>
          nodeParts({
            node,
            name: this.#names.get(node.name) ?? node.name,
            standing: this.#standing(node, order.get(node) ?? 0),
            above: layout.above,
            namesOperation: this.#namesOperations,
            active: node.name === this.activeColumn,
            opened: this.#opened.has(node.name),
            values,
            scheme: this.scheme,
            toggle: () => this.#toggle(node.name),
          }),
      )}
      <svg class="lit" width=${layout.width} height=${layout.height} aria-hidden="true">${this.#lit()}</svg>
    `;
  }

  /** Classes of a node's parts; a backward pass reveals the last layer first. */
  #standing(node: PlacedNode, index: number): string {
    const i = this.#atStep(index);
    const current = i === this.revealed - 1 && this.revealed < this.#nodes.size;
    const waits = this.pass === "backward" && !this.run?.answers(node.name);
    const classes = { unrevealed: i >= this.revealed, current, waits, pending: this.#isPending(node) };
    return Object.entries(classes)
      .filter(([, applies]) => applies)
      .map(([name]) => name)
      .join(" ");
  }

  /** The place of a node among the steps of the pass, and the other way round. */
  #atStep(index: number): number {
    return this.pass === "backward" ? this.#nodes.size - 1 - index : index;
  }

  /** Whether a node still shows the run before: its layer of this one has not arrived. */
  #isPending({ name }: PlacedNode): boolean {
    return this.run !== null && !this.run.ended && name !== INPUT && !this.run.milliseconds.has(name);
  }

  #lit() {
    const { pointed } = this;
    const layer = pointed && this.run?.layer(pointed.layer);
    const node = pointed && this.#nodes.get(pointed.layer);
    if (!pointed || !node) return "";
    const sources = layer ? sourcesOf(layer, pointed.map, this.#shapes) : [];
    const boxes = [...sourceBoxes(sources, this.#nodes), mapBox(node, pointed.map)];
    return svg`<path d=${litPath(node, pointed.map, sources, this.#nodes, this.#edges?.ways ?? new Map())} />
      ${boxes.map((box) => svg`<rect x=${box.x - 1} y=${box.y - 1} width=${box.width + 2} height=${box.height + 2} />`)}`;
  }

  /** Takes over the graph of a new run; the same graph keeps its canvases. */
  #adopt(): void {
    const { run } = this;
    if (!run || !this.hasUpdated) return;
    const key = JSON.stringify(run.layers);
    if (this.#graph && this.#graphKey === key) return;
    this.#graphKey = key;
    this.#graph = null;
    this.pointed = null;
    this.activeColumn = INPUT;
    this.#opened.clear();
    for (const column of this.#columns()) column.clear();
    this.#layOut();
  }

  #layOut(keepsView = false): void {
    const { run } = this;
    const viewport = this.#viewport;
    if (!run || !viewport.clientWidth || !viewport.clientHeight) return;
    const inputShape = run.inputShape;
    const graph = this.#graph ?? graphOf(run.layers, inputShape);
    this.#graph = graph;
    const measure = textMeasure(this);
    const size = { width: viewport.clientWidth - 2, height: viewport.clientHeight };
    const below = BELOW + (graph.crowded ? MORE_LINE : 0);
    const space = { ...size, below, labelWidth: headerWidth(measure, graph), opened: this.#opened };
    this.#shapes = shapesOf(run.layers, inputShape);
    const spacious = layOut(graph, { ...space, above: ABOVE + OPERATIONS_LINE });
    this.#namesOperations = !graph.crowded && spacious.nodes.every((node) => measure(node.op) <= node.width);
    this.layout = this.#namesOperations ? spacious : layOut(graph, { ...space, above: ABOVE });
    this.#nodes = new Map(this.layout.nodes.map((node) => [node.name, node]));
    this.#names = new Map(
      this.layout.nodes.map(({ name, width }) => [name, shortened(name, width, measure)]),
    );
    this.#edges = new OverviewEdges(this.layout, run.layers, this.#shapes, graph.crowded);
    this.#zoom?.resize({ viewport: size, stage: this.layout }, keepsView);
    this.#look();
  }

  /** Finds out which nodes are in view, and which are to be kept ready for it. */
  #look(): void {
    this.#looking = 0;
    const { layout } = this;
    const view = this.#zoom?.view;
    if (!layout || !view) return;
    const near = (margin: number) =>
      layout.nodes.filter(
        ({ x, width }) =>
          x + width >= view.x - margin * view.width && x <= view.x + (1 + margin) * view.width,
      );
    const crowded = this.#graph?.crowded ?? false;
    const isReady = new Set(this.ready);
    const needed = crowded ? near(LEAST_READY) : layout.nodes;
    // Several at a time: each change draws all of them anew.
    if (needed.some((node) => !isReady.has(node))) this.ready = crowded ? near(MADE_READY) : needed;
    if (crowded && this.#zoomScale < WORTH_FETCHING) return;
    const detail = near(0).map(({ name }) => name);
    this.dispatchEvent(new CustomEvent<string[]>("in-view", { detail }));
  }

  #toggle(name: string): void {
    if (!this.#opened.delete(name)) this.#opened.add(name);
    this.#layOut(true);
  }

  /** Pans to a layer unless it is in view. */
  #reveal(name: string): void {
    const node = this.#nodes.get(name);
    const view = this.#zoom?.view;
    if (!node || !view || (node.x >= view.x && node.x + node.width <= view.x + view.width)) return;
    this.#zoom?.centre(node.x + node.width / 2, view.y + view.height / 2);
    this.#look();
  }

  #paint(name: string): void {
    const { run } = this;
    const node = this.#nodes.get(name);
    const column = this.#column(name);
    if (!run || !node || !column?.hasUpdated) return;
    const overview = new OverviewValues(run, this.pass, this.scale);
    const values = overview.at(name);
    if (!values) {
      // Computed, but not held: what is drawn there is of another run.
      if (run.milliseconds.has(name)) column.clear();
      return;
    }
    const ink = getComputedStyle(this).color;
    column.paint(
      { ...values, scale: this.scale, networkLimit: overview.networkLimit, ink },
      this.#resolution(),
    );
  }

  #painted(): void {
    this.#adopt();
    this.requestUpdate();
    if (this.run?.ended) this.dispatchEvent(new Event("painted"));
  }

  #unpainted(): string[] {
    return this.ready.map(({ name }) => name).filter((name) => !this.#column(name)?.drawn);
  }

  /** Device pixels per CSS pixel: finer where the overview is enlarged. */
  #resolution(): number {
    return Math.min(FINEST, Math.ceil(this.#zoomScale)) * devicePixelRatio;
  }

  #moved(transform: { x: number; y: number; k: number }): void {
    const before = this.#resolution();
    const zooms = transform.k !== this.#zoomScale;
    this.#zoomScale = transform.k;
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    if (stage) {
      stage.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
      if (zooms) stage.style.setProperty("--zoom", String(transform.k));
      // A layer of its own pans without being drawn again, but would be stretched where it is zoomed.
      stage.style.willChange = zooms ? "auto" : "transform";
    }
    if (this.#resolution() !== before) this.refresh([...this.#nodes.keys()]);
    this.#looking ||= requestAnimationFrame(() => this.#look());
  }

  readonly #hovered = (event: CustomEvent<UnitOf | null>) => {
    this.pointed = event.detail;
  };

  readonly #focused = (event: FocusEvent) => {
    const name = (event.target as HTMLElement).dataset.name;
    if (name) this.activeColumn = name;
  };

  readonly #leftColumn = async (event: CustomEvent<LeaveColumn>) => {
    const names = [...this.#nodes.keys()];
    const next = names[names.indexOf(this.activeColumn) + event.detail.side];
    if (!next) return;
    this.#reveal(next);
    await this.updateComplete;
    this.#column(next)?.enter(event.detail);
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

customElements.define("cs-network-view", CsNetworkView);
