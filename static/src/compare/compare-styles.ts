import { css } from "lit";

/** Pinned, difference and current beside each other; below each other where there is no room. */
export const compareStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr) 170px minmax(0, 1fr);
    gap: 14px;
    padding: 8px 0 0;
    border-top: 1px solid var(--line);
    background: var(--paper);
    container-type: inline-size;
    font-variant-numeric: tabular-nums;
  }
  p {
    margin: 0;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  h2 {
    margin: 0;
    font: var(--font-small);
    color: var(--ink-soft);
  }
  b,
  output {
    font-weight: 700;
    color: var(--ink);
  }
  .side,
  .between {
    display: grid;
    gap: 4px 8px;
    min-width: 0;
    min-height: 0;
  }
  .side {
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(0, 1fr) 120px;
  }
  .side h2 {
    grid-column: 1 / -1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .between {
    grid-template-rows: auto minmax(0, 1fr) auto auto;
    padding: 0 14px;
    border: solid var(--line);
    border-width: 0 1px;
  }
  .tools {
    display: flex;
    gap: 6px;
    grid-row: -2;
  }
  .tools button {
    min-height: 28px;
    padding: 0 6px;
    font: var(--font-small);
    white-space: nowrap;
  }
  output {
    font-size: 22px;
  }
  ol {
    margin: 4px 0 0;
    padding: 0;
    list-style: none;
    font: var(--font-small);
  }
  li {
    display: flex;
    justify-content: space-between;
    gap: 6px;
  }
  li span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li span:last-child {
    white-space: nowrap;
  }
  cs-field-patch {
    place-items: start;
  }
  @media (width < 760px) {
    :host {
      grid-template: repeat(2, 120px) 150px / minmax(0, 1fr);
      overflow: auto;
    }
    .side {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 130px;
    }
    .between {
      grid-area: 3 / 1;
      grid-template: auto minmax(0, 1fr) / 100px minmax(0, 1fr);
      padding: 0;
      border-width: 1px 0 0;
    }
    .tools {
      grid-area: 1 / 2;
    }
  }
`;
