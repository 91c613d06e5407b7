/** The film's place in the explorer: it comes when it is asked for, and shares the playhead with the other views. */
import { html, type LitElement, nothing } from "lit";
import type { CsFilm, FilmSteps } from "../film/cs-film.ts";
import { FILM_GRAINS, type FilmGrain } from "../film/cuts.ts";
import type { Grain } from "../grain.ts";
import type { Playhead } from "../playhead.ts";
import type { UnitOf } from "../reading.ts";
import type { Session } from "../session.ts";
import type { Chapter } from "./cs-playhead.ts";

/** More layers are no chapters any more: nobody could read their names. */
const MOST_CHAPTERS = 48;

export class FilmPlace {
  readonly #host: LitElement;
  readonly #session: Session;
  readonly #playhead: Playhead;
  #chapters: readonly Chapter[] = [];
  #isHere = false;

  constructor(host: LitElement, session: Session, playhead: Playhead) {
    this.#host = host;
    this.#session = session;
    this.#playhead = playhead;
  }

  /** Whether the film is shown, or lies behind a layer that was opened from it. */
  get isOn(): boolean {
    return this.#session.state.show === "film";
  }

  /** Whether the playhead is the film's. */
  get plays(): boolean {
    return this.isOn && !this.#session.state.layer;
  }

  /** Begins the film, and plays it. */
  async start(): Promise<void> {
    this.#session.store.set({ show: "film" });
    await this.#load();
    await this.#host.updateComplete;
    const film = this.#host.renderRoot.querySelector<CsFilm>("cs-film");
    await film?.updateComplete;
    film?.focus({ preventScroll: true });
    if (this.plays) this.#playhead.play();
  }

  leave(): void {
    this.#session.store.set({ show: "" });
  }

  render(open: (at: UnitOf) => void) {
    if (!this.isOn) return nothing;
    if (!this.#isHere) {
      void this.#load();
      return html`<p class="film" role="status">Preparing the film…</p>`;
    }
    const { runner, state } = this.#session;
    return html`<cs-film
      class="film ${state.layer ? "behind" : ""}"
      ?inert=${Boolean(state.layer)}
      .runner=${runner}
      .run=${runner.run}
      .pass=${state.pass}
      .playhead=${this.#playhead}
      .grain=${this.#grain}
      .active=${this.plays}
      @open-map=${(event: CustomEvent<UnitOf>) => open(event.detail)}
      @leave-film=${() => this.leave()}
      @film-steps=${(event: CustomEvent<FilmSteps>) => this.#cut(event.detail)}
    ></cs-film>`;
  }

  bar() {
    return html`<cs-playhead
      .playhead=${this.#playhead}
      .label=${"Film"}
      .chapters=${this.#chapters}
      .grains=${FILM_GRAINS}
      .grain=${this.#grain}
      @choose-grain=${(event: CustomEvent<Grain>) => this.#session.store.set({ grain: event.detail }, "replace")}
    ></cs-playhead>`;
  }

  get #grain(): FilmGrain {
    return FILM_GRAINS.find((grain) => grain === this.#session.state.grain) ?? "channel";
  }

  async #load(): Promise<void> {
    if (this.#isHere) return;
    await import("../film/cs-film.ts");
    this.#isHere = true;
    this.#host.requestUpdate();
  }

  #cut({ chapters }: FilmSteps): void {
    this.#chapters = chapters.length > MOST_CHAPTERS ? [] : chapters;
    this.#host.requestUpdate();
  }
}
