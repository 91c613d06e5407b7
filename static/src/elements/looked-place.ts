/** The place of "What did it look at?" in the explorer: it comes when it is asked for, and shares the playhead. */
import { html, type LitElement, nothing } from "lit";
import type { Excited } from "../looked/cs-exciting.ts";
import type { Chosen, CsLooked } from "../looked/cs-looked.ts";
import { asksFor } from "../loss/asked.ts";
import type { Playhead } from "../playhead.ts";
import type { UnitOf } from "../reading.ts";
import type { Session } from "../session.ts";
import { OVERVIEW, type State } from "../state.ts";

export class LookedPlace {
  readonly #host: LitElement;
  readonly #session: Session;
  readonly #playhead: Playhead;
  #isHere = false;
  #course = "";

  constructor(host: LitElement, session: Session, playhead: Playhead) {
    this.#host = host;
    this.#session = session;
    this.#playhead = playhead;
  }

  /** Whether it is shown, or lies behind a layer that was opened from it. */
  get isOn(): boolean {
    return this.#session.state.show === "looked";
  }

  /** Whether the playhead is its. */
  get plays(): boolean {
    return this.isOn && !this.#session.state.layer;
  }

  /** Whether the playhead has something to go through there. */
  get hasCourse(): boolean {
    return this.plays && this.#course !== "";
  }

  async start(): Promise<void> {
    this.#session.store.set({ show: "looked", pass: "forward" });
    await this.#load();
  }

  /** What excites a unit. */
  ask({ layer, map, unit }: UnitOf): void {
    const about = asksFor({ layer, map, unit });
    this.#session.store.set({ ...OVERVIEW, show: "looked", pass: "forward", method: "patches", about });
  }

  /** A change that somebody chose elsewhere; another pass is seen in the overview. */
  leavingFor(change: Partial<State>): Partial<State> {
    return this.isOn && change.pass ? { ...change, show: "" } : change;
  }

  leave(): void {
    this.#session.store.set({ show: "" });
  }

  render() {
    if (!this.isOn) return nothing;
    if (!this.#isHere) {
      void this.#load();
      return html`<p class="looked" role="status">Preparing…</p>`;
    }
    const { runner, state, samples } = this.#session;
    return html`<cs-looked
      class="looked ${state.layer ? "behind" : ""}"
      ?inert=${Boolean(state.layer)}
      .runner=${runner}
      .run=${runner.run}
      .state=${state}
      .samples=${samples}
      .playhead=${this.#playhead}
      .active=${this.plays}
      @choose=${({ detail }: CustomEvent<Chosen>) => this.#session.store.set(detail.change, detail.history)}
      @open-sample=${(event: CustomEvent<Excited>) => this.#open(event.detail)}
      @course=${(event: CustomEvent<string>) => this.#goThrough(event.detail)}
      @leave=${() => this.leave()}
    ></cs-looked>`;
  }

  /** Draws what has come of the run since. */
  refresh(): void {
    this.#host.renderRoot.querySelector<CsLooked>("cs-looked:defined")?.requestUpdate();
  }

  bar() {
    return html`<cs-playhead .playhead=${this.#playhead} .label=${this.#course || "Found in one go"}></cs-playhead>`;
  }

  /** A sample, with the unit that it excites opened. */
  #open({ sample, layer, unit: [map = 0, ...unit] }: Excited): void {
    this.#session.store.set({ ...OVERVIEW, picture: "", sample, target: "", layer, map, unit });
  }

  #goThrough(course: string): void {
    this.#course = course;
    // It is told in the middle of an update.
    void this.#host.updateComplete.then(() => this.#host.requestUpdate());
  }

  async #load(): Promise<void> {
    if (this.#isHere) return;
    await import("../looked/cs-looked.ts");
    this.#isHere = true;
    this.#host.requestUpdate();
  }
}
