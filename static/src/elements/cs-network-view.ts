import { html, LitElement, type PropertyValues } from "lit";
import type { InView } from "../budget.ts";
import { Camera } from "../draw/camera.ts";
import { textMeasure } from "../draw/measure.ts";
import type { Comparison } from "../edits/comparison.ts";
import { toggledWith } from "../graph/blocks.ts";
import { INPUT } from "../graph/connectivity.ts";
import type { Point } from "../graph/minimap.ts";
import type { PlacedNode } from "../graph/placed.ts";
import { nodeOf, nodesNear, nodesToKeep, type Plan, planOf } from "../overview-plan.ts";
import { OverviewValues } from "../overview-values.ts";
import type { UnitOf } from "../reading.ts";
import { RunProgress } from "../run-progress.ts";
import type { RunState } from "../run-state.ts";
import type { Back, ScaleChoice } from "../state.ts";
import { overviewStyles } from "../styles/overview.ts";
import { shared } from "../styles/shared.ts";
import type { Pass } from "../wire/client.ts";
import type { Seeing } from "../wire/fields.ts";
import type { CsColumn, LeaveColumn } from "./cs-column.ts";
import "./cs-minimap.ts";
import type { CsMinimap } from "./cs-minimap.ts";
import { keepNamesInView } from "./overview-blocks.ts";
import { drawing } from "./overview-drawing.ts";
import { OverviewPainting } from "./overview-painting.ts";

/** Height of the minimap, and of the least overview that has room for it. */
const MINIMAP = 44;
const LEAST_MAPPED = 240;
/** Zoomed out further than this, maps of a crowded network are too small for more than thumbnails. */
const WORTH_FETCHING = 0.35;

/**
 * The overview: the network's graph as columns of maps, with edges, headers and legends.
 *
 * Fires what its columns fire, "in-view" (InView), and "painted" once the layers
 * told to `refresh` are on the screen; "toggle-blocks" with those that are to be `toggled`.
 */
export class CsNetworkView extends LitElement {
  static override properties = {
    run: { attribute: false },
    comparison: { attribute: false },
    pass: {},
    back: {},
    scale: {},
    scheme: {},
    revealed: { type: Number },
    toggled: { attribute: false },
    seen: { attribute: false },
    framed: { type: Boolean },
    plan: { state: true },
    pointed: { state: true },
    activeColumn: { state: true },
    ready: { state: true },
  };

  declare run: RunState | null;
  /** Given where the network is edited. */
  declare comparison: Comparison | null;
  declare pass: Pass;
  declare back: Back;
  declare scale: ScaleChoice;
  declare scheme: string;
  /** How many nodes (the input first) are shown in full; the rest is faded. */
  declare revealed: number;
  /** Blocks that are not open, or closed, as they are at first. */
  declare toggled: readonly string[];
  /** The units that see a chosen place of the picture are framed. */
  declare seen: readonly Seeing[];
  /** Inside another page: the wheel is the host's. */
  declare framed: boolean;
  declare plan: Plan | null;
  declare pointed: UnitOf | null;
  declare activeColumn: string;
  /** The nodes that are in the page: all, or of a crowded network those in and near the view. */
  declare ready: readonly PlacedNode[];

  #networkKey = "";
  #opened = new Set<string>();
  #camera: Camera | null = null;
  readonly #painter = new OverviewPainting({
    names: () => this.#names,
    column: (name) => this.#column(name),
    values: () => this.#values,
    resolution: () => this.#camera?.resolution ?? devicePixelRatio,
    ink: () => getComputedStyle(this).color,
    painted: () => this.#painted(),
  });
  readonly #resized = new ResizeObserver(() => this.#layOut());

  constructor() {
    super();
    this.run = null;
    this.comparison = null;
    this.pass = "forward";
    this.back = "gradients";
    this.scale = "layer";
    this.scheme = "";
    this.revealed = Infinity;
    this.toggled = [];
    this.seen = [];
    this.framed = false;
    this.plan = null;
    this.pointed = null;
    this.activeColumn = INPUT;
    this.ready = [];
  }

  static override styles = [shared, overviewStyles];

  /** Repaints these nodes with the next frame; all of them for null. */
  refresh(names: readonly string[] | null): void {
    if (names === null) this.#adopt();
    this.#painter.add(names ?? this.#names);
  }

  zoomIn(): void {
    this.#camera?.closer();
  }

  zoomOut(): void {
    this.#camera?.farther();
  }

  /** Shows the whole network. */
  fit(): void {
    this.#camera?.fit();
  }

  /** Opens and closes blocks until these are `toggled`. */
  toggleBlocks(toggled: readonly string[]): void {
    this.toggled = toggled;
    this.dispatchEvent(new CustomEvent<readonly string[]>("toggle-blocks", { detail: toggled }));
  }

  /** Brings a layer into view, out of its block if that is closed, and puts the focus on its maps. */
  async focusLayer(layer: string): Promise<void> {
    const block = this.plan?.closed.find(({ members }) => members.includes(layer));
    if (block && !this.plan?.nodes.has(layer)) {
      this.#toggleBlock(block.name);
      await this.updateComplete;
    }
    this.#reveal(layer);
    await this.updateComplete;
    this.#column(layer)?.focus();
  }

  /** The box of a map on the page, for a motion that begins there. */
  mapRect(layer: string, map: number): DOMRect | undefined {
    return this.#column(this.plan ? nodeOf(this.plan, layer) : layer)?.mapRect(map);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#painter.stop();
    this.#camera?.stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#resized.observe(this);
  }

  protected override firstUpdated(): void {
    const stage = this.renderRoot.querySelector(".stage") as HTMLElement;
    const events = { moved: () => this.#look(), resolutionChanged: () => this.refresh(this.#names) };
    this.#camera = new Camera(this.#viewport, stage, events, !this.framed);
    this.#resized.observe(this);
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
          ${this.plan ? this.#drawing(this.plan) : html`<p class="waiting" role="status">Starting…</p>`}
        </div>
      </div>
      <cs-minimap
        hidden
        .plan=${this.plan}
        .current=${this.#progress?.current ?? null}
        @pan-to=${(event: CustomEvent<Point>) => this.#camera?.centreOn(event.detail)}
      ></cs-minimap>
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const repaint = ["plan", "pass", "back", "scale", "scheme", "comparison"] as const;
    if (repaint.some((name) => changed.has(name))) this.refresh(this.#names);
    else if (changed.has("ready")) this.#painter.add(this.#unpainted());
    if (changed.has("toggled")) this.#rearrange(changed.get("toggled") ?? []);
    const current = this.#progress?.current ?? null;
    if (changed.has("revealed") && this.plan?.graph.crowded && current !== null) this.#reveal(current);
  }

  #drawing(plan: Plan) {
    const { run, ready, pointed, scheme, comparison } = this;
    return drawing({
      plan,
      ready,
      pointed,
      seen: this.seen,
      scheme,
      comparison,
      values: this.#values,
      progress: this.#progress as RunProgress,
      opened: this.#opened,
      active: this.activeColumn,
      layer: run?.layer(pointed?.layer ?? ""),
      toggle: (name) => this.#toggle(name),
      toggleBlock: (name) => this.#toggleBlock(name),
    });
  }

  get #values(): OverviewValues | null {
    return this.run && new OverviewValues(this.run, this.pass, this.scale, this.comparison, this.back);
  }

  get #progress(): RunProgress | null {
    return this.plan && new RunProgress(this.run, this.pass, this.revealed, this.plan);
  }

  /** Of all nodes, the input first. */
  get #names(): string[] {
    return this.plan?.layout.nodes.map(({ name }) => name) ?? [];
  }

  /** Takes over the graph of a new run; the same graph keeps its canvases. */
  #adopt(): void {
    const { run } = this;
    if (!run || !this.hasUpdated) return;
    const key = JSON.stringify(run.layers);
    if (this.plan && this.#networkKey === key) return;
    this.#networkKey = key;
    this.plan = null;
    this.pointed = null;
    this.activeColumn = INPUT;
    this.#opened.clear();
    for (const column of this.#columns()) column.clear();
    this.#layOut();
  }

  #layOut(keepsView = false): void {
    const { run } = this;
    if (!run || !this.clientWidth || !this.clientHeight) return;
    const size = { width: this.clientWidth - 2, height: this.clientHeight };
    const { layers, inputShape } = run;
    const planned = { layers, inputShape, opened: this.#opened, toggled: this.toggled };
    const measure = textMeasure(this);
    const whole = planOf(planned, size, measure);
    const low = size.height <= LEAST_MAPPED;
    const mapped = whole.layout.width > size.width && !low;
    if (mapped) size.height -= MINIMAP;
    this.plan = mapped ? planOf(planned, size, measure) : whole;
    this.toggleAttribute("mapped", mapped);
    this.toggleAttribute("low", low);
    this.#camera?.resize({ viewport: size, stage: this.plan.layout }, keepsView);
    this.#look();
  }

  /** Finds out which nodes are in view, and which are to be kept ready for it. */
  #look(): void {
    const { plan } = this;
    const camera = this.#camera;
    if (!plan || !camera) return;
    const { view } = camera;
    this.ready = nodesToKeep(plan, view, this.ready);
    keepNamesInView(this.renderRoot, plan.frames, view);
    this.#minimap?.show(view);
    const seen = plan.graph.crowded && camera.scale < WORTH_FETCHING ? [] : nodesNear(plan, view, 0);
    const detail: InView = new Map(seen.map(({ name, shown }) => [name, shown]));
    this.dispatchEvent(new CustomEvent<InView>("in-view", { detail }));
  }

  #toggle(name: string): void {
    if (!this.#opened.delete(name)) this.#opened.add(name);
    this.#layOut(true);
  }

  #toggleBlock(name: string): void {
    this.toggleBlocks(toggledWith(this.toggled, name));
  }

  /** Blocks were opened or closed: a single one stays where it is on the screen, the others make room. */
  #rearrange(before: readonly string[]): void {
    const changed = [...before, ...this.toggled].filter(
      (name) => !(before.includes(name) && this.toggled.includes(name)),
    );
    const frame = () => this.plan?.frames.find(({ block }) => block.name === changed[0]);
    const from = changed.length === 1 ? frame() : undefined;
    const left = this.#camera?.view.x ?? 0;
    this.#layOut(from !== undefined);
    const to = frame();
    if (from && to) this.#camera?.moveTo(left + to.x - from.x);
  }

  /** Pans to a layer unless it is in view. */
  #reveal(name: string): void {
    const node = this.plan?.nodes.get(name);
    if (node && this.#camera?.reveal(node)) this.#look();
  }

  #painted(): void {
    this.#adopt();
    this.requestUpdate();
    if (this.run?.ended) this.dispatchEvent(new Event("painted"));
  }

  #unpainted(): string[] {
    return this.ready.map(({ name }) => name).filter((name) => !this.#column(name)?.drawn);
  }

  readonly #hovered = (event: CustomEvent<UnitOf | null>) => {
    this.pointed = event.detail;
  };

  readonly #focused = (event: FocusEvent) => {
    const name = (event.target as HTMLElement).dataset.name;
    if (name) this.activeColumn = name;
  };

  readonly #leftColumn = async (event: CustomEvent<LeaveColumn>) => {
    const next = this.#names[this.#names.indexOf(this.activeColumn) + event.detail.side];
    if (!next) return;
    this.#reveal(next);
    await this.updateComplete;
    this.#column(next)?.enter(event.detail);
  };

  get #minimap(): CsMinimap | null {
    return this.renderRoot.querySelector("cs-minimap");
  }

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
