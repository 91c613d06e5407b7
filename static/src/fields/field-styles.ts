import { css } from "lit";

/** What a unit sees: the cone over patch, heat and formula. */
export const fieldStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(200px, 1fr) minmax(230px, 1.05fr);
    gap: 8px;
    height: 100%;
    min-width: 0;
    overflow: auto;
    container-type: inline-size;
    font-variant-numeric: tabular-nums;
  }
  p {
    margin: 0;
  }
  .summary {
    font: var(--font-text);
    font-size: 17px;
  }
  .padded {
    color: var(--edge-lit);
    font-weight: 600;
  }
  .below {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1.6fr);
    gap: 6px 18px;
    min-height: 0;
  }
  figure {
    margin: 0;
    display: grid;
    grid-template: 20px minmax(110px, 1fr) / minmax(0, 1fr);
    gap: 6px;
    min-height: 0;
    min-width: 0;
  }
  figcaption {
    display: flex;
    align-items: center;
    gap: 0 8px;
    white-space: nowrap;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  figcaption b,
  h2 {
    font: var(--font-strong);
    color: var(--ink);
  }
  figcaption cs-legend {
    flex: none;
    width: 56px;
    margin: 0 0 -6px auto;
  }
  .told {
    grid-area: 2 / 1 / auto / span 2;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  .told b {
    color: var(--ink);
  }
  h2 {
    margin: 0 0 2px;
  }
  .growth {
    grid-area: 1 / 3 / span 2;
    overflow: auto;
    min-height: 0;
    min-width: 0;
  }
  @container (width < 700px) {
    :host {
      height: auto;
      grid-template-rows: auto 250px auto;
    }
    .below {
      grid-template: 190px auto auto / minmax(0, 1fr) minmax(0, 1fr);
    }
    .growth {
      grid-area: 3 / 1 / auto / span 2;
    }
  }
  @media (height < 480px) {
    .summary {
      font: var(--font-small);
    }
  }
`;
