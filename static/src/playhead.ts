import { type KeyPress, pressPlayheadKey } from "./playhead-keys.ts";

/** Where time comes from: the browser's frames, or a test's own. Times in milliseconds. */
export interface Clock {
  now(): number;
  request(callback: () => void): number;
  cancel(handle: number): void;
  /** Whether the person asked for less motion. */
  still(): boolean;
}

/** When each step is reached, where steps are not all alike: as a film's, which moves all the while it plays. */
export interface Timeline {
  /** Milliseconds from the beginning, at speed 1, to a step or a part of the way to the next. */
  timeAt(step: number): number;
  /** The way back: the step at a time, with the part of the way to the next. */
  stepAt(time: number): number;
}

export const SLOWEST = 0.25;
export const FASTEST = 8;

/** Steps a second at speed 1: slow enough to follow the numbers. */
const STEPS_PER_SECOND = 2;
const GLIDE_MS = 220;
/** A film that was held up goes on from where it was, with no rush. */
const LONGEST_FRAME_MS = 100;
/** Of a step's time; the rest of it the window stands still to be read. */
const LARGEST_GLIDE = 0.6;

/**
 * The one clock of every animation: a position among `length` steps that plays, steps and seeks.
 *
 * Fires "change" when position, length, speed or playing changed, and "frame" while a step glides.
 */
export class Playhead extends EventTarget {
  readonly #clock: Clock;
  #length = 1;
  #row = 1;
  #position = 0;
  #from = 0;
  #movedAt = Number.NEGATIVE_INFINITY;
  #dueAt = 0;
  #playing = false;
  #speed = 1;
  #frame: number | null = null;
  #timeline: Timeline | null = null;
  /** Between two steps of a timeline: the step with its part; null at a step. */
  #between: number | null = null;
  #flowedAt = 0;

  constructor(clock: Clock = browserClock()) {
    super();
    this.#clock = clock;
  }

  /** How many steps there are, at least 1. A shorter length pulls the position in. */
  get length(): number {
    return this.#length;
  }

  set length(length: number) {
    this.#length = Math.max(1, Math.floor(length));
    this.#row = Math.min(this.#row, this.#length);
    this.#land(Math.min(this.#position, this.#length - 1), false);
  }

  /** How many steps make a row: what Shift and an arrow key move by. */
  get row(): number {
    return this.#row;
  }

  set row(steps: number) {
    this.#row = Math.max(1, Math.floor(steps));
  }

  /** With a timeline, playing goes through all that lies between steps, and can be paused there. */
  get timeline(): Timeline | null {
    return this.#timeline;
  }

  set timeline(timeline: Timeline | null) {
    this.#timeline = timeline;
    this.#land(this.#position, false);
  }

  /** The step shown, 0 … length − 1; between two steps of a timeline the one on the way. */
  get position(): number {
    return this.#position;
  }

  /** The step that a glide comes from; equal to `position` when nothing moves. */
  get from(): number {
    if (this.#between !== null) return Math.floor(this.#between);
    return this.travel < 1 ? this.#from : this.#position;
  }

  /** Eased way from `from` to `position`: 0 … 1; always 1 under reduced motion. */
  get travel(): number {
    if (this.#clock.still()) return 1;
    if (this.#between !== null) return this.#between - Math.floor(this.#between);
    const passed = (this.#clock.now() - this.#movedAt) / this.#glideTime;
    return passed >= 1 ? 1 : ease(Math.max(0, passed));
  }

  /** The position in steps and parts of a step, for smooth motion along one line. */
  get progress(): number {
    return this.from + (this.#position - this.from) * this.travel;
  }

  get playing(): boolean {
    return this.#playing;
  }

  /** 1 is the normal speed; kept within 0.25 … 8. */
  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
    this.#dueAt = this.#clock.now() + this.#interval;
    this.#changed();
  }

  /** Plays on; from the last step it starts again at the first. */
  play(): void {
    if (this.#playing || this.#length === 1) return;
    if (this.#isAtEnd) this.#land(0, false);
    this.#playing = true;
    this.#flowedAt = this.#clock.now();
    this.#dueAt = this.#clock.now() + this.#interval;
    this.#changed();
    this.#requestFrame();
  }

  pause(): void {
    if (!this.#playing) return;
    this.#playing = false;
    this.#changed();
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  /** Pauses, and glides `n` steps on (or back). */
  step(n: number): void {
    this.#playing = false;
    // From between two steps the nearest ones are the first step on and back.
    const nearest = n > 0 && this.#between !== null ? this.#position - 1 : this.#position;
    this.#land(nearest + n, true);
  }

  /** Jumps to a step at once (of a timeline, also between two); playing goes on from there. */
  seek(position: number): void {
    this.#dueAt = this.#clock.now() + this.#interval;
    this.#flowedAt = this.#clock.now();
    if (this.#timeline) this.#flowTo(position);
    else this.#land(position, false);
  }

  /** Does what a video player does with a key; true if the key was for the playhead. */
  key(event: KeyPress): boolean {
    return pressPlayheadKey(this, event);
  }

  /** Stops the clock for good. */
  dispose(): void {
    this.#playing = false;
    if (this.#frame !== null) this.#clock.cancel(this.#frame);
    this.#frame = null;
  }

  get #interval(): number {
    return 1000 / (STEPS_PER_SECOND * this.#speed);
  }

  get #glideTime(): number {
    return this.#playing ? Math.min(GLIDE_MS, this.#interval * LARGEST_GLIDE) : GLIDE_MS;
  }

  #land(target: number, glides: boolean): void {
    const position = Math.max(0, Math.min(this.#length - 1, Math.round(target)));
    this.#from = glides ? (this.#between ?? this.#position) : position;
    this.#movedAt = glides ? this.#clock.now() : Number.NEGATIVE_INFINITY;
    this.#position = position;
    this.#between = null;
    this.#changed();
    if (glides) this.#requestFrame();
  }

  #requestFrame(): void {
    this.#frame ??= this.#clock.request(() => this.#tick());
  }

  #tick(): void {
    this.#frame = null;
    if (this.#playing && this.#timeline) this.#flow(this.#timeline);
    else if (this.#playing && this.#clock.now() >= this.#dueAt) this.#advance();
    // Asked before listeners draw, which takes time: what they drew must have been the end of the way.
    const isOnTheWay = this.travel < 1;
    this.dispatchEvent(new Event("frame"));
    if (this.#playing || isOnTheWay) this.#requestFrame();
  }

  #advance(): void {
    // From now, not from when it was due: after a background tab sleeps nothing is caught up on in a rush.
    this.#dueAt = this.#clock.now() + this.#interval;
    this.#land(this.#position + 1, true);
    if (this.#position === this.#length - 1) this.pause();
  }

  #flow(timeline: Timeline): void {
    const now = this.#clock.now();
    const passed = Math.min(LONGEST_FRAME_MS, now - this.#flowedAt) * this.#speed;
    this.#flowedAt = now;
    this.#flowTo(timeline.stepAt(timeline.timeAt(this.#between ?? this.#position) + passed));
    if (this.#isAtEnd) this.pause();
  }

  get #isAtEnd(): boolean {
    return this.#between === null && this.#position === this.#length - 1;
  }

  #flowTo(step: number): void {
    const within = Math.max(0, Math.min(this.#length - 1, step));
    const position = Math.ceil(within);
    const isNew = position !== this.#position || !this.#playing;
    this.#from = position;
    this.#movedAt = Number.NEGATIVE_INFINITY;
    this.#position = position;
    this.#between = position === within ? null : within;
    if (isNew) this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

const ease = (t: number): number => t * t * (3 - 2 * t);

function browserClock(): Clock {
  const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
  return {
    now: () => performance.now(),
    request: (callback) => requestAnimationFrame(callback),
    cancel: (handle) => cancelAnimationFrame(handle),
    still: () => lessMotion.matches,
  };
}
