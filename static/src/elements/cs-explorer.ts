import { html, LitElement } from "lit";
import type { InView } from "../budget.ts";
import { PinSource } from "../compare/pin-source.ts";
import type { GoTo, UnitChange } from "../details/context.ts";
import { SchemeController } from "../details/scheme-controller.ts";
import { SeenSource } from "../fields/seen-source.ts";
import type { Grain } from "../grain.ts";
import { INPUT } from "../graph/connectivity.ts";
import type { Unit } from "../graph/raster.ts";
import { asksFor } from "../loss/asked.ts";
import { Playhead } from "../playhead.ts";
import { type Reading, readingAt, type UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import { RUN_MEASURE, Session } from "../session.ts";
import type { How, State } from "../state.ts";
import { explorerStyles } from "../styles/explorer.ts";
import { shared } from "../styles/shared.ts";
import { Whereabouts } from "../whereabouts.ts";
import type { CsNetworkView } from "./cs-network-view.ts";
import "./cs-import.ts";
import type { CsImport } from "./cs-import.ts";
import "./cs-network-view.ts";
import "./cs-opened.ts";
import type { Tool } from "./cs-tool.ts";
import "./cs-problem.ts";
import "./cs-scores.ts";
import "./cs-source-panel.ts";
import type { CsSourcePanel } from "./cs-source-panel.ts";
import "./cs-toolbar.ts";
import { IncomingFiles } from "../incoming.ts";
import { comparePanel } from "./explorer-compare.ts";
import { editsBar } from "./explorer-edits.ts";
import { playheadBar, progressBar, seekLastLayer } from "./explorer-footer.ts";
import { ExplorerKeys } from "./explorer-keys.ts";
import { explorerLine } from "./explorer-line.ts";
import { seenPanel } from "./explorer-seen.ts";
import { updateBar, updateButton } from "./explorer-update.ts";
import { FilmPlace } from "./film-place.ts";
import { LookedPlace } from "./looked-place.ts";
import { Passage } from "./passage.ts";

/** Opened layers are half of all there is to load: it begins when somebody comes near one. */
const fetchDetail = (): void => void import("./cs-detail.ts");

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
  };

  /** Inside another page: no page chrome, and the host's keys and wheel stay the host's. */
  declare framed: boolean;
  /** Whether the server takes networks of the person's own. */
  declare imports: boolean;
  /** The open drawing pad or camera. */
  declare tool: Tool | null;
  declare pointed: UnitOf | null;

  readonly #session = new Session();
  readonly #playhead = new Playhead();
  readonly #scheme = new SchemeController(this);
  readonly #whereabouts = new Whereabouts(this.#session.store);
  readonly #passage = new Passage(this, this.#whereabouts, () => this.#seekLastLayer());
  readonly #film = new FilmPlace(this, this.#session, this.#playhead);
  readonly #looked = new LookedPlace(this, this.#session, this.#playhead);
  readonly #keys = new ExplorerKeys(this, this.#playhead, {
    back: () => this.#back(),
    deeper: () => this.#whereabouts.deeper(),
  });
  readonly #seen = new SeenSource(this, this.#session);
  readonly #pins = new PinSource(this, this.#session);
  #measured: RunState | null = null;
  #wasLooking = false;

  constructor() {
    super();
    this.framed = false;
    this.imports = false;
    this.tool = null;
    this.pointed = null;
    this.#listen();
    new IncomingFiles(this, (files) => this.#receive(files));
  }

  static override styles = [shared, explorerStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#session.imports.allowed = this.imports;
    this.#session.store.connect();
    if (!this.#session.models.length) void this.#session.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#session.store.disconnect();
    this.#playhead.pause();
  }

  override render() {
    const { imports, runner, trouble } = this.#session;
    return html`
      <div class="frame" @keydown=${this.#keys.keyed}>
        <header><slot name="brand"></slot>${this.#toolbar()}${editsBar(this.#session)}${updateBar(this.#session)}</header>
        ${this.#source()}
        <div class="main" role="region" aria-label="Network">
          ${this.#overview()} ${this.#film.render((at) => this.#open(at))} ${this.#looked.render()} ${this.#detail()} ${this.#looked.plays ? "" : seenPanel(this.#seen, runner.run, (at) => this.#whereabouts.open(at, runner.run)) || comparePanel(this.#pins, this.#session, this.#whereabouts.opened(runner.run))}
          ${trouble ? html`<cs-problem .problem=${trouble} @retry=${() => this.#session.retry()} @dismiss=${() => this.#session.dismissTrouble()}></cs-problem>` : ""}
          <cs-import .imports=${imports} .opening=${imports.opening} .model=${this.#session.model}></cs-import>
        </div>
        <aside class="scores" aria-label="Scores">
          <cs-scores
            .scores=${runner.run?.scores ?? []}
            .was=${this.#session.before?.scores ?? []}
            .truth=${runner.run?.truth ?? null}
            .weights=${this.#session.model?.weights ?? "trained"}
            .loss=${runner.run?.loss ?? null}
          ></cs-scores>
          ${updateButton(this.#session)}
        </aside>
        <div class="line">
          ${explorerLine({ state: this.#state, reading: this.#reading(), layers: runner.run?.layers ?? [], scheme: this.#scheme.scheme, differs: this.#session.comparison?.shows === "difference", network: () => this.#network, play: () => void this.#film.start(), choose: (change) => this.#session.store.set(change), look: () => void this.#looked.start() })}
        </div>
        <footer>${progressBar(runner, this.#state)}${this.#film.plays ? this.#film.bar() : this.#looked.plays ? this.#looked.bar() : playheadBar(this.#playhead, runner.run, this.#state, this.#whereabouts)}</footer>
      </div>
    `;
  }

  protected override updated(): void {
    this.toggleAttribute("opened", Boolean(this.#state.layer));
    this.toggleAttribute("asking", Boolean(this.#seen.at));
    this.toggleAttribute("comparing", Boolean(this.#pins.pin && !this.#seen.at));
    this.toggleAttribute("filming", this.#film.plays);
    this.toggleAttribute("looking", this.#looked.plays);
    this.toggleAttribute("course", this.#looked.hasCourse);
    if (this.#wasLooking && !this.#looked.isOn && !this.#state.layer) this.#seekLastLayer();
    this.#wasLooking = this.#looked.isOn;
  }

  /** Whether something else stands in the overview's place. */
  get #isElsewhere(): boolean {
    return this.#film.isOn || this.#looked.isOn;
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
      if (!this.#state.layer && !this.#isElsewhere) this.requestUpdate();
    });
    runner.addEventListener("status", () => {
      this.requestUpdate();
      if (runner.problem) this.#announce("explorer-error", runner.problem);
    });
    runner.addEventListener("progress", (event) => this.#progressed((event as CustomEvent).detail.names));
    // Repaints only: the run that is shown is the edited one.
    this.#session.baseline.runner.addEventListener("progress", (event) =>
      this.#network.refresh((event as CustomEvent).detail.names),
    );
    store.addEventListener("change", () => this.#announce("explorer-state", this.#state));
    this.#whereabouts.addEventListener("change", () => this.requestUpdate());
  }

  #progressed(names: string[] | null): void {
    const { run } = this.#session.runner;
    if (names === null && run && !this.#state.layer) this.#seekLastLayer();
    this.#network.run = run;
    this.#network.refresh(names);
    if (run?.ended) this.renderRoot.querySelector("cs-opened")?.refresh();
    this.#looked.refresh();
    if (names === null || run?.scores.length || this.#session.runner.slow) this.requestUpdate();
  }

  #seekLastLayer(): void {
    if (!this.#isElsewhere) seekLastLayer(this.#playhead, this.#session.runner.run);
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
      .scheme=${this.#scheme.scheme}
      @open-network=${() => this.#import.show()}
      @choose=${(event: CustomEvent<Partial<State>>) => this.#session.store.set(this.#looked.leavingFor(event.detail))}
      @choose-model=${(event: CustomEvent<string>) => this.#chooseModel(event.detail)}
    ></cs-toolbar>`;
  }

  #source() {
    return html`<cs-source-panel
      .session=${this.#session}
      .field=${this.#reading()?.field ?? this.#whereabouts.field(this.#session.runner.run)}
      .run=${this.#session.runner.run}
      .place=${this.#seen.at}
      @choose-place=${(event: CustomEvent<Unit | null>) => this.#seen.choose(event.detail)}
      .framed=${this.framed}
      .tool=${this.tool}
      @choose-tool=${(event: CustomEvent<Tool | null>) => {
        this.tool = event.detail;
      }}
    ></cs-source-panel>`;
  }

  #overview() {
    return html`<cs-network-view
      ?inert=${Boolean(this.#state.layer) || this.#isElsewhere}
      .comparison=${this.#session.comparison}
      class=${this.#isElsewhere ? "behind" : this.#passage.standing(0)}
      .pass=${this.#state.pass}
      .back=${this.#state.back}
      .scale=${this.#state.scale}
      .scheme=${this.#scheme.scheme}
      .framed=${this.framed}
      .toggled=${this.#state.blocks}
      .seen=${this.#seen.layers}
      @toggle-blocks=${(event: CustomEvent<string[]>) => this.#session.store.set({ blocks: event.detail }, "replace")}
      .revealed=${this.#state.layer || this.#isElsewhere ? Infinity : this.#playhead.position + 1}
      @hover-unit=${(event: CustomEvent<UnitOf | null>) => {
        this.pointed = event.detail;
      }}
      @open-map=${(event: CustomEvent<UnitOf>) => this.#open(event.detail)}
      @in-view=${(event: CustomEvent<InView>) => {
        if (!this.#isElsewhere) this.#session.look(event.detail);
      }}
      @painted=${this.#painted}
      @pointerenter=${fetchDetail}
      @focusin=${fetchDetail}
    ></cs-network-view>`;
  }

  #detail() {
    const { layer } = this.#passage;
    if (!layer) return "";
    fetchDetail();
    return html`<cs-opened
      class="opened ${this.#passage.standing(1)}"
      ?inert=${this.#passage.isLeaving}
      tabindex="-1"
      .network=${this.#session.modelId}
      .layers=${this.#session.runner.run?.layers ?? []}
      .layer=${layer}
      .run=${this.#session.runner.run}
      .leaving=${this.#passage.isLeaving}
      .opened=${this.#session.opened}
      .spot=${this.#whereabouts.spot}
      .grain=${this.#whereabouts.grain}
      .depth=${this.#whereabouts.depth}
      .wrt=${this.#state.wrt}
      .how=${this.#state.how}
      .goesDeeper=${this.#whereabouts.goesDeeper}
      .addressOf=${this.#whereabouts.addressOf}
      .scheme=${this.#scheme.scheme}
      .playhead=${this.#playhead}
      .view=${this.#state.view}
      .runner=${this.#session.runner}
      @choose-view=${(event: CustomEvent<State["view"]>) => this.#session.store.set({ view: event.detail })}
      .unit=${this.#whereabouts.opened(this.#session.runner.run)}
      @pin=${(event: CustomEvent<UnitOf>) => this.#pins.keep(event.detail)}
      @ask=${(event: CustomEvent<UnitOf>) => this.#ask(event.detail)}
      @excite=${(event: CustomEvent<UnitOf>) => this.#looked.ask(event.detail)}
      @close=${() => this.#close()}
      @go-to=${(event: CustomEvent<GoTo>) => this.#whereabouts.goTo(event.detail.depth, event.detail.product)}
      @choose-way=${(event: CustomEvent<string>) => this.#whereabouts.chooseWay(event.detail)}
      @choose-how=${(event: CustomEvent<How>) => this.#whereabouts.chooseHow(event.detail)}
      @choose-layer=${(event: CustomEvent<string>) => this.#whereabouts.openLayer(event.detail, this.#session.runner.run)}
      @grains=${(event: CustomEvent<Grain[]>) => {
        this.#whereabouts.grains = event.detail;
      }}
      @unit-change=${(event: CustomEvent<UnitChange>) => this.#whereabouts.move(event.detail)}
    ></cs-opened>`;
  }

  /** What is pointed at in the overview. */
  #reading(): Reading | null {
    const { run } = this.#session.runner;
    if (!run || !this.pointed || this.#state.layer) return null;
    const { before } = this.#session;
    const reading = readingAt(run, this.pointed, this.#state.pass);
    const was = before && reading && readingAt(before, this.pointed, this.#state.pass);
    return reading && { ...reading, before: was?.value };
  }

  #open(at: UnitOf): void {
    if (at.layer === INPUT) return;
    this.#passage.begin();
    this.pointed = null;
    this.#whereabouts.open(at, this.#session.runner.run);
  }

  /** One level back: out of a tool, a product, a unit, or the opened layer. */
  #back(): void {
    if (this.tool) this.tool = null;
    else if (this.#seen.at) this.#seen.choose(null);
    else if (this.#state.layer) this.#out();
    else if (this.#film.isOn) this.#film.leave();
    else if (this.#looked.isOn) this.#looked.leave();
    else if (this.#pins.pin) this.#pins.drop();
  }

  #out(): void {
    if (!this.#whereabouts.farther()) this.#close();
  }

  #close(): void {
    this.#passage.begin();
    this.#whereabouts.close();
  }

  #ask(at: UnitOf | null): void {
    if (at) this.#session.store.set({ asks: asksFor(at) });
  }

  #chooseModel(id: string): void {
    this.tool = null;
    this.pointed = null;
    this.#session.chooseModel(id);
  }

  readonly #painted = () => {
    const { run } = this.#session.runner;
    if (!run || run === this.#measured) return;
    if (!this.#measured) this.#announce("explorer-ready", null);
    this.#measured = run;
    performance.measure(RUN_MEASURE, `${RUN_MEASURE}:start`);
  };

  #announce(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define("cs-explorer", CsExplorer);
