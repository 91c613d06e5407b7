import { css } from "lit";

/** Three columns: input, products, output; below them the channels and the sum. Narrow: one below the other. */
export const convStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: auto auto minmax(110px, 1fr) / auto minmax(0, 1fr) fit-content(var(--output));
    gap: 10px 20px;
  }
  .words {
    grid-area: 1 / 1 / 2 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 24px;
  }
  .words p {
    flex: 1 1 320px;
    margin: 0;
    font: var(--font-small);
    line-height: 19px;
    color: var(--ink-soft);
  }
  .input,
  .products,
  .output {
    grid-row: 2;
  }
  .channels,
  .sum {
    grid-row: 3;
  }
  section {
    min-width: 0;
  }
  .channels,
  .sum {
    min-height: 0;
  }
  .products {
    display: flex;
    flex-direction: column;
  }
  .equation {
    margin-top: 8px;
    font-variant-numeric: tabular-nums;
    line-height: 22px;
    min-height: 34px;
    --formula-size: 16px;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 6px;
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
    overflow: auto;
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
    /* as wide as the numbers above, which it must not push apart */
    width: 0;
    min-width: 100%;
    margin: 8px 0 0;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .heading {
    display: flex;
    justify-content: space-between;
    align-items: start;
  }
  .heading h3 {
    flex: 1;
    min-width: 0;
  }
  .heading {
    gap: 8px;
  }
  .legend {
    flex: 0 0 64px;
    margin-top: 2px;
    line-height: 16px;
  }
  .toggle {
    min-height: 24px;
    padding: 0 8px;
    line-height: 20px;
  }
  .agreement {
    margin: 6px 0 0;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
    line-height: 20px;
  }
  .agreement b {
    color: var(--ink);
  }
  .agreement .link {
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent, inherit);
    text-decoration: underline;
  }
  .turning {
    display: flex;
    align-items: center;
    gap: 16px;
  }
  .turning cs-products {
    flex: 1;
    min-width: 0;
  }
  .turning:has([wide]) {
    flex-direction: column;
    align-items: stretch;
    gap: 8px;
  }
  :host([arrangement="signal"]) {
    grid-template: auto auto auto auto minmax(110px, 1fr) / minmax(0, 1fr) 186px;
  }
  :host([arrangement="signal"]) section {
    grid-area: auto / 1;
  }
  :host([arrangement="signal"]) :is(.input, .products, .output),
  .products:has(cs-kernel-editor) {
    min-height: auto;
  }
  :host([arrangement="signal"]) .sum {
    grid-area: 2 / 2 / 6 / 3;
  }
  :host([arrangement="stack"]) {
    grid-template: auto auto auto minmax(110px, 1fr) / auto minmax(0, 1fr) 186px;
  }
  :host([arrangement="stack"]) .input,
  :host([arrangement="stack"]) .products {
    grid-row: 2 / 4;
  }
  :host([arrangement="stack"]) .channels {
    grid-area: 4 / 1 / 5 / 3;
  }
  :host([arrangement="stack"]) .sum {
    grid-area: 3 / 3 / 5 / 4;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    min-height: max-content;
    grid-template: none / minmax(0, 1fr);
    grid-auto-rows: max-content;
  }
  :host([arrangement="narrow"]) section {
    grid-area: auto;
  }
  :host([arrangement="narrow"]) .output {
    order: 3;
  }
  :host([arrangement="narrow"]) .sum {
    order: 2;
  }
  :host([arrangement="tiny"]) {
    gap: 6px 10px;
    grid-template: 1fr 1fr / auto minmax(0, 1fr);
  }
  :host([arrangement="tiny"]) section {
    min-height: 0;
  }
  :host([arrangement="tiny"]) .products {
    grid-area: 1 / 2 / 3 / 3;
    overflow: auto;
  }
  :host([arrangement="tiny"]) .input {
    grid-area: 1 / 1;
    overflow: auto; /* a clip's frames stand below each other */
    scrollbar-width: none;
  }
  :host([arrangement="tiny"]) .output {
    grid-area: 2 / 1;
  }
  :host([arrangement="tiny"]) h3,
  :host([arrangement="tiny"]) .legend {
    display: none;
  }
  :host([arrangement="tiny"]) .equation {
    position: sticky;
    bottom: 0;
    display: block;
    background: var(--paper);
    margin-top: 2px;
  }
  @media (pointer: coarse) {
    .toggle {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;
