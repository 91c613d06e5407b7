import { html, LitElement, type PropertyValues } from "lit";
import { SchemeController } from "../details/scheme-controller.ts";
import "../elements/cs-frames.ts";
import "../elements/cs-legend.ts";
import { INPUT } from "../graph/connectivity.ts";
import { rasterOf, type Unit } from "../graph/raster.ts";
import type { Playhead } from "../playhead.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import type { State } from "../state.ts";
import { shared } from "../styles/shared.ts";
import { type MethodDescription, methodsOf } from "../wire/attributions.ts";
import type { SampleDescription } from "../wire/events.ts";
import { asProblem, type Problem } from "../wire/stream.ts";
import type { Answer } from "./answer.ts";
import { below } from "./below.ts";
import {
  formatNumbers,
  layerControl,
  numberControls,
  opacityControl,
  parseNumbers,
  takenBy,
} from "./controls.ts";
import { CourseOnPlayhead } from "./course-on-playhead.ts";
import "./cs-exciting.ts";
import "./cs-looked-figure.ts";
import { figures } from "./figures.ts";
import { differenceOf, sharedLimit } from "./heat.ts";
import { Inquiry, type Query } from "./inquiry.ts";
import { lookedStyles } from "./looked-styles.ts";
import { methodChoice } from "./methods.ts";
import { scaleNote, waitingNote } from "./notes.ts";
import { readingLine } from "./reading-line.ts";
import { formatTarget, type Target, targetsOf } from "./target.ts";

/** Where the slider stands reaches the address this much later. */
const ADDRESS_AFTER_MS = 300;

/** Detail of "choose": a change of the state, and whether it is worth going back from. */
export interface Chosen {
  change: Partial<State>;
  history: "push" | "replace";
}

/**
 * What the network looked at: a method's heat over the picture for one or two targets.
 *
 * Fires "choose" (Chosen), "open-sample" (Excited), "course" (what the playhead goes through; "": nothing), "leave".
 */
export class CsLooked extends LitElement {
  static override properties = {
    runner: { attribute: false },
    run: { attribute: false },
    state: { attribute: false },
    samples: { attribute: false },
    playhead: { attribute: false },
    active: { type: Boolean },
    methods: { state: true },
    problem: { state: true },
    place: { state: true },
    frame: { state: true },
    opacity: { state: true },
  };

  declare runner: Runner;
  declare run: RunState | null;
  declare state: State;
  declare samples: readonly SampleDescription[];
  declare playhead: Playhead;
  /** Whether it has the playhead; another view has it while a layer is opened. */
  declare active: boolean;
  declare methods: readonly MethodDescription[];
  declare problem: Problem | null;
  /** The place of the input pointed at. */
  declare place: Unit | null;
  declare frame: number;
  declare opacity: number;

  readonly #scheme = new SchemeController(this);
  readonly #inquiry = new Inquiry();
  readonly #course = new CourseOnPlayhead(this);
  #described = "";
  #held = "";
  #told = "";
  #limit: { of: readonly (Answer | null)[]; limit: number } | null = null;
  #addressTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.run = null;
    this.samples = [];
    this.active = true;
    this.methods = [];
    this.problem = null;
    this.place = null;
    this.frame = 0;
    this.opacity = 60;
    this.#inquiry.addEventListener("change", () => this.requestUpdate());
  }

  static override styles = [shared, lookedStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#inquiry.leave();
    this.#course.release();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("state")) this.opacity = this.state.opacity;
    const { run } = this;
    if (!run) return;
    if (run.model !== this.#described) void this.#describe(run.model);
    if (this.frame >= rasterOf(run.inputShape).frames) this.frame = 0;
    const { method, targets } = this;
    if (run.ended && method && method.id !== "patches" && targets.length) {
      this.#inquiry.ask(
        run,
        targets.map((target) => ({ query: this.query(method), target })),
      );
    }
    this.#course.follow(this.playhead, this.active && method?.id !== "patches" ? this.answers : []);
    const course = this.#course.isFollowing ? (method?.title ?? "") : "";
    if (course !== this.#told) this.dispatchEvent(new CustomEvent<string>("course", { detail: course }));
    this.#told = course;
    this.#hold(run);
  }

  override render() {
    const { run, method, state } = this;
    const problem = this.problem ?? this.#inquiry.problem;
    return html`
      <h2 class="visually-hidden">What did it look at?</h2>
      <header>
        ${methodChoice(this.methods, method?.id ?? "", (id) => this.choose({ method: id, numbers: "" }))}
        <button class="quiet icon" aria-label="Leave (Escape)" @click=${() => this.dispatchEvent(new Event("leave"))} title="Back to the overview (Escape)">✕</button>
      </header>
      ${method ? html`<p class="told" data-testid="told"><b>${method.shows}</b> ${method.misleads}</p>` : html`<p role="status">Asking what there is…</p>`}
      ${problem ? html`<div class="problem" role="alert"><span>${problem.detail}</span><button @click=${this.#retry}>Try again</button></div>` : ""}
      ${run && method ? html`<div class="stage">${figures(this, run, method)} ${method.id === "patches" ? "" : this.#controls(run, method)}</div>` : ""}
      ${run && method && state ? html`<div class="below"><div class="at">${this.#frames(run)} ${readingLine(this, run)}</div> ${below(this, run, method)}</div>` : ""}
    `;
  }

  /** The method in force: the chosen one, or Grad-CAM where the network has maps, else the first there is. */
  get method(): MethodDescription | undefined {
    const named = (id: string) => this.methods.find((method) => method.id === id);
    const cam = named("grad_cam");
    return named(this.state.method) ?? (cam?.maps?.length ? cam : this.methods[0]);
  }

  get targets(): Target[] {
    return this.run?.scores.length ? targetsOf(this.run, this.state.about, this.state.against) : [];
  }

  /** The answers to what is asked now, as far as they have come. */
  get answers(): readonly (Answer | null)[] {
    const { targets } = this;
    const { answers } = this.#inquiry;
    return targets.map((target, i) => {
      const answer = this.run === this.#inquiry.run ? answers[i] : null;
      const isIts = answer && formatTarget(answer.target) === formatTarget(target);
      return isIts && (!answer.asked || answer.asked.method === this.method?.id) ? answer : null;
    });
  }

  get busy(): boolean {
    return this.#inquiry.busy;
  }

  get scheme(): string {
    return this.#scheme.scheme;
  }

  /** The step of the course that is shown, and parts of it. */
  get progress(): number {
    return this.#course.isFollowing ? this.playhead.progress : Number.MAX_SAFE_INTEGER;
  }

  /** What the server is asked, the target aside. */
  query(method: MethodDescription): Query {
    const numbers = takenBy(method, parseNumbers(this.state.numbers));
    const maps = method.id === "grad_cam" && this.state.maps ? { maps: this.state.maps } : {};
    return { method: method.id, ...numbers, ...maps };
  }

  /** The heat of each target at the step that is shown, and the scale they share. */
  heats(run: RunState): { heats: (Float32Array | null)[]; limit: number } {
    const sizes = run.inputShape.slice(1);
    const { answers } = this;
    const step = Math.floor(this.progress);
    const heats = answers.map((answer) => answer?.heatAt(step, sizes) ?? null);
    return { heats, limit: this.#limitOf(answers, sizes) };
  }

  difference(heats: readonly (Float32Array | null)[]): Float32Array | null {
    const [first, second] = heats;
    return first && second ? differenceOf(first, second) : null;
  }

  choose(change: Partial<State>, history: Chosen["history"] = "push"): void {
    this.dispatchEvent(new CustomEvent<Chosen>("choose", { detail: { change, history } }));
  }

  /** That of the results, so that it stays while a course is gone through. */
  #limitOf(answers: readonly (Answer | null)[], sizes: readonly number[]): number {
    const isSame =
      this.#limit?.of.length === answers.length && answers.every((each, i) => each === this.#limit?.of[i]);
    if (isSame && this.#limit) return this.#limit.limit;
    const maps = answers.flatMap((answer) => answer?.heatAt(Number.MAX_SAFE_INTEGER, sizes) ?? []);
    const limit = sharedLimit(maps);
    if (answers.every((answer) => answer?.found)) this.#limit = { of: answers, limit };
    return limit;
  }

  #controls(run: RunState, method: MethodDescription) {
    const { state } = this;
    const isHeat = method.holds !== "picture";
    return html`<div class="controls" role="group" aria-label="What can be chosen">
      ${isHeat ? opacityControl(this.opacity, (opacity) => this.#setOpacity(opacity)) : ""}
      ${isHeat ? scaleNote(method, this.heats(run).limit, this.targets.length, this.scheme) : ""}
      ${method.maps ? layerControl(method.maps, state.maps || (this.answers[0]?.found?.layer ?? ""), (maps) => this.choose({ maps })) : ""}
      ${numberControls(method, parseNumbers(state.numbers), (numbers) => this.choose({ numbers: formatNumbers(numbers) }))}
      ${waitingNote(this.answers, this.busy, () => this.#inquiry.cancel())}
      ${isHeat ? html`<button aria-pressed=${state.sanity === "shown"} title="Randomise the layers from the top, and look again" @click=${() => this.choose({ sanity: state.sanity ? "" : "shown" })}>Sanity check</button>` : ""}
    </div>`;
  }

  #frames(run: RunState) {
    if (rasterOf(run.inputShape).frames < 2) return "";
    return html`<cs-frames
      .input=${run.input}
      .preprocessing=${run.preprocessing}
      .frame=${this.frame}
      @choose-frame=${(event: CustomEvent<number>) => {
        this.frame = event.detail;
      }}
    ></cs-frames>`;
  }

  #setOpacity(opacity: number): void {
    this.opacity = opacity;
    clearTimeout(this.#addressTimer);
    this.#addressTimer = setTimeout(() => this.choose({ opacity }, "replace"), ADDRESS_AFTER_MS);
  }

  async #describe(model: string): Promise<void> {
    this.#described = model;
    this.problem = null;
    try {
      const methods = await methodsOf(model);
      if (model === this.#described) this.methods = methods;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  readonly #retry = (): void => {
    if (this.problem) this.#described = "";
    else this.#inquiry.retry();
    this.requestUpdate();
  };

  /** Grad-CAM is told with the layer's maps themselves. */
  #hold(run: RunState): void {
    const layer = this.method?.id === "grad_cam" ? this.answers[0]?.found?.layer : null;
    if (!layer || layer === INPUT || run.activations.has(layer) || this.#held === layer) return;
    this.#held = layer;
    void this.runner
      .hold([layer], new AbortController().signal)
      .catch((error) => {
        this.problem = asProblem(error);
      })
      .finally(() => {
        this.#held = "";
        this.requestUpdate();
      });
  }
}

customElements.define("cs-looked", CsLooked);

declare global {
  interface HTMLElementTagNameMap {
    "cs-looked": CsLooked;
  }
}
