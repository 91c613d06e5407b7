import { css } from "lit";

/** The dialog for a network of one's own, and the notice of one on its way. */
export const importStyles = css`
  dialog {
    width: min(520px, calc(100vw - 24px));
    max-height: calc(100vh - 24px);
    padding: 14px 16px;
    color: var(--ink);
    background: var(--raised);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.4);
  }
  form {
    display: grid;
    gap: 12px;
  }
  header,
  footer {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  header {
    justify-content: space-between;
  }
  footer {
    justify-content: flex-end;
    flex-wrap: wrap;
  }
  footer .quiet {
    margin-right: auto;
  }
  h2 {
    font: var(--font-strong);
    margin: 0;
  }
  form > label:not(.check),
  .field {
    display: grid;
    gap: 4px;
  }
  .notes {
    margin: 0;
    color: var(--ink-soft);
  }
  small {
    font-size: inherit;
    color: var(--ink-soft);
  }
  .check {
    display: flex;
    gap: 8px;
  }
  input:not([type="checkbox"]),
  textarea {
    font: inherit;
    color: var(--ink);
    max-width: 100%;
  }
  input::file-selector-button {
    font: inherit;
  }
  input[name],
  textarea {
    background: var(--paper);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    padding: 4px 6px;
  }
  textarea {
    resize: vertical;
  }
  fieldset {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 6px 10px;
    margin: 0;
    padding: 0;
    border: none;
  }
  legend {
    padding: 0 0 4px;
  }
  fieldset select {
    grid-column: 1 / -1;
  }
  fieldset label {
    display: flex;
    align-items: center;
    gap: 4px;
    white-space: nowrap;
  }
  fieldset input {
    width: 100%;
    min-width: 0;
  }
  button.main {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent);
  }
  .opening {
    position: absolute;
    left: 12px;
    bottom: 12px;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 10px 12px;
    background: var(--raised);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }
`;
