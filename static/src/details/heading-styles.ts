import { css } from "lit";

/** The heading of a part of an opened layer: its name, and beside it in small what of it is shown. */
export const headingStyles = css`
  h3 {
    margin: 0 0 6px;
    font: var(--font-strong);
    line-height: 24px;
  }
  h3 small {
    font: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
`;
