import { html, LitElement, type PropertyValues } from "lit";
import { SchemeController } from "../details/scheme-controller.ts";
import { SizeController } from "../details/size-controller.ts";
import "../elements/cs-legend.ts";
import type { Kind } from "../colour.ts";
import type { Playhead } from "../playhead.ts";
import type { UnitOf } from "../reading.ts";
import type { RunState } from "../run-state.ts";
import type { Runner } from "../runner.ts";
import { shared } from "../styles/shared.ts";
import type { Pass } from "../wire/client.ts";
import { Atlas } from "./atlas.ts";
import { type Caption, captionOf } from "./caption.ts";
import { Cuts, chapterStarts, type FilmGrain } from "./cuts.ts";
import { drawFrame, type Film, stageOf } from "./director.ts";
import { filmStyles } from "./film-styles.ts";
import { LOSS } from "./mirror.ts";
import type { Theme } from "./pen.ts";
import { unitOf, unitUnderPoint } from "./pick.ts";
import { Programme } from "./programme.ts";
import { Reel } from "./reel.ts";
import { type Moment, momentAt, type Score, unitIn } from "./score.ts";
import { Supply } from "./supply.ts";
import type { Flow } from "./world.ts";

/** What captions take of a room's height, above and below. */
const CAPTIONS = { usual: [62, 64], narrow: [84, 62], low: [26, 36] } as const;
const NARROW = 700;
const LOW = 260;
const MARGIN = 22;
/** Height of a room, in widths, from which the network leads down. */
const TALL = 1.15;

/** What numbers a film shows. */
const KINDS: Record<Pass, Kind[]> = {
  forward: ["activation", "weight"],
  backward: ["gradient", "activation", "weight"],
};

/** Detail of "film-steps": the steps there are now, for the bar below. */
export interface FilmSteps {
  chapters: { label: string; start: number }[];
}

/**
 * The whole pass as a film, forward or backward. Every frame follows from the playhead's position.
 *
 * Fires "open-map" (UnitOf) where a map is clicked or Enter pressed, "leave-film", and "film-steps" (FilmSteps).
 */
export class CsFilm extends LitElement {
  static override properties = {
    runner: { attribute: false },
    run: { attribute: false },
    pass: {},
    playhead: { attribute: false },
    grain: {},
    active: { type: Boolean },
    caption: { state: true },
    waits: { state: true },
  };

  declare runner: Runner;
  declare run: RunState | null;
  declare pass: Pass;
  declare playhead: Playhead;
  declare grain: FilmGrain;
  /** Whether it has the playhead; another view has it while a layer is opened. */
  declare active: boolean;
  declare caption: Caption | null;
  /** Whether numbers have to arrive before it goes on. */
  declare waits: boolean;

  readonly #room = new SizeController(this);
  readonly #scheme = new SchemeController(this);
  readonly #atlas = new Atlas();
  readonly #supply = new Supply();
  #programme: Programme | null = null;
  #reel: Reel | null = null;
  #cuts: Cuts | null = null;
  #theme: Theme | null = null;
  #followed: Playhead | null = null;
  #time = 0;
  #frame = 0;
  #resumes = false;

  constructor() {
    super();
    this.run = null;
    this.pass = "forward";
    this.grain = "channel";
    this.active = true;
    this.caption = null;
    this.waits = false;
  }

  static override styles = [shared, filmStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate("active", false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
    this.runner.removeEventListener("progress", this.#arrived);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const isNew = (changed.has("run") || changed.has("pass")) && this.#adopt(this.run);
    if (!this.active) this.#release();
    else if (this.#programme && (isNew || changed.has("grain") || changed.has("active")))
      this.#cut(this.#programme.score);
  }

  override render() {
    const { caption } = this;
    return html`
      <canvas
        tabindex="0"
        role="img"
        aria-label="The ${this.pass} pass as a film: ${caption ? `${caption.title}, ${caption.kind}. ${this.playhead.playing ? "" : caption.now}` : ""}"
        aria-keyshortcuts="Enter"
        @click=${this.#clicked}
        @pointermove=${this.#pointed}
        @keydown=${this.#keyed}
      ></canvas>
      <header>
        <h2>${caption?.title ?? "Starting…"}</h2>
        <span>${caption?.kind}</span>
        <span class="sizes">${caption?.sizes}</span>
        <span class="end">
          <button @click=${() => this.#openHere()} title="Open the layer where the film stands (Enter)">Open here</button>
          <button @click=${() => this.dispatchEvent(new Event("leave-film"))} title="Back to the overview (Escape)">Leave film</button>
        </span>
      </header>
      <footer>
        <p class="now" data-testid="film-caption">${this.waits ? "Fetching the numbers…" : caption?.now}</p>
        <span class="legends">
          ${KINDS[this.pass].map((kind) => html`<cs-legend wide kind=${kind} .scheme=${this.#scheme.scheme}></cs-legend>`)}
        </span>
      </footer>
      <div class="probes">${PROBES.map((name) => html`<i class=${name}></i>`)}</div>
    `;
  }

  protected override firstUpdated(): void {
    this.runner.addEventListener("progress", this.#arrived);
  }

  protected override updated(): void {
    this.#theme = this.#readTheme();
    this.#schedule();
  }

  override focus(options?: FocusOptions): void {
    this.#canvas.focus(options);
  }

  /** Takes a run over; false where there is nothing to be played of it yet. */
  #adopt(run: RunState | null): boolean {
    if (!run || (this.pass === "backward" && !run.loss)) return false;
    this.#reel?.removeEventListener("change", this.#schedule);
    if (!this.#programme?.isFor(run, this.pass)) {
      this.#programme = new Programme(run, this.pass);
      this.#time = 0;
    }
    this.#reel = new Reel(this.runner, run);
    this.#reel.addEventListener("change", this.#schedule);
    this.#supply.forget();
    return true;
  }

  /** Cuts the film in steps of the grain, and stays at its time. */
  #cut(score: Score): void {
    const { playhead } = this;
    this.#unfollow();
    this.#cuts = new Cuts(score, this.grain);
    playhead.timeline = this.#cuts;
    playhead.length = this.#cuts.length;
    playhead.row = Math.max(1, Math.round(this.#cuts.length / Math.max(1, score.scenes.length)));
    playhead.seek(this.#cuts.stepAt(this.#time));
    this.#followed = playhead;
    playhead.addEventListener("change", this.#moved);
    playhead.addEventListener("frame", this.#played);
    const starts = chapterStarts(score, this.#cuts);
    const chapters = score.scenes.map(({ act, of }, i) => ({
      label: act === "loss" ? LOSS : of,
      start: starts[i] as number,
    }));
    this.dispatchEvent(new CustomEvent<FilmSteps>("film-steps", { detail: { chapters } }));
  }

  #unfollow(): void {
    this.#followed?.removeEventListener("change", this.#moved);
    this.#followed?.removeEventListener("frame", this.#played);
    this.#followed = null;
  }

  /** Leaves the playhead to others. */
  #release(): void {
    if (!this.#followed) return;
    this.#unfollow();
    this.#resumes = false;
    this.playhead.pause();
    this.playhead.timeline = null;
  }

  readonly #moved = (): void => {
    if (this.playhead.playing) this.#resumes = false;
    this.#schedule();
  };

  readonly #played = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#draw();
  };

  readonly #schedule = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  };

  readonly #arrived = (): void => {
    // A backward pass is known with its loss, which comes after the run.
    if (this.run && this.#reel?.run !== this.run && this.run.loss) this.requestUpdate("run", null);
    this.#schedule();
  };

  #draw(): void {
    const film = this.#film();
    const context = this.#canvas.getContext("2d", { alpha: true });
    if (!film || !context || !this.active) return;
    const moment = this.#moment(film.score);
    this.#hold(film, moment);
    drawFrame(context, film, moment);
    this.#tell(moment, film.reel);
  }

  #moment(score: Score): Moment {
    this.#time = this.#cuts?.timeAt(this.playhead.progress) ?? 0;
    return momentAt(score, this.#time);
  }

  #film(): Film | null {
    const { width, height } = this.#room;
    if (!this.#programme || !this.#reel || !this.#theme || width < 20 || height < 20) return null;
    const resolution = devicePixelRatio;
    const canvas = this.#canvas;
    const [across, down] = [Math.round(width * resolution), Math.round(height * resolution)];
    if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
    const flow: Flow = height > TALL * width ? "down" : "right";
    const [above, below] = CAPTIONS[height < LOW ? "low" : width < NARROW ? "narrow" : "usual"];
    const room = { x: MARGIN, y: above, width: width - 2 * MARGIN, height: height - above - below };
    const { scheme } = this.#scheme;
    this.#atlas.palette = { scheme, ink: this.#theme.ink, paper: this.#theme.raised };
    return {
      score: this.#programme.score,
      world: this.#programme.world(flow),
      reel: this.#reel,
      atlas: this.#atlas,
      theme: this.#theme,
      size: { width, height },
      room,
      resolution,
    };
  }

  /** Where the numbers of the moment are missing, the film waits for them. */
  #hold({ score, reel }: Film, moment: Moment): void {
    const isHeld = this.#supply.provides(score, reel, moment);
    this.waits = !isHeld;
    if (!isHeld && this.playhead.playing) {
      this.playhead.pause();
      this.#resumes = true;
    } else if (isHeld && this.#resumes) {
      this.#resumes = false;
      this.playhead.play();
    }
  }

  /** Says in words and attributes what the frame shows. */
  #tell(moment: Moment, reel: Reel): void {
    const caption = captionOf(moment, reel);
    if (JSON.stringify(caption) !== JSON.stringify(this.caption)) this.caption = caption;
    const { scene, take } = moment;
    Object.assign(this.dataset, {
      layer: scene.of,
      act: moment.verdict > 0 ? "verdict" : scene.act,
      map: String(take.maps[0] ?? 0),
      unit: String(unitIn(moment)),
    });
  }

  #openHere(): void {
    if (this.#programme) this.#open(unitOf(this.#moment(this.#programme.score)));
  }

  #open(detail: UnitOf): void {
    this.playhead.pause();
    this.dispatchEvent(new CustomEvent<UnitOf>("open-map", { detail }));
  }

  readonly #clicked = (event: MouseEvent): void => {
    const found = this.#under(event);
    if (found) this.#open(found);
    else this.playhead.toggle();
  };

  readonly #pointed = (event: PointerEvent): void => {
    this.#canvas.classList.toggle("opens", this.#under(event) !== null);
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#openHere();
  };

  #under({ offsetX, offsetY }: MouseEvent): UnitOf | null {
    const film = this.#film();
    const context = this.#canvas.getContext("2d");
    if (!film || !context) return null;
    const moment = this.#moment(film.score);
    const { camera, middle } = stageOf(context, film, moment).pen;
    const point = {
      x: camera.x + (offsetX - middle.x) / camera.zoom,
      y: camera.y + (offsetY - middle.y) / camera.zoom,
    };
    return unitUnderPoint(film.world, film.score, moment, point);
  }

  #readTheme(): Theme {
    const colour = (name: string) =>
      getComputedStyle(this.renderRoot.querySelector(`.probes .${name}`) as Element).color;
    const [paper, raised, ink, soft, line, accent, window] = PROBES.map(colour) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { paper, raised, ink, soft, line, accent, window, family: getComputedStyle(this).fontFamily };
  }

  get #canvas(): HTMLCanvasElement {
    return this.renderRoot.querySelector("canvas") as HTMLCanvasElement;
  }
}

const PROBES = ["paper", "raised", "ink", "soft", "line", "accent", "window"] as const;

customElements.define("cs-film", CsFilm);

declare global {
  interface HTMLElementTagNameMap {
    "cs-film": CsFilm;
  }
}
