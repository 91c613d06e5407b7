import { css } from "lit";

/** Above: the units. Left: one map's values × weights = votes, and all maps. Right: the votes, counted. */
export const denseStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1.12fr) minmax(0, 1fr);
    gap: 10px 26px;
  }
  section {
    min-width: 0;
    min-height: 0;
  }
  cs-outputs,
  .outputs {
    grid-column: 1 / -1;
  }
  .votes {
    grid-area: 2 / 2 / 4 / 3;
    overflow: auto;
    padding: 0 2px;
  }
  .tiles {
    display: flex;
    flex-direction: column;
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  .heading {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 8px;
  }
  .product {
    display: flex;
    align-items: center;
    gap: 0;
  }
  .sign {
    flex: 0 0 26px;
    text-align: center;
    font-size: 22px;
    font-weight: 600;
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  figcaption {
    font: var(--font-small);
    line-height: 20px;
    color: var(--ink-soft);
    white-space: nowrap;
  }
  figure cs-legend {
    width: 64px;
    margin-top: 3px;
    line-height: 16px;
  }
  .pointed {
    margin: 4px 0 0;
    line-height: 22px;
    min-height: 22px;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  .pointed b {
    color: var(--ink);
  }
  .rule {
    margin: 0;
    color: var(--ink-soft);
  }
  .toggles {
    display: flex;
    gap: 4px;
  }
  .toggle {
    min-height: 26px;
    padding: 0 8px;
    line-height: 20px;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    min-height: max-content;
    grid-template: none / minmax(0, 1fr);
    grid-auto-rows: max-content;
  }
  :host([arrangement="narrow"]) .votes {
    grid-area: auto;
    order: 1;
    overflow: visible;
  }
  :host([arrangement="narrow"]) .tiles {
    order: 2;
  }
  :host([arrangement="tiny"]) {
    grid-template: minmax(0, 1fr) / minmax(0, 2fr) minmax(0, 3fr);
    gap: 10px;
  }
  :host([arrangement="tiny"]) .votes {
    grid-area: 1 / 2;
  }
  :host([arrangement="tiny"]) .votes:only-of-type {
    grid-column: 1 / -1; /* inputs that are no maps have no tiles */
  }
  :host([arrangement="tiny"]) .heading {
    display: none;
  }
  @media (pointer: coarse) {
    .toggle {
      min-width: 44px;
      min-height: 44px;
    }
  }
`;
