import { css } from "lit";

/** Rows of votes: where from, the product, a bar from the zero line in the middle, the vote. */
export const voteStyles = css`
  :host {
    display: block;
    font-variant-numeric: tabular-nums lining-nums;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .line {
    display: grid;
    grid-template-columns: minmax(0, 8.2em) minmax(0, 9.6em) minmax(56px, 1fr) 5em;
    align-items: center;
    gap: 0 10px;
    width: 100%;
    min-height: 25px;
    padding: 0 6px;
    line-height: 22px;
    white-space: nowrap;
    text-align: left;
  }
  button.line {
    border-color: transparent;
    background: none;
  }
  button.line.lit,
  button.line[aria-current="true"] {
    background: var(--raised);
    border-color: var(--field);
    box-shadow: inset 0 0 0 1px var(--field);
  }
  .place {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .factors {
    color: var(--ink-soft);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .bar {
    position: relative;
    align-self: stretch;
    background: linear-gradient(var(--line-strong), var(--line-strong)) 50% / 1px 100% no-repeat;
  }
  .bar i {
    position: absolute;
    inset-block: 5px;
    border-radius: 2px;
  }
  .vote {
    text-align: right;
  }
  .others {
    color: var(--ink-soft);
  }
  .sum {
    border-top: 1px solid var(--line-strong);
    margin-bottom: 6px;
    font-weight: 600;
  }
  .total {
    border-top: 2px solid var(--ink);
    min-height: 34px;
    font-size: 20px;
    font-weight: 700;
  }
  .wide {
    grid-column: 1 / 4;
  }
  .adjusted {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .balance {
    display: flex;
    height: 16px;
    margin: 2px 6px 8px;
    gap: 2px;
  }
  .balance i {
    border-radius: 2px;
    min-width: 2px;
  }
  :host([narrow]) .line {
    grid-template-columns: minmax(0, 7em) minmax(40px, 1fr) 4.6em;
    padding: 0 2px;
  }
  :host([narrow]) .factors {
    display: none;
  }
  :host([narrow]) .wide {
    grid-column: 1 / 3;
  }
  @media (pointer: coarse) {
    button.line {
      min-height: 44px;
    }
  }
`;
