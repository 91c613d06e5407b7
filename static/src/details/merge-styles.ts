import { css } from "lit";

/** Above: the maps that meet, in a row with signs between them. Below: the formula and what each contributed. */
export const mergeStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 14px;
    height: 100%;
    min-height: 0;
    overflow: auto;
    padding: 2px;
  }
  h3 {
    margin: 0 0 4px;
    font: var(--font-strong);
    line-height: 22px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h3 i {
    margin-right: 4px;
    font-size: 18px;
  }
  h3 small,
  .of {
    font: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
  .of {
    display: flex;
    align-items: center;
    min-height: 24px;
    margin: -4px 0 4px;
    white-space: nowrap;
  }
  .meeting {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0;
  }
  .operand {
    min-width: 0;
  }
  .sign {
    flex: 0 0 44px;
    text-align: center;
    font-size: 28px;
    font-weight: 600;
  }
  .constant {
    font-size: 24px;
    font-weight: 650;
    padding: 12px 0;
  }
  .aside {
    align-self: start;
    flex: 1;
    min-width: min(100%, 220px);
    padding: 4px 0 0 28px;
  }
  .aside > * + * {
    margin-top: 12px;
  }
  .shares {
    display: grid;
    gap: 6px;
  }
  .rule {
    margin: 0;
    color: var(--ink-soft);
    line-height: 22px;
  }
  .rule b {
    color: var(--ink);
    font-weight: 600;
  }
  :host([arrangement="narrow"]) {
    height: auto;
    overflow: visible;
  }
  :host([arrangement="narrow"]) .meeting,
  :host([arrangement="tiny"]) .meeting {
    flex-wrap: wrap;
    align-items: end;
    row-gap: 10px;
  }
  :host([arrangement="narrow"]) .sign {
    flex-basis: 26px;
    line-height: var(--map);
  }
  :host([arrangement="tiny"]) .sign {
    flex-basis: 18px;
    font-size: 18px;
    line-height: var(--map);
  }
  :host([arrangement="narrow"]) .of {
    flex-wrap: wrap;
    white-space: normal;
    align-items: end;
  }
  :host([arrangement="narrow"]) h3 {
    font: var(--font-small);
    font-weight: 600;
  }
  :host([arrangement="tiny"]) .operand h3 {
    display: none;
  }
  :host([arrangement="narrow"]) .shares {
    --heading: 5em;
  }
  :host([arrangement="tiny"]) .shares {
    --heading: 3.5em;
  }
  :host(:not([arrangement="wide"])) .aside {
    padding: 0;
  }
  :host([arrangement="tiny"]) {
    gap: 6px;
  }
  :host([arrangement="tiny"]) .of,
  :host([arrangement="tiny"]) .rule {
    display: none;
  }
`;
