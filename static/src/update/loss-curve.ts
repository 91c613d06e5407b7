/** How the loss fared, step by step, as a line. */
import { svg } from "lit";

/** The loss before and after a step. */
export interface Fared {
  before: number;
  after: number;
}

/** Room for the dots at the rim. */
const RIM = 4;

export interface CurvePoint {
  x: number;
  y: number;
}

/** The losses in their order; where something was changed between two steps, both sides of it. */
export function lossesOf(steps: readonly Fared[]): number[] {
  return steps.flatMap(({ before, after }, i) =>
    steps[i - 1]?.after === before ? [after] : [before, after],
  );
}

/** Where the losses stand in a box: from left to right, the largest at the top, 0 at the bottom. */
export function curvePoints(losses: readonly number[], width: number, height: number): CurvePoint[] {
  const [least, most] = [Math.min(0, ...losses), Math.max(0, ...losses)];
  const span = most - least || 1;
  const across = Math.max(1, losses.length - 1);
  return losses.map((loss, i) => ({
    x: RIM + ((width - 2 * RIM) * i) / across,
    y: height - RIM - ((height - 2 * RIM) * (loss - least)) / span,
  }));
}

/** The line, and a dot where one is now. */
export function lossCurve(steps: readonly Fared[], width: number, height: number) {
  const points = curvePoints(lossesOf(steps), width, height);
  const last = points.at(-1);
  if (!last) return "";
  return svg`
    <polyline points=${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}></polyline>
    <circle cx=${last.x} cy=${last.y} r="3"></circle>
  `;
}
