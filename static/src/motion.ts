/** Whether the person asked for less motion. */
export const prefersStillness = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

const DURATION_MS = 280;
const EASE = "cubic-bezier(0.2, 0.7, 0.2, 1)";

/** Lets what has taken another's place come in from the side on which it lies: −1 left, 1 right. */
export function comeFrom(element: HTMLElement, side: number): void {
  if (prefersStillness()) return;
  element.animate(
    [
      { opacity: 0.2, transform: `translateX(${side * 12}%)` },
      { opacity: 1, transform: "none" },
    ],
    { duration: DURATION_MS, easing: EASE },
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
