/** Views inside each other, of which one is shown: changes of it are zooms, in and out. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { prefersStillness } from "./motion.ts";
import { ZoomMotion } from "./zoom-motion.ts";

/** What there is to zoom through; level 0 is the outermost. */
export interface Levels {
  /** The level that is to be shown. */
  level(): number;
  element(level: number): HTMLElement | null;
  /** The box in `outer` that `inner` grows out of, and where that is in `inner`; null until both are there. */
  places(outer: number, inner: number): { from: DOMRect; to: DOMRect } | null;
}

/** Views are measured and laid out again when others come or go; boxes count once they have stayed. */
const MOST_FRAMES_WAITED = 40;
const FRAMES_STAYED = 2;

interface Passing {
  outer: number;
  inner: number;
  into: boolean;
  /** Undefined until the inner view is there. */
  motion?: ZoomMotion;
  begun?: boolean;
}

/** Shows a host's levels. With less motion asked for, they follow each other at once. */
export class ZoomLevels implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #levels: Levels;
  #level: number | null = null;
  #passing: Passing | null = null;

  constructor(host: ReactiveControllerHost, levels: Levels) {
    this.#host = host;
    this.#levels = levels;
    host.addController(this);
  }

  /** The innermost level that has to be in the page: the one shown, or the one that is being left. */
  get innermost(): number {
    return Math.max(this.#levels.level(), this.#passing?.inner ?? 0);
  }

  /** Whether the view of this level is being left: it stays as it is until it is gone. */
  isLeft(level: number): boolean {
    return level > this.#levels.level();
  }

  /** A class for the view of a level: "behind" and "waiting" are not seen, "passing" is on its way. */
  standing(level: number): "" | "behind" | "waiting" | "passing" {
    const passing = this.#passing;
    if (!passing) return level === this.#levels.level() ? "" : "behind";
    if (level === passing.inner) return passing.motion || !passing.into ? "passing" : "waiting";
    return level === passing.outer ? "passing" : "behind";
  }

  hostUpdate(): void {
    const level = this.#levels.level();
    const before = this.#level;
    this.#level = level;
    if (before === null || before === level) return;
    const [outer, inner] = [Math.min(before, level), Math.max(before, level)];
    const into = level > before;
    const current = this.#passing;
    if (current?.motion && current.outer === outer && current.inner === inner) {
      current.motion.reverse();
      current.into = into;
      return;
    }
    current?.motion?.cancel();
    this.#passing = prefersStillness() ? null : { outer, inner, into };
  }

  hostUpdated(): void {
    const passing = this.#passing;
    if (!passing || passing.begun) return;
    passing.begun = true;
    void this.#pass(passing);
  }

  async #pass(passing: Passing): Promise<void> {
    const places = await this.#places(passing);
    if (this.#passing !== passing) return;
    const [outer, inner] = [this.#levels.element(passing.outer), this.#levels.element(passing.inner)];
    if (places && outer && inner) {
      passing.motion = new ZoomMotion({ outer, inner, ...places }, passing.into);
      this.#host.requestUpdate();
      await passing.motion.finished.catch(() => {});
    }
    if (this.#passing !== passing) return;
    this.#passing = null;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    // Only now: what is left behind would flash up before it is hidden or gone.
    passing.motion?.cancel();
  }

  /** The boxes, once they have stopped moving; null where there are none after a while. */
  async #places(passing: Passing) {
    let last = "";
    let stayed = 0;
    for (let frame = 0; frame < MOST_FRAMES_WAITED && this.#passing === passing; frame++) {
      const places = this.#levels.places(passing.outer, passing.inner);
      const now = places ? JSON.stringify(places) : "";
      stayed = now && now === last ? stayed + 1 : 0;
      if (places && stayed >= FRAMES_STAYED) return isBox(places) ? places : null;
      last = now;
      await new Promise(requestAnimationFrame);
    }
    return null;
  }
}

const isBox = ({ from, to }: { from: DOMRect; to: DOMRect }): boolean =>
  [from.width, from.height, to.width, to.height].every((length) => length > 0);
