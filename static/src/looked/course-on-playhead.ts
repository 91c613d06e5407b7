/** Lets the playhead go through the course of the answers, and follows them while they come. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Playhead } from "../playhead.ts";
import type { Answer } from "./answer.ts";
import { timelineOf } from "./course.ts";

export class CourseOnPlayhead implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #playhead: Playhead | null = null;
  #of: readonly (Answer | null)[] = [];
  #whole = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.release();
  }

  /** Whether there is a course that the playhead goes through. */
  get isFollowing(): boolean {
    return this.#playhead !== null;
  }

  /** The playhead goes through these answers; where they have no course, it is left to others. */
  follow(playhead: Playhead, answers: readonly (Answer | null)[]): void {
    const length = Math.max(0, ...answers.map((answer) => answer?.positions ?? 0));
    if (!length) {
      this.release();
      return;
    }
    const isNew = this.#playhead !== playhead || answers[0] !== this.#of[0];
    this.#of = answers;
    if (isNew) this.#take(playhead);
    this.#stretch(playhead, length, isNew);
    const whole = Math.max(length, answers[0]?.length ?? 0);
    if (whole !== this.#whole || !playhead.timeline) {
      this.#whole = whole;
      const { position } = playhead;
      playhead.timeline = timelineOf(whole);
      playhead.seek(position);
    }
  }

  release(): void {
    const playhead = this.#playhead;
    if (!playhead) return;
    this.#playhead = null;
    this.#of = [];
    this.#whole = 0;
    playhead.removeEventListener("change", this.#moved);
    playhead.removeEventListener("frame", this.#moved);
    playhead.pause();
    playhead.timeline = null;
    playhead.length = 1;
  }

  #take(playhead: Playhead): void {
    if (this.#playhead === playhead) return;
    this.release();
    this.#playhead = playhead;
    playhead.pause();
    playhead.addEventListener("change", this.#moved);
    playhead.addEventListener("frame", this.#moved);
  }

  /** While steps come in, whoever stands at the last one stays there. */
  #stretch(playhead: Playhead, length: number, isNew: boolean): void {
    if (length === playhead.length && !isNew) return;
    const follows = isNew || (!playhead.playing && playhead.position === playhead.length - 1);
    playhead.length = length;
    if (follows) playhead.seek(length - 1);
  }

  readonly #moved = (): void => this.#host.requestUpdate();
}
