/** Whether the person asked for less motion. */
export const prefersStillness = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

const DURATION_MS = 280;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";

/** Grows an element out of a rectangle of the page into its place, so that zooming in is one motion. */
export function growFrom(element: HTMLElement, from: DOMRect): void {
  if (prefersStillness()) return;
  const to = element.getBoundingClientRect();
  if (!to.width || !to.height) return;
  const scale = `scale(${from.width / to.width}, ${from.height / to.height})`;
  const start = `translate(${from.left - to.left}px, ${from.top - to.top}px) ${scale}`;
  element.animate(
    [
      { transform: start, transformOrigin: "0 0", opacity: 0.3 },
      { transform: "none", transformOrigin: "0 0", opacity: 1 },
    ],
    { duration: DURATION_MS, easing: EASE },
  );
}

/** Lets an element settle back from slightly enlarged: the way out of a detail. */
export function settle(element: HTMLElement): void {
  if (prefersStillness()) return;
  element.animate(
    [
      { transform: "scale(1.06)", opacity: 0 },
      { transform: "none", opacity: 1 },
    ],
    {
      duration: DURATION_MS,
      easing: EASE,
    },
  );
}

/** A short fade for what has just arrived. */
export function appear(element: HTMLElement): void {
  if (prefersStillness()) return;
  element.animate(
    [
      { opacity: 0, transform: "scale(0.97)" },
      { opacity: 1, transform: "none" },
    ],
    {
      duration: 160,
      easing: EASE,
    },
  );
}
