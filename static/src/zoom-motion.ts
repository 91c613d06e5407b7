/** The camera that goes from one view into a place of it, where another view unfolds, and back the same way. */

const IN_MS = 620;
const OUT_MS = 480;
const EASE = "cubic-bezier(0.5, 0, 0.15, 1)";
/** Keyframes: between them browsers interpolate along straight lines, but a zoom is a curve. */
const FRAMES = 24;
/** When the inner view has come up, as a part of the way; it lies over what it grows out of. */
const UP = 0.12;
/** What is left of the outer view at the end, under the inner one. */
const FADED = 0.15;

/** Two views, and the same thing in both: where `from` is in the outer view, `to` is in the inner one. */
export interface ZoomPair {
  outer: HTMLElement;
  inner: HTMLElement;
  from: DOMRect;
  to: DOMRect;
}

/** x → scale · x + offset, on the page. */
interface Affine {
  scale: number;
  x: number;
  y: number;
}

/** A zoom on its way. Both views move as one plane; the inner one unfolds out of the place they share. */
export class ZoomMotion {
  readonly #animations: Animation[];

  constructor({ outer, inner, from, to }: ZoomPair, into: boolean) {
    const timing: KeyframeAnimationOptions = {
      duration: into ? IN_MS : OUT_MS,
      easing: EASE,
      direction: into ? "normal" : "reverse",
      fill: "both",
    };
    const goal = between(from, to);
    const boxes = { outer: outer.getBoundingClientRect(), inner: inner.getBoundingClientRect() };
    const steps = Array.from({ length: FRAMES + 1 }, (_, i) => i / FRAMES);
    this.#animations = [
      outer.animate(
        steps.map((part) => ({
          ...placed(along(goal, part), boxes.outer),
          opacity: 1 - (1 - FADED) * part,
        })),
        timing,
      ),
      inner.animate(
        steps.map((part) => ({
          ...placed(after(along(goal, part), inverse(goal)), boxes.inner),
          clipPath: unfolded(boxes.inner, to, part),
          opacity: Math.min(1, part / UP),
        })),
        timing,
      ),
    ];
  }

  /** Resolves at whichever end it comes to; rejects where it was cancelled. */
  get finished(): Promise<unknown> {
    return Promise.all(this.#animations.map(({ finished }) => finished));
  }

  /** Turns round on the spot. */
  reverse(): void {
    for (const animation of this.#animations) animation.reverse();
  }

  cancel(): void {
    for (const animation of this.#animations) animation.cancel();
  }
}

/** What takes one box to the other, as wide and as high on the average. */
export function between(from: DOMRect, to: DOMRect): Affine {
  const scale = Math.sqrt((to.width / from.width) * (to.height / from.height));
  return {
    scale,
    x: to.left + to.width / 2 - scale * (from.left + from.width / 2),
    y: to.top + to.height / 2 - scale * (from.top + from.height / 2),
  };
}

/** A part of the way: equal parts enlarge by equal factors, and one point stays where it is. */
export function along({ scale, x, y }: Affine, part: number): Affine {
  const reached = scale ** part;
  const share = Math.abs(scale - 1) < 1e-3 ? part : (reached - 1) / (scale - 1);
  return { scale: reached, x: x * share, y: y * share };
}

const inverse = ({ scale, x, y }: Affine): Affine => ({ scale: 1 / scale, x: -x / scale, y: -y / scale });

const after = (next: Affine, first: Affine): Affine => ({
  scale: next.scale * first.scale,
  x: next.scale * first.x + next.x,
  y: next.scale * first.y + next.y,
});

function placed({ scale, x, y }: Affine, box: DOMRect) {
  const [left, top] = [scale * box.left + x - box.left, scale * box.top + y - box.top];
  return { transform: `translate(${left}px, ${top}px) scale(${scale})`, transformOrigin: "0 0" };
}

/** First only the place that both views share, in the end all of the box. */
function unfolded(box: DOMRect, place: DOMRect, part: number): string {
  const sides = [
    place.top - box.top,
    box.right - place.right,
    box.bottom - place.bottom,
    place.left - box.left,
  ];
  return `inset(${sides.map((side) => `${Math.max(0, side) * (1 - part)}px`).join(" ")})`;
}
