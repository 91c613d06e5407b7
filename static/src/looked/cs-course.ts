import { css, html, LitElement, svg } from "lit";
import { formatNumber } from "../format.ts";
import { shared } from "../styles/shared.ts";

/** A line of the chart: a number a step. */
export interface Series {
  name: string;
  values: readonly number[];
  /** Second lines are dashed. */
  dashed?: boolean;
}

const [WIDTH, HEIGHT] = [600, 100];

/** Values over the steps of a course, as far as it has come, with a mark where one is. */
export class CsCourse extends LitElement {
  static override properties = {
    series: { attribute: false },
    length: { type: Number },
    position: { type: Number },
    label: {},
  };

  declare series: readonly Series[];
  /** How many steps there will be. */
  declare length: number;
  declare position: number;
  declare label: string;

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template: minmax(40px, 1fr) auto / auto minmax(0, 1fr);
        gap: 2px 8px;
        min-height: 0;
        font: var(--font-small);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .ends {
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        text-align: right;
      }
      svg {
        width: 100%;
        height: 100%;
        border-left: 1px solid var(--line-strong);
        border-bottom: 1px solid var(--line-strong);
        overflow: visible;
      }
      path {
        fill: none;
        vector-effect: non-scaling-stroke;
        stroke-width: 2;
        stroke: var(--accent);
      }
      path.second {
        stroke: var(--field);
      }
      path.dashed {
        stroke-dasharray: 5 4;
      }
      path.at {
        stroke: var(--ink);
        stroke-width: 1.5;
      }
      .names {
        grid-column: 2;
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
      }
      .names span::before {
        content: "";
        display: inline-block;
        width: 22px;
        margin-right: 6px;
        vertical-align: middle;
        border-top: 2.5px solid var(--accent);
      }
      .names .second::before {
        border-color: var(--field);
      }
      .names .dashed::before {
        border-top-style: dashed;
      }
    `,
  ];

  override render() {
    const all = this.series.flatMap(({ values }) => values).filter(Number.isFinite);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    if (!all.length) return "";
    const path = (values: readonly number[]) =>
      values
        .map(
          (value, i) =>
            `${i ? "L" : "M"}${this.#x(i).toFixed(1)} ${(HEIGHT * (1 - (value - least) / (most - least || 1))).toFixed(1)}`,
        )
        .join("");
    const x = this.#x(this.position).toFixed(1);
    return html`
      <div class="ends"><span>${formatNumber(most)}</span><span>${formatNumber(least)}</span></div>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${this.label}>
        ${this.series.map(({ values, dashed }, i) => svg`<path class="${i % 2 ? "second" : ""} ${dashed ? "dashed" : ""}" d=${path(values)} />`)}
        <path class="at" d="M${x} -3V${HEIGHT}" />
      </svg>
      <div class="names">
        ${this.series.map(({ name, values, dashed }, i) => html`<span class="${i % 2 ? "second" : ""} ${dashed ? "dashed" : ""}">${name} <b>${formatNumber(values[Math.min(this.position, values.length - 1)] ?? Number.NaN)}</b></span>`)}
      </div>
    `;
  }

  #x(step: number): number {
    return (WIDTH * step) / Math.max(1, this.length - 1);
  }
}

customElements.define("cs-course", CsCourse);
