import { css } from "lit";

const small = css`
  h3 small {
    font: inherit;
    font-weight: 400;
    color: var(--ink-soft);
  }
`;

/** The heading of a part of an opened layer: its name, and beside it in small what of it is shown. */
export const headingStyles = css`
  h3 {
    margin: 0 0 6px;
    font: var(--font-strong);
    line-height: 24px;
  }
  ${small}
`;

/** The same where it must stay on one line, and is underlined as the gradient that it names. */
export const lineHeadingStyles = css`
  h3 {
    flex: none;
    margin: 0 0 3px;
    padding-bottom: 3px; /* what underlines upstream and downstream */
    font: var(--font-strong);
    line-height: 20px;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  ${small}
`;
