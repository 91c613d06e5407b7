import { css } from "lit";

/** Input × dL/dY = products, and the kernel that they make; below, the sum, and the filter's other kernels. */
export const correlationStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: auto auto minmax(110px, 1fr) / auto auto auto minmax(0, 1fr);
    gap: 6px 16px;
  }
  .words {
    grid-area: 1 / 1 / 2 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 24px;
  }
  .words p {
    flex: 1 1 300px;
    margin: 0;
    font: var(--font-small);
    line-height: 19px;
    color: var(--ink-soft);
  }
  section {
    min-width: 0;
  }
  .over,
  .kernel,
  .products,
  .weights {
    grid-row: 2;
  }
  .sign {
    font-size: 20px;
    line-height: 16px;
    color: var(--ink-soft);
  }
  .weights {
    justify-self: end;
  }
  .heading {
    display: flex;
    justify-content: space-between;
    align-items: start;
    gap: 8px;
  }
  .sum,
  .channels {
    grid-row: 3;
    min-height: 0;
    overflow: auto;
    padding: 2px;
    margin: -2px;
  }
  .sum {
    grid-column: 1 / 3;
  }
  .channels {
    grid-column: 3 / -1;
  }
  .equation {
    min-height: 30px;
    line-height: 22px;
    --formula-size: 16px;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  .equation b {
    color: var(--ink);
    font-weight: 600;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
    line-height: 21px;
  }
  td {
    padding: 1px 14px 1px 0;
    white-space: nowrap;
  }
  td.factors {
    color: var(--ink-soft);
  }
  td:last-child {
    text-align: right;
    padding-right: 0;
  }
  tr.lit {
    outline: 2px solid var(--ink);
  }
  tfoot td {
    border-top: 1.5px solid var(--ink);
    font-weight: 650;
  }
  tfoot td:last-child {
    font-size: 20px;
  }
  .adjusted {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  :host([arrangement="signal"]) {
    grid-template: auto auto auto auto minmax(110px, 1fr) / minmax(0, 1fr) auto;
  }
  :host([arrangement="signal"]) :is(.over, .kernel, .products) {
    grid-area: auto / 1;
  }
  :host([arrangement="signal"]) .weights {
    grid-area: 2 / 2 / 5 / 3;
  }
  :host([arrangement="signal"]) .sum {
    grid-area: 5 / 1;
  }
  :host([arrangement="signal"]) .channels {
    grid-area: 5 / 2;
    max-width: 320px;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    min-height: max-content;
    grid-template: none / minmax(0, 1fr);
    grid-auto-rows: max-content;
  }
  :host([arrangement="narrow"]) :is(section, .words) {
    grid-area: auto;
    justify-self: stretch;
  }
  :host([arrangement="narrow"]) .weights {
    order: -1;
  }
  :host([arrangement="narrow"]) .words {
    order: -2;
  }
  :host([arrangement="tiny"]) {
    grid-template: auto minmax(0, 1fr) / auto auto minmax(0, 1fr) auto;
    gap: 4px 8px;
  }
  :host([arrangement="tiny"]) :is(.words, .channels, h3) {
    display: none;
  }
  :host([arrangement="tiny"]) section {
    grid-row: 1;
    grid-column: auto;
  }
  :host([arrangement="tiny"]) .weights {
    grid-area: 1 / 4 / 3 / 5;
  }
  :host([arrangement="tiny"]) .sum {
    grid-area: 2 / 1 / 3 / 4;
  }
`;
