import { html, LitElement } from "lit";
import type { UnitChange } from "../details/context.ts";
import { INPUT } from "../graph/connectivity.ts";
import { fieldOf } from "../graph/field.ts";
import type { Unit } from "../graph/raster.ts";
import { growFrom, settle } from "../motion.ts";
import { Playhead } from "../playhead.ts";
import { type Reading, readingAt, type UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import { activeScheme, followScheme } from "../scheme.ts";
import { RUN_MEASURE, Session } from "../session.ts";
import type { State } from "../state.ts";
import { explorerStyles } from "../styles/explorer.ts";
import { shared } from "../styles/shared.ts";
import type { CsNetworkView } from "./cs-network-view.ts";
import "./cs-find.ts";
import "./cs-import.ts";
import type { CsImport } from "./cs-import.ts";
import "./cs-network-view.ts";
import "./cs-opened.ts";
import "./cs-playhead.ts";
import "./cs-progress.ts";
import "./cs-pointer-line.ts";
import type { Tool } from "./cs-tool.ts";
import "./cs-problem.ts";
import "./cs-scores.ts";
import "./cs-source-panel.ts";
import type { CsSourcePanel } from "./cs-source-panel.ts";
import "./cs-toolbar.ts";
import "./cs-zoom.ts";
import { IncomingFiles } from "../incoming.ts";

/** Movements inside a detail reach the address this much later: browsers limit how often it may change. */
const ADDRESS_AFTER_MS = 300;

/** More layers are no chapters any more: nobody could read their names. */
const MOST_CHAPTERS = 48;

/**
 * The explorer's frame: it places the parts, and passes on what they say.
 *
 * Fires "explorer-ready" (first maps painted), "explorer-state" (State) and "explorer-error" (Problem).
 */
export class CsExplorer extends LitElement {
  static override properties = {
    framed: { type: Boolean, reflect: true },
    imports: { type: Boolean },
    tool: { reflect: true },
    pointed: { state: true },
    spot: { state: true },
    scheme: { state: true },
  };

  /** Inside another page: no page chrome, and the host's keys and wheel stay the host's. */
  declare framed: boolean;
  /** Whether the server takes networks of the person's own. */
  declare imports: boolean;
  /** The open drawing pad or camera. */
  declare tool: Tool | null;
  declare pointed: UnitOf | null;
  /** The opened map and unit; ahead of the address while moving. */
  declare spot: { map: number; unit: Unit };
  declare scheme: string;

  readonly #session = new Session();
  readonly #playhead = new Playhead();
  #openedFrom: DOMRect | undefined;
  #shownLayer = "";
  #heldFocus = false;
  #measured: RunState | null = null;
  #addressTimer: ReturnType<typeof setTimeout> | undefined;
  #unfollowScheme: (() => void) | null = null;

  constructor() {
    super();
    this.framed = false;
    this.imports = false;
    this.tool = null;
    this.pointed = null;
    this.scheme = "";
    this.spot = { map: 0, unit: [] };
    this.#listen();
    new IncomingFiles(this, (files) => this.#receive(files));
  }

  static override styles = [shared, explorerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unfollowScheme = followScheme(() => {
      this.scheme = activeScheme();
    });
    this.scheme = activeScheme();
    this.#session.imports.allowed = this.imports;
    this.#session.store.connect();
    window.addEventListener("keydown", this.#pageKeyed);
    if (!this.#session.models.length) void this.#session.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollowScheme?.();
    this.#session.store.disconnect();
    window.removeEventListener("keydown", this.#pageKeyed);
    this.#playhead.pause();
  }

  override render() {
    const { imports, runner, trouble } = this.#session;
    return html`
      <div class="frame" @keydown=${this.#keyed}>
        <header><slot name="brand"></slot>${this.#toolbar()}</header>
        ${this.#source()}
        <div class="main" role="region" aria-label="Network">
          ${this.#overview()} ${this.#detail()}
          ${trouble ? html`<cs-problem .problem=${trouble} @retry=${() => this.#session.retry()} @dismiss=${() => this.#session.dismissTrouble()}></cs-problem>` : ""}
          <cs-import .imports=${imports} .opening=${imports.opening} .model=${this.#session.model}></cs-import>
        </div>
        <aside class="scores" aria-label="Scores">
          <cs-scores
            .scores=${runner.run?.scores ?? []}
            .truth=${runner.run?.truth ?? null}
            .weights=${this.#session.model?.weights ?? "trained"}
            .loss=${runner.run?.loss ?? null}
          ></cs-scores>
        </aside>
        <div class="line">
          <cs-pointer-line .reading=${this.#reading()} .idle=${this.#idleLine()}></cs-pointer-line>
          ${this.#state.layer ? "" : this.#overviewTools()}
          <cs-legend wide .kind=${this.#state.pass === "backward" ? "gradient" : "activation"} .scheme=${this.scheme}></cs-legend>
        </div>
        <footer>${this.#progress()}${this.#playheadBar()}</footer>
      </div>
    `;
  }

  protected override updated(): void {
    const { layer } = this.#state;
    this.toggleAttribute("opened", Boolean(layer));
    const opened = this.renderRoot.querySelector<HTMLElement>(".opened");
    if (opened && !this.#shownLayer && this.#openedFrom) {
      opened.focus();
      growFrom(opened, this.#openedFrom);
    }
    if (!layer && this.#shownLayer) this.#returned(this.#shownLayer);
    this.#shownLayer = layer;
    this.#openedFrom = undefined;
  }

  /** Back from a layer to the overview; the focus goes back too, if it was here. */
  #returned(layer: string): void {
    settle(this.#network);
    this.#resetPlayhead();
    if (this.#heldFocus) void this.#network.updateComplete.then(() => this.#network.focusLayer(layer));
    this.#heldFocus = false;
  }

  get #state(): State {
    return this.#session.state;
  }

  get #network(): CsNetworkView {
    return this.renderRoot.querySelector("cs-network-view") as CsNetworkView;
  }

  get #sourcePanel(): CsSourcePanel {
    return this.renderRoot.querySelector("cs-source-panel") as CsSourcePanel;
  }

  get #import(): CsImport {
    return this.renderRoot.querySelector("cs-import") as CsImport;
  }

  /** Files dropped or pasted: a network, with its labels perhaps, or a picture. */
  async #receive(files: readonly File[]): Promise<void> {
    if (!(await this.#session.imports.take(files))) this.#sourcePanel.useImage(files[0] as File);
  }

  #listen(): void {
    const { runner, store } = this.#session;
    this.#session.addEventListener("change", () => this.requestUpdate());
    this.#playhead.addEventListener("change", () => {
      if (!this.#state.layer) this.requestUpdate();
    });
    runner.addEventListener("status", () => {
      this.requestUpdate();
      if (runner.problem) this.#announce("explorer-error", runner.problem);
    });
    runner.addEventListener("progress", (event) => this.#progressed((event as CustomEvent).detail.names));
    store.addEventListener("change", () => {
      this.spot = { map: this.#state.map, unit: this.#state.unit };
      this.#announce("explorer-state", this.#state);
    });
    this.spot = { map: this.#state.map, unit: this.#state.unit };
  }

  #progressed(names: string[] | null): void {
    const { run } = this.#session.runner;
    if (names === null && run && !this.#state.layer) this.#resetPlayhead();
    this.#network.run = run;
    this.#network.refresh(names);
    if (names === null || run?.scores.length || this.#session.runner.slow) this.requestUpdate();
  }

  #resetPlayhead(): void {
    const nodes = (this.#session.runner.run?.layers.length ?? 0) + 1;
    this.#playhead.pause();
    this.#playhead.length = nodes;
    this.#playhead.seek(nodes - 1);
  }

  #toolbar() {
    const { runner, models, modelId } = this.#session;
    return html`<cs-toolbar
      .state=${this.#state}
      .models=${models}
      .modelId=${modelId}
      .classes=${runner.run?.classes ?? []}
      .scores=${runner.run?.scores ?? []}
      .framed=${this.framed}
      .imports=${this.imports}
      .scheme=${this.scheme}
      @open-network=${() => this.#import.show()}
      @choose=${(event: CustomEvent<Partial<State>>) => this.#session.store.set(event.detail)}
      @choose-model=${(event: CustomEvent<string>) => this.#chooseModel(event.detail)}
    ></cs-toolbar>`;
  }

  #source() {
    return html`<cs-source-panel
      .session=${this.#session}
      .field=${this.#reading()?.field ?? this.#spotField()}
      .run=${this.#session.runner.run}
      .framed=${this.framed}
      .tool=${this.tool}
      @choose-tool=${(event: CustomEvent<Tool | null>) => {
        this.tool = event.detail;
      }}
    ></cs-source-panel>`;
  }

  #overview() {
    return html`<cs-network-view
      ?inert=${Boolean(this.#state.layer)}
      class=${this.#state.layer ? "behind" : ""}
      .pass=${this.#state.pass}
      .scale=${this.#state.scale}
      .scheme=${this.scheme}
      .framed=${this.framed}
      .revealed=${this.#state.layer ? Infinity : this.#playhead.position + 1}
      @hover-unit=${(event: CustomEvent<UnitOf | null>) => {
        this.pointed = event.detail;
      }}
      @open-map=${(event: CustomEvent<UnitOf>) => this.#open(event.detail)}
      @in-view=${(event: CustomEvent<string[]>) => this.#session.runner.look(event.detail)}
      @painted=${this.#painted}
    ></cs-network-view>`;
  }

  #detail() {
    const { layer } = this.#state;
    if (!layer) return "";
    return html`<cs-opened
      class="opened"
      tabindex="-1"
      .network=${this.#session.modelId}
      .layers=${this.#session.runner.run?.layers ?? []}
      .layer=${layer}
      .opened=${this.#session.opened}
      .spot=${this.spot}
      .scheme=${this.scheme}
      .playhead=${this.#playhead}
      @close=${() => this.#close()}
      @choose-layer=${(event: CustomEvent<string>) => this.#openLayer(event.detail)}
      @unit-change=${(event: CustomEvent<UnitChange>) => this.#moved(event.detail)}
    ></cs-opened>`;
  }

  #overviewTools() {
    const find = (event: CustomEvent<string>) => void this.#network.focusLayer(event.detail);
    return html`<cs-find .layers=${this.#session.runner.run?.layers ?? []} @find=${find}></cs-find>
      <cs-zoom .of=${() => this.#network}></cs-zoom>`;
  }

  #progress() {
    const { slow, busy, run } = this.#session.runner;
    if (!slow || !busy) return "";
    const steps = (run?.layers.length ?? 1) * (this.#state.pass === "backward" ? 2 : 1);
    const done = run ? run.milliseconds.size + run.gradients.size : 0;
    return html`<cs-progress .steps=${steps} .done=${done}></cs-progress>`;
  }

  #playheadBar() {
    const names = [INPUT, ...(this.#session.runner.run?.layers ?? []).map(({ name }) => name)];
    if (this.#state.pass === "backward") names.reverse();
    const { layer } = this.#state;
    const chapters =
      layer || names.length > MOST_CHAPTERS ? [] : names.map((label, start) => ({ label, start }));
    return html`<cs-playhead
      .playhead=${this.#playhead}
      .label=${layer ? `${layer}, positions` : "Layers"}
      .chapters=${chapters}
    ></cs-playhead>`;
  }

  /** What is pointed at in the overview. */
  #reading(): Reading | null {
    const { run } = this.#session.runner;
    if (!run || !this.pointed || this.#state.layer) return null;
    return readingAt(run, this.pointed, this.#state.pass);
  }

  #spotField() {
    const layer = this.#session.runner.run?.layer(this.#state.layer);
    return layer ? fieldOf(layer.receptive_field, this.spot.unit) : null;
  }

  #idleLine(): string {
    if (this.#state.layer) return "Click or drag on the output to move; space plays, Escape goes back.";
    return "Point at a map to read its values, click it to open the layer.";
  }

  #open({ layer, map, unit }: UnitOf): void {
    if (layer === INPUT) return;
    this.#openedFrom = this.#network.mapRect(layer, map);
    this.pointed = null;
    this.#session.store.set({ layer, map, unit });
  }

  #openLayer(layer: string): void {
    this.#session.store.set({ layer, map: 0, unit: [] });
  }

  #close(): void {
    this.#heldFocus = this.matches(":focus-within");
    this.#session.store.set({ layer: "", map: 0, unit: [] });
  }

  #moved({ map = this.spot.map, unit }: UnitChange): void {
    this.spot = { map, unit };
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => {
      if (this.#state.layer) this.#session.store.set(this.spot, "replace");
    }, ADDRESS_AFTER_MS);
  }

  #chooseModel(id: string): void {
    this.tool = null;
    this.pointed = null;
    this.#session.chooseModel(id);
  }

  readonly #painted = () => {
    const { run } = this.#session.runner;
    if (!run || run === this.#measured) return;
    if (!this.#measured) {
      this.#announce("explorer-ready", null);
      void import("./cs-detail.ts");
    }
    this.#measured = run;
    performance.measure(RUN_MEASURE, `${RUN_MEASURE}:start`);
  };

  readonly #keyed = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      if (this.tool) this.tool = null;
      else if (this.#state.layer) this.#close();
      return;
    }
    const target = event.composedPath()[0] as HTMLElement;
    const presses = event.key === " " || event.key === "Enter";
    if (!target.closest(presses ? "input, select, textarea, button, a" : "input, select, textarea")) {
      this.#playhead.key(event);
    }
  };

  /** On a page of its own the explorer takes keys nobody else has; in a frame they stay the host's. */
  readonly #pageKeyed = (event: KeyboardEvent) => {
    if (!this.framed && event.target === document.body) this.#keyed(event);
  };

  #announce(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("cs-explorer", CsExplorer);
