import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { formatCount } from "../format.ts";
import type { Grain } from "../grain.ts";
import type { Playhead } from "../playhead.ts";
import { styled } from "../styled.ts";
import { playheadStyles } from "../styles/playhead.ts";
import { shared } from "../styles/shared.ts";

/** A stretch of steps with a name; it ends where the next begins. */
export interface Chapter {
  label: string;
  /** Its first step. */
  start: number;
}

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8];

const icon = (shape: TemplateResult) => html`
  <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="currentColor">${shape}</svg>
`;
const ICONS = {
  first: icon(svg`<path d="M6 5h2.500v14H6zM20 5v14l-10-7z"/>`),
  back: icon(svg`<path d="M16.500 5v14l-10-7z"/><path d="M18 5h2.200v14H18z" opacity=".45"/>`),
  play: icon(svg`<path d="M7 4.500v15l13-7.500z"/>`),
  pause: icon(svg`<path d="M6.500 5h4v14h-4zM13.500 5h4v14h-4z"/>`),
  on: icon(svg`<path d="M7.500 5v14l10-7z"/><path d="M3.800 5H6v14H3.800z" opacity=".45"/>`),
  last: icon(svg`<path d="M15.500 5H18v14h-2.500zM4 5v14l10-7z"/>`),
};

/**
 * The bar under every animation: buttons, a scrubber with chapters, how far a step goes, speed. Looks and behaves
 * like a video player's. Fires "choose-grain" (Grain).
 */
export class CsPlayhead extends LitElement {
  static override properties = {
    playhead: { attribute: false },
    label: {},
    chapters: { attribute: false },
    grains: { attribute: false },
    grain: {},
  };

  declare playhead: Playhead | undefined;
  /** What the current step shows, in words. */
  declare label: string;
  declare chapters: readonly Chapter[];
  /** How far a step can go here; none or one leave no choice. */
  declare grains: readonly Grain[];
  declare grain: Grain;

  #listened: Playhead | undefined;

  constructor() {
    super();
    this.label = "";
    this.chapters = [];
    this.grains = [];
    this.grain = "position";
  }

  static override styles = [shared, playheadStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen(this.playhead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#listen(undefined);
  }

  override willUpdate(): void {
    this.#listen(this.playhead);
  }

  override render() {
    const { playhead } = this;
    if (!playhead) return nothing;
    return html`${this.#buttons(playhead)}${this.#scrubber(playhead)}${this.#readout(playhead)}${this.#granularity()}${this.#speed(playhead)}`;
  }

  #listen(playhead: Playhead | undefined): void {
    if (playhead === this.#listened) return;
    this.#listened?.removeEventListener("change", this.#refresh);
    this.#listened = playhead;
    playhead?.addEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => this.requestUpdate();

  #buttons(playhead: Playhead) {
    const atStart = playhead.position === 0;
    const atEnd = playhead.position === playhead.length - 1;
    const button = (
      name: string,
      shape: TemplateResult,
      disabled: boolean,
      act: () => void,
      extra = "",
    ) => html`
      <button class="quiet icon ${extra}" aria-label=${name} title=${name} ?disabled=${disabled} @click=${act}>${shape}</button>
    `;
    return html`
      <div class="buttons" role="group" aria-label="Playback">
        ${button("To the first step (Home)", ICONS.first, atStart, () => playhead.seek(0), "ends")}
        ${button("Step back (←)", ICONS.back, atStart, () => playhead.step(-1))}
        ${
          playhead.playing
            ? button("Pause (space)", ICONS.pause, false, () => playhead.pause(), "main")
            : button("Play (space)", ICONS.play, playhead.length === 1, () => playhead.play(), "main")
        }
        ${button("Step on (→)", ICONS.on, atEnd, () => playhead.step(1))}
        ${button("To the last step (End)", ICONS.last, atEnd, () => playhead.seek(playhead.length - 1), "ends")}
      </div>
    `;
  }

  #scrubber(playhead: Playhead) {
    const { position, length } = playhead;
    return html`
      <div
        class="scrubber ${this.chapters.length ? "with-chapters" : ""}"
        role="slider"
        tabindex="0"
        aria-label="Step"
        aria-valuemin="1"
        aria-valuemax=${length}
        aria-valuenow=${position + 1}
        aria-valuetext=${this.label || `step ${position + 1} of ${length}`}
        data-testid="scrubber"
        @pointerdown=${this.#grab}
        @pointermove=${this.#drag}
        @keydown=${this.#key}
      >
        ${this.chapters.length ? this.#segments(playhead) : this.#track(playhead)}
      </div>
    `;
  }

  #track({ position, length }: Playhead) {
    const part = length > 1 ? position / (length - 1) : 0;
    return html`
      <div class="track"><div class="played" ${styled({ width: `${part * 100}%` })}></div></div>
      <div class="thumb" ${styled({ left: `${part * 100}%` })}></div>
    `;
  }

  #segments({ position, length }: Playhead) {
    return this.chapters.map(({ label, start }, i) => {
      const end = this.chapters[i + 1]?.start ?? length;
      const played = Math.max(0, Math.min(1, (position + 1 - start) / (end - start)));
      const current = position >= start && position < end;
      return html`
        <div class="segment ${current ? "current" : ""}" ${styled({ "flex-grow": String(end - start) })} title=${label}>
          <div class="played" ${styled({ width: `${played * 100}%` })}></div>
          <span>${label}</span>
        </div>
      `;
    });
  }

  #readout({ position, length }: Playhead) {
    return html`
      <output class="number readout" data-testid="playhead-step">
        <span class="label">${this.label}</span>
        <span class="count">${formatCount(position + 1)} / ${formatCount(length)}</span>
      </output>
    `;
  }

  /** Buttons beside each other; where there is no room for them a list to choose from. */
  #granularity() {
    const { grains, grain } = this;
    if (grains.length < 2) return nothing;
    const choose = (chosen: Grain) =>
      this.dispatchEvent(new CustomEvent<Grain>("choose-grain", { detail: chosen }));
    return html`
      <div class="grains" role="group" aria-label="A step is a">
        ${grains.map((each) => html`<button aria-pressed=${each === grain} @click=${() => choose(each)}>${each}</button>`)}
      </div>
      <select class="grain" aria-label="A step is a" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Grain)}>
        ${grains.map((each) => html`<option value=${each} .selected=${each === grain}>${each}</option>`)}
      </select>
    `;
  }

  #speed(playhead: Playhead) {
    const choose = (event: Event) => {
      playhead.speed = Number((event.target as HTMLSelectElement).value);
    };
    return html`
      <select class="speed" aria-label="Speed" title="Speed (+ and −)" @change=${choose}>
        ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === playhead.speed}>${speed}×</option>`)}
      </select>
    `;
  }

  readonly #grab = (event: PointerEvent): void => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#seekTo(event);
  };

  readonly #drag = (event: PointerEvent): void => {
    if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) this.#seekTo(event);
  };

  #seekTo({ clientX }: PointerEvent): void {
    this.playhead?.seek(this.chapters.length ? this.#stepInChapters(clientX) : this.#stepOnTrack(clientX));
  }

  /** The first and last steps are the ends of the bar. */
  #stepOnTrack(x: number): number {
    const { left, width } = (
      this.renderRoot.querySelector(".scrubber") as HTMLElement
    ).getBoundingClientRect();
    return ((x - left) / width) * ((this.playhead?.length ?? 1) - 1);
  }

  /** A step is a stretch of its chapter, and chapters are as wide as their labels need. */
  #stepInChapters(x: number): number {
    const segments = [...this.renderRoot.querySelectorAll(".segment")].map((each) =>
      each.getBoundingClientRect(),
    );
    const i = Math.max(
      0,
      segments.findLastIndex(({ left }) => left <= x),
    );
    const { left, width } = segments[i] as DOMRect;
    const start = (this.chapters[i] as Chapter).start;
    const end = this.chapters[i + 1]?.start ?? this.playhead?.length ?? start + 1;
    return start + Math.min(end - start - 1, Math.floor(((x - left) / width) * (end - start)));
  }

  readonly #key = (event: KeyboardEvent): void => {
    const { playhead } = this;
    if (!playhead) return;
    const steps: Record<string, number> = {
      ArrowRight: event.shiftKey ? playhead.row : 1,
      ArrowUp: 1,
      ArrowLeft: event.shiftKey ? -playhead.row : -1,
      ArrowDown: -1,
      PageUp: playhead.row,
      PageDown: -playhead.row,
      Home: -playhead.length,
      End: playhead.length,
    };
    const n = steps[event.key];
    if (n === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    playhead.step(n);
  };
}

customElements.define("cs-playhead", CsPlayhead);

declare global {
  interface HTMLElementTagNameMap {
    "cs-playhead": CsPlayhead;
  }
}
