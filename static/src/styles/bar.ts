import { css } from "lit";

/** A bar that opens below the toolbar; its left edge is in the colour of what it is about. */
export const barStyles = css`
  :host {
    flex: 1 0 100%;
    order: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 14px;
    padding: 4px 10px;
    border-radius: var(--radius);
    border-left: 4px solid var(--field);
    background: var(--panel);
  }
`;
