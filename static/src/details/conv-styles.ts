import { css } from "lit";

/** Three columns: input, products, output; below them the channels and the sum. Narrow: one below the other. */
export const convStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: auto minmax(0, 1fr) / auto minmax(0, 1fr) auto;
    gap: 10px 20px;
  }
  section {
    min-width: 0;
    min-height: 0;
  }
  h3 {
    margin: 0 0 6px;
    font: var(--font-strong);
    line-height: 20px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  h3 small {
    font: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
  .products {
    display: flex;
    flex-direction: column;
  }
  .equation {
    margin-top: 8px;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
    color: var(--ink-soft);
  }
  .equation b,
  .lines b {
    color: var(--ink);
    font-weight: 600;
  }
  .channels {
    grid-column: 1 / 3;
    display: flex;
    flex-direction: column;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
    padding: 2px;
    margin: -2px;
  }
  .sum {
    display: flex;
    flex-direction: column;
  }
  .lines {
    margin: 0;
    display: grid;
    grid-template-columns: 1fr auto;
    row-gap: 2px;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
  }
  dt {
    color: var(--ink-soft);
  }
  dd {
    margin: 0;
    text-align: right;
  }
  .total {
    border-top: 1.5px solid var(--ink);
    padding-top: 4px;
    font-size: 22px;
    font-weight: 650;
    line-height: 28px;
    color: var(--ink);
  }
  dt.total {
    font-size: 15px;
    font-weight: 600;
  }
  .adjusted {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .note {
    margin: 8px 0 0;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .stepper {
    display: inline-flex;
    gap: 2px;
    vertical-align: middle;
    margin-left: 6px;
  }
  .stepper button {
    min-width: 24px;
    min-height: 20px;
    line-height: 18px;
    padding: 0;
  }
  .heading {
    display: flex;
    justify-content: space-between;
    align-items: start;
  }
  .gradient {
    color: var(--ink-soft);
  }
  .toggle {
    min-height: 26px;
    padding: 0 8px;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    grid-template: none / minmax(0, 1fr);
  }
  :host([arrangement="narrow"]) .channels {
    grid-column: auto;
  }
  :host([arrangement="narrow"]) .output {
    order: 3;
  }
  :host([arrangement="narrow"]) .sum {
    order: 2;
  }
  :host([arrangement="tiny"]) {
    gap: 4px 10px;
    grid-template: minmax(0, 1fr) / auto minmax(0, 1fr) auto;
  }
  :host([arrangement="tiny"]) .channels,
  :host([arrangement="tiny"]) .note,
  :host([arrangement="tiny"]) .sum {
    display: none;
  }
  @media (pointer: coarse) {
    .stepper button,
    .toggle {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;
