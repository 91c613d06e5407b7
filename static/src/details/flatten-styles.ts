import { css } from "lit";

/** Above: the whole row. Then the opened map beside its part of the row, unrolled. Below: all maps. */
export const flattenStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 12px;
    height: 100%;
    min-height: 0;
    overflow: auto;
    padding: 2px;
  }
  section {
    min-width: 0;
    flex: none;
  }
  h3 {
    margin-bottom: 4px;
  }
  .unrolling {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 8px 28px;
    align-items: start;
  }
  .map {
    position: relative;
    display: inline-block;
    line-height: 0;
  }
  .map svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
  .map path {
    fill: none;
    stroke: var(--ink);
    stroke-opacity: 0.35;
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
    stroke-linejoin: round;
  }
  .legend {
    display: block;
    width: 64px;
    margin-top: 4px;
    line-height: 16px;
  }
  cs-formula {
    margin-top: 8px;
  }
  .rule {
    margin: 8px 0 6px;
    color: var(--ink-soft);
    line-height: 22px;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    overflow: visible;
  }
  :host([arrangement="narrow"]) .unrolling {
    grid-template-columns: minmax(0, 1fr);
  }
  :host([arrangement="tiny"]) {
    gap: 4px;
  }
  :host([arrangement="tiny"]) .unrolling {
    gap: 4px 10px;
  }
  :host([arrangement="tiny"]) .rule,
  :host([arrangement="tiny"]) .row,
  :host([arrangement="tiny"]) .all,
  :host([arrangement="tiny"]) .legend,
  :host([arrangement="tiny"]) h3 {
    display: none;
  }
`;
