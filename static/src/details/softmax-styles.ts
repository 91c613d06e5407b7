import { css } from "lit";

/** The chain as a table of bars, the formula and the experiment below; beside them, of maps, the output. */
export const softmaxStyles = css`
  :host {
    display: grid;
    height: 100%;
    min-height: 0;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) auto;
    gap: 10px 28px;
    font-variant-numeric: tabular-nums lining-nums;
  }
  section {
    min-width: 0;
    min-height: 0;
  }
  .chain {
    overflow: auto;
    padding: 2px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    line-height: 26px;
  }
  th {
    font: var(--font-strong);
    line-height: 22px;
    text-align: right;
    padding: 0 0 6px 14px;
    white-space: nowrap;
  }
  th small {
    display: block;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  th:first-child {
    text-align: left;
    padding-left: 4px;
  }
  td {
    padding: 0;
    text-align: right;
    white-space: nowrap;
  }
  td.number {
    width: 5.2em;
    padding-left: 8px;
  }
  td.bar {
    width: 22%;
    padding: 0 0 0 18px;
  }
  .track {
    position: relative;
    display: block;
    height: 16px;
    background: linear-gradient(var(--line-strong), var(--line-strong)) var(--zero) / 1px 100% no-repeat;
  }
  .track i {
    position: absolute;
    inset-block: 1px;
    border-radius: 2px;
  }
  .track i.real {
    inset-block: -1px;
    border: 1.5px dashed var(--ink);
    border-radius: 2px;
  }
  tbody tr[aria-current] td {
    background: var(--raised);
    font-weight: 600;
    box-shadow:
      inset 0 2px var(--field),
      inset 0 -2px var(--field);
  }
  .name {
    border: 0;
    background: none;
    min-height: 26px;
    max-width: 11em;
    padding: 0 6px 0 4px;
    font: inherit;
    line-height: 24px;
    text-align: left;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  td:first-child {
    text-align: left;
  }
  .others td {
    color: var(--ink-soft);
  }
  tfoot td {
    border-top: 2px solid var(--ink);
    font-weight: 700;
  }
  .adjusted {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .below {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 20em);
    gap: 8px 28px;
    margin-top: 12px;
    align-items: start;
  }
  .rule {
    margin: 6px 0 0;
    color: var(--ink-soft);
    line-height: 21px;
  }
  .experiment {
    border: 1.5px dashed var(--line-strong);
    border-radius: var(--radius);
    padding: 8px 12px;
  }
  .experiment.on {
    border-color: var(--field);
  }
  .experiment label,
  .experiment p {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: 10px;
    margin: 0;
  }
  .experiment p {
    color: var(--ink-soft);
    min-height: 32px;
  }
  input[type="range"] {
    width: 100%;
    margin: 4px 0;
    accent-color: var(--accent);
  }
  h3 {
    white-space: nowrap;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    min-height: max-content;
    grid-template: none / minmax(0, 1fr);
    grid-auto-rows: max-content;
  }
  :host([arrangement="narrow"]) .chain {
    overflow: visible;
  }
  :host([arrangement="narrow"]) .below {
    grid-template-columns: minmax(0, 1fr);
  }
  :host(:not([arrangement="wide"])) .score-bar,
  :host(:not([arrangement="wide"])) .less,
  :host(:not([arrangement="wide"])) .power-bar {
    display: none;
  }
  :host(:not([arrangement="wide"])) td.bar {
    width: 22%;
    padding-left: 10px;
  }
  :host([arrangement="tiny"]) .experiment,
  :host([arrangement="tiny"]) thead,
  :host([arrangement="tiny"]) .score,
  :host([arrangement="tiny"]) .power,
  :host([arrangement="tiny"]) .rule {
    display: none;
  }
  @media (pointer: coarse) {
    .name,
    input[type="range"] {
      min-height: 44px;
    }
  }
`;
