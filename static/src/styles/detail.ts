import { css } from "lit";

/** An opened layer's levels lie over each other; one is seen, or two while it zooms. */
export const detailStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    height: 100%;
  }
  .levels {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }
  .levels:has(> .passing) {
    overflow: clip;
  }
  .level {
    grid-area: 1 / 1;
    min-height: 0;
    min-width: 0;
    overflow: auto;
    background: var(--paper);
  }
  .level:focus {
    outline: none;
  }
  .layer {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    gap: 8px;
  }
  .layer:has(> .told) {
    grid-template-rows: auto auto minmax(0, 1fr);
  }
  .behind {
    visibility: hidden;
  }
  .waiting {
    opacity: 0; /* not hidden: it takes the focus already */
    pointer-events: none;
  }
  .passing {
    will-change: transform;
    overflow: clip;
  }
  header,
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
  }
  .facts {
    flex: 1 1 320px;
  }
  header {
    font: var(--font-small);
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  h2 {
    margin: 0;
    font: var(--font-title);
    color: var(--ink);
  }
  cs-number-tools {
    margin-left: auto;
  }
  header :is(.how, cs-number-tools) {
    align-self: center;
  }
  @media (max-height: 420px) {
    header,
    .told {
      display: none;
    }
    .layer {
      grid-template-rows: minmax(0, 1fr);
    }
    .layer > :is(.view, cs-numbers) {
      grid-row: 1;
    }
  }
`;
