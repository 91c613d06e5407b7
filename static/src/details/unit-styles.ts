import { css } from "lit";

/** A unit's numbers beside the sum as it grows; below each other where it is narrow. */
export const unitStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: auto minmax(0, 1fr) / minmax(0, 56fr) minmax(0, 44fr);
    gap: 8px 28px;
    font-variant-numeric: tabular-nums lining-nums;
  }
  h2 {
    grid-column: 1 / -1;
    margin: 0;
    font: var(--font-title);
    font-size: 24px;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
  }
  h2 small,
  h3 small {
    font-size: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
  .equation {
    font-weight: 400;
    color: var(--ink-soft);
  }
  .equation b {
    color: var(--ink);
    font-weight: 700;
  }
  h3 {
    margin: 0 0 6px;
    font: var(--font-strong);
    font-size: 18px;
    line-height: 24px;
  }
  section {
    min-width: 0;
    min-height: 0;
    display: flex;
    flex-direction: column;
  }
  .numbers {
    overflow: auto;
    padding: 2px;
    margin: -2px;
  }
  cs-matrix {
    width: 100%;
    cursor: zoom-in;
  }
  .row-sum {
    margin: 8px 0 0;
    font-size: 18px;
    color: var(--ink-soft);
  }
  .row-sum b {
    color: var(--ink);
  }
  cs-running-sum {
    flex: 1 1 120px;
    min-height: 80px;
    max-height: 340px;
  }
  dl {
    flex: none;
    margin: 10px 0 0;
    display: grid;
    grid-template-columns: 1fr auto;
    row-gap: 2px;
    font-size: 20px;
    line-height: 28px;
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
    padding-top: 2px;
    font-size: 26px;
    line-height: 34px;
    font-weight: 700;
    color: var(--ink);
  }
  :host([narrow]) {
    height: auto;
    grid-template: none / minmax(0, 1fr);
    grid-auto-rows: max-content;
  }
  :host([narrow]) cs-running-sum {
    height: 180px;
    flex: none;
  }
  @media (height < 420px) {
    h2 {
      font-size: 16px;
    }
    .growing cs-running-sum,
    .numbers .row-sum {
      display: none;
    }
    dl {
      font-size: 15px;
      line-height: 20px;
    }
    .total {
      font-size: 17px;
      line-height: 22px;
    }
  }
`;
