/** The relative error over ε, both in powers of ten: a valley between the loss's bend and its rounding. */
import { svg } from "lit";
import { superscript } from "../format.ts";

/** A check's ε and its relative error. */
export interface Tried {
  epsilon: number;
  error: number;
}

/** From where to where, in powers of ten. */
export const POWERS = { least: -12, most: 0 } as const;
const ERRORS = { least: -13, most: 0.5 } as const;

export const powersOfTen = (): number[] =>
  Array.from({ length: POWERS.most - POWERS.least + 1 }, (_, i) => 10 ** (POWERS.most - i));

/** Where a check stands in a box; beyond its rim, at the rim. */
export function valleyPoint({ epsilon, error }: Tried, width: number, height: number) {
  const across = (Math.log10(epsilon) - POWERS.least) / (POWERS.most - POWERS.least);
  const up = (Math.log10(Math.max(error, 1e-300)) - ERRORS.least) / (ERRORS.most - ERRORS.least);
  return { x: width * within(across), y: height * (1 - within(up)) };
}

const within = (share: number): number => Math.min(1, Math.max(0, share));

/** The line through all that were tried, with what is shown now marked, over a faint grid. */
export function valley(tried: readonly Tried[], now: Tried | null, width: number, height: number) {
  const sorted = tried.toSorted((a, b) => a.epsilon - b.epsilon);
  const points = sorted.map((each) => valleyPoint(each, width, height));
  const at = now && valleyPoint(now, width, height);
  return svg`
    ${[-12, -8, -4, 0].map((power) => {
      const { x } = valleyPoint({ epsilon: 10 ** power, error: 1 }, width, height);
      return svg`<line class="grid" x1=${x} x2=${x} y1="0" y2=${height}></line>
        <text x=${x} y=${height + 15}>10${superscript(power)}</text>`;
    })}
    ${[-12, -8, -4, 0].map((power) => {
      const { y } = valleyPoint({ epsilon: 1, error: 10 ** power }, width, height);
      return svg`<line class="grid" x1="0" x2=${width} y1=${y} y2=${y}></line>
        <text class="error" x="-6" y=${y + 5}>10${superscript(power)}</text>`;
    })}
    <polyline points=${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}></polyline>
    ${points.map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="2.5"></circle>`)}
    ${at ? svg`<circle class="now" cx=${at.x} cy=${at.y} r="5"></circle>` : ""}
  `;
}
