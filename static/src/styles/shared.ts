import { css } from "lit";

/** Rules every element shares: box model, numbers, buttons, focus. Colours and sizes are custom properties. */
export const shared = css`
  :host {
    box-sizing: border-box;
    font: var(--font-text);
    color: var(--ink);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  .number,
  output,
  table {
    font-variant-numeric: tabular-nums lining-nums;
  }
  button,
  select,
  .button {
    font: inherit;
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    min-height: 32px;
    padding: 0 10px;
    cursor: pointer;
  }
  button:hover:not(:disabled, [aria-pressed="true"], [aria-checked="true"]),
  select:hover:not(:disabled),
  .button:hover {
    border-color: var(--ink-soft);
    background: var(--hover);
  }
  button:disabled,
  select:disabled {
    color: var(--ink-faint);
    cursor: default;
  }
  button[aria-pressed="true"],
  button[aria-checked="true"] {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  button.quiet {
    background: none;
    border-color: transparent;
  }
  button.quiet:hover:not(:disabled) {
    background: var(--hover);
  }
  button.icon {
    display: inline-grid;
    place-items: center;
    min-width: 32px;
    padding: 0;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
