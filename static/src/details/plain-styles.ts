import { css } from "lit";

/** Input, formula, output beside each other; below each other where it is narrow. */
export const plainStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(120px, max-content) minmax(0, 1fr) minmax(120px, max-content);
    gap: 16px 28px;
    min-height: 0;
    align-items: start;
    overflow: auto;
    padding: 2px;
  }
  :host([arrangement="narrow"]) {
    grid-template-columns: minmax(0, 1fr);
    overflow: visible;
  }
  section {
    min-width: 0;
  }
  .inputs,
  .output {
    min-width: min(264px, 100%);
  }
  h3 {
    white-space: nowrap;
  }
  .frames {
    margin: -4px 0 6px;
    color: var(--ink-soft);
  }
  .terms {
    max-width: 100%;
  }
  .rule {
    margin: 0 0 10px;
    line-height: 24px;
    color: var(--ink-soft);
    max-width: 60ch;
  }
  .senders {
    margin: 8px 0 0;
    color: var(--ink-soft);
  }
  .senders caption {
    text-align: left;
  }
  .told {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 24px;
    align-items: start;
  }
  .told > .formula {
    flex: 1 1 200px;
    min-width: 0;
  }
  .numbers {
    display: block;
    margin-bottom: 14px;
  }
  cs-formula + .terms {
    margin-top: 12px;
  }
  :host([arrangement="tiny"]) {
    --formula-size: 16px;
    grid-template: auto auto / 120px minmax(0, 1fr);
    gap: 6px 12px;
  }
  :host([arrangement="tiny"]) .middle {
    grid-area: 1 / 2 / 3 / 3;
  }
  :host([arrangement="tiny"]) .output {
    grid-area: 2 / 1;
  }
  :host([arrangement="tiny"][slim]) {
    grid-template: auto / minmax(0, 1fr);
  }
  :host([arrangement="tiny"][slim]) section {
    grid-area: auto;
  }
  :host([arrangement="tiny"][slim]) .middle {
    order: -1;
  }
  :host([arrangement="tiny"]) section {
    min-width: 0;
  }
  :host([arrangement="tiny"]) :is(.inputs, .output) {
    overflow: clip;
    overflow-clip-margin: 4px;
  }
  :host([arrangement="tiny"]) h3 {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  :host([arrangement="tiny"]) .rule,
  :host([arrangement="tiny"]) :is(.local, .senders),
  :host([arrangement="tiny"]) .stepper {
    display: none;
  }
`;
